"""The form of a contact detail."""

from __future__ import annotations

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
from engagement.stakeholders.contacts.drafts import ContactDraft
from engagement.stakeholders.contacts.models import ContactDetail


class ContactForm(forms.Form):
    """One way to reach somebody, for one team."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("How to reach them"), choices=ContactDetail.Kind.choices
    )
    text = forms.CharField(
        label=gettext_lazy("Number, address or name"),
        max_length=500,
        help_text=gettext_lazy("Encrypted. An office, never a home: no home addresses."),
        error_messages={"required": gettext_lazy("Write how to reach them.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Shown without opening, for example “mornings only”."),
    )
    lead_team = forms.ChoiceField(label=gettext_lazy("Team that keeps it"), required=False)

    def __init__(self, actor: Actor, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        teams = Team.objects.filter(programme_id=actor.programme_id)
        if actor.own_teams:
            teams = teams.filter(pk__in=actor.own_teams)
        options_of = [(str(team.pk), team.name) for team in teams]
        if not actor.own_teams:
            options_of.insert(0, ("", _("No team: managers only")))
        if len(options_of) < 2:
            del self.fields["lead_team"]
        else:
            cast(forms.ChoiceField, self.fields["lead_team"]).choices = options_of

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "id" in self.errors:
            self.add_error(None, _("The form was damaged on the way. Please save again."))
            data = cast(QueryDict, self.data).copy()
            data["id"] = str(new_id())
            self.data = data
        return cleaned

    def refuse(self, error: ValidationError) -> None:
        """Show an action's messages beside their fields."""
        for field, texts in error.message_dict.items():
            self.add_error(field if field in self.fields else None, cast(Any, texts))

    def draft(self, stakeholder_id: UUID) -> ContactDraft:
        """As written; call after `is_valid()`."""
        data = self.cleaned_data
        return ContactDraft(
            id=data["id"],
            stakeholder_id=stakeholder_id,
            kind=data["kind"],
            text=data["text"],
            note=data["note"],
            lead_team_id=UUID(data["lead_team"]) if data.get("lead_team") else None,
        )
