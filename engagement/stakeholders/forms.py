"""The register's forms: somebody as an officer writes them down, and what narrows the list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.keys import new_id
from engagement.access.models import Membership, Team
from engagement.access.scope import WRITERS, Actor
from engagement.access.tlp import Tlp
from engagement.regions.choices import places_of
from engagement.regions.models import Region
from engagement.stakeholders.drafts import NameDraft, StakeholderDraft
from engagement.stakeholders.groups import grouped_types
from engagement.stakeholders.models import (
    ActorType,
    NameLanguage,
    Stakeholder,
    StakeholderName,
    StakeholderTag,
)

#: Rows to write names in on an empty form; beyond it, one empty row more than there are names.
NAME_ROWS = 3
TAG_ROWS = 2
#: Tags to suggest while typing.
MOST_SUGGESTED = 200
#: A damaged request does not make the page grow without end.
MOST_ROWS = 60


class NamesInput(forms.Widget):
    """Names in rows: three lists of the same length."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[NameDraft]:
        texts, kinds, languages = (
            data.getlist(f"{name}_{part}") for part in ("text", "kind", "language")
        )
        kinds += [StakeholderName.Kind.FULL] * len(texts)
        languages += [""] * len(texts)
        return [NameDraft(*row) for row in zip(texts, kinds, languages, strict=False)][:MOST_ROWS]


class TagsInput(forms.Widget):
    """Tags in several fields; one field may hold several, with commas between."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        parts = [part.strip() for text in data.getlist(name) for part in re.split("[,،]", text)]
        return [part for part in parts if part][:MOST_ROWS]


class StakeholderForm(forms.Form):
    """A stakeholder; `names` and `tags` come in rows, and one submit button adds another row."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    names = forms.Field(label=gettext_lazy("Names"), required=False, widget=NamesInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=Stakeholder.Kind.choices,
        initial=Stakeholder.Kind.PERSON,
        widget=forms.RadioSelect,
    )
    actor_type = forms.ChoiceField(
        label=gettext_lazy("Actor type"),
        error_messages={"required": gettext_lazy("Choose a type, or “Not sure”.")},
    )
    base = forms.ChoiceField(label=gettext_lazy("Where from"), required=False)
    birth_year = forms.IntegerField(
        label=gettext_lazy("Year of birth"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 6}),
        help_text=gettext_lazy("Of a person, where you know it. It helps to tell names apart."),
        error_messages={
            "invalid": gettext_lazy("Write a year from 1900 to this one, or leave it empty.")
        },
    )
    tags = forms.Field(
        label=gettext_lazy("Tags"),
        required=False,
        widget=TagsInput,
        help_text=gettext_lazy("Free words, such as a project. The actor type is what counts."),
    )
    owner = forms.ChoiceField(
        label=gettext_lazy("Relationship owner"),
        required=False,
        help_text=gettext_lazy("Who looks after the relationship."),
    )
    at_risk = forms.BooleanField(
        label=gettext_lazy("At risk"),
        required=False,
        help_text=gettext_lazy("Being seen with us could harm them."),
    )
    not_to_be_engaged = forms.BooleanField(
        label=gettext_lazy("Not to be engaged"),
        required=False,
        help_text=gettext_lazy("Kept for assessments only; never listed as “not yet met”."),
    )
    lead_team = forms.ChoiceField(label=gettext_lazy("Team that answers for them"), required=False)
    tlp = forms.TypedChoiceField(
        label=gettext_lazy("Who may see this"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy(
            "Usual: members of the programme; only officers of their team, and managers, for "
            "people at risk and armed groups."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why do you change it?"),
        required=False,
        max_length=500,
        error_messages={"required": gettext_lazy("Say why you change it.")},
    )

    def __init__(
        self, actor: Actor, data: Any = None, *, person: Stakeholder | None = None, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.actor, self.person = actor, person
        self.types = {row.code: row for row in ActorType.objects.all()}
        self._offer()

    def _offer(self) -> None:
        person = self.person
        groups = grouped_types(self.types.values())
        types = [(g["group_label"], [(t["code"], t["label"]) for t in g["types"]]) for g in groups]
        self._choose("actor_type", [("", _("Choose")), *types])
        self._choose("base", [("", _("Don’t know")), *self._places()])
        self._choose("owner", [("", _("Nobody yet")), *self._owners()])
        teams = _teams(self.actor, person)
        alone = self._may_be_alone and not (person and person.lead_team_id)
        self._choose("lead_team", [("", _("No team")), *teams] if alone else teams)
        levels = [(str(level.value), f"{level.label} ({level.code})") for level in Tlp]
        usual = _("As usual for people like them")
        self._choose("tlp", levels if person else [("", usual), *levels])
        if person:
            self.fields["reason"].required = True
            if not person.led_by(self.actor):
                del self.fields["tlp"]
        else:
            del self.fields["reason"]
        if len(teams) < 2 and not alone:
            del self.fields["lead_team"]

    @property
    def _may_be_alone(self) -> bool:
        """A manager works for no team, so the row may belong to none."""
        return not self.actor.own_teams

    def _choose(self, field: str, options: Any) -> None:
        cast(forms.ChoiceField, self.fields[field]).choices = options

    def _places(self) -> list[tuple[str, list[tuple[str, str]]]]:
        places = places_of(self.actor.programme_id)
        base = self.person.base_region if self.person else None
        there = {key for _group, options in places for key, _label in options}
        if base and str(base.pk) not in there:
            places.append((_("As now"), [(str(base.pk), base.label)]))
        return places

    def _owners(self) -> list[tuple[str, str]]:
        rows = Membership.objects.filter(programme_id=self.actor.programme_id, role__in=WRITERS)
        users = [row.user for row in rows.filter(user__is_active=True).select_related("user")]
        now = self.person.owner if self.person else None
        if now and now not in users:
            users.append(now)
        return sorted(((str(u.pk), u.get_full_name()) for u in users), key=lambda option: option[1])

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

    def once_more(self) -> StakeholderForm:
        """The same values, unjudged: for one row more."""
        values = {name: self[name].data for name in self.fields}
        return StakeholderForm(self.actor, person=self.person, initial=values)

    @property
    def name_rows(self) -> list[NameDraft]:
        """What is written, and empty rows for more."""
        given = [row for row in self["names"].value() or [] if row.text.strip()]
        empty = max(NAME_ROWS - len(given), 1)
        return [*given, *[NameDraft("")] * empty]

    @property
    def tag_rows(self) -> list[str]:
        given = self["tags"].value() or []
        return [*given, *[""] * TAG_ROWS]

    @property
    def name_kinds(self) -> list[tuple[str, Any]]:
        return StakeholderName.Kind.choices

    @property
    def name_languages(self) -> list[tuple[str, Any]]:
        return [("", _("Language")), *NameLanguage.choices]

    @property
    def known_tags(self) -> list[str]:
        """Tags in use on rows that the actor may open."""
        return known_tags(self.actor)

    def draft(self) -> StakeholderDraft:
        """As written; call after `is_valid()`."""
        data, base = self.cleaned_data, self.cleaned_data["base"]
        return StakeholderDraft(
            id=data["id"],
            kind=data["kind"],
            names=tuple(data["names"]),
            actor_type=self.types[data["actor_type"]],
            base_region=Region.objects.get(pk=int(base)) if base else None,
            birth_year=data["birth_year"],
            lead_team_id=UUID(data["lead_team"]) if data.get("lead_team") else None,
            at_risk=data["at_risk"],
            tlp=data.get("tlp"),
            tags=tuple(data["tags"]),
            owner_id=UUID(data["owner"]) if data["owner"] else None,
            not_to_be_engaged=data["not_to_be_engaged"],
        )


def initial_of(actor: Actor, person: Stakeholder) -> dict[str, Any]:
    """A stakeholder as the form's first values."""
    names = person.names.visible_to(actor).order_by("position", "pk")
    tags = person.tags.visible_to(actor).order_by("pk")
    return {
        "id": person.pk,
        "version": person.version,
        "names": [NameDraft(row.text, row.kind, row.language) for row in names],
        "kind": person.kind,
        "actor_type": person.actor_type_id,
        "base": str(person.base_region_id or ""),
        "birth_year": person.birth_year or "",
        "tags": [row.text for row in tags],
        "owner": str(person.owner_id or ""),
        "at_risk": person.at_risk,
        "not_to_be_engaged": person.not_to_be_engaged,
        "lead_team": str(person.lead_team_id or ""),
        "tlp": str(person.tlp),
    }


def known_tags(actor: Actor) -> list[str]:
    """Tags in use on rows that the actor may open, each once."""
    rows = StakeholderTag.objects.visible_to(actor).order_by("folded").distinct("folded")
    return list(rows.values_list("text", flat=True)[:MOST_SUGGESTED])


def _teams(actor: Actor, person: Stakeholder | None) -> list[tuple[str, str]]:
    if person is not None and not person.led_by(actor):
        return []
    teams: Iterable[Team] = Team.objects.filter(programme_id=actor.programme_id)
    if actor.own_teams:
        kept = {person.lead_team_id} if person else set()
        teams = [team for team in teams if team.pk in {*actor.own_teams, *kept}]
    return [(str(team.pk), team.name) for team in teams]


class ReasonForm(forms.Form):
    """Why somebody is retired, restored, or an entry taken back."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=500,
        error_messages={"required": gettext_lazy("Say why.")},
    )
