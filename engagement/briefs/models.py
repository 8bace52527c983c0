"""The policy brief: recommendations, addressees, targets, assessments, initiatives."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagement.access.keys import new_id
from engagement.access.models import Dated, Programme, Root, Scoped, Team, User, recorded
from engagement.briefs.codes import IncidentKind, Indicator, Verdict
from engagement.meetings.models import Meeting, MeetingChild
from engagement.regions.models import Labelled, Region
from engagement.stakeholders.models import Stakeholder


class Brief(models.Model):
    """The policy brief a programme is held against."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.OneToOneField(Programme, models.PROTECT, related_name="brief")
    title = models.CharField(_("title"), max_length=300)
    author = models.CharField(_("author"), max_length=200)
    publisher = models.CharField(_("publisher"), max_length=200)
    #: Early 2021: addressees are those of that time.
    published_on = models.DateField(_("published"))

    def __str__(self) -> str:
        return self.title


class Addressee(Labelled, Dated):
    """Whom a recommendation is addressed to, as they were when the brief was written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="addressees")
    code = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order",)
        constraints = (
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=("programme", "id"), name="addressee_in_programme"),
            models.UniqueConstraint(fields=("programme", "code"), name="addressee_code_once"),
        )


class TeamAddressee(models.Model):
    """A team answers for what is addressed to this addressee."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="addressees")
    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="teams")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("team", "addressee"), name="team_addressee_once"),
        )

    def __str__(self) -> str:
        return f"{self.team_id} answers for {self.addressee_id}"


@pghistory.track()
class Recommendation(Root):
    """One recommendation of the brief, in our own words."""

    code = models.CharField(max_length=8)
    order = models.PositiveSmallIntegerField(default=0)
    text_en = models.TextField()
    text_ar = models.TextField()
    text_ckb = models.TextField()
    #: The indicators it is read by, in the order of the page.
    indicators: ArrayField[list[str], list[str]] = ArrayField(
        models.CharField(max_length=4, choices=Indicator), default=list
    )

    class Meta(Root.Meta):
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=("programme", "id"), name="recommendation_in_programme"),
            models.UniqueConstraint(
                fields=("programme", "code"),
                condition=Q(withdrawn_at=None),
                name="recommendation_code_once",
            ),
        )

    def __str__(self) -> str:
        return self.code


class RecommendationChild(Scoped):
    ROOT: ClassVar[str] = "recommendation_id"

    class Meta(Scoped.Meta):
        abstract = True


@recorded()
class RecommendationAddressee(RecommendationChild):
    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="addressees")
    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="recommendations")

    class Meta(RecommendationChild.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("recommendation", "addressee"), name="recommendation_addressee_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.recommendation_id} to {self.addressee_id}"


@pghistory.track()
class Target(RecommendationChild):
    """A baseline and a target of one indicator. Ours, never the brief's: it gives no number."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="targets")
    indicator = models.CharField(_("indicator"), max_length=4, choices=Indicator)
    #: In the indicator's own unit: percent, governorates, people, decisions.
    baseline = models.DecimalField(
        _("baseline"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    value = models.DecimalField(_("target"), max_digits=8, decimal_places=2)
    due_on = models.DateField(_("to be reached by"), null=True, blank=True)
    note = models.CharField(_("why this number"), max_length=500, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta(RecommendationChild.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("recommendation", "indicator"), name="one_target_per_indicator"
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} of {self.recommendation_id}"


@recorded()
class MeetingRecommendation(MeetingChild):
    """Whether a meeting serves a recommendation. What the rule proposes is computed, not stored."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="recommendations")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="meetings")
    verdict = models.CharField(max_length=16, choices=Verdict)
    #: The rule that proposed it (engagement/briefs/matching.py); empty where a person named it.
    rule = models.CharField(max_length=40, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(auto_now=True)

    class Meta(MeetingChild.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "recommendation"), name="meeting_recommendation_once"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="meeting_recommendation_verdict_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.meeting_id} serves {self.recommendation_id}"


@pghistory.track()
class StrategicAssessment(Root):
    """An assessment of conditions on the ground: asked for, delivered, acted on."""

    title = models.CharField(_("title"), max_length=300)
    asked_by = models.CharField(_("asked for by"), max_length=200, blank=True)
    asked_on = models.DateField(_("asked for on"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    #: The date it is true for; freshness counts from here, never from the upload.
    valid_on = models.DateField(_("true for"), null=True, blank=True)
    acted_on = models.DateField(_("acted on"), null=True, blank=True)
    action = models.TextField(_("what was done"), blank=True)
    summary = models.TextField(_("summary"), blank=True)

    class Meta(Root.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "id"), name="strategic_assessment_in_programme"
            ),
            models.CheckConstraint(
                condition=Q(delivered_on=None) | Q(valid_on__isnull=False),
                name="assessment_delivered_is_true_for_a_day",
            ),
            models.CheckConstraint(
                condition=Q(acted_on=None)
                | Q(delivered_on__isnull=False, acted_on__gte=F("delivered_on")) & ~Q(action=""),
                name="assessment_acted_on_after_delivery",
            ),
        )

    def __str__(self) -> str:
        return self.title


@recorded()
class StrategicAssessmentRegion(Scoped):
    ROOT: ClassVar[str] = "strategic_assessment_id"

    strategic_assessment = models.ForeignKey(
        StrategicAssessment, models.CASCADE, related_name="regions"
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")

    class Meta(Scoped.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("strategic_assessment", "region"), name="assessment_region_once"
            ),
        )

    def __str__(self) -> str:
        return f"region of {self.strategic_assessment_id}"


@pghistory.track()
class Incident(Root):
    """Something that happened since, and may make an assessment stale."""

    kind = models.CharField(_("kind"), max_length=16, choices=IncidentKind)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("governorate")
    )
    happened_on = models.DateField(_("when"))
    text = models.CharField(_("what happened"), max_length=1000)
    source = models.CharField(_("source"), max_length=500)

    class Meta(Root.Meta):
        constraints = (
            models.UniqueConstraint(fields=("programme", "id"), name="incident_in_programme"),
        )

    def __str__(self) -> str:
        return f"incident {self.pk}"


@pghistory.track()
class Initiative(Root, Dated):
    """A project of the reform, and who leads it."""

    name = models.CharField(_("name"), max_length=300)
    lead_organisation = models.ForeignKey(
        Stakeholder,
        models.PROTECT,
        related_name="initiatives",
        null=True,
        verbose_name=_("lead organisation"),
    )
    iraqi_led = models.BooleanField(_("led by Iraqis"), null=True)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", null=True, verbose_name=_("governorate")
    )
    summary = models.TextField(_("summary"), blank=True)

    class Meta(Root.Meta):
        constraints = (
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=("programme", "id"), name="initiative_in_programme"),
        )

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class InclusionAvenue(Root):
    """A way into the formal security sector for a group: a dated narrative, never a number."""

    as_of = models.DateField(_("as of"))
    text = models.TextField(_("what opened, or closed"))
    stakeholder = models.ForeignKey(
        Stakeholder, models.PROTECT, related_name="+", null=True, verbose_name=_("for whom")
    )
    source = models.CharField(_("source"), max_length=500)

    class Meta(Root.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "id"), name="inclusion_avenue_in_programme"
            ),
        )

    def __str__(self) -> str:
        return f"avenue {self.pk}"
