"""What narrows the register's list, all of it in the address."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from engagement.access.models import Role
from engagement.access.scope import Actor
from engagement.regions.choices import places_of


def may_see_retired(actor: Actor) -> bool:
    """Managers look after who is retired."""
    return actor.role == Role.MANAGER


class FilterForm(forms.Form):
    """The list's filters; a value that cannot be read narrows nothing, and says so."""

    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200)
    base = forms.ChoiceField(label=gettext_lazy("Where from"), required=False)
    tag = forms.CharField(label=gettext_lazy("Tag"), required=False, max_length=60)
    owner = forms.ChoiceField(
        label=gettext_lazy("Relationship owner"),
        required=False,
        choices=[("", gettext_lazy("All")), ("mine", pgettext_lazy("owner", "Me"))],
    )
    engaged = forms.ChoiceField(
        label=gettext_lazy("To be engaged"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("yes", gettext_lazy("May be engaged")),
            ("no", gettext_lazy("Not to be engaged")),
        ],
    )
    retired = forms.ChoiceField(
        label=gettext_lazy("In use"),
        required=False,
        choices=[("", gettext_lazy("In use")), ("yes", gettext_lazy("Retired"))],
    )

    def __init__(self, actor: Actor, data: Any) -> None:
        super().__init__(data)
        base = cast(forms.ChoiceField, self.fields["base"])
        base.choices = [("", _("All")), *places_of(actor.programme_id)]
        if not may_see_retired(actor):
            del self.fields["retired"]
