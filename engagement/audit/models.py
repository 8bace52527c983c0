"""The change log: one row per change of a root, append-only, written by triggers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.access.keys import new_id
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
    #: Where the op is `merged_into`: the row that it became part of.
    became = models.UUIDField(null=True)
    actor = models.ForeignKey(
        User, models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    verb = models.CharField(max_length=64)
    at = models.DateTimeField()
    #: When its transaction began: the moment that events of children of this version bear.
    began = models.DateTimeField(null=True)
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


class Export(models.Model):
    """What left the programme as a file: who took which list, how narrowed, how many rows."""

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"
        ICS = "ics", "iCalendar"
        FILE = "file", _("attachment")
        JSON = "json", "JSON"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    what = models.CharField(max_length=40)
    format = models.CharField(max_length=8, choices=Format)
    #: The filters as they stood in the address, or the id of the one row.
    query = models.TextField(blank=True)
    rows = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("programme", "-at"), name="export_newest"),)

    def __str__(self) -> str:
        return f"{self.what}.{self.format}, {self.rows} rows"
