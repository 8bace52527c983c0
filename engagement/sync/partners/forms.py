"""A data-sharing agreement, and a key of it, as an administrator fills them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from engagement.access.models import Team
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.regions.choices import home_options
from engagement.stakeholders.groups import grouped_types
from engagement.stakeholders.models import ActorType
from engagement.sync.codes import DEFAULT_FIELDS, FIELDS, SharedType
from engagement.sync.drafts import AgreementDraft
from engagement.sync.models import CEILINGS, Agreement

#: Part of the scope -> the switch that takes all of it.
PARTS = {
    "regions": "every_region",
    "actor_types": "every_actor_type",
    "recommendations": "every_recommendation",
}

LABELS = {**dict(SharedType.choices), "coverage": _("Coverage, with every small cell hidden")}


def _ticks(label: Any, help_text: Any = "") -> Any:
    return forms.MultipleChoiceField(
        label=label, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple
    )


def _day(label: Any, help_text: Any = "") -> Any:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget)


class AgreementForm(forms.Form):
    """What is shared with whom, why and until when; nothing is ticked that nobody ticked."""

    rule = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Partner organisation"), max_length=200)
    team = forms.ChoiceField(
        label=_("Writes for the team"),
        help_text=_("This team leads the meetings that the partner sends."),
    )
    purpose = forms.CharField(
        label=_("Purpose"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    valid_from = _day(_("In force from"))
    valid_until = _day(_("Last day"))
    ceiling = forms.TypedChoiceField(
        label=_("Strictest level shared"),
        coerce=int,
        choices=[(level, Tlp(level).code) for level, _label in CEILINGS],
        initial=Tlp.GREEN.value,
        help_text=_("TLP:RED leaves with no agreement."),
    )
    types = _ticks(_("What is shared"))
    every_region = forms.BooleanField(label=_("Every region"), required=False)
    regions = _ticks(
        _("Regions"),
        _("With their districts. A meeting is shared where every place it names is among them."),
    )
    every_actor_type = forms.BooleanField(label=_("Every actor type"), required=False)
    actor_types = _ticks(
        _("Actor types"), _("A meeting is shared where everybody in it is of one of these.")
    )
    every_recommendation = forms.BooleanField(label=_("Every recommendation"), required=False)
    recommendations = _ticks(
        _("Recommendations"), _("A meeting is shared where one of these was confirmed for it.")
    )

    def __init__(
        self,
        actor: Actor,
        codes: Mapping[UUID, str],
        data: Any = None,
        row: Agreement | None = None,
    ) -> None:
        super().__init__(data, initial=_values(row) if row else _untouched())
        teams = Team.objects.filter(programme_id=actor.programme_id).order_by("name")
        self._offer("team", [("", "…"), *((str(one.pk), one.name) for one in teams)])
        self._offer("types", SharedType.choices)
        self._offer("regions", home_options(actor.programme_id))
        groups = grouped_types(ActorType.objects.order_by("order"))
        self._offer("actor_types", [_group(one) for one in groups])
        self._offer("recommendations", [(str(pk), code) for pk, code in codes.items()])
        for kind in FIELDS:
            self.fields[f"fields_{kind}"] = _ticks(LABELS.get(kind, kind))
            self._offer(f"fields_{kind}", [(name, name) for name in FIELDS[kind]])

    def _offer(self, field: str, options: Iterable[Any]) -> None:
        cast(forms.ChoiceField, self.fields[field]).choices = list(options)

    @property
    def field_lists(self) -> list[Any]:
        """The bound fields in which the shared fields of each type are ticked."""
        return [self[f"fields_{kind}"] for kind in FIELDS if FIELDS[kind]]

    def draft(self, pk: UUID) -> AgreementDraft:
        """What a valid form says, as the agreement with this id."""
        same = ("name", "purpose", "legal_basis", "valid_from", "valid_until", "ceiling")
        values = self.cleaned_data
        return AgreementDraft(
            id=pk,
            team_id=UUID(values["team"]),
            types=tuple(values["types"]),
            regions=self._part("regions", int),
            actor_types=self._part("actor_types", str),
            recommendations=self._part("recommendations", UUID),
            fields={kind: tuple(values[f"fields_{kind}"]) for kind in FIELDS},
            **{name: values[name] for name in same},
        )

    def _part(self, name: str, of: Any) -> frozenset[Any] | None:
        if self.cleaned_data[PARTS[name]]:
            return None
        return frozenset(of(one) for one in self.cleaned_data[name])

    def refuse(self, error: ValidationError) -> None:
        """Show what the action found, beside its fields."""
        for field, messages in error.message_dict.items():
            self.add_error(field if field in self.fields else None, messages)


def _group(one: dict[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    return (str(one["group_label"]), [(row["code"], row["label"]) for row in one["types"]])


def _untouched() -> dict[str, Any]:
    return {
        "types": [SharedType.STAKEHOLDER.value, SharedType.MEETING.value],
        **{f"fields_{kind}": list(names) for kind, names in DEFAULT_FIELDS.items()},
    }


def _values(row: Agreement) -> dict[str, Any]:
    same = ("rule", "name", "purpose", "legal_basis", "valid_from", "valid_until", "ceiling")
    return {
        **{name: getattr(row, name) for name in (*same, "types", *PARTS.values())},
        "team": str(row.team_id),
        "regions": [str(one.region_id) for one in row.regions.all()],
        "actor_types": [one.actor_type_id for one in row.actor_types.all()],
        "recommendations": [str(one.recommendation_id) for one in row.recommendations.all()],
        **{f"fields_{kind}": list(names) for kind, names in row.fields.items()},
    }


class KeyForm(forms.Form):
    """A key: what it is for, from where, until when."""

    name = forms.CharField(label=_("What the key is for"), max_length=200)
    networks = forms.CharField(
        label=_("May be used from"),
        required=False,
        help_text=_("Networks such as 192.0.2.0/24, one to a line. Empty: from anywhere."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
    )
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty: as long as the agreement."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def given(self, zone: ZoneInfo) -> dict[str, Any]:
        """What a valid form says, as the action takes it."""
        day = self.cleaned_data["last_day"]
        end = day and datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
        networks = [line for line in self.cleaned_data["networks"].split() if line]
        return {"name": self.cleaned_data["name"], "networks": networks, "expires_at": end}

    def refuse(self, error: ValidationError) -> None:
        """Show what the action found, beside its fields."""
        if hasattr(error, "error_dict"):
            for field, messages in error.message_dict.items():
                self.add_error(field if field in self.fields else None, messages)
        else:
            self.add_error(None, error)
