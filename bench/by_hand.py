"""The figures by hand-written SQL over the base tables, and the cells put into the same rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bench.rows import PROGRAMME, TEAM, USER
from engagement.coverage.sums import EVERY, GROUPS, Actors, Bodies, Kind, Measure, Place, Sums

#: What, two keys, and how many meetings.
Row = tuple[str, str, str, int]
MODES = ("in_person", "partly_online", "remote", "intermediary")
REASONS = ("", "no_access", "security", "refused", "no_contact", "travel_ban")
RELATIONS = ("state", "hybrid", "non_state", "international", "undetermined")
WAYS = ("on the spot", "remote", "intermediary")
#: What some measures count by, as their first key has it.
RECORDED = {
    "level": (Measure.LEVEL, ("", "ministerial", "senior", "middle", "local", "societal")),
    "purpose": (Measure.PURPOSE, ("", "security", "other")),
    "participation": (
        Measure.PARTICIPATION,
        ("", "inform", "consult", "involve", "collaborate", "empower"),
    ),
    "asked": (Measure.ASKED, ("", "ours", "theirs", "others")),
}
#: Above these the second key of those heard is a way of hearing, not a kind.
BY_KIND = 10


def statement(name: str) -> str:
    """The text of bench/hand/NAME.sql."""
    return (Path(__file__).parent / "hand" / f"{name}.sql").read_text(encoding="utf-8")


def values(first: date, last: date) -> dict[str, Any]:
    """What each of them asks for."""
    return {"programme": PROGRAMME, "team": TEAM, "user": USER, "first": first, "last": last}


def rows_of(sums: Sums) -> list[Row]:
    """Sums as the rows of first_screen.sql has them, in order; no statement."""
    return sorted([*_places(sums), *_governorates(sums), *_people(sums)])


def quarter_rows(found: dict[date, Sums]) -> list[Row]:
    """Sums by quarter as the rows of trend.sql, in order; no statement."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for quarter, sums in found.items():
        for (packed, mode), n in sums[Measure.PLACE].items():
            at = Place.of(packed)
            counts["place", str(quarter), "" if mode > 1 else f"{at.beyond}/{at.whole}"] += n
        for (packed, _), n in sums[Measure.RELATION].items():
            if Bodies.of(packed).non_state:
                counts["non_state", str(quarter), ""] += n
    return sorted((*key, n) for key, n in counts.items())


def _places(sums: Sums) -> Iterator[Row]:
    for (packed, mode), n in sums[Measure.PLACE].items():
        at = Place.of(packed)
        yield "place", MODES[mode], f"{at.whole}/{at.beyond}/{at.capital}/{at.abroad}", n
    for timely, n in sums.of(Measure.TIMELY).items():
        yield "timely", "true" if timely else "false", "", n
    for (unit, reason), n in sums[Measure.TRIED].items():
        yield "tried", str(unit), REASONS[reason], n


def _governorates(sums: Sums) -> Iterator[Row]:
    for (unit, kind), n in sums[Measure.VISITED].items():
        if kind == EVERY:
            yield "visited", str(unit), "", n
        elif kind in GROUPS:
            yield "matrix", str(unit), GROUPS[kind].name.lower(), n
    for (unit, way), n in sums[Measure.HEARD].items():
        if way < len(WAYS):
            yield "heard", str(unit), WAYS[way], n


def _people(sums: Sums) -> Iterator[Row]:
    met: Counter[str] = Counter()
    for (packed, _), n in sums[Measure.RELATION].items():
        bodies = Bodies.of(packed)
        met.update({name: n for name in RELATIONS if getattr(bodies, name)})
    for name, n in met.items():
        yield "relation", name, "", n
    for (beyond, kind), n in sums[Measure.KIND].items():
        if kind in GROUPS:
            yield "group", GROUPS[kind].name.lower(), "beyond" if beyond else "all", n


def method_rows(sums: Sums, types: Mapping[int, str]) -> list[Row]:
    """Sums as the rows of method.sql, in order; `types` are the codes by their order."""
    return sorted([*_bodies(sums, types), *_recorded(sums), *_across(sums), *_crossed(sums)])


def _bodies(sums: Sums, types: Mapping[int, str]) -> Iterator[Row]:
    for (packed, _), n in sums[Measure.RELATION].items():
        bodies = Bodies.of(packed)
        yield "bodies", "/".join(str(getattr(bodies, name)) for name in RELATIONS), "", n
    for (order, heads), n in sums[Measure.TYPE].items():
        yield "type", types[order], str(heads), n


def _recorded(sums: Sums) -> Iterator[Row]:
    for what, (measure, names) in RECORDED.items():
        for value, n in sums.of(measure).items():
            yield what, names[value], "", n


def _across(sums: Sums) -> Iterator[Row]:
    """What cuts across the groups; and all kinds, by where they are from."""
    for (beyond, kind), n in sums[Measure.KIND].items():
        if kind not in GROUPS:
            yield "met", _kind(kind), "beyond" if beyond else "all", n
    for (unit, kind), n in sums[Measure.VISITED].items():
        if kind not in (EVERY, *GROUPS):
            yield "there", str(unit), _kind(kind), n
    for (unit, way), n in sums[Measure.HEARD].items():
        if way >= BY_KIND:
            yield "heard", str(unit), _kind(way - BY_KIND), n


def _kind(number: int) -> str:
    return Kind(number).name.lower()


def _crossed(sums: Sums) -> Iterator[Row]:
    for (packed, mask), n in sums[Measure.CROSS].items():
        at, actors = Place.of(packed), Actors.of(mask)
        met = [name for name in sorted(RELATIONS) if getattr(actors, name)]
        told = " ".join([*met, *(["security"] if actors.security else [])])
        yield "cross", f"{at.whole}/{at.beyond}/{at.capital}/{at.abroad}", told, n
    for (packed, abroad), n in sums[Measure.GREATER].items():
        at = Place.of(packed)  # whole, beyond, greater, not known whether greater
        yield "greater", f"{at.whole}/{at.beyond}/{at.capital}/{at.abroad}/{abroad}", "", n
