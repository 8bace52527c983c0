"""Items about records that are there and in nobody's way: written together, in few statements.

Whatever is not plain is left: others wrote since, something in it is hidden, a rule says no, two
items are about one record. `changing` deals with these one by one, and says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Max
from django.utils import timezone

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.inserting import update_rows
from engagement.access.scope import acting_as
from engagement.audit.models import Change
from engagement.sync.batches.changing import done
from engagement.sync.batches.codes import Decision
from engagement.sync.batches.drafts import Item, Refused, Result
from engagement.sync.batches.models import ExternalReference, SyncConflict
from engagement.sync.batches.records import Draft, Records
from engagement.sync.batches.rules import Base

REMEMBERED = ("known_version", "request_hash", "request_version")


@dataclass(frozen=True)
class Wanted:
    """An item, the record it is about, and what its sender calls that."""

    item: Item
    row: Any
    reference: ExternalReference | None


def change_plainly(records: Records, wanted: Sequence[Wanted]) -> list[Result]:
    """Write those that are plain, all or none of them; what came of each that was written."""
    times = Counter(one.row.pk for one in wanted)
    some = [one for one in wanted if times[one.row.pk] == 1 and _is_named(one)]
    if len(some) < 2:
        return []
    try:
        with acting_as(records.actor, records.amended):
            return _written(records, {one.row.pk: one for one in some})
    except (Conflict, NotAllowed, ValidationError, IntegrityError):
        return []
    finally:
        records.open_up({}, {})  # true while they are held


def _is_named(one: Wanted) -> bool:
    """Whether the name stands for this record, and for none that became part of it."""
    return one.reference is not None and one.reference.object_id == one.row.pk


def _written(records: Records, some: Mapping[UUID, Wanted]) -> list[Result]:
    rows = _held(records, some)
    now = records.as_they_are(list(rows.values()))
    records.open_up({pk: some[pk].item for pk in rows}, now)
    drafts = _drafts(records, some, rows)
    moved = [
        draft
        for draft in drafts.values()
        if records.as_written(draft, now[draft.id]) != now[draft.id]
    ]
    fit = records.amend_all(rows, moved, now)
    versions = dict(
        records.model.objects.visible_to(records.actor)
        .filter(pk__in=list(fit))
        .values_list("pk", "version")
    )
    left = {draft.id for draft in moved} - fit
    told = [pk for pk in drafts if pk not in left]
    for pk in fit:
        rows[pk].version = versions[pk]
    _remember(records, [some[pk] for pk in told], rows)
    return [done(some[pk].item, rows[pk], changed=pk in fit) for pk in told]


def _held(records: Records, some: Mapping[UUID, Wanted]) -> dict[UUID, Any]:
    """Those that the sender may change and nobody else has, held until the transaction ends."""
    rows = records.model.objects.visible_to(records.actor).select_related(*records.beside)
    held = rows.select_for_update(of=("self",), no_key=True).filter(pk__in=list(some))
    own = {
        row.pk: row
        for row in held.order_by("pk")
        if row.author_id == records.actor.user_id and row.withdrawn_at is None
    }
    others = _last_of_others(records, own)
    return {pk: row for pk, row in own.items() if _is_plain(some[pk], row, others.get(pk, 0))}


def _last_of_others(records: Records, rows: Mapping[UUID, Any]) -> dict[UUID, int]:
    """The last version of each that somebody else wrote."""
    log = Change.objects.filter(object_type=records.object_type, object_id__in=list(rows))
    others = log.exclude(actor_id=records.actor.user_id).values_list("object_id")
    return dict(others.annotate(last=Max("version")))


def _is_plain(one: Wanted, row: Any, others: int) -> bool:
    known = one.reference.known_version if one.reference else 0
    base = Base(one.item.base_version, known, others, row.version)
    return not (base.is_needed or base.is_to_come or base.is_stale)


def _drafts(
    records: Records, some: Mapping[UUID, Wanted], rows: Mapping[UUID, Any]
) -> dict[UUID, Draft]:
    found = {}
    for pk, row in rows.items():
        if not records.is_open(pk):
            continue
        try:
            found[pk] = records.draft(some[pk].item, pk, row)
        except Refused:
            continue
    return found


def _remember(records: Records, told: Sequence[Wanted], rows: Mapping[UUID, Any]) -> None:
    """What the program knows now; clashes about older requests are over."""
    references = []
    for one in told:
        reference, version = copy(one.reference), rows[one.row.pk].version
        assert reference is not None  # noqa: S101  see _is_named
        reference.known_version = reference.request_version = version
        reference.request_hash = one.item.digest
        references.append(reference)
    update_rows(references, REMEMBERED)
    clashes = SyncConflict.objects.visible_to(records.actor).filter(
        object_id__in=[one.row.pk for one in told], decision=Decision.OPEN
    )
    clashes.update(decision=Decision.SUPERSEDED, decided_at=timezone.now())
