"""The rules of each kind of entry, shared by every way in. Each raises ValidationError by field."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagement.access.models import Team
from engagement.access.tlp import Tlp
from engagement.briefs.codes import IncidentKind
from engagement.briefs.entries.drafts import (
    AssessmentDraft,
    AvenueDraft,
    EntryDraft,
    IncidentDraft,
    InitiativeDraft,
)
from engagement.briefs.models import Incident, InclusionAvenue, Initiative, StrategicAssessment
from engagement.regions.choices import area_of
from engagement.regions.models import Region
from engagement.stakeholders.models import Stakeholder

if TYPE_CHECKING:
    from engagement.access.scope import Actor

Errors = dict[str, str]
Row = StrategicAssessment | Incident | Initiative | InclusionAvenue


def check_entry(actor: Actor, draft: EntryDraft, was: Row | None) -> Stakeholder | None:
    """What holds for every kind, then for this one; the stakeholder that the entry names."""
    errors: Errors = {}
    if draft.tlp not in Tlp.values:
        errors["tlp"] = _("Choose who may see this.")
    if was is None and draft.lead_team_id and not _team_of(actor, draft.lead_team_id):
        errors["lead_team"] = _("This is not one of your teams.")
    named = None
    if isinstance(draft, AssessmentDraft):
        errors |= _assessment(actor, draft, was)
    elif isinstance(draft, IncidentDraft):
        errors |= _incident(actor, draft)
    elif isinstance(draft, InitiativeDraft):
        named = _named(actor, draft.lead_organisation_id, was, "lead_organisation_id", errors)
        errors |= _initiative(actor, draft, named)
    elif isinstance(draft, AvenueDraft):
        named = _named(actor, draft.stakeholder_id, was, "stakeholder_id", errors)
        errors |= _avenue(actor, draft)
    if errors:
        raise ValidationError(errors)
    return named


def check_delivery(
    actor: Actor, row: StrategicAssessment, delivered_on: date, valid_on: date
) -> None:
    errors = _not_ahead(actor, "delivered_on", delivered_on)
    if row.asked_on and delivered_on < row.asked_on:
        errors["delivered_on"] = _("It cannot be delivered before it was asked for.")
    if valid_on > delivered_on:
        errors["valid_on"] = _("It cannot be true for a day after its delivery.")
    if row.acted_on and row.acted_on < delivered_on:
        errors["delivered_on"] = _("It was acted on before.")
    if errors:
        raise ValidationError(errors)


def check_act(actor: Actor, row: StrategicAssessment, acted_on: date, action: str) -> None:
    errors = _not_ahead(actor, "acted_on", acted_on)
    if row.delivered_on is None:
        errors["acted_on"] = _("It was not delivered yet.")
    elif acted_on < row.delivered_on:
        errors["acted_on"] = _("It cannot be acted on before it was delivered.")
    if not action.strip():
        errors["action"] = _("Say what was done.")
    if errors:
        raise ValidationError(errors)


def _team_of(actor: Actor, team_id: UUID) -> bool:
    if actor.own_teams:
        return team_id in actor.own_teams
    return Team.objects.filter(pk=team_id, programme_id=actor.programme_id).exists()


def _named(
    actor: Actor, key: UUID | None, was: Row | None, column: str, errors: Errors
) -> Stakeholder | None:
    """Somebody in the register whom the actor may open; who stands there already may stay."""
    if key is None:
        return None
    people = Stakeholder.objects.visible_to(actor)
    found: Stakeholder | None = people.select_related("actor_type").filter(pk=key).first()
    if getattr(was, column, None) == key:
        return found
    if found is None or found.withdrawn_at is not None:
        words = _("This is not in the register, or not for you to see.")
        errors[column.removesuffix("_id")] = words
    return found


def _assessment(actor: Actor, draft: AssessmentDraft, was: Row | None) -> Errors:
    errors = _written("title", draft.title, 300) | _not_ahead(actor, "asked_on", draft.asked_on)
    if len(draft.asked_by) > 200:
        errors["asked_by"] = _("At most %(most)s characters.") % {"most": 200}
    if not draft.regions:
        errors["regions"] = _("Say for which governorates, or for the whole country.")
    else:
        errors |= _inside(actor, "regions", draft.regions)
    delivered = was.delivered_on if isinstance(was, StrategicAssessment) else None
    if delivered and draft.asked_on > delivered:
        errors["asked_on"] = _("It cannot be asked for after it was delivered.")
    return errors


def _incident(actor: Actor, draft: IncidentDraft) -> Errors:
    errors = _written("text", draft.text, 1000) | _written("source", draft.source, 500)
    errors |= _not_ahead(actor, "happened_on", draft.happened_on)
    errors |= _inside(actor, "region", [draft.region])
    if draft.kind not in IncidentKind.values:
        errors["kind"] = _("Choose what kind of incident it was.")
    return errors


def _initiative(actor: Actor, draft: InitiativeDraft, lead: Stakeholder | None) -> Errors:
    errors = _written("name", draft.name, 300)
    if draft.region:
        errors |= _inside(actor, "region", [draft.region])
    if draft.valid_from and draft.valid_to and draft.valid_to <= draft.valid_from:
        errors["valid_to"] = _("It cannot end before it starts.")
    if lead is not None and lead.kind == Stakeholder.Kind.PERSON:
        errors["lead_organisation"] = _("This is a person. Name the organisation that leads.")
    return errors


def _avenue(actor: Actor, draft: AvenueDraft) -> Errors:
    errors = _written("text", draft.text, 10_000) | _written("source", draft.source, 500)
    return errors | _not_ahead(actor, "as_of", draft.as_of)


def _inside(actor: Actor, field: str, regions: Iterable[Region]) -> Errors:
    """Abroad is for meetings: what the brief asks for happens in the programme's country."""
    outside = {row.pk for row in regions} - set(area_of(actor.programme_id).country_regions())
    return {field: _("This place is not in the programme’s country.")} if outside else {}


def _written(field: str, text: str, most: int) -> Errors:
    if not text.strip():
        return {field: _("This is needed.")}
    return {field: _("At most %(most)s characters.") % {"most": most}} if len(text) > most else {}


def _not_ahead(actor: Actor, field: str, day: date) -> Errors:
    if day > actor.today():
        return {field: _("This day is still to come.")}
    return {field: _("This date is not plausible.")} if day.year < 1900 else {}
