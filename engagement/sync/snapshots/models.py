"""Everything that a partner may hold, as a file of lines, with the cursor to go on from."""

from __future__ import annotations

from django.db import models

from engagement.access.keys import new_id
from engagement.access.models import Programme, User
from engagement.jobs.models import Job
from engagement.sync.models import Agreement


class Snapshot(models.Model):
    """One file that a partner asked for; whole once its job is done.

    `rule`, `epoch`, `position` and `since` are those of the feed when reading began: what changed
    later comes by the feed, from there on.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="snapshots")
    partner = models.ForeignKey(User, models.PROTECT, related_name="+")
    job = models.OneToOneField(Job, models.PROTECT, related_name="snapshot")
    rule = models.PositiveIntegerField(default=0)
    epoch = models.CharField(max_length=32, blank=True)
    position = models.BigIntegerField(default=0)
    since = models.BigIntegerField(default=0)
    #: The attempt of the job whose pieces are the file.
    attempt = models.PositiveSmallIntegerField(null=True)
    #: Type of record -> how many of them there are.
    counts = models.JSONField(default=dict)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("programme", "id"), name="snapshot_in_programme"),
        )
        indexes = (models.Index(fields=("agreement", "-created_at"), name="snapshot_newest"),)

    def __str__(self) -> str:
        return f"snapshot {self.pk}"


class SnapshotPiece(models.Model):
    """Some lines of a snapshot, in their order; kept in the database like the files of reports."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    partner = models.ForeignKey(User, models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="pieces")
    attempt = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("snapshot", "attempt", "number"), name="snapshot_pieces_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"piece {self.number} of {self.snapshot_id}"
