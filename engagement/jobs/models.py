"""Long pieces of work as rows: the row is the truth, the queue only carries."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from engagement.access.keys import new_id
from engagement.access.models import Programme, User

#: How long a worker may be silent before another takes the work over.
LEASE = timedelta(seconds=60)
#: How often a piece of work may be begun before it is given up.
MOST_ATTEMPTS = 5


class State(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Being built")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class JobQuerySet(models.QuerySet["Job"]):
    """The vocabulary of questions about work."""

    def claimable(self) -> Self:
        """Waiting, or running under a lease that ran out; not given up."""
        waiting = Q(state=State.QUEUED) | Q(state=State.RUNNING, lease_until__lt=Now())
        return self.filter(waiting, attempt__lt=MOST_ATTEMPTS)

    def given_up(self) -> Self:
        """Begun as often as allowed, and the last worker is silent."""
        return self.filter(state=State.RUNNING, lease_until__lt=Now(), attempt__gte=MOST_ATTEMPTS)

    def held(self, attempt: int) -> Self:
        """Rows that the holder of this attempt may still write: the fence."""
        return self.filter(state=State.RUNNING, attempt=attempt)

    def to_send(self) -> Self:
        """Claimable, and not put on the queue just now: later after each sending."""
        return self.claimable().filter(send_after__lt=Now())


class Job(models.Model):
    """One piece of work. It names no content, only whose it is and which task builds which row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    task = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    sent = models.PositiveIntegerField(default=0)
    send_after = models.DateTimeField(db_default=Now())
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=1)
    phase = models.CharField(max_length=64, blank=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="job_state_known"),
            models.CheckConstraint(
                condition=~Q(state=State.RUNNING) | Q(lease_until__isnull=False),
                name="job_running_has_lease",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="job_done_in_total"),
        )
        indexes = (
            models.Index(
                fields=("send_after",),
                condition=Q(state__in=(State.QUEUED, State.RUNNING)),
                name="job_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.task} {self.id}, {self.state}"

    @property
    def percent(self) -> int:
        """How far the work is, 0 to 100."""
        return 100 * self.done // self.total

    @property
    def open(self) -> bool:
        """Whether a page should ask again."""
        return self.state in (State.QUEUED, State.RUNNING)
