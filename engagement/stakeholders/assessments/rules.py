"""The rules of an assessment, a decision and an opinion, shared by every way in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagement.access.dates import FIRST_YEAR, LAST_YEAR, period_in_words
from engagement.access.models import Grant, Precision, Role
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.regions.choices import area_of
from engagement.stakeholders.assessments.codes import VALUES, ParentKind, value_label
from engagement.stakeholders.assessments.drafts import (
    AssessmentDraft,
    DecisionDraft,
    OpinionDraft,
)
from engagement.stakeholders.assessments.models import (
    Assessment,
    Course,
    Degree,
    Facet,
    InformationGrade,
    Position,
    SourceGrade,
    Standing,
    Strength,
)
from engagement.stakeholders.models import Entry, Stakeholder

Errors = dict[str, str]


def check_assessment(actor: Actor, draft: AssessmentDraft, about: Stakeholder) -> None:
    """Raise ValidationError with a message for each field that is wrong."""
    errors: Errors = {}
    _check_texts(draft, errors, "legal_basis", "source", "protected_source", "note")
    _check_value(draft, errors)
    _check_source(actor, draft, errors)
    _check_period(actor, draft, errors)
    _check_place(actor, draft, errors)
    _check_parent(actor, draft, errors)
    _check_level(actor, draft, about, errors)
    if draft.standing not in Standing.values:
        errors["standing"] = _("Choose where it stands.")
    elif draft.standing == Standing.CONFLICT and not draft.note.strip():
        errors["note"] = _("Say what contradicts it.")
    if errors:
        raise ValidationError(errors)


def levels_open(actor: Actor, about: Stakeholder) -> list[int]:
    """The levels at which the actor would still see what they write; one statement."""
    named = Grant.objects.filter(user_id=actor.person, root_id=about.pk).exists()
    if named or about.author_id == actor.user_id:
        return [level for level in Tlp.values if level >= about.tlp]
    return [level for level in Tlp.values if level >= about.tlp and _by_team(actor, about, level)]


def _by_team(actor: Actor, about: Stakeholder, level: int) -> bool:
    if level <= actor.ceiling:
        return True
    if level == Tlp.AMBER:
        return bool(set(actor.own_teams) & set(about.teams))
    return level == Tlp.AMBER_STRICT and about.lead_team_id in actor.own_teams


def answers_for(actor: Actor, row: Entry) -> bool:
    """Whether the actor wrote an entry, is of its lead team, or manages."""
    ours = row.written_by_id == actor.user_id or row.lead_team_id in actor.own_teams
    return ours or actor.role == Role.MANAGER


def check_decision(draft: DecisionDraft) -> None:
    """Raise ValidationError with a message for each field that is wrong."""
    errors: Errors = {}
    _check_texts(draft, errors, "decided_by", "reason")
    if draft.course not in Course.values:
        errors["course"] = _("Choose what was decided.")
    if not draft.decided_by.strip():
        errors["decided_by"] = _("Say who decided it.")
    elif len(draft.decided_by) > 200:
        errors["decided_by"] = _("At most 200 characters.")
    if not draft.reason.strip():
        errors["reason"] = _("Say why.")
    _check_order(draft, errors)
    if errors:
        raise ValidationError(errors)


def check_opinion(actor: Actor, draft: OpinionDraft) -> None:
    """Raise ValidationError with a message for each field that is wrong."""
    errors: Errors = {}
    _check_texts(draft, errors, "note")
    for field in ("influence", "interest"):
        if getattr(draft, field) not in (None, *Strength.values):
            errors[field] = _("Choose one of the five.")
    if draft.position not in ("", *Position.values):
        errors["position"] = _("Choose where they stand.")
    elif draft.influence is None and draft.interest is None and not draft.position:
        errors["position"] = _("Say at least one of influence, interest and position.")
    if not _passed(actor, draft.as_of):
        errors["as_of"] = _("Choose a day that is not in the future.")
    _check_holder(actor, draft, errors)
    if errors:
        raise ValidationError(errors)


def _passed(actor: Actor, day: date) -> bool:
    return day.year >= FIRST_YEAR and day <= actor.today()


def _check_holder(actor: Actor, draft: OpinionDraft, errors: Errors) -> None:
    if not actor.teams:
        errors["team"] = _("An opinion belongs to a team, and you are in none.")
    elif draft.team_id and draft.team_id not in actor.teams:
        errors["team"] = _("This is not one of your teams.")


def commands(row: Any, standing: str) -> bool:
    """Whether it would be an accepted parent in command, of which nobody has a circle."""
    return (row.facet, row.value, standing) == (
        Facet.PARENT,
        ParentKind.COMMAND,
        Standing.ACCEPTED,
    )


def makes_circle(actor: Actor, child: UUID, draft: Any) -> bool:
    """Whether somebody would command themselves, over accepted parents of the same time.

    One statement for each rung of the ladder; nobody is met twice, so it ends.
    """
    met: set[UUID] = set()
    above: set[UUID] = {draft.parent_id}
    while above:
        if child in above:
            return True
        met |= above
        rows = Assessment.objects.visible_to(actor).accepted().of_facet(Facet.PARENT)
        rows = rows.overlapping(draft.valid_from, draft.valid_to)
        rungs = rows.filter(value=ParentKind.COMMAND, stakeholder__in=above)
        above = set(rungs.values_list("parent_id", flat=True)) - met
    return False


def _check_value(draft: AssessmentDraft, errors: Errors) -> None:
    if draft.facet not in Facet.values:
        errors["facet"] = _("Choose what it is about.")
    elif draft.value not in dict(VALUES[draft.facet]):
        errors["value"] = _("Choose what it says.")
    if draft.degree not in ("", *Degree.values):
        errors["degree"] = _("Choose the degree.")
    elif draft.degree and draft.facet != Facet.ALIGNMENT:
        errors["degree"] = _("Only an alignment has a degree.")
    if len(draft.legal_basis) > 300:
        errors["legal_basis"] = _("At most 300 characters.")


def _check_source(actor: Actor, draft: AssessmentDraft, errors: Errors) -> None:
    if not draft.source.strip():
        errors["source"] = _("Say where this comes from. Without a source it is a rumour.")
    elif len(draft.source) > 500:
        errors["source"] = _("At most 500 characters.")
    if len(draft.protected_source) > 500:
        errors["protected_source"] = _("At most 500 characters.")
    if draft.source_grade not in SourceGrade.values:
        errors["source_grade"] = _("Choose how reliable the source is.")
    if draft.information_grade not in InformationGrade.values:
        errors["information_grade"] = _("Choose how credible the information is.")
    for field, day in (("assessed_on", draft.assessed_on), ("source_on", draft.source_on)):
        if day and not _passed(actor, day):
            errors[field] = _("Choose a day that is not in the future.")


def _check_period(actor: Actor, draft: AssessmentDraft, errors: Errors) -> None:
    _check_order(draft, errors)
    if {draft.from_precision, draft.to_precision} - set(Precision.values):
        errors["valid_from"] = _("Say how exactly the day is known.")
    if draft.valid_from and draft.valid_from > actor.today():
        errors["valid_from"] = _("Choose a day that is not in the future.")


def _check_texts(draft: Any, errors: Errors, *fields: str) -> None:
    """Every text can be stored: a NUL, or half of a character, cannot."""
    for field in fields:
        text = getattr(draft, field)
        if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
            errors[field] = _("A sign here cannot be stored.")


def _check_order(draft: AssessmentDraft | DecisionDraft, errors: Errors) -> None:
    days: Iterable[tuple[str, date | None]]
    days = (("valid_from", draft.valid_from), ("valid_to", draft.valid_to))
    for field, day in days:
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            errors[field] = _("This date is not plausible.")
    if draft.valid_from and draft.valid_to and draft.valid_to <= draft.valid_from:
        errors["valid_to"] = _("It has to end after it begins.")


def _check_place(actor: Actor, draft: AssessmentDraft, errors: Errors) -> None:
    if draft.facet != Facet.AREA:
        if draft.region is not None:
            errors["region"] = _("Only an area of operations has a place.")
        return
    area = area_of(actor.programme_id)
    inside = set(area.country_regions()) - {area.country_id}
    if draft.region is None or draft.region.pk not in inside:
        errors["region"] = _("Choose a governorate or a district.")


def _check_parent(actor: Actor, draft: AssessmentDraft, errors: Errors) -> None:
    if draft.facet != Facet.PARENT:
        if draft.parent_id is not None:
            errors["parent"] = _("Only an assessment of the parent names one.")
        return
    above = Stakeholder.objects.visible_to(actor).current().filter(pk=draft.parent_id)
    if draft.parent_id is None or not above.exists():
        errors["parent"] = _("Choose a body that you may open.")
    elif draft.parent_id == draft.stakeholder_id:
        errors["parent"] = _("A body is not its own parent.")
    elif commands(draft, draft.standing) and makes_circle(actor, draft.stakeholder_id, draft):
        errors["parent"] = circle_words()


def in_the_way(other: Assessment | None) -> str:
    """What is said where another accepted one holds for the same time."""
    if other is None:
        return _("An assessment that you may not open is accepted for the same time.")
    return _(
        "“%(value)s” (%(grade)s, %(period)s) is accepted for the same time. "
        "First put it in conflict, withdraw it, or change the dates of this one."
    ) % {
        "value": value_label(other.facet, other.value),
        "grade": other.grade,
        "period": period_in_words(other),
    }


def circle_words() -> str:
    return _("This would make a circle: by accepted parents, it commands the body above it.")


def _check_level(actor: Actor, draft: AssessmentDraft, about: Stakeholder, errors: Errors) -> None:
    if draft.tlp not in Tlp.values:
        errors["tlp"] = _("Choose who may see this.")
    elif draft.facet == Facet.ALIGNMENT and draft.tlp < Tlp.AMBER:
        errors["tlp"] = _("An alignment is for the teams that look after somebody, and managers.")
    elif max(draft.tlp, about.tlp) not in levels_open(actor, about):
        errors["tlp"] = _("You would not see this yourself. Let more people see it.")
