"""Reports: what was asked for, the frozen figures, the files made of them, and schedules."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.access.keys import new_id
from engagement.access.models import Programme, Role, Scoped, Team, User
from engagement.access.querysets import ScopedManager, ScopedQuerySet
from engagement.coverage.sums import Period
from engagement.jobs.models import Job
from engagement.regions.models import Region


class Stage(models.TextChoices):
    """How far a report is agreed on. Its figures are frozen from the first."""

    DRAFT = "draft", _("Draft")
    CHECKED = "checked", _("Checked")
    APPROVED = "approved", _("Approved")


class Format(models.TextChoices):
    PDF = "pdf", _("PDF")
    XLSX = "xlsx", _("Spreadsheet (XLSX)")
    CSV = "csv", _("CSV")


class ReportQuerySet(ScopedQuerySet):
    """The vocabulary of questions about reports."""

    def of(self, kind: str, period: Period, governorate: Region | None) -> Self:
        """The same report: of one kind, period, team and governorate."""
        return self.filter(
            kind=kind,
            first=period.first,
            last=period.last,
            team_id=period.team_id,
            governorate=governorate,
        )


class ReportManager(ScopedManager.from_queryset(ReportQuerySet)):  # type: ignore[misc]
    """The manager that knows it."""


class Report(Scoped):
    """A report over a period: frozen figures and their hash, once its job is done.

    `kind` is a code of `engagement.reports.kinds`. `texts` is what somebody wrote into it, by
    section; no part of the figures and their hash.
    """

    Stage = Stage
    objects: ClassVar[ReportManager] = ReportManager()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    #: Of the last time its files were made.
    job = models.OneToOneField(Job, models.PROTECT, related_name="report")
    kind = models.CharField(_("kind"), max_length=24)
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", null=True)
    governorate = models.ForeignKey(Region, models.PROTECT, related_name="+", null=True)
    #: The report whose numbers this one gives anew, with why each moved.
    restates = models.ForeignKey("self", models.PROTECT, related_name="restatements", null=True)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.DRAFT)
    texts = models.JSONField(default=dict)
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    checked_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    approved_at = models.DateTimeField(null=True)
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
            models.CheckConstraint(
                condition=models.Q(stage="draft", checked_by=None, approved_by=None)
                | models.Q(stage="checked", checked_by__isnull=False, approved_by=None)
                | models.Q(
                    stage="approved",
                    checked_by__isnull=False,
                    approved_by__isnull=False,
                    frozen_at__isnull=False,
                )
                & ~models.Q(approved_by=models.F("checked_by")),
                name="report_stage_signed",
            ),
        )
        indexes = (models.Index(fields=("programme", "-created_at"), name="report_newest"),)

    def __str__(self) -> str:
        return f"report {self.pk}"

    @property
    def period(self) -> Period:
        """The days it is over, and the team."""
        return Period(self.first, self.last, self.team_id)

    @property
    def schedule_id(self) -> int | None:
        """The schedule that asked for it: its slot is `id:day`."""
        return int(self.slot.partition(":")[0]) if self.slot else None


class ReportFileQuerySet(ScopedQuerySet):
    """The vocabulary of questions about files."""

    def current(self) -> Self:
        """Made last: by the report's own job, and not for an earlier stage."""
        return self.filter(job=models.F("report__job"))


class ReportFileManager(ScopedManager.from_queryset(ReportFileQuerySet)):  # type: ignore[misc]
    """The manager that knows it."""


class ReportFile(Scoped):
    """A report as a file, in one format and language; kept in the database beside its row.

    Files are never changed: each time they are made they are new ones.
    """

    ROOT = "report_id"
    objects: ClassVar[ReportFileManager] = ReportFileManager()

    report = models.ForeignKey(Report, models.CASCADE, related_name="files")
    job = models.ForeignKey(Job, models.PROTECT, related_name="+", null=True)
    format = models.CharField(max_length=8, choices=Format, default=Format.PDF)
    language = models.CharField(max_length=8)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    #: The standard that the typesetter accepted, for example `ua-1`; empty where it did not.
    standard = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("report", "job", "format", "language"), name="one_file_per_language"
            ),
        )

    def __str__(self) -> str:
        return f"file of {self.report_id}"


class Every(models.TextChoices):
    """How often a schedule asks; each slot begins on the programme's clock."""

    WEEK = "week", _("Week")
    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")


class Language(models.TextChoices):
    """Languages of a schedule's letters; each by its own name."""

    EN = "en", "English"
    AR = "ar", "العربية"
    CKB = "ckb", "کوردی"


class ReportSchedule(models.Model):
    """A report that is asked for by itself in its owner's name, and whom a letter tells of it.

    Which days it is over and when it is asked for say `engagement.reports.schedules.periods`.
    """

    Every = Every

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="report_schedules")
    kind = models.CharField(max_length=24)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", null=True)
    governorate = models.ForeignKey(Region, models.PROTECT, related_name="+", null=True)
    every = models.CharField(max_length=8, choices=Every, default=Every.QUARTER)
    hour = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=8, choices=Language, default=Language.EN)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    active = models.BooleanField(default=True)
    #: Slots before this moment are not asked for: a new schedule asks for nothing that is past, nor
    #: does one that was paused.
    since = models.DateTimeField(null=True)
    roles: ArrayField[list[str], list[str]] = ArrayField(
        models.CharField(max_length=16, choices=Role), default=list
    )
    people = models.ManyToManyField(User, through="ScheduleRecipient", related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(every__in=Every.values), name="schedule_every_known"
            ),
            models.CheckConstraint(condition=models.Q(hour__lte=23), name="schedule_hour_of_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.kind} each {self.every}"


class ScheduleRecipient(models.Model):
    """Somebody whom a letter tells of a schedule's reports by name, beside those told by role."""

    schedule = models.ForeignKey(ReportSchedule, models.CASCADE, related_name="recipients")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("schedule", "user"), name="one_letter_each"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} of {self.schedule_id}"


class ClosedPeriod(models.Model):
    """A period whose numbers are settled; what arrives later is told in the next restatement."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="closed_periods")
    first = models.DateField()
    last = models.DateField()
    #: The position of the change log that it was closed at.
    position = models.BigIntegerField()
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "first", "last"), name="one_close_per_period"
            ),
        )

    def __str__(self) -> str:
        return f"{self.first} to {self.last}, closed"
