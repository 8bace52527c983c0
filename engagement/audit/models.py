"""The change log: one row per change of a root, append-only, written by triggers."""

from __future__ import annotations

from django.db import models

from engagement.access.models import Programme, User


class Change(models.Model):
    """One version of one root. `seq` is the order of writing, `pos` the order of reading.

    A position is given by a short transaction of its own to rows already committed, so that a
    reader who asks for positions above the last one it saw misses nothing (docs/adr/0004).
    """

    seq = models.BigAutoField(primary_key=True)
    pos = models.BigIntegerField(unique=True, null=True)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", db_constraint=False)
    object_type = models.CharField(max_length=32)
    object_id = models.UUIDField()
    version = models.PositiveIntegerField()
    op = models.CharField(max_length=16)
    actor = models.ForeignKey(
        User, models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    verb = models.CharField(max_length=64)
    at = models.DateTimeField()
    #: SHA-256 over the previous position's hash and this row: one chain over positions.
    hash = models.BinaryField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("object_type", "object_id", "version"), name="one_change_per_version"
            ),
        )
        indexes = (
            models.Index(fields=("seq",), condition=models.Q(pos=None), name="change_unstamped"),
            models.Index(fields=("programme", "pos"), name="change_feed"),
        )

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id} v{self.version}"
