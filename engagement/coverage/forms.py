"""What coverage may be narrowed to, all in the address, each refused in words beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.models import Team
from engagement.access.scope import Actor
from engagement.coverage.chosen import PLANNED, THEN, TODAY, Chosen
from engagement.coverage.periods import Quarter
from engagement.coverage.sums import GROUPS, Period
from engagement.coverage.words import quarter_words
from engagement.regions.choices import home_options
from engagement.stakeholders.models import ActorGroup

#: Quarters that the page offers.
QUARTERS = 8
#: The first day that a period may begin with; the brief dates from 2021.
EARLIEST = date(2000, 1, 1)


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class CoverageForm(forms.Form):
    """Period, team, governorate, group, and how it is read: then, as known today, as planned."""

    quarter = forms.CharField(label=gettext_lazy("Quarter"), required=False, max_length=7)
    first = _day(gettext_lazy("From"))
    last = _day(gettext_lazy("To"))
    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)
    governorate = forms.ChoiceField(label=gettext_lazy("Governorate"), required=False)
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    known = forms.ChoiceField(
        label=gettext_lazy("How to read it"),
        required=False,
        choices=[
            ("", gettext_lazy("at the time of the meeting")),
            (THEN, gettext_lazy("at the time of the meeting")),
            (TODAY, gettext_lazy("as known today")),
            (PLANNED, gettext_lazy("as if every planned meeting were held")),
        ],
    )

    def __init__(
        self,
        actor: Actor,
        data: Mapping[str, Any],
        also: tuple[str, ...] = (),
        *,
        fixed_only: bool = False,
    ) -> None:
        super().__init__(data)
        self._today, self._also, self._fixed_only = actor.today(), also, fixed_only
        self._teams = {str(t.pk): t for t in Team.objects.filter(programme_id=actor.programme_id)}
        self._offer("team", [(key, team.name) for key, team in self._teams.items()])
        self._offer("governorate", home_options(actor.programme_id))
        labels = dict(ActorGroup.choices)
        self._offer(
            "group", [(str(k.value), str(labels[ActorGroup[k.name].value])) for k in GROUPS]
        )

    def _offer(self, field: str, options: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[field]).choices = [("", _("All")), *options]

    @property
    def quarters(self) -> list[dict[str, str]]:
        """The quarters to choose from, newest first."""
        rows = Quarter.of(self._today).back(QUARTERS)
        return [{"value": str(row), "label": quarter_words(row)} for row in rows]

    @property
    def chosen_quarter(self) -> str:
        return str(self.data.get("quarter", ""))

    def clean_quarter(self) -> Quarter | None:
        text = self.cleaned_data["quarter"]
        if not text:
            return None
        try:
            quarter = Quarter.parse(text)
        except ValueError:
            raise ValidationError(_("A quarter is written like 2026-Q3.")) from None
        if quarter.first > self._today:
            raise ValidationError(_("This quarter has not begun."))
        return quarter

    def clean(self) -> dict[str, Any]:
        unknown = [name for name in self.data if name not in self.fields and name not in self._also]
        if unknown:
            raise ValidationError(
                _("There is no filter called “%(name)s”.") % {"name": unknown[0][:40]}
            )
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if (first or last) and not self.errors:
            self._check_days(first, last)
        if not self.errors:
            self._check_reading(self.chosen())
        return self.cleaned_data

    def _check_reading(self, chosen: Chosen) -> None:
        if chosen.known != THEN and not chosen.fixed:
            self.add_error("known", _("This is read over whole months of all teams or of one."))
        elif self._fixed_only and (chosen.known != THEN or not chosen.fixed):
            self.add_error(
                None, _("This page is counted over whole months of all teams or of one, as then.")
            )

    def _check_days(self, first: date | None, last: date | None) -> None:
        if self.cleaned_data.get("quarter"):
            self.add_error("quarter", _("Choose a quarter or days, not both."))
        elif not first or not last:
            self.add_error("last" if first else "first", _("A period has a first and a last day."))
        elif first > last:
            self.add_error("last", _("The period ends before it starts."))
        elif first > self._today:
            self.add_error("first", _("This day has not come yet."))
        elif first < EARLIEST:
            self.add_error("first", _("Nothing was counted that long ago."))

    def chosen(self) -> Chosen:
        """What a valid form asks for."""
        values = self.cleaned_data
        found = Chosen.usual(self._today)
        if values["quarter"]:
            found = Chosen.in_quarter(values["quarter"], self._today)
        elif values["first"]:
            last = min(values["last"], self._today)
            found = replace(found, period=Period(values["first"], last), custom=True)
        if values["team"]:
            team = self._teams[values["team"]]
            found = found.of_team(team.pk, team.name)
        found = replace(
            found,
            governorate=int(values["governorate"]) if values["governorate"] else None,
            group=int(values["group"]) if values["group"] else None,
            known=values["known"] or THEN,
        )
        return found.with_planned() if found.known == PLANNED else found


class MovesForm(forms.Form):
    """With what the tab Why it moved compares the period."""

    since = _day(gettext_lazy("As it stood on"))
    against = forms.ChoiceField(
        label=gettext_lazy("Compare with"),
        required=False,
        choices=[
            ("", gettext_lazy("this period on an earlier day")),
            ("day", gettext_lazy("this period on an earlier day")),
            ("year", gettext_lazy("the same period a year before")),
        ],
    )

    def __init__(self, actor: Actor, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self._today = actor.today()

    def clean_since(self) -> date | None:
        since: date | None = self.cleaned_data["since"]
        if since and since > self._today:
            raise ValidationError(_("This day has not come yet."))
        return since
