"""Pairs that may be one, what people said of them, and the scans that found them."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagement.access.keys import new_id
from engagement.access.models import Programme, User
from engagement.access.querysets import ScopedManager, ScopedQuerySet
from engagement.access.scope import Actor
from engagement.jobs.models import Job
from engagement.stakeholders.models import Stakeholder


class Verdict(models.TextChoices):
    """What somebody said of a pair. *Same* is no verdict: it is a merge."""

    OPEN = "", _("Not judged")
    UNSURE = "unsure", _("Unsure")
    APART = "apart", _("Not the same")


class DuplicatePairQuerySet(ScopedQuerySet):
    """The vocabulary of questions about pairs."""

    def visible_to(self, actor: Actor) -> Self:
        """Pairs of whom the actor may open both."""
        rows: Self = self._chain()  # type: ignore[attr-defined]
        rows._why = "actor"
        people = Stakeholder.objects.visible_to(actor).values("pk")
        return rows.filter(programme_id=actor.programme_id, one__in=people, other__in=people)

    def standing(self) -> Self:
        """Of whom neither is retired."""
        return self.filter(one__withdrawn_at=None, other__withdrawn_at=None)

    def open(self) -> Self:
        """Still to be judged, those that somebody was unsure of included."""
        return self.standing().exclude(verdict=Verdict.APART)

    def apart(self) -> Self:
        """Said not to be the same."""
        return self.standing().filter(verdict=Verdict.APART)

    def with_person(self, pk: object) -> Self:
        """Of which this stakeholder is one side."""
        return self.filter(Q(one=pk) | Q(other=pk))


class DuplicatePairManager(ScopedManager.from_queryset(DuplicatePairQuerySet)):  # type: ignore[misc]
    """The manager that knows it."""


@pghistory.track(pghistory.UpdateEvent(condition=pghistory.AnyChange("verdict")))
class DuplicatePair(models.Model):
    """Two stakeholders that may be one, the smaller id first, so that a pair stands once.

    It holds no name, and nothing that not everybody may open who may open both: what speaks for a
    pair beside the names is read anew, with the reader's own rights.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    one = models.ForeignKey(Stakeholder, models.CASCADE, related_name="+")
    other = models.ForeignKey(Stakeholder, models.CASCADE, related_name="+")
    #: How alike their nearest names are, in thousandths.
    score = models.PositiveSmallIntegerField()
    #: Whether full names of several parts are near enough to be put forward as one.
    likely = models.BooleanField(default=False)
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True, default=Verdict.OPEN)
    judged_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    judged_at = models.DateTimeField(null=True)
    #: When a scan last found it.
    found_at = models.DateTimeField()

    objects: ClassVar[DuplicatePairManager] = DuplicatePairManager()
    plain = models.Manager()

    class Meta:
        # For Django's own reads; row security guards those.
        base_manager_name = "plain"
        constraints = (
            models.UniqueConstraint(fields=("one", "other"), name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="duplicate_pair_ordered"),
            models.CheckConstraint(condition=Q(score__lte=1000), name="duplicate_pair_score"),
            models.CheckConstraint(
                condition=Q(verdict="", judged_by=None)
                | Q(verdict__in=(Verdict.UNSURE, Verdict.APART), judged_by__isnull=False),
                name="duplicate_pair_judged_by_somebody",
            ),
        )
        indexes = (
            # The nearest names first: all the pairs would be read and sorted for one page.
            models.Index(
                fields=("programme", "-likely", "-score", "id"),
                name="duplicate_pair_nearest",
                condition=~Q(verdict="apart"),
            ),
        )

    def __str__(self) -> str:
        return f"pair {self.one_id} {self.other_id}"


class DuplicateScan(models.Model):
    """A scan of the register, with the rights of whoever asked for it; only they see it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    job = models.OneToOneField(Job, models.PROTECT, related_name="+")
    #: Up to here every stakeholder was held against those after them; by id.
    reached = models.UUIDField(null=True)
    #: How many stakeholders were held against each other, and how many pairs were found.
    people = models.PositiveIntegerField(default=0)
    pairs = models.PositiveIntegerField(default=0)
    #: Of how many a name is so common that it was only compared with the same governorate's.
    common = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (
            models.Index(fields=("programme", "user", "-created_at"), name="duplicate_scan_newest"),
        )

    def __str__(self) -> str:
        return f"scan {self.pk}"
