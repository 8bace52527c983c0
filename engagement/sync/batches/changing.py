"""One item about a record that is there: unchanged, written anew, put together, or a clash."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.scope import acting_as
from engagement.audit.models import Change
from engagement.meetings.versions import Difference, Snapshot, differences
from engagement.sync.batches.codes import Decision
from engagement.sync.batches.drafts import Item, Refused, Result
from engagement.sync.batches.models import ExternalReference, SyncConflict
from engagement.sync.batches.records import Draft, Records, of_rules
from engagement.sync.batches.rules import Base, asked, kept_of_ours


class _Clash(Exception):
    """Both changed a field; what is needed to write that down."""

    def __init__(self, row: Any, base: int, found: list[Difference]) -> None:
        self.row, self.base, self.found = row, base, found


def change_record(
    records: Records, item: Item, row: Any, reference: ExternalReference | None
) -> Result:
    """Write an item about a record that is there, in a savepoint of its own."""
    if is_repeat(item, row, reference):
        return done(item, row, changed=False)
    try:
        with acting_as(records.actor, records.amended):
            return _changed(records, item, row, reference)
    except _Clash as clash:
        return _kept(records, item, clash).result(item)
    except Refused as error:
        error.id, error.version = error.id or row.pk, error.version or row.version
        return error.result(item)
    except ValidationError as error:
        told = of_rules(item, error, records.pointers)
        told.id, told.version = row.pk, row.version
        return told.result(item)
    except NotAllowed:
        return _not_yours(row).result(item)
    except Conflict:
        words = _("The id is another record's, or the record moved on meanwhile.")
        return Refused(409, words, row.pk, row.version).result(item)


def is_repeat(item: Item, row: Any, reference: ExternalReference | None) -> bool:
    """Whether just this was sent last, and nobody touched it since; no statement.

    With a newer version named it is another request: that what was kept of ours is not wanted.
    """
    return (
        reference is not None
        and (item.base_version or 0) <= reference.known_version
        and row.pk == reference.object_id
        and row.version == reference.request_version
        and row.withdrawn_at is None
        and bytes(reference.request_hash) == item.digest
    )


def _changed(records: Records, item: Item, row: Any, reference: ExternalReference | None) -> Result:
    row = _locked(records, row)
    base = _base(records, item, row, reference)
    draft = records.draft(item, row.pk, row)
    now = records.as_it_is(row)
    merged: list[Difference] = []
    if base.is_stale:
        draft, merged = _put_together(records, draft, row, now, base)
    changed = records.as_written(draft, now) != now
    if changed:
        row = records.amend(row, draft)
    _remember(records, item, row, reference, base, knows=not merged)
    pointers = ["/data" + records.field(one.key)[1] for one in merged]
    result = done(item, row, changed=changed)
    result.merged = list(dict.fromkeys(pointers))
    return result


def _locked(records: Records, row: Any) -> Any:
    rows = records.model.objects.visible_to(records.actor)
    found = rows.select_for_update(of=("self",), no_key=True).filter(pk=row.pk).first()
    if found is None or found.author_id != records.actor.user_id:
        raise _not_yours(row)
    if found.withdrawn_at is not None:
        words = _("The record was withdrawn: %(why)s") % {"why": found.withdrawn_reason}
        raise Refused(409, words, found.pk, found.version)
    return found


def _not_yours(row: Any) -> Refused:
    return Refused(403, _("This record is not yours to change."), row.pk)


def _base(records: Records, item: Item, row: Any, reference: ExternalReference | None) -> Base:
    log = Change.objects.filter(object_type=records.object_type, object_id=row.pk)
    others = log.exclude(actor_id=records.actor.user_id).aggregate(last=Max("version"))["last"]
    same = reference is not None and reference.object_id == row.pk
    known = reference.known_version if reference is not None and same else 0
    base = Base(item.base_version, known, others or 0, row.version)
    if base.is_needed:
        words = _("Others changed this record since you last wrote it. Name your base_version.")
        raise Refused(409, words, row.pk, row.version)
    if base.is_to_come:
        words = _("There is no such version yet. Read the record again.")
        raise Refused(409, words, row.pk, row.version)
    return base


def _put_together(
    records: Records, draft: Draft, row: Any, now: Snapshot, base: Base
) -> tuple[Draft, list[Difference]]:
    """The draft with what only others changed. Raises _Clash, and Refused without a base."""
    assert base.named is not None  # noqa: S101  stale is what is named
    was = records.as_it_was(row, base.named)
    if was is None:
        words = _("What the record was then cannot be told any more. Read it again.")
        raise Refused(409, words, row.pk, row.version)
    found = differences(was, now, records.as_written(draft, was), records.sets)
    if asked(found):
        raise _Clash(row, base.named, asked(found))
    return records.merged(draft, now, found), kept_of_ours(found)


def _remember(
    records: Records,
    item: Item,
    row: Any,
    reference: ExternalReference | None,
    base: Base,
    *,
    knows: bool,
) -> None:
    """What the program knows now; a clash about an older request is over."""
    known = row.version if knows else max(base.known, base.named or 0)
    values = {
        "object_id": row.pk,
        "known_version": known,
        "request_hash": item.digest,
        "request_version": row.version,
    }
    own = ExternalReference.objects.of(records.actor)
    own.update_or_create(
        programme_id=records.actor.programme_id,
        user_id=records.actor.person,
        object_type=records.object_type,
        namespace=item.name[0],
        external_id=item.name[1],
        defaults=values,
    )
    _open(records, row).update(decision=Decision.SUPERSEDED, decided_at=timezone.now())


def _open(records: Records, row: Any) -> Any:
    rows = SyncConflict.objects.visible_to(records.actor)
    return rows.filter(object_id=row.pk, decision=Decision.OPEN)


def _kept(records: Records, item: Item, clash: _Clash) -> Refused:
    """What was sent and what stands, written down for a person; what stands, stands."""
    row = clash.row
    told = [records.clash(row, one) for one in clash.found]
    values = {
        "base_version": clash.base,
        "version": row.version,
        "sent": records.sent(item),
        "fields": told,
        "noticed_at": timezone.now(),
        **{name: getattr(row, name) for name in ("tlp", "lead_team_id", "teams")},
    }
    with transaction.atomic():
        if not _open(records, row).update(**values):
            SyncConflict.objects.bulk_create(
                [
                    SyncConflict(
                        programme_id=row.programme_id,
                        author_id=records.actor.person,
                        object_type=records.object_type,
                        object_id=row.pk,
                        **values,
                    )
                ]
            )
    words = _("You and somebody here changed the same fields. What stands here stays for now.")
    shown = [{name: value for name, value in one.items() if name != "key"} for one in told]
    for one in shown:
        one["pointer"] = f"/items/{item.index}{one['pointer']}"
    return Refused(409, words, row.pk, row.version, {"conflicts": shown})


def done(item: Item, row: Any, *, changed: bool) -> Result:
    return Result(
        index=item.index,
        name=item.name,
        status=200,
        id=row.pk,
        version=row.version,
        changed=changed,
    )
