"""Who is to be named on a record, and why."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.access.scope import Actor
from engagement.stakeholders.naming.actions import LONGEST_REASON
from engagement.stakeholders.naming.rules import called, members_to_name


class NamingForm(forms.Form):
    """Offers the members who are not named on it; one statement."""

    people = forms.TypedMultipleChoiceField(
        label=_("Whom do you name?"),
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose somebody.")},
    )
    reason = forms.CharField(
        label=_("Why may they see it?"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why.")},
    )

    def __init__(self, *args: Any, actor: Actor, named: Collection[UUID], **more: Any) -> None:
        super().__init__(*args, **more)
        rows = [row for row in members_to_name(actor) if row.user_id not in named]
        rows.sort(key=lambda row: called(row.user).casefold())
        offered = [
            (str(row.user_id), f"{called(row.user)} · {row.get_role_display()}") for row in rows
        ]
        self.fields["people"].choices = offered  # type: ignore[attr-defined]

    @property
    def offers(self) -> bool:
        """Whether there is anybody left to name."""
        return bool(self.fields["people"].choices)  # type: ignore[attr-defined]
