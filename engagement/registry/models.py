"""What spans rooms: views of lists that a user keeps, and merges of stakeholders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagement.access.keys import new_id
from engagement.access.models import Programme, Scoped, User
from engagement.access.querysets import ScopedManager, ScopedQuerySet
from engagement.stakeholders.models import Stakeholder

if TYPE_CHECKING:
    from engagement.access.scope import Actor


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


class MergeQuerySet(ScopedQuerySet):
    """Merges, which name two records."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of which the actor may open what was kept and, once taken apart, both."""
        other: Any = Stakeholder.objects.visible_to(actor).values("pk")
        return super().visible_to(actor).filter(Q(undone_at=None) | Q(gone__in=other))


class MergeManager(ScopedManager.from_queryset(MergeQuerySet)):  # type: ignore[misc]
    pass


class Merge(Scoped):
    """Two records that a person said are one: what was chosen and why, and whether it still holds.

    Seen by whoever may open the one that was kept and, once taken apart, both. Written by functions
    of the database only (engagement/registry/sql); what was moved stands in `MergeKeep`.
    """

    ROOT: ClassVar[str] = "kept_id"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kept = models.ForeignKey(Stakeholder, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Stakeholder, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(_("reason"))
    #: field -> `kept` or `gone`, where somebody chose.
    choices = models.JSONField(default=dict)
    #: While its rows are on the way: only then may they change whom they belong to.
    working = models.BooleanField(default=False)
    undone_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.TextField(blank=True)
    #: The acts in history, whose reasons are as closed as the merge.
    context_id = models.UUIDField(null=True, db_index=True)
    undone_context_id = models.UUIDField(null=True, db_index=True)

    objects: ClassVar[MergeManager] = MergeManager()

    class Meta(Scoped.Meta):
        constraints = (
            models.UniqueConstraint(fields=("programme", "id"), name="merge_in_programme"),
            models.UniqueConstraint(
                fields=("gone",), condition=Q(undone_at=None), name="merged_into_one"
            ),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_says_why"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, undone_reason="")
                | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_reason=""),
                name="merge_undone_whole",
            ),
        )
        indexes = (models.Index(fields=("programme", "at"), name="merge_by_time"),)

    def __str__(self) -> str:
        return f"merge {self.pk}"


class MergeKeep(models.Model):
    """What one merge did to the rows of a table, in its order; no right for the web role.

    `moved` and `stayed`: which rows pointed to the one that went, and which to the one that was
    kept. `aside`: a whole row that could not stand beside another. `changed`: one value of one row.
    `named`: people named by it. `before`: the names of the one that went; `after`: the kept record,
    when it was done. `access`: the one that went, as open as it was by itself, and then.
    `unnamed`: people who were named on it and are not on the kept one. `unknown`: what the unmerge
    could not know.
    """

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    #: Without the app's prefix.
    table = models.CharField(max_length=40)
    column = models.CharField(max_length=40, blank=True)
    rows: ArrayField[list[str], list[str]] = ArrayField(models.TextField())
    was = models.JSONField(null=True)
    became = models.JSONField(null=True)
    #: The row that was in the way of one set aside.
    because = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.table} of {self.merge_id}"
