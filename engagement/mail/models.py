"""Letters that are to leave by e-mail: the row is the truth, and holds no content and no address.

What a letter says is made when it is sent, so that what its recipient may open is asked then.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from engagement.access.keys import new_id
from engagement.access.models import Programme, User
from engagement.access.scope import Actor

#: How long one letter may be on its way to the server; every step of it ends after 20 seconds.
LEASE = timedelta(minutes=5)
#: How often a letter is tried before it is given up.
MOST_TRIES = 8


class State(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("of a letter", "Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", pgettext_lazy("of a letter", "Sent")
    DEAD = "dead", _("Not delivered")
    DROPPED = "dropped", pgettext_lazy("of a letter", "Dropped")


#: What a person can still send again, or drop.
UNDELIVERED = (State.WAITING, State.DEAD)


class LetterQuerySet(models.QuerySet["Letter"]):
    """The vocabulary of questions about letters."""

    def visible_to(self, actor: Actor) -> Self:
        """The letters of the actor's programme; the door asks for the role."""
        return self.filter(programme_id=actor.programme_id)

    def undelivered(self) -> Self:
        """Given up, or still to be tried."""
        return self.filter(state__in=UNDELIVERED)

    def due(self) -> Self:
        """To be sent now."""
        return self.filter(state=State.WAITING, send_after__lte=Now())

    def lost(self) -> Self:
        """Their sender fell silent: whether the server took them, nobody can know."""
        return self.filter(state=State.SENDING, lease_until__lt=Now())

    def held(self, attempt: int) -> Self:
        """Rows that the sender of this attempt may still write: the fence."""
        return self.filter(state=State.SENDING, attempt=attempt)


class Letter(models.Model):
    """One letter to one person, about one row; its kind says who writes it (letters.py)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    recipient = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=64)
    about = models.UUIDField()
    #: `kind:about:recipient`, so that the same letter is never queued twice.
    once = models.CharField(max_length=160, unique=True)
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    #: Counts every sending and never goes back: the fence.
    attempt = models.PositiveIntegerField(default=0)
    #: Tries since it was queued, or since a person sent it again.
    tries = models.PositiveSmallIntegerField(default=0)
    send_after = models.DateTimeField(db_default=Now())
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="letter_state_known"),
            models.CheckConstraint(
                condition=~Q(state=State.SENDING) | Q(lease_until__isnull=False),
                name="letter_sending_has_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENT) | Q(sent_at__isnull=False),
                name="letter_sent_has_time",
            ),
        )
        indexes = (
            models.Index(
                fields=("send_after",), condition=Q(state=State.WAITING), name="letter_due"
            ),
            models.Index(
                fields=("lease_until",), condition=Q(state=State.SENDING), name="letter_lease"
            ),
            models.Index(
                fields=("programme", "state", "created_at"),
                condition=Q(state__in=UNDELIVERED),
                name="letter_undelivered",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}, {self.state}"
