"""What a person says when two records are made one, and when they are taken apart."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.registry.merging.rules import FIELDS, LONGEST_REASON, SIDES


class MergeForm(forms.Form):
    """A side for each field; the versions are those that the page showed."""

    kept_version = forms.IntegerField(widget=forms.HiddenInput)
    gone_version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why are they one?"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in FIELDS.items():
            sides = [("", ""), *((side, side) for side in SIDES)]
            self.fields[name] = forms.ChoiceField(label=label, choices=sides, required=False)

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen, by field."""
        return {name: side for name in FIELDS if (side := self.cleaned_data.get(name))}

    @property
    def given(self) -> dict[str, Any]:
        """As the action takes it."""
        data = self.cleaned_data
        versions = (data["kept_version"], data["gone_version"])
        return {"choices": self.choices, "reason": data["reason"], "versions": versions}


class UnmergeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why are they two?"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why.")},
    )
