"""What was measured, in one table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median, quantiles

HEAD = (
    f"{'page':<26}{'p50 ms':>17}{'p95 ms':>17}{'app CPU ms':>17}{'db CPU ms':>17}"
    f"{'statements':>13}{'ratio':>7}"
)


@dataclass
class Answer:
    """One request: how long, how much work, how many statements."""

    wall: float
    application: float
    database: float
    statements: int
    status: int
    #: The most that the process ever held, in MiB.
    memory: float


@dataclass
class Timing:
    """All requests for one page at one size."""

    answers: list[Answer] = field(default_factory=list)

    def add(self, answer: Answer) -> None:
        self.answers.append(answer)

    def half(self, what: str) -> float:
        return float(median(getattr(answer, what) for answer in self.answers))

    @property
    def late(self) -> float:
        """The 95th percentile; the slowest where there are too few for one."""
        walls = [answer.wall for answer in self.answers]
        return quantiles(walls, n=20)[-1] if len(walls) > 1 else walls[0]

    @property
    def statements(self) -> int:
        return max(answer.statements for answer in self.answers)


def lines(found: dict[str, tuple[Timing, Timing]], pair: str) -> Iterator[str]:
    """A table: of each pair one left of the bar, the other right of it."""
    yield f"each pair: {pair}; ratio of the p50"
    yield HEAD
    for name, (one, two) in found.items():
        pairs = [(one.half("wall"), two.half("wall")), (one.late, two.late)]
        pairs += [(one.half(what), two.half(what)) for what in ("application", "database")]
        cells = "".join(f"{f'{a:.1f} | {b:.1f}':>17}" for a, b in pairs)
        counts = f"{one.statements} | {two.statements}"
        yield f"{name:<26}{cells}{counts:>13}{pairs[0][1] / pairs[0][0]:>7.2f}"
    most = [max(a.memory for pair in found.values() for a in pair[side].answers) for side in (0, 1)]
    yield f"the processes held at most {most[0]:.0f} | {most[1]:.0f} MiB"


def web_lines(found: dict[str, tuple[list[float], list[float]]], pair: str) -> Iterator[str]:
    """Over HTTP: medians and 95th percentiles in milliseconds."""
    yield f"over HTTP, 4 clients; each pair: {pair}"
    yield f"{'page':<26}{'p50 ms':>17}{'p95 ms':>17}{'requests':>13}"
    for name, both in found.items():
        halves = " | ".join(f"{median(walls):.1f}" for walls in both)
        late = " | ".join(f"{quantiles(walls, n=20)[-1]:.1f}" for walls in both)
        yield f"{name:<26}{halves:>17}{late:>17}{' | '.join(str(len(w)) for w in both):>13}"
