"""Asking for a report."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from engagement.coverage.periods import Quarter
from engagement.coverage.words import quarter_words
from engagement.reports.models import ReportKind

#: Quarters that can be asked for, the running one included.
QUARTERS = 8


class AskForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Report"), choices=ReportKind.choices)
    quarter = forms.ChoiceField(label=gettext_lazy("Quarter"))

    def __init__(self, current: Quarter, data: Any = None) -> None:
        super().__init__(data)
        quarters = [(str(row), quarter_words(row)) for row in current.back(QUARTERS)]
        field = cast(forms.ChoiceField, self.fields["quarter"])
        field.choices, field.initial = quarters, quarters[1][0]
