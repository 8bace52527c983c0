"""The log form: one phone screen, everything else behind More."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.keys import new_id
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.meetings.codes import (
    Kind,
    Mode,
    ParticipationLevel,
    Purpose,
    Reason,
    Status,
    Whose,
)
from engagement.meetings.drafts import MeetingDraft
from engagement.meetings.log.offers import offers_for
from engagement.meetings.log.values import HAPPENED, HOW_NOT, UNKNOWN, Values
from engagement.meetings.models import Meeting

#: What stands as it was where an amendment does not bring it.
KEPT = (
    "kind",
    "tlp",
    "purpose",
    "participation_level",
    "asked_by",
    "summary",
    "starts_at",
    "duration",
)
UNSAID = ("", gettext_lazy("Not recorded"))


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def _choice(label: Any, choices: Any = (), **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, **options)


def _ticks(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple
    )


class LogForm(forms.Form):
    """What an officer writes down. `who` holds one JSON object per person, body or group."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("Did it happen?"), choices=HAPPENED, widget=forms.RadioSelect
    )
    how_not = _choice(gettext_lazy("What became of it"), HOW_NOT, widget=forms.RadioSelect)
    reason = _choice(gettext_lazy("Why not?"), [("", gettext_lazy("Choose")), *Reason.choices])
    held_on = _day(gettext_lazy("When"))
    place = _choice(gettext_lazy("Where"))
    mode = forms.ChoiceField(
        label=gettext_lazy("How"), choices=Mode.choices, widget=forms.RadioSelect
    )
    outcome = forms.CharField(
        label=gettext_lazy("What came of it"), required=False, max_length=4000
    )
    kind = _choice(gettext_lazy("Kind"), Kind.choices, initial=Kind.ENGAGEMENT)
    more_places = _ticks(gettext_lazy("More places"))
    subjects = _ticks(gettext_lazy("About which governorates"))
    lead_team = forms.ChoiceField(label=gettext_lazy("Lead team"))
    guest_teams = _ticks(gettext_lazy("Guest teams"))
    starts_at = forms.TimeField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    duration = forms.IntegerField(
        label=gettext_lazy("Minutes"), required=False, min_value=1, max_value=1440
    )
    purpose = _choice(gettext_lazy("Purpose"), [UNSAID, *Purpose.choices])
    participation_level = _choice(
        gettext_lazy("Level of participation"),
        [UNSAID, *ParticipationLevel.choices],
        help_text=gettext_lazy(
            "Inform: we told. Consult: we listened. Involve: their concerns count. "
            "Collaborate: we decide together. Empower: they decide."
        ),
    )
    asked_by = _choice(gettext_lazy("Who asked for it"), [UNSAID, *Whose.choices])
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    not_attributable = forms.BooleanField(
        label=gettext_lazy("Not to be attributed"),
        help_text=gettext_lazy("What was said may be used, but not who said it."),
        required=False,
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
        self.offers = offers_for(actor)
        self._offer()
        given = cast(QueryDict, self.data) if self.is_bound else None
        self.values = Values(actor, self.offers, meeting, given, self.initial)
        self.who_errors: list[str] = []

    def _offer(self) -> None:
        places, level = self.offers.places, cast(forms.TypedChoiceField, self.fields["tlp"])
        lead = self.meeting.lead_team_id if self.meeting else None
        self._choices("place", [("", _("Choose")), *places, (UNKNOWN, _("Don't know"))])
        self._choices("more_places", places)
        self._choices("subjects", places)
        self._choices("tlp", [(row.value, f"{row.label} ({row.code})") for row in Tlp])
        self._choices("lead_team", self.offers.leads(self.actor, lead))
        self._choices("guest_teams", [(str(team.pk), team.name) for team in self.offers.teams])
        if self.meeting:
            self.fields["amend_reason"].required = True
            # What does not come back stays as it is.
            level.empty_value = self.meeting.own_tlp  # type: ignore[assignment]  # a coerced one

    def _choices(self, field: str, options: Any) -> None:
        cast(forms.ChoiceField, self.fields[field]).choices = options

    @property
    def later(self) -> bool:
        """Whether it is saved now, to be completed later."""
        return bool(self.is_bound and self.data.get("op") == "later")

    def unchecked(self) -> LogForm:
        """As typed, without a word on what is still missing: for a form that only grows."""
        self._errors = ErrorDict()
        return self

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        needed = cleaned.get("status") != Status.PLANNED and not self.later
        if needed and not cleaned.get("place"):
            self.add_error("place", _("Choose a place, or say that you don't know."))
        if "id" in self.errors:
            self.add_error(None, _("The form was damaged on the way. Please save again."))
            self.renew()
        if any(who.error for who in self.values.who):
            self.add_error(None, _("Somebody in this meeting could not be read; see below."))
        if self.values.entry_errors:
            self.add_error(None, self.values.entry_errors)
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
        data, values = self._with_kept(self.cleaned_data), self.values
        lead = UUID(data["lead_team"])
        # In the order given: the same request has to have the same hash.
        chosen = [data["place"], *data["more_places"]]
        return MeetingDraft(
            id=data["id"],
            status=self._status(),
            reason=data["reason"] if data["status"] == Status.NOT_HELD else "",
            held_on=data["held_on"],
            mode=data["mode"],
            lead_team_id=lead,
            venues=self.offers.regions(chosen),
            who=values.attendances(lead),
            kind=data["kind"] or Kind.ENGAGEMENT,
            starts_at=data["starts_at"],
            duration=data["duration"],
            outcome=data["outcome"],
            summary=data["summary"],
            purpose=data["purpose"],
            participation_level=data["participation_level"],
            asked_by=data["asked_by"],
            arranged_through_id=values.through_id,
            not_attributable=data["not_attributable"],
            to_complete=self.later,
            subjects=self.offers.regions(data["subjects"]),
            issues=values.issues(),
            follow_ups=values.follow_ups(),
            guest_team_ids=tuple(UUID(team) for team in data["guest_teams"]),
            tlp=data["tlp"],
        )

    def _with_kept(self, data: dict[str, Any]) -> dict[str, Any]:
        """What does not come back with an amendment stays as it was."""
        if not self.meeting:
            return data
        gone = [name for name in KEPT if name not in self.data]
        kept = {name: getattr(self.meeting, name) for name in gone if name != "tlp"}
        if "more" not in self.data:  # boxes that nobody ticks do not come back either
            kept["not_attributable"] = self.meeting.not_attributable
            kept.update(self.values.kept_ticks())
        return {**data, **kept}

    def _status(self) -> str:
        """Held, planned or what became of it; where that is not said, it stays what it was."""
        data = self.cleaned_data
        if data["status"] != Status.NOT_HELD:
            return str(data["status"])
        was = self.meeting.status if self.meeting else ""
        stays = was if was in dict(HOW_NOT) else Status.NOT_HELD.value
        return str(data["how_not"] or stays)
