"""Workbooks that partners without a developer fill in, and what came of each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from engagement.access.keys import new_id
from engagement.access.models import Programme, User
from engagement.jobs.models import Job
from engagement.sync.models import Agreement
from engagement.sync.workbooks.codes import Part


class Workbook(models.Model):
    """One file, brought in by somebody of the house for a partner, and taken as the partner's own.

    It holds no content; what does are its parts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="workbooks")
    partner = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    job = models.OneToOneField(Job, models.PROTECT, related_name="workbook")
    #: The language of whoever brought it, in which it is answered.
    language = models.CharField(max_length=8)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    #: Nothing is written: it only says what would come of it.
    trial = models.BooleanField(default=False)
    #: Type of record -> how many rows, and how many of them ended how; filled once it is done.
    counts = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("programme", "id"), name="workbook_in_programme"),
        )
        indexes = (
            models.Index(fields=("agreement", "-created_at"), name="workbook_newest"),
            models.Index(
                fields=("agreement", "sha256"), condition=Q(trial=False), name="workbook_of_file"
            ),
        )

    def __str__(self) -> str:
        return f"workbook {self.pk}"


class WorkbookPart(models.Model):
    """What is in a workbook, or came of it; for whoever brought it, and for the partner itself."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    partner = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    workbook = models.ForeignKey(Workbook, models.CASCADE, related_name="parts")
    part = models.CharField(max_length=8, choices=Part)
    content = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("workbook", "part"), name="one_part_of_a_workbook"),
        )

    def __str__(self) -> str:
        return f"{self.part} of {self.workbook_id}"
