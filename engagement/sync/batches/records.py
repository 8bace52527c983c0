"""What a batch does with one type of record, through the actions that the pages use too."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError

from engagement.access.problems import faults_of_rules, pointer_to
from engagement.access.redaction import shows
from engagement.access.scope import Actor
from engagement.meetings.versions import Difference, Snapshot
from engagement.stakeholders.payloads import Codes
from engagement.sync.batches.drafts import Item, Refused

#: A draft of the room's own: it has an `id`.
Draft = Any
#: A row of the room's own root.
Row = Any


class Records(ABC):
    """One type of record, for one actor and the items of one batch."""

    object_type: ClassVar[str]
    model: ClassVar[Any]
    #: Where the fields of the rules' errors stand in the payload.
    pointers: ClassVar[Mapping[str, str]] = {}
    #: Parts that merge by themselves.
    sets: ClassVar[Collection[str]] = ()
    amended: ClassVar[str]

    def __init__(self, actor: Actor, items: Sequence[Item]) -> None:
        self.actor = actor
        self.codes = self._codes(items)

    @abstractmethod
    def _codes(self, items: Sequence[Item]) -> Codes:
        """What the items name by code, asked once."""

    def makes(self, item: Item) -> Iterable[Any]:
        """What an item brings, that a later one may need."""
        yield item.name
        if item.client_uuid:
            yield item.client_uuid

    def needs(self, item: Item) -> Iterable[Any]:
        """What an item may need of an earlier one."""
        return self.makes(item)

    def prepare(self, items: Sequence[Item]) -> None:
        """Read what these items cite, once for all of them."""
        return

    @abstractmethod
    def draft(self, item: Item, pk: UUID, was: Row | None) -> Draft:
        """The item as a draft. Raises Refused."""

    @abstractmethod
    def groups(self, drafts: Iterable[Draft]) -> Iterable[tuple[str, list[Draft]]]:
        """Verb of the log -> the drafts that it says it of."""

    @abstractmethod
    def add(self, drafts: list[Draft], refused: dict[UUID, ValidationError]) -> list[Row]:
        """Write new ones in few statements. Raises Conflict."""

    @abstractmethod
    def as_it_was(self, row: Row, version: int) -> Snapshot | None: ...
    @abstractmethod
    def as_it_is(self, row: Row) -> Snapshot: ...
    @abstractmethod
    def as_written(self, draft: Draft, now: Snapshot) -> Snapshot: ...
    @abstractmethod
    def merged(self, draft: Draft, now: Snapshot, found: Sequence[Difference]) -> Draft:
        """The draft with what others wrote, where only they changed it."""

    @abstractmethod
    def amend(self, row: Row, draft: Draft) -> Row:
        """Write one anew. Raises NotAllowed, ValidationError, Conflict."""

    @abstractmethod
    def field(self, key: str) -> tuple[str, str]:
        """The field of the payload that a part belongs to, and the pointer to it in `data`."""

    @abstractmethod
    def told(self, key: str, value: Any) -> Any:
        """A part as the payload has it."""

    #: Rows that are read with a root, for the rules.
    beside: ClassVar[Sequence[str]] = ()

    @abstractmethod
    def as_they_are(self, rows: Sequence[Row]) -> dict[UUID, Snapshot]:
        """Several as they stand, in few statements."""

    def open_up(self, items: Mapping[UUID, Item], now: Mapping[UUID, Snapshot]) -> None:
        """Read once what of several records, and of the items about them, the actor may open."""
        return

    def is_open(self, pk: UUID) -> bool:
        """Whether nothing in a record, or in the item about it, is hidden; after `open_up`."""
        return True

    @abstractmethod
    def amend_all(
        self, rows: Mapping[UUID, Row], drafts: Sequence[Draft], now: Mapping[UUID, Snapshot]
    ) -> set[UUID]:
        """Write anew those that the rules let through, in few statements; which they were.

        Raises NotAllowed, ValidationError and Conflict, with nothing written.
        """

    def sent(self, item: Item) -> Any:
        """The payload with our ids in it, so that it can be read again later."""
        return item.sent

    def likely(self, rows: Sequence[Row], drafts: Sequence[Draft]) -> Mapping[UUID, list[Any]]:
        """Whom new ones may already be, as far as the actor may see them."""
        return {}

    def clash(self, row: Row, one: Difference) -> dict[str, Any]:
        """A part that both changed: what stood, what was sent, what stands."""
        field, pointer = self.field(one.key)
        values = {"base": one.base, "theirs": one.mine, "ours": one.theirs}
        told = {name: self.told(one.key, value) for name, value in values.items()}
        own = row.author_id == self.actor.user_id
        if not own and not shows(self.actor, self.object_type, field):
            told["base"] = told["ours"] = None
        return {"key": one.key, "pointer": "/data" + pointer, **told}

    def settled(self, item: Item, pk: UUID | None = None) -> None:
        """Raise Refused where a code of the item was none."""
        faults, self.codes.faults = self.codes.faults, []
        if faults:
            errors = [{**one.as_dict(), "pointer": at_item(item, one.pointer)} for one in faults]
            raise Refused(422, id=pk, more={"errors": errors})


def at_item(item: Item, pointer: str | None) -> str:
    """A pointer into an item's payload as one into the batch."""
    return pointer_to("items", item.index, "data") + (pointer or "")


def of_rules(item: Item, error: ValidationError, pointers: Mapping[str, str]) -> Refused:
    """What the rules found wrong with an item."""
    faults = faults_of_rules(error, pointers)
    errors = [{**one.as_dict(), "pointer": at_item(item, one.pointer)} for one in faults]
    return Refused(422, more={"errors": errors})
