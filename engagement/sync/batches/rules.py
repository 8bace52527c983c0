"""What is to be done where a program changes a record that others changed too. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engagement.meetings.versions import Difference


@dataclass(frozen=True)
class Base:
    """From which version a change was made, as far as that matters.

    `others`: the last version that somebody else wrote, 0 where nobody did; `known`: the last one
    that the program has shown it knows; `named`: the one it names.
    """

    named: int | None
    known: int
    others: int
    present: int

    @property
    def is_needed(self) -> bool:
        """Whether it has to name one: others wrote, and nothing says that it knows."""
        return self.named is None and self.others > self.known

    @property
    def is_to_come(self) -> bool:
        """Whether it names one that there is not yet."""
        return self.named is not None and self.named > self.present

    @property
    def is_stale(self) -> bool:
        """Whether others wrote since: what both changed is compared."""
        return self.named is not None and self.others > self.named


def asked(found: Sequence[Difference]) -> list[Difference]:
    """What both changed, each to something else: a person decides."""
    return [one for one in found if one.kept == "ask"]


def kept_of_ours(found: Sequence[Difference]) -> list[Difference]:
    """What stands here, and what was sent does not have."""
    return [one for one in found if one.kept in ("theirs", "both")]
