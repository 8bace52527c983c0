"""What spans rooms: views of lists that a user keeps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagement.access.keys import new_id
from engagement.access.models import Programme, User


class SavedView(models.Model):
    """A list with its filters, under a name; only its user sees it."""

    class Page(models.TextChoices):
        MEETINGS = "meeting_list", _("Meetings")
        STAKEHOLDERS = "stakeholder_list", _("Stakeholders")
        FOLLOW_UPS = "follow_up_list", _("Follow-ups")
        ISSUES = "issue_list", _("Issues raised")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    page = models.CharField(max_length=24, choices=Page)
    name = models.CharField(_("name"), max_length=80)
    #: The filters as they stand in the address.
    query = models.CharField(max_length=2000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "user", "page", "name"), name="saved_view_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name
