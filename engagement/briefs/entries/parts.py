"""What the forms of entries are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.keys import new_id
from engagement.access.models import Precision, Team
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.briefs.entries.lists import named_by
from engagement.names.folding import fold
from engagement.stakeholders.candidates import suggestions
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.profiles import line as stakeholder_line
from engagement.stakeholders.profiles import with_names

#: Who may be meant by a name; more are not offered.
MOST_CANDIDATES = 8


def day_field(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def long_text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def put(form: forms.Form, field: str, value: object) -> None:
    """Change what was sent, for the next try."""
    data = cast(QueryDict, form.data).copy()
    data[field] = str(value)
    form.data = data


class EntryForm(forms.Form):
    """What every entry has. `draft()` after `is_valid()`."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    lead_team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)
    tlp = forms.TypedChoiceField(label=gettext_lazy("Who may see this"), coerce=int)
    LEVEL = Tlp.GREEN
    #: The field in which somebody of the register is named.
    FIELD = ""

    def __init__(self, actor: Actor, data: Any = None, row: Any = None) -> None:
        super().__init__(data)
        self.actor, self.row = actor, row
        self.offer("tlp", [(t.value, f"{t.label} ({t.code})") for t in Tlp])
        if row is None:
            self._offer_teams()
        else:
            del self.fields["lead_team"]
        if data is None:
            self.initial = self.first_values(row) if row else self.fresh_values()
        self.order_fields(self._order())

    def _order(self) -> list[str]:
        """Its own fields first; who is meant stands under the name that was typed."""
        own = [name for name in self.fields if name not in ("lead_team", "tlp", "which")]
        at = own.index(self.FIELD) + 1 if self.FIELD else len(own)
        return [*own[:at], "which", *own[at:]]

    def offer(self, field: str, options: Any) -> None:
        cast(forms.ChoiceField, self.fields[field]).choices = options

    def _offer_teams(self) -> None:
        teams = Team.objects.filter(programme_id=self.actor.programme_id)
        if self.actor.own_teams:
            teams = teams.filter(pk__in=self.actor.own_teams)
        options = [(str(team.pk), team.name) for team in teams]
        if not self.actor.own_teams:
            options.insert(0, ("", _("The programme’s own")))
        self.offer("lead_team", options)
        if len(options) == 1:
            self.fields["lead_team"].widget = forms.HiddenInput()
            self.fields["lead_team"].initial = options[0][0]

    def fresh_values(self) -> dict[str, Any]:
        return {"id": new_id(), "tlp": self.LEVEL.value}

    def first_values(self, row: Any) -> dict[str, Any]:
        return {"id": row.pk, "version": row.version, "tlp": row.tlp}

    def renew(self) -> None:
        """After a clash with a row that the writer may not open: the next try is another row."""
        put(self, "id", str(new_id()))

    def refuse(self, error: ValidationError) -> None:
        """Put what an action refused beside its fields."""
        for field, told in error.message_dict.items():
            self.add_error(field if field in self.fields else None, told)

    def shared(self) -> dict[str, Any]:
        values = self.cleaned_data
        team = values.get("lead_team")
        key = self.row.pk if self.row else values["id"]
        return {"id": key, "tlp": values["tlp"], "lead_team_id": UUID(team) if team else None}


class NamesSomebody(EntryForm):
    """An entry that names somebody of the register, by a name that is typed."""

    which = forms.CharField(
        label=gettext_lazy("Which one?"), widget=forms.RadioSelect, required=False
    )

    def __init__(self, actor: Actor, data: Any = None, row: Any = None) -> None:
        self.kept: UUID | None = named_by(row) if row else None
        self.known: Stakeholder | None = None
        if self.kept:
            people = with_names(Stakeholder.objects.visible_to(actor), actor)
            self.known = people.filter(pk=self.kept).first()
        super().__init__(actor, data, row)
        if self.kept and self.known is None:
            self.fields[self.FIELD].help_text = _(
                "Somebody you may not open stands here, and stays if you write nothing."
            )

    def first_values(self, row: Any) -> dict[str, Any]:
        return {**super().first_values(row), self.FIELD: self.known.name if self.known else ""}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        text = values.get(self.FIELD, "").strip()
        values["somebody"] = self._somebody(text, values.get("which", ""))
        return values

    def _somebody(self, text: str, which: str) -> UUID | None:
        if not text:
            return self.kept if self.known is None else None
        if self.known and text == self.known.name:
            return self.known.pk
        found = self._candidates(text)
        chosen = next((row for row in found if str(row.pk) == which), None)
        if chosen is not None or len(found) == 1:
            return (chosen or found[0]).pk
        if not found:
            words = _("Nobody whom you may see has a name like this. Register them first.")
            self.add_error(self.FIELD, words)
            return None
        radio = cast(forms.RadioSelect, self.fields["which"].widget)
        lines = [stakeholder_line(row) for row in found]
        radio.choices = [
            (str(row["stakeholder"].pk), f"{row['name']}, {row['detail']}") for row in lines
        ]
        self.add_error("which", _("Several have a name like this."))
        return None

    def _candidates(self, text: str) -> list[Stakeholder]:
        found = [one.person for one in suggestions(self.actor, text, most=MOST_CANDIDATES)]
        same = [row for row in found if any(n.folded == fold(text) for n in row.names.all())]
        return same or found


class RoughField(forms.CharField):
    """A date that may be known roughly: a year, a month or a day."""

    def __init__(self, read: Callable[[str], tuple[Any, str]], **more: Any) -> None:
        self.read = read
        super().__init__(max_length=20, required=False, **more)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return self.read(text) if text else (None, Precision.DAY.value)
        except ValueError as error:
            raise ValidationError(str(error)) from error
