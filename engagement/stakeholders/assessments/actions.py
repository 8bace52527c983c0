"""Writes to what we hold of a stakeholder: assess, accept, withdraw, decide, hold an opinion."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import ExclusionViolation, InsufficientPrivilege

from engagement.access.dates import in_words
from engagement.access.errors import Conflict, NotAllowed
from engagement.access.scope import WRITERS, Actor
from engagement.access.sealing import seal, unseal
from engagement.audit.exports import log_export
from engagement.audit.models import Export
from engagement.stakeholders.assessments.drafts import (
    AssessmentDraft,
    DecisionDraft,
    OpinionDraft,
)
from engagement.stakeholders.assessments.models import (
    Assessment,
    EngagementDecision,
    Opinion,
    Standing,
)
from engagement.stakeholders.assessments.rules import (
    answers_for,
    check_assessment,
    check_decision,
    check_opinion,
    circle_words,
    commands,
    in_the_way,
    makes_circle,
)
from engagement.stakeholders.models import Entry, Stakeholder

Row = TypeVar("Row", bound=Entry)

#: What tells a retry from a clash; standing and note move on after the first request.
SAME = (
    *("stakeholder_id", "facet", "value", "degree", "parent_id", "region_id", "legal_basis"),
    *("assessed_on", "source", "source_on", "source_grade", "information_grade"),
    *("valid_from", "valid_to", "own_tlp"),
)
SEALED_IN = ("engagement_assessment", "protected_source")


def add_assessment(actor: Actor, draft: AssessmentDraft) -> Assessment:
    """Write down one claim with its source; the same request again gives the same row.

    Raises NotAllowed, ValidationError by field (also where accepting it would contradict another
    accepted one), and Conflict where the id is another row's.
    """
    about = _about(actor, draft.stakeholder_id)
    values = _columns(draft)
    same = {key: values[key] for key in SAME}
    there = _replayed(actor, Assessment, draft.id, same)
    if there is not None:
        return there
    if commands(draft, draft.standing):
        _hold_hierarchy(actor)
    check_assessment(actor, draft, about)
    row = Assessment(id=draft.id, written_by_id=actor.person, **values)
    row.protected_source = _sealed(draft)
    return _inserted(actor, row, same)


def set_standing(
    actor: Actor, pk: UUID, *, standing: str, reason: str, was: str = ""
) -> Assessment:
    """Accept an assessment, put it in conflict, or mark it as to be checked.

    The reason stands in the history; the first one of a conflict becomes its note. Raises
    NotAllowed, ValidationError by field (with the name of the accepted one in the way), and
    Conflict where it no longer stands as it `was`.
    """
    row = _locked(actor, Assessment, pk)
    if standing not in Standing.values:
        raise ValidationError({"standing": _("Choose where it stands.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    if row.withdrawn_at is not None or was not in ("", row.standing):
        raise Conflict
    if commands(row, standing):
        _hold_hierarchy(actor)
        if makes_circle(actor, row.stakeholder_id, row):
            raise ValidationError({"standing": circle_words()})
    row.standing = standing
    if standing == Standing.CONFLICT and not row.note:
        row.note = reason.strip()
    _saved(actor, row, ["standing", "note"])
    return row


def withdraw_entry(actor: Actor, model: type[Row], pk: UUID, *, reason: str) -> Row:
    """Take an assessment, a decision or an opinion back; nothing is deleted.

    Its writer, the lead team and managers may. Raises NotAllowed, ValidationError without a
    reason, and Conflict where it is withdrawn already.
    """
    row = _locked(actor, model, pk)
    if not answers_for(actor, row):
        raise NotAllowed("another team's entry")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    if row.withdrawn_at is not None:
        raise Conflict
    return _taken_back(row, reason.strip())


def decide(actor: Actor, draft: DecisionDraft) -> EngagementDecision:
    """Write down whether to engage; the decision running until then ends the day it begins.

    Raises NotAllowed, ValidationError by field, and Conflict where the id is another row's.
    """
    _about(actor, draft.stakeholder_id, hold=True)
    values = {**asdict(draft), "decided_by": draft.decided_by.strip()}
    values["reason"] = draft.reason.strip()
    pk = values.pop("id")
    # The end may have moved since: a later decision ends this one.
    same = {key: value for key, value in values.items() if key != "valid_to"}
    there = _replayed(actor, EngagementDecision, pk, same)
    if there is not None:
        return there
    check_decision(draft)
    _end_running(actor, draft)
    row = EngagementDecision(id=pk, written_by_id=actor.person, **values)
    return _inserted(actor, row, same)


def hold_opinion(actor: Actor, draft: OpinionDraft) -> Opinion:
    """Write down what the actor's team thinks of somebody on a day.

    Raises NotAllowed, ValidationError by field, and Conflict where the id is another row's.
    """
    _about(actor, draft.stakeholder_id)
    check_opinion(actor, draft)
    values = {**asdict(draft), "note": draft.note.strip()}
    pk, team = values.pop("id"), values.pop("team_id")
    values["lead_team_id"] = team or actor.teams[0]
    there = _replayed(actor, Opinion, pk, values)
    if there is not None:
        return there
    # An opinion is its writer's row, not the stakeholder's author's.
    row = Opinion(id=pk, author_id=actor.person, written_by_id=actor.person, **values)
    return _inserted(actor, row, values)


def open_source(actor: Actor, pk: UUID) -> str:
    """The protected source of an assessment; who opened it, and when, is noted.

    Its writer, the lead team and managers may, however many may open the assessment. Raises
    NotAllowed, and NoKey or Damaged where it does not open.
    """
    actor.require(*WRITERS)
    row = Assessment.objects.visible_to(actor).current().filter(pk=pk).first()
    if row is None or not row.protected_source or not answers_for(actor, row):
        raise NotAllowed("no protected source here for you")
    table, field = SEALED_IN
    text = unseal(bytes(row.protected_source), table, row.pk, field)
    log_export(actor, "source", Export.Format.FILE, str(row.pk), 1)
    return text


def _columns(draft: AssessmentDraft) -> dict[str, Any]:
    values = {name: getattr(draft, name) for name in draft.__dataclass_fields__}
    for name in ("id", "region", "protected_source"):
        del values[name]
    for name in ("source", "legal_basis", "note"):
        values[name] = values[name].strip()
    values["region_id"] = draft.region.pk if draft.region else None
    values["own_tlp"] = values.pop("tlp")
    return values


def _sealed(draft: AssessmentDraft) -> bytes:
    table, field = SEALED_IN
    text = draft.protected_source.strip()
    return seal(text, table, draft.id, field) if text else b""


def _about(actor: Actor, pk: UUID, *, hold: bool = False) -> Stakeholder:
    """Whom the entry is about; held, two decisions about them come one after the other."""
    actor.require(*WRITERS)
    rows = Stakeholder.objects.visible_to(actor).filter(pk=pk)
    found: Stakeholder | None = (
        rows.select_for_update(of=("self",), no_key=True) if hold else rows
    ).first()
    if found is None:
        raise NotAllowed("no such stakeholder for you")
    if found.withdrawn_at is not None:
        raise Conflict
    return found


def _replayed(actor: Actor, model: type[Row], pk: UUID, values: dict[str, Any]) -> Row | None:
    """The row already there where this is the same request again. Raises Conflict where not."""
    old: Row | None = model.objects.visible_to(actor).filter(pk=pk).first()
    if old is None:
        return None
    if old.written_by_id != actor.user_id:
        raise Conflict
    if any(getattr(old, name) != value for name, value in values.items()):
        raise Conflict
    return old


def _locked(actor: Actor, model: type[Row], pk: UUID) -> Row:
    actor.require(*WRITERS)
    rows = model.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    row: Row | None = rows.filter(pk=pk).first()
    if row is None:
        raise NotAllowed("no such entry for you")
    return row


def _hold_hierarchy(actor: Actor) -> None:
    """Accepted parents are written one at a time, or two at once could close a circle."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(7415383, hashtext(%s))", [str(actor.programme_id)]
        )


def _inserted(actor: Actor, row: Row, same: dict[str, Any]) -> Row:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        there = _replayed(actor, type(row), row.pk, same)  # the same request won the race
        if there is None:
            raise _told(actor, row, error) from error
        return there
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        raise NotAllowed("the row would not be open to its writer") from error
    row.refresh_from_db()
    return row


def _saved(actor: Actor, row: Assessment, fields: list[str]) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=fields)
    except IntegrityError as error:
        raise _told(actor, row, error) from error


def _told(actor: Actor, row: Any, error: IntegrityError) -> Exception:
    if not isinstance(error.__cause__, ExclusionViolation):
        return Conflict()
    rows = Assessment.objects.visible_to(actor).accepted().of_facet(row.facet)
    others = rows.filter(stakeholder=row.stakeholder_id).exclude(pk=row.pk)
    return ValidationError(
        {"standing": in_the_way(others.overlapping(row.valid_from, row.valid_to).first())}
    )


def _end_running(actor: Actor, draft: DecisionDraft) -> None:
    rows = EngagementDecision.objects.visible_to(actor).filter(stakeholder=draft.stakeholder_id)
    for other in rows.overlapping(draft.valid_from, draft.valid_to):
        if other.valid_from is None or other.valid_from < draft.valid_from:
            other.valid_to = draft.valid_from
            other.save(update_fields=["valid_to"])
        elif other.valid_from == draft.valid_from:
            _taken_back(other, _("Another decision was taken for the same day."))
        else:
            raise ValidationError(
                {
                    "valid_to": _("Another decision begins on %(day)s; end this one by then.")
                    % {"day": in_words(other.valid_from, other.from_precision)}
                }
            )


def _taken_back(row: Row, reason: str) -> Row:
    row.withdrawn_at, row.withdrawn_reason = timezone.now(), reason
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    row.refresh_from_db()
    return row
