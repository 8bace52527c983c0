"""What is asked for, written, and closed."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.models import Team
from engagement.access.scope import Actor
from engagement.coverage.periods import Quarter
from engagement.coverage.sums import Period
from engagement.coverage.words import quarter_words
from engagement.regions.choices import home_options
from engagement.regions.models import Region
from engagement.reports.actions import check_all
from engagement.reports.kinds import KINDS, choices
from engagement.reports.sections.closing import WRITTEN
from engagement.reports.workflow import MOST_SIGNS

#: Periods that can be asked for, the running ones included.
QUARTERS, MONTHS = 8, 12


class AskForm(forms.Form):
    """A kind and a period, and the team or governorate where the kind asks for one.

    What the kind does not ask for is left out, whatever was sent: without a script the page shows
    both fields.
    """

    kind = forms.ChoiceField(
        label=gettext_lazy("Report"), choices=choices, widget=forms.RadioSelect
    )
    period = forms.ChoiceField(label=gettext_lazy("Period"))
    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)
    governorate = forms.ChoiceField(label=gettext_lazy("Governorate"), required=False)

    def __init__(self, actor: Actor, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.actor, self._today = actor, actor.today()
        teams = Team.objects.filter(programme_id=actor.programme_id).order_by("name")
        self._offer("period", periods_offered(self._today))
        self._offer("team", [("", "…"), *((str(pk), name) for pk, name in _named(teams))])
        self._offer("governorate", [("", "…"), *home_options(actor.programme_id)])
        self.fields["kind"].initial = next(iter(KINDS))
        self.fields["period"].initial = str(Quarter.of(self._today).before)

    def _offer(self, field: str, options: list[Any]) -> None:
        cast(forms.ChoiceField, self.fields[field]).choices = options

    @property
    def kinds(self) -> list[dict[str, Any]]:
        """The kinds to choose from, each with what it tells."""
        chosen = self["kind"].value()
        return [
            {
                "code": kind.code,
                "title": kind.title,
                "about": kind.about,
                "asks": kind.asks,
                "chosen": kind.code == chosen,
            }
            for kind in KINDS.values()
        ]

    def clean(self) -> dict[str, Any]:
        if "kind" in self.cleaned_data and "period" in self.cleaned_data:
            kind = KINDS[self.cleaned_data["kind"]]
            try:
                period, governorate = self.asked_period(), self.asked_governorate()
                check_all(self.actor, kind.code, period, governorate)
            except ValueError as error:
                self.add_error(kind.asks or "kind", str(error))
        return self.cleaned_data

    def _value(self, name: str) -> str:
        """What was chosen where the kind asks for it, else nothing."""
        asks = KINDS[self.cleaned_data["kind"]].asks
        return self.cleaned_data.get(name, "") if asks == name else ""

    def asked_period(self) -> Period:
        """The days that a valid form asks for: a running quarter or month ends today."""
        first, last = days_of(self.cleaned_data["period"])
        team = self._value("team")
        found = Team.objects.filter(programme_id=self.actor.programme_id, pk=team) if team else ()
        return Period(first, min(last, self._today), next((row.pk for row in found), None))

    def asked_governorate(self) -> Region | None:
        """The governorate that a form asks for."""
        chosen = self._value("governorate")
        return Region.objects.get(pk=chosen) if chosen else None


class TextsForm(forms.Form):
    """What somebody writes into a report: one text for each section that waits for one."""

    def __init__(self, codes: list[str], texts: dict[str, str], data: Any = None) -> None:
        super().__init__(data, initial=texts)
        for code in codes:
            self.fields[code] = forms.CharField(
                label=WRITTEN[code],
                required=False,
                max_length=MOST_SIGNS,
                widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
            )


class ClosingForm(forms.Form):
    """A quarter that is over, to be closed; for good, so it is confirmed."""

    quarter = forms.ChoiceField(label=gettext_lazy("Quarter"))
    sure = forms.BooleanField(label=gettext_lazy("Yes, close it for good"))

    def __init__(self, today: date, closed: set[tuple[date, date]], data: Any = None) -> None:
        super().__init__(data)
        rows = Quarter.of(today).back(QUARTERS)[1:]
        open_ = [row for row in rows if (row.first, row.last) not in closed]
        field = cast(forms.ChoiceField, self.fields["quarter"])
        field.choices = [(str(row), quarter_words(row)) for row in open_]

    def period(self) -> Period:
        """The days that a valid form closes."""
        quarter = Quarter.parse(self.cleaned_data["quarter"])
        return Period(quarter.first, quarter.last)


def periods_offered(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Quarters and months, the newest first, in groups for a select."""
    quarters = [(str(row), quarter_words(row)) for row in Quarter.of(today).back(QUARTERS)]
    months = []
    for back in range(MONTHS):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        first = date(year, month + 1, 1)
        months.append((f"{first:%Y-%m}", date_format(first, "F Y")))
    return [(_("Quarters"), quarters), (_("Months"), months)]


def days_of(period: str) -> tuple[date, date]:
    """First and last day of `2026-Q3` or `2026-07`, one of those offered."""
    if "Q" in period:
        quarter = Quarter.parse(period)
        return quarter.first, quarter.last
    first = date.fromisoformat(f"{period}-01")
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _named(teams: Any) -> list[tuple[Any, str]]:
    return list(teams.values_list("pk", "name"))
