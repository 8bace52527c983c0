"""Issues raised in meetings, what we answered, and the decision they changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagement.access.keys import new_id
from engagement.access.models import recorded
from engagement.access.querysets import ScopedManager
from engagement.meetings.issues.querysets import IssueQuerySet
from engagement.meetings.models import Meeting, MeetingChild
from engagement.stakeholders.models import Stakeholder


class IssueManager(ScopedManager.from_queryset(IssueQuerySet)):  # type: ignore[misc]
    pass


@recorded()
class IssueRaised(MeetingChild):
    """One issue: by whom, our answer, the decision it changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="issues")
    text = models.CharField(_("issue raised"), max_length=1000)
    raised_by = models.ForeignKey(
        Stakeholder, models.PROTECT, related_name="+", null=True, verbose_name=_("raised by")
    )
    answer = models.TextField(_("our answer"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True)
    decision = models.TextField(_("the decision it changed"), blank=True)

    objects: ClassVar[IssueManager] = IssueManager()

    class Meta(MeetingChild.Meta):
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="issue_says_what"),
            models.CheckConstraint(
                condition=Q(answered_on=None) | ~Q(answer=""), name="issue_answered_with_words"
            ),
        )
        indexes = (models.Index(fields=("programme", "-id"), name="issue_newest"),)

    def __str__(self) -> str:
        return f"issue of {self.meeting_id}"
