"""The rules of one meeting, shared by every way in."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagement.access.models import Role
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.meetings.codes import Kind, Mode, ParticipationLevel, Purpose, Reason, Status, Whose
from engagement.meetings.details import check_heads, check_named, check_posts, check_words
from engagement.meetings.drafts import MeetingDraft
from engagement.meetings.known import Known
from engagement.meetings.models import Meeting, Participant
from engagement.regions.models import ProgrammeArea
from engagement.stakeholders.models import Stakeholder

Errors = dict[str, str]


def check_meeting(
    actor: Actor, draft: MeetingDraft, was: Meeting | None = None, known: Known | None = None
) -> None:
    """Raise ValidationError with a message for each field that is wrong.

    `known` is what was read before for many meetings at once; without it each rule asks for itself.
    """
    errors: Errors = {}
    _check_day(actor, draft, errors)
    _check_codes(draft, errors)
    _check_level(actor, draft, errors, was)
    _check_teams(actor, draft, errors, was, known)
    _check_lead(actor, draft, errors, was)
    _check_places(actor, draft, errors, known)
    _check_people(actor, draft, errors, was, known)
    check_words(draft, errors)
    check_heads(draft, errors)
    check_posts(actor, draft, errors, was, known)
    check_named(actor, draft, errors, was, known)
    if errors:
        raise ValidationError(errors)


def _check_day(actor: Actor, draft: MeetingDraft, errors: Errors) -> None:
    today = actor.today()
    if draft.status == Status.HELD and draft.held_on > today:
        errors["held_on"] = _("A meeting that was held cannot lie in the future. Plan it instead.")
    elif draft.held_on.year < 1990 or draft.held_on.year > today.year + 5:
        errors["held_on"] = _("This date is not plausible.")


def _check_codes(draft: MeetingDraft, errors: Errors) -> None:
    if draft.mode not in Mode.values:
        errors["mode"] = _("Choose how you met.")
    if draft.kind not in Kind.values:
        errors["kind"] = _("Choose what kind of meeting this was.")
    if draft.tlp not in Tlp.values:
        errors["tlp"] = _("Choose who may see this.")
    held = draft.status in (Status.HELD, Status.PLANNED)
    if not held and draft.reason not in Reason.values:
        errors["reason"] = _("Say why it did not take place.")
    _check_optional_codes(draft, errors)
    if draft.duration is not None and not 1 <= draft.duration <= 1440:
        errors["duration"] = _("Between 1 and 1440 minutes.")


def _check_optional_codes(draft: MeetingDraft, errors: Errors) -> None:
    lists = {"purpose": Purpose, "participation_level": ParticipationLevel, "asked_by": Whose}
    for field, codes in lists.items():
        if getattr(draft, field) not in ("", *codes.values):
            errors[field] = _("Choose one from the list.")


def _check_level(actor: Actor, draft: MeetingDraft, errors: Errors, was: Meeting | None) -> None:
    """What a partner sends is never open to more people than it was, or than is usual."""
    if actor.is_partner and draft.tlp < (was.own_tlp if was else Tlp.AMBER):
        errors["tlp"] = _("What a partner sends lets nobody more see it. Leave the level out.")


def _check_teams(
    actor: Actor, draft: MeetingDraft, errors: Errors, was: Meeting | None, known: Known | None
) -> None:
    if draft.lead_team_id in actor.writes_for and not draft.guest_team_ids:
        return
    there = known.teams if known else Known.teams_of(actor)
    if draft.lead_team_id not in there or not there.issuperset(draft.guest_team_ids):
        errors["lead_team"] = _("Choose the team.")
    elif actor.role in (Role.OFFICER, Role.PARTNER):
        kept = {was.lead_team_id} if was else set()
        if draft.lead_team_id not in kept.union(actor.writes_for):
            errors["lead_team"] = _("This is not one of your teams.")


def _check_lead(actor: Actor, draft: MeetingDraft, errors: Errors, was: Meeting | None) -> None:
    """A guest team changes a meeting, but not who answers for it, nor who sees it."""
    if was is None or was.led_by(actor):
        return
    if draft.lead_team_id != was.lead_team_id:
        errors["lead_team"] = _("Only the lead team may hand the meeting over.")
    if draft.tlp != was.own_tlp:
        errors["tlp"] = _("Only the lead team may change who sees this.")
    guests = was.guest_teams.visible_to(actor).values_list("team_id", flat=True)
    same_lead = draft.lead_team_id == was.lead_team_id
    if same_lead and set(draft.guest_team_ids) - {was.lead_team_id} != set(guests):
        errors["guest_teams"] = _("Only the lead team may change which teams took part.")


def _check_places(actor: Actor, draft: MeetingDraft, errors: Errors, known: Known | None) -> None:
    countries = known.countries if known else _countries(actor)
    if any(venue.pk in countries for venue in draft.venues):
        errors["place"] = _("Choose a governorate, or say that you don't know.")
    if len({venue.pk for venue in draft.venues}) != len(draft.venues):
        errors["place"] = _("A place stands here twice.")
    if len({region.pk for region in draft.subjects}) != len(draft.subjects):
        errors["subjects"] = _("A region stands here twice.")


def _countries(actor: Actor) -> set[int]:
    home = ProgrammeArea.objects.filter(programme_id=actor.programme_id)
    return set(home.values_list("country_id", flat=True))


def _check_people(
    actor: Actor,
    draft: MeetingDraft,
    errors: Errors,
    was: Meeting | None,
    known: Known | None,
) -> None:
    ids = [row.stakeholder_id for row in draft.who]
    if len(set(ids)) != len(ids):
        errors["who"] = _("Somebody stands here twice.")
        return
    counterparts = [row for row in draft.who if row.role == Participant.Role.COUNTERPART]
    if draft.status == Status.HELD and not counterparts and not draft.to_complete:
        errors["who"] = _("Say whom you met: at least one person, body or group.")
    old = {row.stakeholder_id for row in draft.who if row.new is None}
    there = known.inside[was.pk] if known and was else _in_meeting(actor, was)
    seen = known.people if known else _in_register(actor, old)
    if old - seen - there:
        errors["who"] = _("Somebody here is not in the register, or not for you to see.")
    gone = there - old
    if gone and not gone <= (known.open if known else Known.open_among(actor, gone)):
        errors["who"] = _("Somebody you may not open cannot be taken out of the meeting.")


def _in_register(actor: Actor, ids: set[UUID]) -> set[UUID]:
    rows = Stakeholder.objects.visible_to(actor).current().filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def _in_meeting(actor: Actor, was: Meeting | None) -> set[UUID]:
    if was is None:
        return set()
    return set(was.participants.visible_to(actor).values_list("stakeholder_id", flat=True))
