"""Reports: what was asked for, the frozen figures, the files made of them, and schedules."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.access.keys import new_id
from engagement.access.models import Programme, Scoped, User
from engagement.jobs.models import Job


class ReportKind(models.TextChoices):
    BEYOND_CAPITAL = "beyond_capital", _("Engagement beyond Baghdad")


class Report(Scoped):
    """A report over a period: frozen figures and their hash, once its job is done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    job = models.OneToOneField(Job, models.PROTECT, related_name="report")
    kind = models.CharField(_("kind"), max_length=24, choices=ReportKind)
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    #: The slot of the schedule that asked for it; each is asked for once.
    slot = models.CharField(max_length=40, null=True, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    frozen_at = models.DateTimeField(null=True)
    figures = models.JSONField(null=True)
    #: SHA-256 of the canonical form of the figures (RFC 8785's order of keys).
    figures_sha256 = models.CharField(max_length=64, blank=True)
    method_version = models.PositiveSmallIntegerField(null=True)
    #: The position of the change log that the figures are true at.
    position = models.BigIntegerField(null=True)

    class Meta(Scoped.Meta):
        constraints = (
            models.UniqueConstraint(fields=("programme", "id"), name="report_in_programme"),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="report_period_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(frozen_at=None, figures=None, figures_sha256="")
                | models.Q(frozen_at__isnull=False, figures__isnull=False, position__isnull=False)
                & ~models.Q(figures_sha256=""),
                name="report_frozen_whole",
            ),
        )
        indexes = (models.Index(fields=("programme", "-created_at"), name="report_newest"),)

    def __str__(self) -> str:
        return f"report {self.pk}"


class ReportFile(Scoped):
    """A report as a file, in one language; kept in the database, with the row it belongs to."""

    ROOT = "report_id"

    report = models.ForeignKey(Report, models.CASCADE, related_name="files")
    language = models.CharField(max_length=8)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    #: The standard that the typesetter accepted, for example `ua-1`; empty where it did not.
    standard = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        constraints = (
            models.UniqueConstraint(fields=("report", "language"), name="one_file_per_language"),
        )

    def __str__(self) -> str:
        return f"file of {self.report_id}"


class ReportSchedule(models.Model):
    """A report that is asked for by itself after each quarter, in its owner's name."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="report_schedules")
    kind = models.CharField(max_length=24, choices=ReportKind)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    active = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("programme", "kind"), name="one_schedule_per_kind"),
        )

    def __str__(self) -> str:
        return f"{self.kind} each quarter"
