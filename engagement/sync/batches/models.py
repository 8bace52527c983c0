"""What programs sent in batches: each request, their own names of records, and what clashed."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagement.access.keys import new_id
from engagement.access.models import Programme, Role, Team, User
from engagement.access.querysets import ScopedManager, ScopedQuerySet
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.meetings.models import Meeting
from engagement.stakeholders.models import Stakeholder
from engagement.sync.batches.codes import BatchState, Decision
from engagement.sync.codes import SharedType

#: Signs of an idempotency key, of a namespace, of an external id.
LONGEST_KEY, LONGEST_NAMESPACE, LONGEST_EXTERNAL_ID = 255, 80, 200


class Batch(models.Model):
    """One request, claimed before its work in a transaction of its own.

    The work holds this row: whoever comes with the same key waits for it, and a process that dies
    lets go of it. It holds no content; managers read it for the partner's page.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    #: The caller's Idempotency-Key.
    key = models.CharField(max_length=LONGEST_KEY)
    #: SHA-256 of the type of record and of the canonical body.
    fingerprint = models.BinaryField()
    object_type = models.CharField(max_length=24, choices=SharedType)
    items = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=BatchState, default=BatchState.RUNNING)
    received_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    #: How many items ended so.
    created = models.PositiveSmallIntegerField(default=0)
    updated = models.PositiveSmallIntegerField(default=0)
    unchanged = models.PositiveSmallIntegerField(default=0)
    conflicts = models.PositiveSmallIntegerField(default=0)
    refused = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("programme", "user", "key"), name="one_batch_of_a_key"),
            models.CheckConstraint(
                condition=Q(state="running", answered_at=None)
                | Q(state="done", answered_at__isnull=False),
                name="batch_done_is_answered",
            ),
        )
        indexes = (
            models.Index(fields=("programme", "user", "-received_at"), name="batch_newest"),
            models.Index(fields=("received_at",), name="batch_oldest"),
        )

    def __str__(self) -> str:
        return f"batch {self.pk}, {self.state}"


class BatchAnswer(models.Model):
    """What a batch was answered, byte for byte; only its sender reads it."""

    batch = models.OneToOneField(Batch, models.CASCADE, related_name="answer", primary_key=True)
    status = models.PositiveSmallIntegerField()
    body = models.BinaryField()

    def __str__(self) -> str:
        return f"answer to {self.batch_id}"


class AboutRecords(ScopedQuerySet):
    """Rows about a stakeholder or a meeting, for whoever may open it."""

    def visible_to(self, actor: Actor) -> Self:
        rows: Self = self._chain()  # type: ignore[attr-defined]
        rows._why = "actor"
        people = Stakeholder.objects.visible_to(actor).values("pk")
        meetings = Meeting.objects.visible_to(actor).values("pk")
        here = Q(programme_id=actor.programme_id)
        return rows.filter(here & (Q(object_id__in=people) | Q(object_id__in=meetings)))


class ExternalReferenceQuerySet(AboutRecords):
    """The vocabulary of questions about what programs call their records."""

    def of(self, actor: Actor) -> Self:
        """What the actor itself calls its records."""
        rows: Self = self._chain()  # type: ignore[attr-defined]
        rows._why = "actor"
        return rows.filter(programme_id=actor.programme_id, user_id=actor.person)

    def to_compare(self) -> Self:
        """Stakeholders whose names nobody has held against the register yet."""
        return self.filter(object_type=SharedType.STAKEHOLDER, compared_at=None)

    def provisional(self) -> Self:
        """Stakeholders that may be somebody registered before."""
        return self.filter(object_type=SharedType.STAKEHOLDER, provisional=True)


class ExternalReferenceManager(ScopedManager.from_queryset(ExternalReferenceQuerySet)):  # type: ignore[misc]
    """The manager that knows it."""


class ExternalReference(models.Model):
    """What a program calls a record that it wrote."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    #: Where a program has several lists with numbers of their own.
    namespace = models.CharField(max_length=LONGEST_NAMESPACE, blank=True)
    external_id = models.CharField(max_length=LONGEST_EXTERNAL_ID)
    object_type = models.CharField(max_length=24, choices=SharedType)
    object_id = models.UUIDField()
    #: The last version that the program has shown it knows: by naming it, or by having made it.
    known_version = models.PositiveIntegerField()
    #: SHA-256 of what it last sent, and the version that came of it: a repeat changes nothing.
    request_hash = models.BinaryField()
    request_version = models.PositiveIntegerField()
    #: It was answered that this may be somebody registered before.
    provisional = models.BooleanField(default=False)
    #: When it was held against the register with a manager's rights.
    compared_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[ExternalReferenceManager] = ExternalReferenceManager()
    plain = models.Manager()

    class Meta:
        base_manager_name = "plain"
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "user", "object_type", "namespace", "external_id"),
                name="one_record_of_an_external_id",
            ),
        )
        indexes = (
            models.Index(fields=("object_id",), name="external_reference_of"),
            models.Index(
                fields=("programme",),
                condition=Q(compared_at=None, object_type="stakeholder"),
                name="external_reference_new",
            ),
        )

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}"

    @property
    def name(self) -> tuple[str, str]:
        """Where a program has it, and as what."""
        return self.namespace, self.external_id


class SyncConflictQuerySet(AboutRecords):
    """The vocabulary of questions about clashes; row security asks what they were at the time."""

    def open(self) -> Self:
        """Nobody decided yet."""
        return self.filter(decision=Decision.OPEN)

    def of_partner(self, user_id: object) -> Self:
        """What one program sent."""
        return self.filter(author_id=user_id)

    def led_by(self, actor: Actor) -> Self:
        """Over records that the actor answers for."""
        if not actor.can_log:
            return self.none()
        if actor.role == Role.MANAGER:
            return self
        ours = Q(author_id=actor.user_id) | Q(lead_team_id__in=actor.own_teams)
        people = Stakeholder.objects.visible_to(actor).filter(ours).values("pk")
        meetings = Meeting.objects.visible_to(actor).filter(ours).values("pk")
        return self.filter(Q(object_id__in=people) | Q(object_id__in=meetings))


class SyncConflictManager(ScopedManager.from_queryset(SyncConflictQuerySet)):  # type: ignore[misc]
    """The manager that knows it."""


class SyncConflict(models.Model):
    """A program and somebody here changed the same field of a record, each to something else.

    What stands here stands, until a person decides. `tlp`, `lead_team`, `teams` are the record's at
    the time: it is read by whoever could open it then and can now. `author` is the program, which
    wrote the record.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    tlp = models.PositiveSmallIntegerField(choices=Tlp)
    lead_team = models.ForeignKey(Team, models.PROTECT, related_name="+", null=True)
    teams: ArrayField[list[object], list[object]] = ArrayField(models.UUIDField(), default=list)
    object_type = models.CharField(max_length=24, choices=SharedType)
    object_id = models.UUIDField()
    #: The version that the program began with, and the one that stood here.
    base_version = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    #: The whole of what it sent, its own names of people replaced by our ids.
    sent = models.JSONField()
    #: What clashes: `key`, `pointer`, `base`, `theirs`, `ours`.
    fields = models.JSONField()
    noticed_at = models.DateTimeField()
    decision = models.CharField(max_length=12, choices=Decision, blank=True, default=Decision.OPEN)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), blank=True)

    objects: ClassVar[SyncConflictManager] = SyncConflictManager()
    plain = models.Manager()

    class Meta:
        base_manager_name = "plain"
        constraints = (
            models.UniqueConstraint(
                fields=("object_id",), condition=Q(decision=""), name="one_open_conflict"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None)
                | ~Q(decision="") & Q(decided_at__isnull=False),
                name="sync_conflict_decided_at_a_time",
            ),
        )
        indexes = (models.Index(fields=("programme", "-noticed_at"), name="sync_conflict_newest"),)

    def __str__(self) -> str:
        return f"conflict over {self.object_type} {self.object_id}"
