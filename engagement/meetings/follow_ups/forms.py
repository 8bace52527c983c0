"""The forms of follow-ups: add one, take a step, narrow the list."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from engagement.access.keys import new_id
from engagement.access.models import Membership
from engagement.access.scope import WRITERS, Actor
from engagement.meetings.drafts import FollowUpDraft
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.models import Meeting, Participant
from engagement.meetings.who import people_by_id

Options = list[tuple[str, str]]


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, with the browser's calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def members_of(actor: Actor) -> Options:
    """Who in the programme can take something on."""
    rows = Membership.objects.filter(programme_id=actor.programme_id, role__in=WRITERS)
    rows = rows.filter(user__is_active=True).select_related("user").order_by("user__name")
    return [(str(row.user_id), row.user.get_full_name()) for row in rows]


def people_in(actor: Actor, meeting: Meeting) -> Options:
    """The participants whom the actor may open, by name."""
    rows = Participant.objects.visible_to(actor).filter(meeting=meeting).exclude(role="own")
    people = people_by_id(actor, set(rows.values_list("stakeholder_id", flat=True)))
    return sorted(((str(key), row.name) for key, row in people.items()), key=lambda one: one[1])


class AddForm(forms.Form):
    """A follow-up of ours or a commitment of theirs, on a meeting that is there."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    side = forms.ChoiceField(
        label=gettext_lazy("Whose promise is it?"),
        choices=FollowUp.Side.choices,
        initial=FollowUp.Side.OURS,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=gettext_lazy("What is to be done"), max_length=500)
    due_on = day_field(gettext_lazy("Due"), required=False)
    assigned_to = forms.ChoiceField(label=gettext_lazy("Who does it"), required=False)
    by = forms.ChoiceField(label=gettext_lazy("Whose commitment"), required=False)

    def __init__(self, actor: Actor, meeting: Meeting, data: Any = None) -> None:
        super().__init__(data, initial={"id": new_id()})
        nobody = ("", _("Nobody in particular"))
        offers = {"assigned_to": members_of(actor), "by": people_in(actor, meeting)}
        for name, options in offers.items():
            cast(forms.ChoiceField, self.fields[name]).choices = [nobody, *options]

    def refuse(self, error: ValidationError) -> None:
        refuse(self, error)

    def draft(self) -> FollowUpDraft:
        """As the action takes it; call after `is_valid()`."""
        data = self.cleaned_data
        return FollowUpDraft(
            id=data["id"],
            text=data["text"],
            due_on=data["due_on"],
            side=data["side"],
            by_id=_id(data["by"]) if data["side"] == FollowUp.Side.THEIRS else None,
            assigned_to_id=_id(data["assigned_to"]),
        )


def refuse(form: forms.Form, error: ValidationError) -> None:
    """Show an action's messages beside their fields."""
    for field, messages in error.message_dict.items():
        form.add_error(field if field in form.fields else None, messages)


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None


class FinishForm(forms.Form):
    """When it was done."""

    done_on = day_field(gettext_lazy("Done on"))


class DropForm(forms.Form):
    """Why it will not be done."""

    reason = forms.CharField(label=gettext_lazy("Why is it dropped?"), max_length=500)


class FilterForm(forms.Form):
    """The list's filters, all in the address."""

    side = forms.ChoiceField(
        label=gettext_lazy("Whose"),
        required=False,
        choices=[("", gettext_lazy("All")), *FollowUp.Side.choices],
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("of a follow-up", "State"),
        required=False,
        choices=[
            ("", pgettext_lazy("state of a follow-up", "Open")),
            ("overdue", pgettext_lazy("state of a follow-up", "Overdue")),
            ("done", gettext_lazy("Done or kept, to be verified")),
            ("verified", pgettext_lazy("state of a follow-up", "Verified")),
            ("dropped", pgettext_lazy("state of a follow-up", "Dropped")),
            ("all", gettext_lazy("All")),
        ],
    )
    first = day_field(gettext_lazy("Due from"), required=False)
    last = day_field(gettext_lazy("Due to"), required=False)
    mine = forms.BooleanField(label=gettext_lazy("Only mine"), required=False)
    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=200)

    def clean_state(self) -> str:
        return str(self.cleaned_data["state"] or "open")
