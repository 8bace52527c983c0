"""Writes: strategic assessments, incidents, initiatives, avenues of inclusion."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.models import Grant, Role
from engagement.access.requests import request_hash
from engagement.access.scope import WRITERS, Actor
from engagement.briefs.entries.drafts import (
    AssessmentDraft,
    AvenueDraft,
    EntryDraft,
    IncidentDraft,
    InitiativeDraft,
)
from engagement.briefs.entries.rules import Row, check_act, check_delivery, check_entry
from engagement.briefs.models import (
    Incident,
    InclusionAvenue,
    Initiative,
    StrategicAssessment,
    StrategicAssessmentRegion,
)

R = TypeVar("R", StrategicAssessment, Incident, Initiative, InclusionAvenue)


def ask_for_assessment(actor: Actor, draft: AssessmentDraft) -> StrategicAssessment:
    """Write down that an assessment of conditions on the ground was asked for.

    Here and below: the same request again gives the same row. Raises NotAllowed, ValidationError
    by field, and Conflict where the id is another row's.
    """
    return _create(actor, StrategicAssessment, draft)


def deliver_assessment(
    actor: Actor, pk: UUID, *, delivered_on: date, valid_on: date, summary: str, version: int
) -> StrategicAssessment:
    """It was delivered, and is true for a day. Raises as `amend_assessment`."""
    row = _locked(actor, StrategicAssessment, pk, version)
    check_delivery(actor, row, delivered_on, valid_on)
    row.delivered_on, row.valid_on = delivered_on, valid_on
    row.summary = summary.strip() or row.summary
    row.save(update_fields=["delivered_on", "valid_on", "summary"])
    row.refresh_from_db()
    return row


def act_on_assessment(
    actor: Actor, pk: UUID, *, acted_on: date, action: str, version: int
) -> StrategicAssessment:
    """Something was done about it. Raises as `amend_assessment`."""
    row = _locked(actor, StrategicAssessment, pk, version)
    check_act(actor, row, acted_on, action)
    row.acted_on, row.action = acted_on, action.strip()
    row.save(update_fields=["acted_on", "action"])
    row.refresh_from_db()
    return row


def amend_assessment(
    actor: Actor, pk: UUID, draft: AssessmentDraft, *, version: int
) -> StrategicAssessment:
    """Write it anew as the draft has it; the reason stands in the history's context.

    Here and below: raises NotAllowed, ValidationError by field, and Conflict where the row has
    moved on since `version`, or is withdrawn.
    """
    return _amend(actor, StrategicAssessment, pk, draft, version)


def record_incident(actor: Actor, draft: IncidentDraft) -> Incident:
    """Write down what happened: it makes older assessments of the place stale."""
    return _create(actor, Incident, draft)


def amend_incident(actor: Actor, pk: UUID, draft: IncidentDraft, *, version: int) -> Incident:
    return _amend(actor, Incident, pk, draft, version)


def start_initiative(actor: Actor, draft: InitiativeDraft) -> Initiative:
    """Write down a project of the reform, and who leads it."""
    return _create(actor, Initiative, draft)


def amend_initiative(actor: Actor, pk: UUID, draft: InitiativeDraft, *, version: int) -> Initiative:
    return _amend(actor, Initiative, pk, draft, version)


def note_avenue(actor: Actor, draft: AvenueDraft) -> InclusionAvenue:
    """Write down a way into the formal security sector that opened, or closed."""
    return _create(actor, InclusionAvenue, draft)


def amend_avenue(actor: Actor, pk: UUID, draft: AvenueDraft, *, version: int) -> InclusionAvenue:
    return _amend(actor, InclusionAvenue, pk, draft, version)


def withdraw_brief_entry(actor: Actor, model: type[R], pk: UUID, *, reason: str, version: int) -> R:
    """Take an entry out of every list; nothing is deleted.

    Raises NotAllowed, ValidationError without a reason, and Conflict as `amend_assessment`.
    """
    row = _locked(actor, model, pk, version)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    row.withdrawn_at, row.withdrawn_reason = timezone.now(), reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    row.refresh_from_db()
    return row


def may_change(actor: Actor, row: Row) -> bool:
    """Managers, whoever wrote it, and officers of the team that it belongs to."""
    ours = row.author_id == actor.user_id or row.lead_team_id in actor.own_teams
    return actor.can_log and (actor.role == Role.MANAGER or ours)


def _create(actor: Actor, model: type[R], draft: EntryDraft) -> R:
    actor.require(*WRITERS)
    replay = _replayed(actor, model, draft)
    if replay is not None:
        return replay
    columns = _checked(actor, draft, None)
    row = model(
        id=draft.id,
        programme_id=actor.programme_id,
        author_id=actor.user_id,
        lead_team_id=draft.lead_team_id or next(iter(actor.own_teams), None),
        request_hash=request_hash(draft),
        **columns,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _write_regions(actor, row, draft)
    except IntegrityError as error:
        replay = _replayed(actor, model, draft)  # the same request won the race
        if replay is None:
            raise Conflict from error
        return replay
    row.refresh_from_db()
    return row


def _amend(actor: Actor, model: type[R], pk: UUID, draft: EntryDraft, version: int) -> R:
    row = _locked(actor, model, pk, version)
    columns = _checked(actor, draft, row)
    if columns["tlp"] > row.tlp and row.author_id != actor.user_id:
        _stay_named(actor, row)
    for field, value in columns.items():
        setattr(row, field, value)
    row.save(update_fields=list(columns))
    _write_regions(actor, row, draft)
    row.refresh_from_db()
    return row


def _checked(actor: Actor, draft: EntryDraft, was: Row | None) -> dict[str, Any]:
    """The columns of the draft, once its rules hold; seen by nobody who may not open whom it
    names."""
    named = check_entry(actor, draft, was)
    columns: dict[str, Any] = {
        field: value.strip() if isinstance(value, str) else value
        for field, value in vars(draft).items()
        if field not in ("id", "lead_team_id", "regions")
    }
    columns["tlp"] = max(draft.tlp, named.tlp if named else _floor(draft, was))
    return columns


def _floor(draft: EntryDraft, was: Row | None) -> int:
    """Where somebody hidden stays named, the entry stays as protected as it is."""
    named = getattr(draft, "lead_organisation_id", None) or getattr(draft, "stakeholder_id", None)
    return was.tlp if was is not None and named else draft.tlp


def _replayed(actor: Actor, model: type[R], draft: EntryDraft) -> R | None:
    """The row already there where this is the same request again. Raises Conflict where not."""
    old: R | None = model.objects.visible_to(actor).filter(pk=draft.id).first()
    if old is None:
        return None
    if old.author_id == actor.user_id and bytes(old.request_hash) == request_hash(draft):
        return old
    raise Conflict


def _locked(actor: Actor, model: type[R], pk: UUID, version: int) -> R:
    actor.require(*WRITERS)
    rows = model.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    row: R | None = rows.filter(pk=pk).first()
    if row is None:
        raise NotAllowed("no such entry for you")
    if not may_change(actor, row):
        raise NotAllowed("another team's entry")
    if row.version != version or row.withdrawn_at is not None:
        raise Conflict
    return row


def _stay_named(actor: Actor, row: Row) -> None:
    """Whoever makes an entry stricter still sees it; a statement before the level is raised."""
    Grant.objects.bulk_create(
        [
            Grant(
                programme_id=actor.programme_id,
                root_id=row.pk,
                user_id=actor.person,
                granted_by_id=actor.person,
                reason="raised",
            )
        ],
        ignore_conflicts=True,
    )


def _write_regions(actor: Actor, row: Row, draft: EntryDraft) -> None:
    if not isinstance(row, StrategicAssessment) or not isinstance(draft, AssessmentDraft):
        return
    wanted = {region.pk for region in draft.regions}
    rows = StrategicAssessmentRegion.objects.visible_to(actor).filter(strategic_assessment=row)
    there = set(rows.values_list("region_id", flat=True))
    if there - wanted:
        rows.exclude(region_id__in=wanted).delete()
    StrategicAssessmentRegion.objects.bulk_create(
        [
            StrategicAssessmentRegion(strategic_assessment=row, region_id=region)
            for region in sorted(wanted - there)
        ]
    )
