"""The forms of assessments, incidents, initiatives and avenues."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.dates import as_typed, day_after, end_as_typed, first_day
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.briefs.codes import IncidentKind
from engagement.briefs.entries.drafts import (
    AssessmentDraft,
    AvenueDraft,
    IncidentDraft,
    InitiativeDraft,
)
from engagement.briefs.entries.parts import (
    EntryForm,
    NamesSomebody,
    RoughField,
    day_field,
    long_text,
)
from engagement.briefs.models import Incident, InclusionAvenue, Initiative, StrategicAssessment
from engagement.regions.choices import area_of, place_options
from engagement.regions.models import Region

LED = (("", gettext_lazy("Not known")), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))


def governorates(actor: Actor) -> list[tuple[str, str]]:
    return place_options(area_of(actor.programme_id))[0][1]


class AssessmentForm(EntryForm):
    LEVEL = Tlp.AMBER
    title = forms.CharField(label=gettext_lazy("What is to be assessed"), max_length=300)
    asked_by = forms.CharField(label=gettext_lazy("Asked for by"), max_length=200, required=False)
    asked_on = day_field(gettext_lazy("Asked for on"))
    regions = forms.MultipleChoiceField(
        label=gettext_lazy("For which governorates"), widget=forms.CheckboxSelectMultiple
    )
    summary = forms.CharField(
        label=gettext_lazy("Summary"), widget=long_text(3), required=False, max_length=10_000
    )

    def __init__(self, actor: Actor, data: Any = None, row: Any = None) -> None:
        super().__init__(actor, data, row)
        area = area_of(actor.programme_id)
        whole = (str(area.country_id), _("The whole country"))
        self.offer("regions", [whole, *place_options(area)[0][1]])

    def fresh_values(self) -> dict[str, Any]:
        return {**super().fresh_values(), "asked_on": self.actor.today()}

    def first_values(self, row: StrategicAssessment) -> dict[str, Any]:
        values = {name: getattr(row, name) for name in ("title", "asked_by", "asked_on", "summary")}
        regions = [str(one.region_id) for one in row.regions.all()]
        return {**super().first_values(row), **values, "regions": regions}

    def draft(self) -> AssessmentDraft:
        values = self.cleaned_data
        rows = Region.objects.filter(pk__in=values["regions"]).order_by("pk")
        texts = {name: values[name] for name in ("title", "asked_by", "asked_on", "summary")}
        return AssessmentDraft(**self.shared(), **texts, regions=tuple(rows))


class IncidentForm(EntryForm):
    happened_on = day_field(gettext_lazy("When"))
    region = forms.ChoiceField(label=gettext_lazy("Where"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=IncidentKind.choices)
    text = forms.CharField(
        label=gettext_lazy("What happened"), widget=long_text(3), max_length=1000
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=500,
        help_text=gettext_lazy("Who says so, or where it can be read."),
    )

    def __init__(self, actor: Actor, data: Any = None, row: Any = None) -> None:
        super().__init__(actor, data, row)
        self.offer("region", [("", _("Choose")), *governorates(actor)])

    def first_values(self, row: Incident) -> dict[str, Any]:
        names = ("happened_on", "kind", "text", "source")
        values = {name: getattr(row, name) for name in names}
        return {**super().first_values(row), **values, "region": str(row.region_id)}

    def draft(self) -> IncidentDraft:
        values = self.cleaned_data
        names = ("happened_on", "kind", "text", "source")
        region = Region.objects.get(pk=values["region"])
        return IncidentDraft(
            **self.shared(), **{name: values[name] for name in names}, region=region
        )


class InitiativeForm(NamesSomebody):
    FIELD = "lead_organisation"
    name = forms.CharField(label=gettext_lazy("Name"), max_length=300)
    lead_organisation = forms.CharField(
        label=gettext_lazy("Lead organisation"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("As it is called in the register; empty where not known."),
    )
    iraqi_led = forms.ChoiceField(label=gettext_lazy("Led by Iraqis?"), choices=LED, required=False)
    region = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    valid_from = RoughField(
        first_day,
        label=gettext_lazy("Since"),
        help_text=gettext_lazy("A year, a month or a day: 2024, 2024-05 or 2024-05-17."),
    )
    valid_to = RoughField(
        day_after,
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("Empty while it goes on."),
    )
    summary = forms.CharField(
        label=gettext_lazy("Summary"), widget=long_text(3), required=False, max_length=10_000
    )

    def __init__(self, actor: Actor, data: Any = None, row: Any = None) -> None:
        super().__init__(actor, data, row)
        self.offer("region", [("", _("Don’t know")), *governorates(actor)])

    def first_values(self, row: Initiative) -> dict[str, Any]:
        return {
            **super().first_values(row),
            "name": row.name,
            "summary": row.summary,
            "iraqi_led": {True: "yes", False: "no"}.get(cast(bool, row.iraqi_led), ""),
            "region": str(row.region_id or ""),
            "valid_from": as_typed(row.valid_from, row.from_precision),
            "valid_to": end_as_typed(row.valid_to, row.to_precision),
        }

    def draft(self) -> InitiativeDraft:
        values = self.cleaned_data
        (begin, from_precision), (end, to_precision) = values["valid_from"], values["valid_to"]
        return InitiativeDraft(
            **self.shared(),
            name=values["name"],
            summary=values["summary"],
            lead_organisation_id=values["somebody"],
            iraqi_led={"yes": True, "no": False}.get(values["iraqi_led"]),
            region=Region.objects.filter(pk=values["region"] or 0).first(),
            valid_from=begin,
            from_precision=from_precision,
            valid_to=end,
            to_precision=to_precision,
        )


class AvenueForm(NamesSomebody):
    FIELD = "stakeholder"
    LEVEL = Tlp.AMBER
    as_of = day_field(gettext_lazy("As of"))
    stakeholder = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("As they are called in the register; empty where for several."),
    )
    text = forms.CharField(
        label=gettext_lazy("What opened, or closed"), widget=long_text(5), max_length=10_000
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=500,
        help_text=gettext_lazy("Who says so, or where it can be read."),
    )

    def fresh_values(self) -> dict[str, Any]:
        return {**super().fresh_values(), "as_of": self.actor.today()}

    def first_values(self, row: InclusionAvenue) -> dict[str, Any]:
        values = {name: getattr(row, name) for name in ("as_of", "text", "source")}
        return {**super().first_values(row), **values}

    def draft(self) -> AvenueDraft:
        values = self.cleaned_data
        texts = {name: values[name] for name in ("as_of", "text", "source")}
        return AvenueDraft(**self.shared(), **texts, stakeholder_id=values["somebody"])


class DeliverForm(forms.Form):
    """An assessment was delivered."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    delivered_on = day_field(gettext_lazy("Delivered on"))
    valid_on = day_field(
        gettext_lazy("True for"),
        help_text=gettext_lazy("The day that it describes; its age counts from here."),
    )
    summary = forms.CharField(
        label=gettext_lazy("Summary"), widget=long_text(4), required=False, max_length=10_000
    )


class ActForm(forms.Form):
    """Something was done about an assessment."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    acted_on = day_field(gettext_lazy("Acted on"))
    action = forms.CharField(
        label=gettext_lazy("What was done"), widget=long_text(4), max_length=10_000
    )
