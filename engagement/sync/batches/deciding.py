"""What a person makes of a clash between a partner and somebody here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.scope import WRITERS, Actor
from engagement.meetings.versions import Difference, differences
from engagement.sync.batches.accepted import ACCEPTED
from engagement.sync.batches.codes import Decision
from engagement.sync.batches.drafts import Refused
from engagement.sync.batches.models import SyncConflict
from engagement.sync.batches.payloads import item_of
from engagement.sync.batches.rules import asked


def decide_conflict(
    actor: Actor, pk: UUID, *, take: str, reason: str, version: int
) -> SyncConflict:
    """Let what stands here stand (`ours`), or write what the partner sent (`theirs`).

    By whoever answers for the record; `version` is the one of the record that they looked at. With
    *theirs*, what others wrote beside it is kept. The reason stands in the history's context too.
    Raises NotAllowed, ValidationError by field, and Conflict where it was decided, or the record
    moved on.
    """
    actor.require(*WRITERS)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    if take not in (Decision.OURS, Decision.THEIRS):
        raise ValidationError({"take": _("Choose from the list.")})
    clash = _held(actor, pk)
    row = _row(actor, clash)
    if clash.decision != Decision.OPEN or row.version != version or row.withdrawn_at is not None:
        raise Conflict
    if take == Decision.THEIRS:
        _write(actor, clash, row)
    clash.decision, clash.decided_by_id = take, actor.person
    clash.decided_at, clash.reason = timezone.now(), reason.strip()
    clash.save(update_fields=["decision", "decided_by", "decided_at", "reason"])
    return clash


def _held(actor: Actor, pk: UUID) -> SyncConflict:
    rows = SyncConflict.objects.visible_to(actor).select_for_update(no_key=True)
    found: SyncConflict | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotAllowed("no such clash for you")
    return found


def _row(actor: Actor, clash: SyncConflict) -> Any:
    rows = ACCEPTED[clash.object_type].records.model.objects.visible_to(actor)
    locked = rows.select_for_update(of=("self",), no_key=True)
    row = locked.filter(pk=clash.object_id).first()
    if row is None or not row.led_by(actor):
        raise NotAllowed("another team answers for it")
    return row


def _write(actor: Actor, clash: SyncConflict, row: Any) -> None:
    kind = ACCEPTED[clash.object_type]
    item = item_of(clash.sent, kind.shape())
    records = kind.records(actor, [item])
    try:
        draft = records.draft(item, row.pk, row)
    except Refused as error:
        raise ValidationError(_("What the partner sent names something that is gone.")) from error
    was, now = records.as_it_was(row, clash.base_version), records.as_it_is(row)
    if was is None:
        raise Conflict
    found = differences(was, now, records.as_written(draft, was), records.sets)
    if {one.key for one in asked(found)} - {one["key"] for one in clash.fields}:
        raise Conflict  # somebody changed more meanwhile, of which nobody was asked
    amended = records.merged(draft, now, _theirs(found))
    records.amend(row, amended)


def _theirs(found: list[Difference]) -> list[Difference]:
    return [one for one in found if one.kept != "ask"]
