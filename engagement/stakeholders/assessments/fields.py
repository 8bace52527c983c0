"""What every form of an entry shares: dates known roughly, fields in pairs, an id of its own."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from engagement.access.dates import day_after, first_day
from engagement.access.keys import new_id
from engagement.access.models import Precision


class RoughField(forms.CharField):
    """A date known roughly, as (first day, precision); an end is stored as the day after it."""

    def __init__(self, *, end: bool = False, **options: Any) -> None:
        self.end = end
        super().__init__(required=False, max_length=20, **options)

    def clean(self, value: Any) -> tuple[date | None, str]:
        text = super().clean(value)
        if not text:
            return None, Precision.DAY.value
        try:
            return day_after(text) if self.end else first_day(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class EntryForm(forms.Form):
    """Any entry in a record: an id made with the form, and fields in rows of one or two."""

    PAIRS: tuple[tuple[str, ...], ...] = ()
    id = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The visible fields as the page sets them: pairs beside each other."""
        paired = {name for pair in self.PAIRS for name in pair}
        rows, done = [], set()
        for field in self.visible_fields():
            mates = next((pair for pair in self.PAIRS if field.name in pair), (field.name,))
            if field.name in done:
                continue
            names = [name for name in mates if name in self.fields]
            done.update(names if field.name in paired else [field.name])
            rows.append([self[name] for name in names])
        return rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "id" in self.errors:
            self.add_error(None, _("The form was damaged on the way. Please save again."))
            self.renew()
        return cleaned

    def renew(self) -> None:
        """Give the form another id, so that it can be sent again."""
        data = cast(QueryDict, self.data).copy()
        data["id"] = str(new_id())
        self.data = data

    def refuse(self, error: ValidationError) -> None:
        """Show an action's messages beside their fields."""
        for field, texts in error.message_dict.items():
            self.add_error(field if field in self.fields else None, cast(Any, texts))

    def offer(self, field: str, options: Any) -> None:
        cast(forms.ChoiceField, self.fields[field]).choices = options
