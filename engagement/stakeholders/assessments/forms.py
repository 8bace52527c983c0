"""Assessments, decisions and opinions as an officer writes them down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.models import Team
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.regions.choices import area_of
from engagement.regions.models import Region
from engagement.stakeholders.assessments.codes import VALUES
from engagement.stakeholders.assessments.drafts import (
    AssessmentDraft,
    DecisionDraft,
    OpinionDraft,
)
from engagement.stakeholders.assessments.fields import EntryForm, RoughField
from engagement.stakeholders.assessments.models import (
    Course,
    Degree,
    Facet,
    InformationGrade,
    Position,
    SourceGrade,
    Standing,
    Strength,
)
from engagement.stakeholders.assessments.rules import levels_open
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.profiles import with_names

#: Bodies offered as a parent at once; the rest is found by name.
MOST_BODIES = 200
DAY = {"type": "date"}


class AssessmentForm(EntryForm):
    """One claim of one facet; what the facet has no use for is not asked."""

    PAIRS = (
        ("valid_from", "valid_to"),
        ("assessed_on", "source_on"),
    )
    ONLY = {
        "degree": (Facet.ALIGNMENT,),
        "parent": (Facet.PARENT,),
        "region": (Facet.AREA,),
        "legal_basis": (Facet.RELATION, Facet.LEGAL_STATUS),
    }
    value = forms.ChoiceField(
        label=gettext_lazy("What it says"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it says.")},
    )
    degree = forms.ChoiceField(
        label=gettext_lazy("Degree"),
        required=False,
        choices=[("", gettext_lazy("not said")), *Degree.choices],
    )
    parent = forms.ChoiceField(label=gettext_lazy("Parent"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("Governorate or district"), required=False)
    legal_basis = forms.CharField(
        label=gettext_lazy("Legal basis"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("The law or order, where it rests on one."),
    )
    valid_from = RoughField(
        label=gettext_lazy("True from"),
        help_text=gettext_lazy("2024, 2024-05 or 2024-05-17; empty if not known."),
    )
    valid_to = RoughField(
        label=gettext_lazy("True until"), end=True, help_text=gettext_lazy("Empty if still true.")
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=500,
        help_text=gettext_lazy("Where this comes from: a document, a visit, a conversation."),
        error_messages={
            "required": gettext_lazy("Say where this comes from. Without a source it is a rumour.")
        },
    )
    source_grade = forms.ChoiceField(
        label=gettext_lazy("How reliable is the source?"),
        initial=SourceGrade.F,
        choices=[(code, f"{code} · {label}") for code, label in SourceGrade.choices],
    )
    information_grade = forms.TypedChoiceField(
        label=gettext_lazy("How credible is it?"),
        initial=InformationGrade.UNKNOWN,
        coerce=int,
        choices=[(code, f"{code} · {label}") for code, label in InformationGrade.choices],
    )
    assessed_on = forms.DateField(
        label=gettext_lazy("Assessed on"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    source_on = forms.DateField(
        label=gettext_lazy("Date of the source"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )
    protected_source = forms.CharField(
        label=gettext_lazy("Protected source"),
        required=False,
        max_length=500,
        help_text=gettext_lazy(
            "Somebody whom naming would endanger. It is kept encrypted; whoever opens it is noted."
        ),
    )
    standing = forms.ChoiceField(
        label=gettext_lazy("Where it stands"),
        choices=Standing.choices,
        initial=Standing.NEEDS_WORK,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note on the conflict"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed where it is in conflict: what contradicts it?"),
    )
    tlp = forms.TypedChoiceField(label=gettext_lazy("Who may see this"), coerce=int)

    def __init__(
        self,
        actor: Actor,
        about: Stakeholder,
        facet: str,
        data: Any = None,
        *,
        named: str = "",
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.actor, self.about, self.facet = actor, about, facet
        for field, facets in self.ONLY.items():
            if facet not in facets:
                del self.fields[field]
        self.offer("value", VALUES[facet])
        self._offer_levels()
        if facet == Facet.PARENT:
            self.offer("parent", [("", _("Choose")), *bodies(actor, about, named)])
        if facet == Facet.AREA:
            self.offer("region", [("", _("Choose")), *_places(actor)])

    def _offer_levels(self) -> None:
        least = Tlp.AMBER if self.facet == Facet.ALIGNMENT else Tlp.CLEAR
        levels = [Tlp(one) for one in levels_open(self.actor, self.about) if one >= least]
        self.offer("tlp", [(str(one.value), f"{one.label} ({one.code})") for one in levels])
        usual = Tlp.AMBER if Tlp.AMBER in levels else next(iter(levels), None)
        self.fields["tlp"].initial = usual.value if usual is not None else None

    def draft(self) -> AssessmentDraft:
        """As written; call after `is_valid()`."""
        data = dict(self.cleaned_data)
        data["valid_from"], data["from_precision"] = data["valid_from"]
        data["valid_to"], data["to_precision"] = data["valid_to"]
        parent, place = data.pop("parent", ""), data.pop("region", "")
        return AssessmentDraft(
            stakeholder_id=self.about.pk,
            facet=self.facet,
            parent_id=UUID(parent) if parent else None,
            region=Region.objects.filter(pk=int(place)).first() if place else None,
            **data,
        )


def bodies(actor: Actor, about: Stakeholder, named: str) -> list[tuple[str, str]]:
    """Organisations and units that the actor may open, the newest first; two statements."""
    rows = Stakeholder.objects.visible_to(actor).current().exclude(pk=about.pk)
    rows = rows.filter(kind__in=(Stakeholder.Kind.ORGANISATION, Stakeholder.Kind.UNIT))
    rows = rows.named_like(named) if named else rows
    found = with_names(rows, actor).order_by("-pk")[:MOST_BODIES]
    return sorted(((str(row.pk), row.name) for row in found), key=lambda option: option[1])


def _places(actor: Actor) -> list[Any]:
    """Governorates, and the districts of each under it; one statement."""
    area = area_of(actor.programme_id)
    inside = Region.objects.filter(pk__in=area.country_regions()).exclude(pk=area.country_id)
    rows = sorted(inside, key=lambda row: row.label.removeprefix("ال"))
    return [
        (row.label, [(str(one.pk), one.label) for one in rows if row.pk in (one.pk, one.parent_id)])
        for row in rows
        if row.kind == Region.Kind.GOVERNORATE
    ]


class StandingForm(EntryForm):
    """Where an assessment stands, and why it moves."""

    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    standing = forms.ChoiceField(
        label=gettext_lazy("Where it stands"), choices=Standing.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=500,
        error_messages={"required": gettext_lazy("Say why.")},
    )


class WithdrawForm(EntryForm):
    """Why an entry is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=500,
        error_messages={"required": gettext_lazy("Say why.")},
    )


class DecisionForm(EntryForm):
    """To engage somebody or not."""

    PAIRS = (("valid_from", "valid_to"),)
    course = forms.ChoiceField(
        label=gettext_lazy("What was decided"),
        choices=Course.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what was decided.")},
    )
    decided_by = forms.CharField(label=gettext_lazy("Decided by"), max_length=200)
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    valid_from = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    valid_to = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=gettext_lazy("The last day; empty until somebody decides anew."),
    )

    def draft(self, about: Stakeholder) -> DecisionDraft:
        """As written; call after `is_valid()`."""
        data = dict(self.cleaned_data)
        last = data.pop("valid_to")
        end = last + timedelta(days=1) if last and last < date.max else last
        return DecisionDraft(stakeholder_id=about.pk, valid_to=end, **data)


class OpinionForm(EntryForm):
    """What a team thinks of somebody."""

    PAIRS = (("influence", "interest"),)
    as_of = forms.DateField(
        label=gettext_lazy("As of"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    influence = forms.TypedChoiceField(
        label=gettext_lazy("Influence"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("not said")), *Strength.choices],
    )
    interest = forms.TypedChoiceField(
        label=gettext_lazy("Interest"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("not said")), *Strength.choices],
    )
    position = forms.ChoiceField(
        label=gettext_lazy("Position on the reform"),
        required=False,
        choices=[("", gettext_lazy("not said")), *Position.choices],
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)

    def __init__(self, actor: Actor, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        teams = Team.objects.filter(pk__in=actor.teams)
        self.offer("team", [(str(team.pk), team.name) for team in teams])
        if len(actor.teams) < 2:
            del self.fields["team"]

    def draft(self, about: Stakeholder) -> OpinionDraft:
        """As written; call after `is_valid()`."""
        data = dict(self.cleaned_data)
        team = data.pop("team", "")
        return OpinionDraft(stakeholder_id=about.pk, team_id=UUID(team) if team else None, **data)
