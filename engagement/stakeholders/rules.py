"""The rules of one stakeholder, shared by every way in, single and bulk."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagement.access.models import Membership, Team
from engagement.access.scope import WRITERS, Actor
from engagement.access.tlp import Tlp
from engagement.names.folding import fold
from engagement.stakeholders.drafts import StakeholderDraft
from engagement.stakeholders.models import (
    ARMED_GROUPS,
    ActorType,
    NameLanguage,
    Stakeholder,
    StakeholderName,
)

#: More than any real person has; beyond it somebody pasted a list.
MOST_NAMES = 30
MOST_TAGS = 30
LONGEST_NAME = 500
LONGEST_TAG = 60
FIRST_BIRTH_YEAR = 1900
#: Control characters, halves of characters, and breaks of lines and paragraphs.
UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")

Errors = dict[str, str]


def default_tlp(draft: StakeholderDraft) -> int:
    """GREEN; AMBER for people at risk and for armed groups and their members."""
    return Tlp.AMBER if is_protected(draft.at_risk, draft.actor_type) else Tlp.GREEN


def is_protected(at_risk: bool, actor_type: ActorType) -> bool:
    """Whether somebody is to be seen by few from the first day."""
    return at_risk or actor_type.group in ARMED_GROUPS


def check_stakeholder(
    actor: Actor,
    draft: StakeholderDraft,
    was: Stakeholder | None = None,
    owners: Collection[UUID] | None = None,
) -> None:
    """Raise ValidationError with a message for each field that is wrong.

    `owners`: who may look after a relationship, where that was read for many at once.
    """
    errors: Errors = {}
    _check_names(draft, errors)
    _check_codes(draft, errors)
    _check_birth_year(actor, draft, errors)
    _check_tags(draft, errors)
    _check_team(actor, draft, errors, was)
    _check_level(actor, draft, errors, was)
    _check_protection(actor, draft, errors, was)
    if draft.owner_id and (was is None or draft.owner_id != was.owner_id):
        errors |= owner_problem(actor, draft.owner_id, owners)
    if errors:
        raise ValidationError(errors)


def is_one_line(text: str) -> bool:
    """Whether a text has no line break, no NUL and no other control character."""
    return UNWRITABLE.search(text) is None


def name_problem(text: str) -> str:
    """What is wrong with a name, in words; empty where it may be kept as typed."""
    if len(text) > LONGEST_NAME:
        return _("A name has at most 500 characters.")
    if not is_one_line(text):
        return _("A name cannot hold line breaks or control characters.")
    return ""


def tag_problem(text: str) -> str:
    """What is wrong with a tag, in words."""
    if len(text) > LONGEST_TAG:
        return _("A tag has at most 60 characters.")
    if not is_one_line(text):
        return _("A tag cannot hold line breaks or control characters.")
    return "" if fold(text) else _("Write a tag in letters or digits.")


def owner_problem(actor: Actor, user_id: UUID, owners: Collection[UUID] | None = None) -> Errors:
    """The owner looks after the relationship, so it is somebody who can log here."""
    if user_id in (owners_among(actor, [user_id]) if owners is None else owners):
        return {}
    return {"owner": _("Choose somebody who logs meetings in this programme.")}


def owners_among(actor: Actor, ids: Iterable[UUID]) -> set[UUID]:
    """Of these people, the ones who log meetings here; one statement, none for nobody."""
    asked = set(ids)
    if not asked:
        return set()
    writers = Membership.objects.filter(programme_id=actor.programme_id, role__in=WRITERS)
    found = writers.filter(user_id__in=asked, user__is_active=True)
    return set(found.values_list("user_id", flat=True))


def _check_names(draft: StakeholderDraft, errors: Errors) -> None:
    names = draft.given_names
    problems = [problem for name in names if (problem := name_problem(name.text))]
    if problems:
        errors["names"] = problems[0]
    elif not any(letter.isalpha() for name in names for letter in name.text):
        errors["names"] = _("Give at least one name, with at least one letter.")
    elif len(names) > MOST_NAMES:
        errors["names"] = _("At most 30 names.")
    elif any(name.kind not in StakeholderName.Kind.values for name in names):
        errors["names"] = _("Choose what kind of name this is.")
    elif any(name.language not in ("", *NameLanguage.values) for name in names):
        errors["names"] = _("Choose the language of the name.")


def _check_codes(draft: StakeholderDraft, errors: Errors) -> None:
    if draft.kind not in Stakeholder.Kind.values:
        errors["kind"] = _("Choose what kind of stakeholder this is.")


def _check_birth_year(actor: Actor, draft: StakeholderDraft, errors: Errors) -> None:
    year = draft.birth_year
    if year is None:
        return
    if draft.kind != Stakeholder.Kind.PERSON:
        errors["birth_year"] = _("Only a person has a year of birth.")
    elif not FIRST_BIRTH_YEAR <= year <= actor.today().year:
        errors["birth_year"] = _("Write a year from 1900 to this one, or leave it empty.")


def _check_tags(draft: StakeholderDraft, errors: Errors) -> None:
    tags = [tag.strip() for tag in draft.tags if tag.strip()]
    problems = [problem for tag in tags if (problem := tag_problem(tag))]
    if problems:
        errors["tags"] = problems[0]
    elif len(tags) > MOST_TAGS:
        errors["tags"] = _("At most 30 tags.")


def _check_team(
    actor: Actor, draft: StakeholderDraft, errors: Errors, was: Stakeholder | None
) -> None:
    team = draft.lead_team_id
    if team is None or (was is not None and team == was.lead_team_id):
        return
    if was is not None and not was.led_by(actor):
        errors["lead_team"] = _("Only the team that answers for them may hand them over.")
    elif actor.writes_for:
        if team not in actor.writes_for:
            errors["lead_team"] = _("This is not one of your teams.")
    elif not Team.objects.filter(pk=team, programme_id=actor.programme_id).exists():
        errors["lead_team"] = _("Choose the team.")


def _check_level(
    actor: Actor, draft: StakeholderDraft, errors: Errors, was: Stakeholder | None
) -> None:
    if draft.tlp is None:
        return
    if draft.tlp not in Tlp.values:
        errors["tlp"] = _("Choose who may see this.")
    elif was is not None and draft.tlp != was.tlp and not was.led_by(actor):
        errors["tlp"] = _("Only the team that answers for them may change who sees this.")


def _check_protection(
    actor: Actor, draft: StakeholderDraft, errors: Errors, was: Stakeholder | None
) -> None:
    """What a partner sends takes no protection away, whoever gave it."""
    if not actor.is_partner:
        return
    least = default_tlp(draft) if was is None else was.tlp
    if draft.tlp is not None and draft.tlp < least:
        errors["tlp"] = _("What a partner sends lets nobody more see it. Leave the level out.")
    for mark in ("at_risk", "not_to_be_engaged"):
        if was is not None and getattr(was, mark) and not getattr(draft, mark):
            errors[mark] = _("A partner does not take this mark away.")
