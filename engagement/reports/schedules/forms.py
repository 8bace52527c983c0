"""A schedule as a manager fills it in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from engagement.access.models import PEOPLE, Membership, Team
from engagement.access.scope import Actor
from engagement.coverage.sums import Period
from engagement.regions.choices import home_options
from engagement.regions.models import Region
from engagement.reports.actions import check_asked
from engagement.reports.kinds import KINDS, choices
from engagement.reports.models import Every, Language, ReportSchedule
from engagement.reports.schedules.actions import Plan

#: Where nothing else is said: before the working day, and after every night's work.
MORNING = 6


class ScheduleForm(forms.Form):
    """What is asked for and when, and whom a letter tells.

    A team or governorate that the kind does not ask for is left out, whatever was sent: without a
    script the page shows both fields.
    """

    kind = forms.ChoiceField(label=_("Report"), choices=choices)
    team = forms.ChoiceField(
        label=_("Team"), required=False, help_text=_("For the report of one team only.")
    )
    governorate = forms.ChoiceField(
        label=_("Governorate"),
        required=False,
        help_text=_("For the report of one governorate only."),
    )
    every = forms.ChoiceField(
        label=_("Asked for at the end of each"),
        choices=Every.choices,
        initial=Every.QUARTER,
        help_text=_(
            "A quarter's and a month's report is over the one that has ended. A week ends on "
            "Saturday; its report is over the month in which the week began, up to that Saturday."
        ),
    )
    hour = forms.TypedChoiceField(
        label=_("At"),
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        initial=MORNING,
        help_text=_("On the programme's clock, on the day after the period."),
    )
    language = forms.ChoiceField(label=_("Language of the letters"), choices=Language.choices)
    roles = forms.MultipleChoiceField(
        label=_("A letter goes to everybody who is"),
        choices=[(role.value, role.label) for role in PEOPLE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    people = forms.MultipleChoiceField(
        label=_("and to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def __init__(self, actor: Actor, data: Any = None, row: ReportSchedule | None = None) -> None:
        super().__init__(data, initial=_values(row) if row else None)
        teams = Team.objects.filter(programme_id=actor.programme_id).order_by("name")
        self._offer("team", [("", "…"), *((str(one.pk), one.name) for one in teams)])
        self._offer("governorate", [("", "…"), *home_options(actor.programme_id)])
        rows = Membership.objects.filter(programme_id=actor.programme_id, user__is_active=True)
        rows = rows.filter(role__in=PEOPLE)
        members = [row.user for row in rows.select_related("user").order_by("user__name")]
        self._offer("people", [(str(one.pk), one.get_full_name()) for one in members])
        self._today = actor.today()

    def _offer(self, field: str, options: Iterable[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[field]).choices = list(options)

    def clean(self) -> dict[str, Any]:
        if "kind" in self.cleaned_data:
            asks = KINDS[self.cleaned_data["kind"]].asks
            try:
                period = Period(self._today, self._today, self._team())
                check_asked(self.cleaned_data["kind"], period, self._governorate())
            except ValueError as error:
                self.add_error(asks or "kind", str(error))
        return self.cleaned_data

    def _value(self, name: str) -> str:
        asks = KINDS[self.cleaned_data["kind"]].asks
        return self.cleaned_data.get(name, "") if asks == name else ""

    def _team(self) -> UUID | None:
        return UUID(self._value("team")) if self._value("team") else None

    def _governorate(self) -> Region | None:
        chosen = self._value("governorate")
        return Region.objects.get(pk=chosen) if chosen else None

    def plan(self) -> Plan:
        """What a valid form asks for."""
        values = self.cleaned_data
        return Plan(
            **{name: values[name] for name in ("kind", "every", "hour", "language", "active")},
            team_id=self._team(),
            governorate=self._governorate(),
            roles=tuple(values["roles"]),
            people=tuple(UUID(one) for one in values["people"]),
        )

    def refuse(self, error: ValidationError) -> None:
        """Show what the action found, beside its fields."""
        for field, messages in error.message_dict.items():
            self.add_error(field if field in self.fields else None, messages)


def _values(row: ReportSchedule) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in ("kind", "every", "hour", "language", "active")}
    return {
        **values,
        "team": str(row.team_id or ""),
        "governorate": str(row.governorate_id or ""),
        "roles": row.roles,
        "people": [str(one.user_id) for one in row.recipients.all()],
    }
