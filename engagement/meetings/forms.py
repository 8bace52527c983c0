"""The log form: one phone screen, everything else behind More."""

from __future__ import annotations

import json
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.keys import new_id
from engagement.access.models import Team
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.meetings.codes import Kind, Mode, Reason, Status
from engagement.meetings.drafts import FollowUpDraft, MeetingDraft
from engagement.meetings.models import Meeting, Participant
from engagement.meetings.who import Who, chips, parse_who
from engagement.regions.choices import area_of, place_options
from engagement.regions.models import Region
from engagement.stakeholders.models import ActorType, Stakeholder

UNKNOWN = "unknown"
HAPPENED = (
    (Status.HELD.value, Status.HELD.label),
    (Status.PLANNED.value, Status.PLANNED.label),
    (Status.NOT_HELD.value, Status.NOT_HELD.label),
)


def offer(form: forms.Form, field: str, options: Any) -> None:
    """Let a choice field offer what depends on the actor."""
    cast(forms.ChoiceField, form.fields[field]).choices = options


class LogForm(forms.Form):
    """What an officer writes down. `who` holds one JSON object per person, body or group."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("Did it happen?"), choices=HAPPENED, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why not?"),
        choices=[("", gettext_lazy("Choose")), *Reason.choices],
        required=False,
    )
    held_on = forms.DateField(
        label=gettext_lazy("When"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    place = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    mode = forms.ChoiceField(
        label=gettext_lazy("How"), choices=Mode.choices, widget=forms.RadioSelect
    )
    outcome = forms.CharField(
        label=gettext_lazy("What came of it"), required=False, max_length=4000
    )
    follow_up_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    follow_up = forms.CharField(label=gettext_lazy("Follow-up"), required=False, max_length=500)
    follow_up_due = forms.DateField(
        label=gettext_lazy("Due"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Kind.choices, initial=Kind.ENGAGEMENT, required=False
    )
    more_places = forms.MultipleChoiceField(label=gettext_lazy("More places"), required=False)
    lead_team = forms.ChoiceField(label=gettext_lazy("Lead team"))
    starts_at = forms.TimeField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    duration = forms.IntegerField(
        label=gettext_lazy("Minutes"), required=False, min_value=1, max_value=1440
    )
    tlp = forms.TypedChoiceField(
        label=gettext_lazy("Who may see this"),
        coerce=int,
        empty_value=Tlp.AMBER.value,  # type: ignore[arg-type]  # a coerced one
        initial=Tlp.AMBER.value,
        required=False,
    )
    amend_reason = forms.CharField(
        label=gettext_lazy("Why do you change it?"),
        required=False,
        max_length=500,
        error_messages={"required": gettext_lazy("Say why you change it.")},
    )

    def __init__(
        self, actor: Actor, data: Any = None, *, meeting: Meeting | None = None, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.actor, self.meeting = actor, meeting
        self.types = {row.code: row for row in ActorType.objects.all()}
        self.places = place_options(area_of(actor.programme_id))
        self._offer()
        self.who = self._who()
        self.who_errors: list[str] = []

    def _offer(self) -> None:
        unknown = (UNKNOWN, _("Don't know"))
        offer(self, "place", [("", _("Choose")), *self.places, unknown])
        offer(self, "more_places", self.places)
        offer(self, "tlp", [(level.value, f"{level.label} ({level.code})") for level in Tlp])
        teams = Team.objects.filter(programme_id=self.actor.programme_id)
        if self.actor.own_teams:
            kept = {self.meeting.lead_team_id} if self.meeting else set()
            teams = teams.filter(pk__in={*self.actor.own_teams, *kept})
        offer(self, "lead_team", [(str(team.pk), team.name) for team in teams])
        if self.meeting:
            self.fields["amend_reason"].required = True
            # What does not come back stays as it is.
            level = cast(forms.TypedChoiceField, self.fields["tlp"])
            level.empty_value = self.meeting.own_tlp  # type: ignore[assignment]  # a coerced one

    def _who(self) -> list[Who]:
        data = cast(QueryDict, self.data)
        given = data.getlist("who") if self.is_bound else self.initial.get("who", [])
        regions = {key for _group, options in self.places for key, _label in options}
        kept = {}
        if self.meeting:
            kept = {row.pk: row for row in self.meeting.participants.visible_to(self.actor)}
        return [parse_who(text, self.types, regions, kept) for text in given]

    @property
    def chips(self) -> list[dict[str, Any]]:
        """What the page shows for each of `who`: value, name, detail, error; fixed statements."""
        labels = {key: label for _group, options in self.places for key, label in options}
        return chips(self.actor, self.who, self.types, labels)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("status") != Status.PLANNED and not cleaned.get("place"):
            self.add_error("place", _("Choose a place, or say that you don't know."))
        if cleaned.get("follow_up_due") and not cleaned.get("follow_up"):
            self.add_error("follow_up", _("Say what is to be done."))
        if "id" in self.errors:
            self.add_error(None, _("The form was damaged on the way. Please save again."))
            self.renew()
        if any(who.error for who in self.who):
            self.add_error(None, _("Somebody in this meeting could not be read; see below."))
        return cleaned

    def renew(self) -> None:
        """Give the form another id, so that it can be sent again."""
        data = cast(QueryDict, self.data).copy()
        data["id"] = str(new_id())
        self.data = data

    def refuse(self, error: ValidationError) -> None:
        """Show an action's messages beside their fields; those about people beside the people."""
        for field, messages in error.message_dict.items():
            if field in self.fields:
                self.add_error(field, messages)
            elif field in ("who", "names"):
                self.who_errors += messages
            else:
                self.add_error(None, messages)

    def draft(self) -> MeetingDraft:
        """The meeting as written; call after `is_valid()`."""
        data = self.cleaned_data
        chosen = [key for key in (data["place"], *data["more_places"]) if key not in ("", UNKNOWN)]
        regions = Region.objects.in_bulk([int(key) for key in dict.fromkeys(chosen)])
        lead = UUID(data["lead_team"])
        # A guest team registers newcomers as its own.
        own = self.actor.own_teams
        registers = lead if not own or lead in own else own[0]
        return MeetingDraft(
            id=data["id"],
            status=self._status(),
            reason=data["reason"] if data["status"] == Status.NOT_HELD else "",
            held_on=data["held_on"],
            mode=data["mode"],
            lead_team_id=lead,
            # In the order given: the same request has to have the same hash.
            venues=tuple(regions[int(key)] for key in dict.fromkeys(chosen)),
            who=tuple(who.attendance(self.types, registers) for who in self.who),
            kind=data["kind"] or (self.meeting.kind if self.meeting else Kind.ENGAGEMENT),
            starts_at=data["starts_at"],
            duration=data["duration"],
            outcome=data["outcome"],
            follow_ups=self._follow_ups(),
            guest_team_ids=self._guests(),
            tlp=data["tlp"],
        )

    def _status(self) -> str:
        """A postponed or cancelled meeting, which the form shows as not held, stays what it was."""
        status: str = self.cleaned_data["status"]
        was = self.meeting.status if self.meeting else ""
        kept = (Status.POSTPONED, Status.CANCELLED)
        return was if status == Status.NOT_HELD and was in kept else status

    def _follow_ups(self) -> tuple[FollowUpDraft, ...]:
        data, kept = self.cleaned_data, []
        if self.meeting:
            rows = self.meeting.follow_ups.visible_to(self.actor)
            kept = [
                FollowUpDraft(id=row.pk, text=row.text, due_on=row.due_on)
                for row in rows.order_by("pk")
                if row.pk != data["follow_up_id"]
            ]
        if not data["follow_up"]:
            return tuple(kept)
        key = data["follow_up_id"] or new_id()
        first = FollowUpDraft(id=key, text=data["follow_up"], due_on=data["follow_up_due"])
        return (first, *kept)

    def _guests(self) -> tuple[UUID, ...]:
        if not self.meeting:
            return ()
        rows = self.meeting.guest_teams.visible_to(self.actor)
        return tuple(rows.order_by("team_id").values_list("team_id", flat=True))


def initial_of(actor: Actor, meeting: Meeting) -> dict[str, Any]:
    """A meeting as the form's first values."""
    venues = list(meeting.venues.visible_to(actor).order_by("pk").values_list("region", flat=True))
    first = meeting.follow_ups.visible_to(actor).order_by("pk").first()
    people = list(meeting.participants.visible_to(actor).order_by("pk"))
    seen = set(
        Stakeholder.objects.visible_to(actor)
        .filter(pk__in=[row.stakeholder_id for row in people])
        .values_list("pk", flat=True)
    )
    status = meeting.status if meeting.status in dict(HAPPENED) else Status.NOT_HELD
    return {
        "id": meeting.pk,
        "version": meeting.version,
        "status": status,
        "reason": meeting.reason,
        "held_on": meeting.held_on,
        "place": str(venues[0]) if venues else UNKNOWN,
        "more_places": [str(venue) for venue in venues[1:]],
        "mode": meeting.mode,
        "outcome": meeting.outcome,
        "follow_up_id": first.pk if first else new_id(),
        "follow_up": first.text if first else "",
        "follow_up_due": first.due_on if first else None,
        "kind": meeting.kind,
        "lead_team": str(meeting.lead_team_id),
        "starts_at": meeting.starts_at,
        "duration": meeting.duration,
        "tlp": meeting.own_tlp,
        "who": [_who_value(row, row.stakeholder_id in seen) for row in people],
    }


def _who_value(row: Participant, seen: bool) -> str:
    if not seen:
        return json.dumps({"kept": row.pk})
    key, heads = str(row.stakeholder_id), row.headcount
    return json.dumps({"stakeholder": key, "role": row.role, "headcount": heads})


class FilterForm(forms.Form):
    """The meetings list's filters, all in the address."""

    first = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        label=gettext_lazy("To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    governorate = forms.ChoiceField(label=gettext_lazy("Governorate"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("Did it happen?"),
        required=False,
        choices=[("", gettext_lazy("All")), *Status.choices],
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("How"),
        required=False,
        choices=[("", gettext_lazy("All")), *Mode.choices],
    )
    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200)

    def __init__(self, actor: Actor, data: Any) -> None:
        super().__init__(data)
        home = place_options(area_of(actor.programme_id))[0]
        offer(self, "governorate", [("", _("All")), *home[1]])
