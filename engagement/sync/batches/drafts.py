"""Items of a batch once read, and what came of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from engagement.access.problems import problem_body

#: In which of a program's lists, and as what it stands there.
Name = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item whose payload has the right shape."""

    index: int
    name: Name
    client_uuid: UUID | None
    base_version: int | None
    #: The payload as it was read, and as it was sent.
    data: Mapping[str, Any]
    sent: Mapping[str, Any]
    #: SHA-256 of the payload as sent.
    digest: bytes


@dataclass(kw_only=True)
class Result:
    """What came of one item, by the status that a request for it alone would have."""

    index: int
    name: Name | None
    status: int
    id: UUID | None = None
    version: int | None = None
    changed: bool = True
    #: It may be somebody registered before; whom, as far as the sender may see them.
    provisional: bool = False
    possible_duplicates: Sequence[Mapping[str, Any]] = ()
    #: Where what somebody here wrote was kept beside what was sent.
    merged: Sequence[str] = ()
    problem: Mapping[str, Any] | None = None

    @property
    def outcome(self) -> str:
        """The name of the count that it adds to."""
        if self.status == 200:
            return "updated" if self.changed else "unchanged"
        return {201: "created", 409: "conflicts"}.get(self.status, "refused")


@dataclass
class Refused(Exception):
    """An item that is not taken; the others are."""

    status: int
    detail: Any = ""
    id: UUID | None = None
    version: int | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    def result(self, item: Item) -> Result:
        """As what came of an item."""
        problem = {**problem_body(self.status, self.detail), **self.more}
        return Result(
            index=item.index,
            name=item.name,
            status=self.status,
            id=self.id,
            version=self.version,
            problem=problem,
        )
