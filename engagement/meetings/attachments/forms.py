"""The form under a meeting with which a file is sent."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.keys import new_id
from engagement.access.tlp import Tlp
from engagement.meetings.attachments.actions import too_large
from engagement.meetings.attachments.media import ACCEPT
from engagement.meetings.models import Meeting


class AttachmentForm(forms.Form):
    """One file and who may see it."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=None,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": gettext_lazy("Choose a file.")},
        help_text=gettext_lazy(
            "PDF, picture, text, CSV, DOCX, XLSX, ODT or ODS, at most 10 MB. A picture is kept "
            "without the place where it was taken."
        ),
    )
    tlp = forms.TypedChoiceField(label=gettext_lazy("Who may see this"), coerce=int)

    def __init__(
        self, meeting: Meeting, data: Any = None, files: Any = None, *, cut: bool = False
    ) -> None:
        super().__init__(
            data,
            files,
            auto_id="file_%s",
            initial={"id": new_id(), "tlp": meeting.tlp},
        )
        self.cut = cut
        levels = cast(forms.ChoiceField, self.fields["tlp"])
        levels.choices = [(level.value, f"{level.label} ({level.code})") for level in Tlp]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.cut:  # nothing of it is there, and "Choose a file" would be no answer
            self.errors.pop("file", None)
            self.add_error("file", str(too_large()))
        if "id" in self.errors:
            self.add_error(None, _("The form was damaged on the way. Please send it again."))
        return cleaned

    def refuse(self, error: ValidationError) -> None:
        """Show the action's messages beside their fields."""
        for field, messages in error.message_dict.items():
            self.add_error(field if field in self.fields else None, messages)
