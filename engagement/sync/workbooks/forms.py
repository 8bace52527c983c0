"""The form with which a workbook is brought."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class WorkbookForm(forms.Form):
    """One file, and whether it is only to be tried."""

    file = forms.FileField(
        label=_("File"),
        max_length=None,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Choose a file.")},
        help_text=_("XLSX, at most 5 MB and 5000 records."),
    )
    trial = forms.BooleanField(
        label=_("Only try it"),
        required=False,
        help_text=_("Says what would come of it, and writes nothing."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, cut: str = "") -> None:
        super().__init__(data, files)
        self.cut = cut

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.cut:  # nothing of it is there, and "Choose a file" would be no answer
            self.errors.pop("file", None)
            self.add_error("file", self.cut)
        return cleaned
