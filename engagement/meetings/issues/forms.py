"""The forms of issues: add one, answer one, narrow the list."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.keys import new_id
from engagement.access.scope import Actor
from engagement.meetings.drafts import IssueDraft
from engagement.meetings.follow_ups.forms import day_field, people_in, refuse
from engagement.meetings.models import Meeting


class AddForm(forms.Form):
    """An issue raised in a meeting that is there."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Issue raised"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    raised_by = forms.ChoiceField(label=gettext_lazy("Raised by"), required=False)

    def __init__(self, actor: Actor, meeting: Meeting, data: Any = None) -> None:
        super().__init__(data, initial={"id": new_id()})
        offered = [("", _("Nobody in particular")), *people_in(actor, meeting)]
        cast(forms.ChoiceField, self.fields["raised_by"]).choices = offered

    def refuse(self, error: ValidationError) -> None:
        refuse(self, error)

    def draft(self) -> IssueDraft:
        """As the action takes it; call after `is_valid()`."""
        data = self.cleaned_data
        by = UUID(data["raised_by"]) if data["raised_by"] else None
        return IssueDraft(id=data["id"], text=data["text"], raised_by_id=by)


class AnswerForm(forms.Form):
    """What we answered, and the decision that the issue changed."""

    answer = forms.CharField(
        label=gettext_lazy("Our answer"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answered_on = day_field(gettext_lazy("Answered on"), required=False)
    decision = forms.CharField(
        label=gettext_lazy("The decision it changed"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Leave it empty where none was changed."),
    )


class FilterForm(forms.Form):
    """The list's filters, all in the address."""

    answered = forms.ChoiceField(
        label=gettext_lazy("Answered?"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("no", gettext_lazy("Not answered")),
            ("yes", gettext_lazy("Answered")),
            ("changed", gettext_lazy("Answered, and a decision changed")),
        ],
    )
    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=200)
