"""Filters that several lists of the API have; each takes one form of writing, and no other."""

from __future__ import annotations

import re
from datetime import UTC
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django_filters import DateFilter, IsoDateTimeFilter, UUIDFilter
from django_filters.fields import IsoDateTimeField

from engagement.access.fields import DAY_SHAPE, UUID_SHAPE

MOMENT_SHAPE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
#: Years that PostgreSQL, Python and every time zone between them can hold.
FIRST, LAST = "1900", "2200"


def _exact(shape: re.Pattern[str], text: Any) -> None:
    if not isinstance(text, str) or not shape.fullmatch(text):
        raise ValidationError(_("This is not written as the document says."))


class DayField(forms.DateField):
    def to_python(self, value: Any) -> Any:
        if value:
            _exact(DAY_SHAPE, value)
        return super().to_python(value)


class MomentField(IsoDateTimeField):
    def to_python(self, value: Any) -> Any:
        if value:
            _exact(MOMENT_SHAPE, value)
            if not FIRST <= value[:4] <= LAST:
                raise ValidationError(_("This date is not plausible."))
        found = super().to_python(value)
        # PostgreSQL knows no offset of 23 hours.
        return found and found.astimezone(UTC)


class KeyField(forms.UUIDField):
    def to_python(self, value: Any) -> Any:
        if value:
            _exact(UUID_SHAPE, value)
        return super().to_python(value)


class ExactDay(DateFilter):
    """A day as YYYY-MM-DD."""

    field_class = DayField


class ExactId(UUIDFilter):
    """A UUID in its usual form."""

    field_class = KeyField


class UpdatedSince(IsoDateTimeFilter):
    """Roots with a change at or after a moment: to look at, not to sync by."""

    field_class = MomentField

    def __init__(self, object_type: str) -> None:
        self.object_type = object_type
        words = "Changed at or after this moment. To look at; a sync by it would miss changes."
        super().__init__(help_text=words)

    def filter(self, rows: Any, value: Any) -> Any:
        if not value:
            return rows
        change = apps.get_model("engagement", "Change")._base_manager
        later = change.filter(object_type=self.object_type, object_id=OuterRef("pk"), at__gte=value)
        return rows.filter(Exists(later))
