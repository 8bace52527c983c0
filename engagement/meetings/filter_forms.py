"""The meetings list's filters, all in the address."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.models import Team
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.meetings.codes import Kind, Mode, Purpose, Status
from engagement.regions.choices import home_options
from engagement.stakeholders.models import ActorGroup

#: What most questions are about.
USUAL = ("first", "last", "governorate", "status", "team")


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


def _choice(label: Any, choices: Any = ()) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", gettext_lazy("All")), *choices]
    )


class FilterForm(forms.Form):
    """What the list is narrowed to; each filter can be taken away by itself."""

    q = forms.CharField(label=gettext_lazy("Name, place or word"), required=False, max_length=200)
    first = _day(gettext_lazy("From"))
    last = _day(gettext_lazy("To"))
    governorate = _choice(gettext_lazy("Governorate"))
    status = _choice(gettext_lazy("Did it happen?"), Status.choices)
    mode = _choice(gettext_lazy("How"), Mode.choices)
    team = _choice(gettext_lazy("Team"))
    group = _choice(gettext_lazy("Group"), ActorGroup.choices)
    purpose = _choice(gettext_lazy("Purpose"), Purpose.choices)
    kind = _choice(gettext_lazy("Kind"), Kind.choices)
    tlp = _choice(gettext_lazy("Who may see this"))
    to_complete = forms.BooleanField(label=gettext_lazy("To complete"), required=False)
    mine = forms.BooleanField(label=gettext_lazy("Logged by me"), required=False)
    withdrawn = forms.BooleanField(label=gettext_lazy("Withdrawn ones"), required=False)

    def __init__(self, actor: Actor, data: Any) -> None:
        super().__init__(data)
        teams = Team.objects.filter(programme_id=actor.programme_id)
        self._offer("governorate", home_options(actor.programme_id))
        self._offer("team", [(str(team.pk), team.name) for team in teams])
        self._offer("tlp", [(str(level.value), f"{level.label} ({level.code})") for level in Tlp])

    def _offer(self, field: str, options: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[field]).choices = [("", _("All")), *options]

    @property
    def usual(self) -> list[Any]:
        """The filters that stand open on the page."""
        return [self[name] for name in USUAL]

    @property
    def rest(self) -> list[Any]:
        """Those behind More."""
        return [self[name] for name in self.fields if name not in ("q", *USUAL)]

    @property
    def rest_in_force(self) -> bool:
        """Whether one of those behind More narrows the list, or could not be read."""
        return any(field.errors or self.cleaned_data.get(field.name) for field in self.rest)

    def shown(self) -> list[dict[str, str]]:
        """The filters in force: [{name, label, value}], each value in words."""
        self.is_valid()  # what could not be read narrows nothing, and its field says so
        wanted = self.cleaned_data
        return [
            {"name": name, "label": str(self.fields[name].label), "value": self._words(name)}
            for name in self.fields
            if wanted.get(name)
        ]

    def _words(self, name: str) -> str:
        field, value = self.fields[name], self.cleaned_data[name]
        if isinstance(field, forms.BooleanField):
            return ""
        if isinstance(field, forms.ChoiceField):
            return str(dict(cast(Any, field.choices)).get(value, value))
        return value.isoformat() if isinstance(field, forms.DateField) else str(value)
