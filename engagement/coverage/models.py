"""The summary that figures are read from: what each meeting contributes, and sums by month.

The rule stands once, in engagement/coverage/sql/1_rule.sql; triggers there keep these tables equal
to it in the writing transaction. Nothing else writes them.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from engagement.access.models import Programme, Scoped
from engagement.meetings.models import Meeting

#: The programme as a whole, where a cell or a delta names a team.
WHOLE = "00000000-0000-0000-0000-000000000000"


class CoverageFact(Scoped):
    """What one meeting contributes to the figures. Seen by whoever may open the meeting.

    A row stands here for each counted meeting, and for each that was tried and failed
    (`counted` false). Numbers in arrays are ids of governorates, or the order of actor types.
    """

    ROOT: ClassVar[str] = "meeting_id"

    meeting = models.OneToOneField(
        Meeting, models.CASCADE, primary_key=True, related_name="coverage_fact"
    )
    counted = models.BooleanField()
    held_on = models.DateField()
    #: The version of the meeting at which it became so, and the position of a rebuild.
    since = models.PositiveIntegerField()
    since_pos = models.BigIntegerField(default=0)
    mode = models.PositiveSmallIntegerField()
    #: Why it failed; 0 where it was held.
    reason = models.PositiveSmallIntegerField()
    #: Distinct governorates and countries of its venues, and how many of them are what.
    whole = models.PositiveSmallIntegerField()
    beyond = models.PositiveSmallIntegerField()
    capital = models.PositiveSmallIntegerField()
    abroad = models.PositiveSmallIntegerField()
    #: In greater Baghdad, or not known whether; null where the programme has not configured it.
    greater = models.PositiveSmallIntegerField(null=True)
    greater_unknown = models.PositiveSmallIntegerField(null=True)
    visited: ArrayField[list[int], list[int]] = ArrayField(models.IntegerField())
    heard: ArrayField[list[int], list[int]] = ArrayField(models.IntegerField())
    #: Counterpart bodies by relation to the state, ten bits each.
    relations = models.BigIntegerField()
    #: Groups among the counterparts, a bit each.
    groups = models.PositiveSmallIntegerField()
    security = models.BooleanField()
    #: The actor type of each counterpart body, in order.
    types: ArrayField[list[int], list[int]] = ArrayField(models.SmallIntegerField())
    level = models.PositiveSmallIntegerField()
    purpose = models.PositiveSmallIntegerField()
    participation = models.PositiveSmallIntegerField()
    asked_by = models.PositiveSmallIntegerField()
    timely = models.BooleanField()
    #: Who was met, and beside each the body they spoke for.
    counterparts: ArrayField[list[object], list[object]] = ArrayField(models.UUIDField())
    bodies: ArrayField[list[object], list[object]] = ArrayField(models.UUIDField())

    class Meta(Scoped.Meta):
        indexes = (models.Index(fields=("programme", "held_on"), name="coverage_fact_by_day"),)

    def __str__(self) -> str:
        return f"coverage of {self.meeting_id}"


class CoveragePast(models.Model):
    """What a meeting contributed before: from `since` in the fact, until a version of the meeting.

    A change of the governorate list moves no version; then `until_pos` is the position of the
    change log from which the new fact holds.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    until = models.PositiveIntegerField()
    until_pos = models.BigIntegerField(default=0)
    fact = models.JSONField()

    def __str__(self) -> str:
        return f"coverage of {self.meeting_id} until version {self.until}"


class Cell(models.Model):
    """So many meetings of a month, for one measure and its two keys (engagement/coverage/sums.py).

    `team` is nil for the programme as a whole: a joint meeting is one there, and one in each team.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    team = models.UUIDField()
    month = models.DateField()
    measure = models.PositiveSmallIntegerField()
    a = models.BigIntegerField()
    b = models.BigIntegerField()
    n = models.BigIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.month} {self.measure} {self.a} {self.b}: {self.n}"


class CoverageCell(Cell):
    """Summed cells; what came since stands in `CoverageDelta`."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "team", "month", "measure", "a", "b"),
                include=("n",),
                name="coverage_cell_once",
            ),
        )


class CoverageDelta(Cell):
    """A signed change of a cell, appended by the writing transaction; `compact` folds it in."""

    id = models.BigAutoField(primary_key=True)

    class Meta:
        indexes = (
            models.Index(fields=("programme", "team", "month"), name="coverage_delta_by_month"),
        )


class CoverageBuild(models.Model):
    """By which version of the rule a database's facts were made; one row."""

    version = models.PositiveSmallIntegerField()
    built_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"rule {self.version}"


class ConsistencyCheck(models.Model):
    """One run of the nightly check of a programme: what was compared, and what differed."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    #: How many numbers were compared, by name of the comparison.
    compared = models.JSONField(default=dict)
    #: Each difference names itself: {check, compared, differing}.
    differences = models.JSONField(default=list)

    class Meta:
        indexes = (models.Index(fields=("programme", "-started_at"), name="consistency_newest"),)

    def __str__(self) -> str:
        return f"check of {self.programme_id}, {self.started_at}"
