"""A form that shows every kind of field, for the style guide."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.access.tlp import Tlp


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("In any script, as it is written there."))
    day = forms.DateField(
        label=_("When"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    level = forms.ChoiceField(label=_("Who may see this"), choices=Tlp.choices)
    summary = forms.CharField(label=_("Summary"), widget=forms.Textarea(attrs={"rows": 2}))
    at_risk = forms.BooleanField(label=_("at risk"), required=False)
    kind = forms.ChoiceField(
        label=_("How"),
        choices=[("a", _("In person")), ("b", _("Remote"))],
        widget=forms.RadioSelect,
        initial="a",
    )
