"""The forms of targets, and of which team answers for what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from engagement.access.models import Team
from engagement.access.scope import Actor
from engagement.briefs.drafts import TargetDraft
from engagement.briefs.models import Addressee, Recommendation, Target, TeamAddressee


class TargetForm(forms.Form):
    """What an indicator is to reach. `draft()` after `is_valid()`."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    value = forms.DecimalField(label=gettext_lazy("Target"), max_digits=8, decimal_places=2)
    baseline = forms.DecimalField(
        label=gettext_lazy("Baseline"),
        max_digits=8,
        decimal_places=2,
        required=False,
        help_text=gettext_lazy("Empty: the first two quarters logged."),
    )
    due_on = forms.DateField(
        label=gettext_lazy("To be reached by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    note = forms.CharField(label=gettext_lazy("Why this number"), max_length=500, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why do you change it?"), max_length=500, required=False
    )

    def __init__(
        self,
        recommendation: Recommendation,
        indicator: str,
        target: Target | None,
        data: Any = None,
    ) -> None:
        super().__init__(data)
        self.recommendation, self.indicator = recommendation, indicator
        self.initial = {"version": recommendation.version}
        if target is None:
            del self.fields["reason"]
        else:
            names = ("value", "baseline", "due_on", "note")
            self.initial |= {name: getattr(target, name) for name in names}

    def draft(self) -> TargetDraft:
        names = ("value", "baseline", "due_on", "note")
        return TargetDraft(
            recommendation_id=self.recommendation.pk,
            indicator=self.indicator,
            **{name: self.cleaned_data[name] for name in names},
        )

    def refuse(self, error: ValidationError) -> None:
        """Put what an action refused beside its fields."""
        for field, told in error.message_dict.items():
            self.add_error(field if field in self.fields else None, told)


class TeamsForm(forms.Form):
    """One group of boxes per addressee: the teams that answer for what is addressed to it."""

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        here = {"programme_id": actor.programme_id}
        teams = [(str(team.pk), team.name) for team in Team.objects.filter(**here)]
        links = TeamAddressee.objects.filter(**here).values_list("addressee_id", "team_id")
        self.there: set[tuple[UUID, UUID]] = {(row[0], row[1]) for row in links}
        for addressee in Addressee.objects.filter(**here):
            self.fields[addressee.code] = forms.MultipleChoiceField(
                label=addressee.label,
                choices=teams,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields[addressee.code].key = addressee.pk  # type: ignore[attr-defined]
            self.initial[addressee.code] = [
                str(team) for key, team in self.there if key == addressee.pk
            ]

    def wanted(self) -> set[tuple[UUID, UUID]]:
        """(addressee, team) as they are ticked."""
        return {
            (self.fields[code].key, UUID(team))  # type: ignore[attr-defined]
            for code, teams in self.cleaned_data.items()
            for team in teams
        }
