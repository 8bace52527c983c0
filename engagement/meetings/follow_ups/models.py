"""What was promised in a meeting: follow-ups of ours, commitments of theirs."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from engagement.access.keys import new_id
from engagement.access.models import User, recorded
from engagement.access.querysets import ScopedManager
from engagement.meetings.follow_ups.querysets import FollowUpQuerySet
from engagement.meetings.models import Meeting, MeetingChild
from engagement.stakeholders.models import Stakeholder


class FollowUpManager(ScopedManager.from_queryset(FollowUpQuerySet)):  # type: ignore[misc]
    pass


@recorded()
class FollowUp(MeetingChild):
    """What one side said it would do. Open until it is done or dropped; verified by somebody."""

    class Side(models.TextChoices):
        OURS = "ours", _("Follow-up (ours)")
        THEIRS = "theirs", _("Commitment (theirs)")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="follow_ups")
    side = models.CharField(_("whose"), max_length=8, choices=Side, default=Side.OURS)
    text = models.CharField(_("follow-up"), max_length=500)
    due_on = models.DateField(_("due"), null=True)
    #: Who does it: one of us for a follow-up, a stakeholder for a commitment.
    assigned_to = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("who does it")
    )
    by = models.ForeignKey(
        Stakeholder, models.PROTECT, related_name="+", null=True, verbose_name=_("whose commitment")
    )
    done_on = models.DateField(_("done on"), null=True)
    verified_on = models.DateField(_("verified on"), null=True)
    verified_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    dropped_on = models.DateField(_("dropped on"), null=True)
    dropped_reason = models.CharField(_("why"), max_length=500, blank=True)

    objects: ClassVar[FollowUpManager] = FollowUpManager()

    class Meta(MeetingChild.Meta):
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="follow_up_says_what"),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(dropped_on=None), name="follow_up_ends_once"
            ),
            models.CheckConstraint(
                condition=Q(dropped_on=None) | ~Q(dropped_reason=""),
                name="follow_up_dropped_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(verified_on=None)
                | Q(done_on__isnull=False, verified_on__gte=F("done_on")),
                name="follow_up_verified_when_done",
            ),
        )
        indexes = (
            models.Index(
                fields=("programme", "due_on", "id"),
                condition=Q(done_on=None, dropped_on=None),
                name="follow_up_open",
            ),
        )

    def __str__(self) -> str:
        return f"follow-up of {self.meeting_id}"

    @property
    def theirs(self) -> bool:
        """Whether it is a commitment of theirs."""
        return self.side == self.Side.THEIRS

    def state(self, today: date) -> str:
        """`open`, `overdue`, `done`, `verified` or `dropped`."""
        if self.dropped_on:
            return "dropped"
        if self.done_on:
            return "verified" if self.verified_on else "done"
        return "overdue" if self.due_on and self.due_on < today else "open"

    def state_words(self, today: date) -> str:
        """The state as the reader calls it: a commitment is kept, a follow-up done."""
        words = _STATES_THEIRS if self.theirs else _STATES_OURS
        return str(words[self.state(today)])


_STATES_OURS = {
    "open": pgettext_lazy("state of a follow-up", "Open"),
    "overdue": pgettext_lazy("state of a follow-up", "Overdue"),
    "done": pgettext_lazy("state of a follow-up", "Done"),
    "verified": pgettext_lazy("state of a follow-up", "Done and verified"),
    "dropped": pgettext_lazy("state of a follow-up", "Dropped"),
}
_STATES_THEIRS = {
    **_STATES_OURS,
    "done": pgettext_lazy("state of a commitment", "Kept"),
    "verified": pgettext_lazy("state of a commitment", "Kept and verified"),
}
