"""Writing a batch: what is new and fits together, the rest one by one; each item by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from engagement.access.errors import Conflict
from engagement.access.inserting import insert_rows
from engagement.access.keys import new_id
from engagement.access.scope import AUTHORS, Actor, acting_as
from engagement.sync.batches.changing import change_record, is_repeat
from engagement.sync.batches.drafts import Item, Name, Refused, Result
from engagement.sync.batches.models import ExternalReference
from engagement.sync.batches.plain_changes import Wanted, change_plainly
from engagement.sync.batches.records import Draft, Records, of_rules
from engagement.sync.batches.waves import waves


@dataclass
class _Wave:
    """Items that are written together, and what is there of them."""

    records: Records
    items: Sequence[Item]
    references: dict[Name, ExternalReference] = field(default_factory=dict)
    #: By id; who became part of another stands there as that other.
    rows: dict[UUID, Any] = field(default_factory=dict)
    results: dict[int, Result] = field(default_factory=dict)
    drafts: dict[int, Draft] = field(default_factory=dict)


def write_batch(actor: Actor, records: Records, items: Iterable[Item]) -> list[Result]:
    """Write the items in their order; what came of each. Raises NotAllowed.

    An item that is not taken leaves nothing behind, and does not touch the others.
    """
    actor.require(*AUTHORS)
    found: list[Result] = []
    for some in waves(items, records.makes, records.needs):
        found += _write(_Wave(records, some))
    return sorted(found, key=lambda one: one.index)


def _write(wave: _Wave, *, again: bool = False) -> list[Result]:
    _read(wave)
    wave.records.prepare(wave.items)
    fresh = [item for item in wave.items if _row_of(wave, item) is None]
    _draft(wave, fresh)
    late = _add(wave, [item for item in fresh if item.index in wave.drafts])
    _change(wave)
    results = list(wave.results.values())
    if late and not again:  # somebody else wrote the same names meanwhile: they are there now
        return [*results, *_write(_Wave(wave.records, late), again=True)]
    return [*results, *(_taken().result(item) for item in late)]


def _change(wave: _Wave) -> None:
    """Write the items about records that are there: plain ones together, the rest one by one."""
    wanted = [
        Wanted(item, row, wave.references.get(item.name))
        for item in wave.items
        if item.index not in wave.results and (row := _row_of(wave, item)) is not None
    ]
    fresh = [one for one in wanted if not is_repeat(one.item, one.row, one.reference)]
    for result in change_plainly(wave.records, fresh):
        wave.results[result.index] = result
    for one in wanted:
        if one.item.index not in wave.results:
            wave.results[one.item.index] = change_record(
                wave.records, one.item, one.row, one.reference
            )


def _read(wave: _Wave) -> None:
    """What the sender calls by these names, and the rows behind them; three statements at most."""
    actor, model = wave.records.actor, wave.records.model
    names = {item.name for item in wave.items}
    rows = ExternalReference.objects.of(actor).filter(
        object_type=wave.records.object_type, external_id__in={name[1] for name in names}
    )
    wave.references = {row.name: row for row in rows if row.name in names}
    ids = {row.object_id for row in wave.references.values()}
    ids |= {item.client_uuid for item in wave.items if item.client_uuid}
    if not ids:
        return
    there = model.objects.visible_to(actor).in_bulk(ids)
    became = {row.merged_into_id for row in there.values() if getattr(row, "merged_into_id", None)}
    others = model.objects.visible_to(actor).in_bulk(became) if became else {}
    wave.rows = {
        pk: others.get(getattr(row, "merged_into_id", None), row) for pk, row in there.items()
    }


def _row_of(wave: _Wave, item: Item) -> Any:
    """The record that an item is about, where there is one."""
    reference = wave.references.get(item.name)
    if reference is not None:
        return wave.rows.get(reference.object_id)
    found = wave.rows.get(item.client_uuid) if item.client_uuid else None
    # A record of somebody else by that id is a clash like any other.
    return found if found is not None and found.author_id == wave.records.actor.user_id else None


def _draft(wave: _Wave, items: Iterable[Item]) -> None:
    for item in items:
        reference = wave.references.get(item.name)
        try:
            if reference is not None:  # it was ours once, and is not to be seen any more
                raise Refused(403, _("This record is not yours to change."), id=reference.object_id)
            wave.drafts[item.index] = wave.records.draft(item, item.client_uuid or new_id(), None)
        except Refused as error:
            wave.results[item.index] = error.result(item)


def _add(wave: _Wave, items: list[Item]) -> list[Item]:
    """Write new ones, those of one verb together; the items whose name is there meanwhile."""
    by_id = {wave.drafts[item.index].id: item for item in items}
    late: list[Item] = []
    for verb, drafts in wave.records.groups(wave.drafts[item.index] for item in items):
        late += _add_all(wave, verb, drafts, by_id)
    return late


def _add_all(wave: _Wave, verb: str, drafts: list[Draft], by_id: dict[UUID, Item]) -> list[Item]:
    """All, or, where one stands in the way of the others, one half and then the other."""
    refused: dict[UUID, ValidationError] = {}
    actor = wave.records.actor
    try:
        with acting_as(actor, verb):
            rows = wave.records.add(drafts, refused)
            insert_rows([_reference(wave.records, by_id[row.pk], row) for row in rows])
    except (Conflict, IntegrityError):
        if len(drafts) == 1:
            return _alone(wave, by_id[drafts[0].id])
        half = len(drafts) // 2
        halves = (drafts[:half], drafts[half:])
        return [one for some in halves for one in _add_all(wave, verb, some, by_id)]
    for pk, error in refused.items():
        item = by_id[pk]
        wave.results[item.index] = of_rules(item, error, wave.records.pointers).result(item)
    for row in rows:
        item = by_id[row.pk]
        wave.results[item.index] = Result(
            index=item.index, name=item.name, status=201, id=row.pk, version=row.version
        )
    _tell_likely(wave, rows, drafts, by_id)
    return []


def _alone(wave: _Wave, item: Item) -> list[Item]:
    """A single one that could not be written: late, or its id is another record's."""
    names = ExternalReference.objects.of(wave.records.actor).filter(
        object_type=wave.records.object_type, namespace=item.name[0], external_id=item.name[1]
    )
    if names.exists():
        return [item]
    wave.results[item.index] = _taken().result(item)
    return []


def _taken() -> Refused:
    return Refused(409, _("The id is another record's, or the record moved on meanwhile."))


def _reference(records: Records, item: Item, row: Any) -> ExternalReference:
    return ExternalReference(
        programme_id=records.actor.programme_id,
        user_id=records.actor.person,
        namespace=item.name[0],
        external_id=item.name[1],
        object_type=records.object_type,
        object_id=row.pk,
        known_version=row.version,
        request_hash=item.digest,
        request_version=row.version,
    )


def _tell_likely(
    wave: _Wave, rows: Sequence[Any], drafts: Sequence[Draft], by_id: dict[UUID, Item]
) -> None:
    """Say who may be somebody registered before, as far as the sender may see them."""
    found = {pk: rows for pk, rows in wave.records.likely(rows, drafts).items() if rows}
    for pk, those in found.items():
        result = wave.results[by_id[pk].index]
        result.provisional, result.possible_duplicates = True, those
    if found:
        own = ExternalReference.objects.of(wave.records.actor)
        own.filter(object_id__in=found).update(provisional=True)
