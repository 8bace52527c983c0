"""Files of a meeting, in the private store: the database, behind the same wall as the meeting."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagement.access.keys import new_id
from engagement.access.models import User
from engagement.access.tlp import Tlp
from engagement.meetings.models import Meeting, MeetingChild


@pghistory.track(exclude=["content"])
class Attachment(MeetingChild):
    """One file. Its own level raises its meeting's; its content never enters history."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attachments")
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(max_length=100)
    #: Bytes.
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    own_tlp = models.PositiveSmallIntegerField(
        _("who may see this"), choices=Tlp, default=Tlp.AMBER
    )
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    written_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_reason = models.TextField(_("reason"), blank=True, editable=False)

    class Meta(MeetingChild.Meta):
        constraints = (
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="attachment_withdrawn_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"attachment of {self.meeting_id}"
