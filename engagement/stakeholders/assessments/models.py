"""What we hold of a stakeholder: dated, sourced, graded, contestable; decisions and opinions."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from engagement.access.models import Dated
from engagement.access.querysets import ScopedManager
from engagement.access.tlp import Tlp
from engagement.regions.models import Region
from engagement.stakeholders.assessments.querysets import (
    AssessmentQuerySet,
    DatedQuerySet,
    EntryQuerySet,
)
from engagement.stakeholders.models import Entry, Stakeholder


class Facet(models.TextChoices):
    """What an assessment is about."""

    RELATION = "relation", _("Relation to the state")
    LEGAL_STATUS = "legal_status", _("Legal status")
    ALIGNMENT = "alignment", _("Alignment")
    PARENT = "parent", _("Parent")
    AREA = "area", _("Area of operations")


#: Facets of which at most one assessment is accepted at a time.
ONE_AT_A_TIME = (Facet.RELATION, Facet.LEGAL_STATUS, Facet.ALIGNMENT)


class SourceGrade(models.TextChoices):
    """Reliability of the source, by the Admiralty code; F is unknown, not the worst."""

    A = "A", _("completely reliable")
    B = "B", _("usually reliable")
    C = "C", _("fairly reliable")
    D = "D", _("not usually reliable")
    E = "E", _("unreliable")
    F = "F", _("reliability cannot be judged")


class InformationGrade(models.IntegerChoices):
    """Credibility of the information, by the Admiralty code; 6 is unknown, not the worst."""

    CONFIRMED = 1, _("confirmed")
    PROBABLY = 2, _("probably true")
    POSSIBLY = 3, _("possibly true")
    DOUBTFUL = 4, _("doubtful")
    IMPROBABLE = 5, _("improbable")
    UNKNOWN = 6, _("truth cannot be judged")


class Degree(models.TextChoices):
    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")


class Standing(models.TextChoices):
    """Where an assessment stands. Only accepted ones exclude each other."""

    ACCEPTED = "accepted", _("Accepted")
    CONFLICT = "conflict", _("In conflict")
    NEEDS_WORK = "needs_work", _("To be checked")


class AssessmentManager(ScopedManager.from_queryset(AssessmentQuerySet)):  # type: ignore[misc]
    pass


class DatedManager(ScopedManager.from_queryset(DatedQuerySet)):  # type: ignore[misc]
    pass


class EntryManager(ScopedManager.from_queryset(EntryQuerySet)):  # type: ignore[misc]
    pass


@pghistory.track()
class Assessment(Entry, Dated):
    """One claim about a stakeholder, with its source. Never averaged, never inferred from a name.

    `value` is a code of the facet's list (engagement/stakeholders/assessments/codes.py); a parent
    or an area of operations names its stakeholder or region beside it.
    """

    facet = models.CharField(_("what it is about"), max_length=16, choices=Facet)
    value = models.CharField(_("what it says"), max_length=32)
    degree = models.CharField(_("degree"), max_length=8, choices=Degree, blank=True)
    parent = models.ForeignKey(
        Stakeholder,
        models.PROTECT,
        related_name="parts",
        null=True,
        blank=True,
        verbose_name=_("parent"),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("governorate or district"),
    )
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    standing = models.CharField(
        _("standing"), max_length=16, choices=Standing, default=Standing.NEEDS_WORK
    )
    assessed_on = models.DateField(_("assessed on"))
    source = models.CharField(_("source"), max_length=500)
    source_on = models.DateField(_("date of the source"), null=True, blank=True)
    source_grade = models.CharField(
        _("reliability of the source"), max_length=1, choices=SourceGrade, default=SourceGrade.F
    )
    information_grade = models.PositiveSmallIntegerField(
        _("credibility of the information"),
        choices=InformationGrade,
        default=InformationGrade.UNKNOWN,
    )
    #: A source whose naming endangers it; sealed (engagement/access/sealing.py).
    protected_source = models.BinaryField(default=b"", editable=False)
    note = models.TextField(_("note on the conflict"), blank=True)
    own_tlp = models.PositiveSmallIntegerField(
        _("who may see this"), choices=Tlp, default=Tlp.AMBER
    )

    objects: ClassVar[AssessmentManager] = AssessmentManager()

    class Meta(Entry.Meta):
        constraints = (
            *Entry.Meta.constraints,
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=("programme", "id"), name="assessment_in_programme"),
            models.CheckConstraint(condition=~Q(source=""), name="assessment_has_a_source"),
            models.CheckConstraint(
                condition=~Q(standing=Standing.CONFLICT) | ~Q(note=""),
                name="assessment_conflict_is_explained",
            ),
            models.CheckConstraint(
                condition=Q(facet=Facet.PARENT, parent__isnull=False)
                | ~Q(facet=Facet.PARENT) & Q(parent=None),
                name="assessment_parent_where_it_belongs",
            ),
            models.CheckConstraint(
                condition=Q(facet=Facet.AREA, region__isnull=False)
                | ~Q(facet=Facet.AREA) & Q(region=None),
                name="assessment_region_where_it_belongs",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("stakeholder")),
                name="assessment_parent_is_another",
            ),
            ExclusionConstraint(
                name="assessment_accepted_once",
                expressions=(
                    ("stakeholder", "="),
                    ("facet", "="),
                    (Func("valid_from", "valid_to", function="daterange"), "&&"),
                ),
                condition=Q(standing=Standing.ACCEPTED, facet__in=ONE_AT_A_TIME, withdrawn_at=None),
            ),
        )

    @property
    def grade(self) -> str:
        """The Admiralty code, for example `B2`."""
        return f"{self.source_grade}{self.information_grade}"


class Course(models.TextChoices):
    """What was decided about engaging somebody."""

    ENGAGE = "engage", _("Engage")
    INDIRECTLY = "indirectly", _("Engage indirectly")
    NOT = "not", _("Do not engage")


@pghistory.track()
class EngagementDecision(Entry, Dated):
    """The decision to engage a stakeholder or not: by whom, why, until when."""

    course = models.CharField(_("decision"), max_length=16, choices=Course)
    decided_by = models.CharField(_("decided by"), max_length=200)
    reason = models.TextField(_("why"))

    objects: ClassVar[DatedManager] = DatedManager()

    class Meta(Entry.Meta):
        constraints = (
            *Entry.Meta.constraints,
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(decided_by=""), name="decision_says_who_and_why"
            ),
        )


class Strength(models.IntegerChoices):
    """Influence and interest; an ordinal scale, never averaged."""

    VERY_LOW = 1, _("very low")
    LOW = 2, _("low")
    MEDIUM = 3, _("medium")
    HIGH = 4, _("high")
    VERY_HIGH = 5, _("very high")


class Position(models.TextChoices):
    """Where somebody stands towards the reform."""

    CHAMPION = "champion", _("Champions it")
    SUPPORTIVE = "supportive", _("Supports it")
    NEUTRAL = "neutral", pgettext_lazy("position on the reform", "Neutral")
    SCEPTICAL = "sceptical", _("Is sceptical")
    OPPOSED = "opposed", _("Opposes it")


@pghistory.track()
class Opinion(Entry):
    """A team's dated opinion of a stakeholder. It belongs to the team that holds it."""

    #: Who is named on the stakeholder is not for that named on another team's opinion.
    ROOT: ClassVar[str] = "id"

    as_of = models.DateField(_("as of"))
    influence = models.PositiveSmallIntegerField(
        _("influence"), choices=Strength, null=True, blank=True
    )
    interest = models.PositiveSmallIntegerField(
        _("interest"), choices=Strength, null=True, blank=True
    )
    position = models.CharField(_("position"), max_length=16, choices=Position, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[EntryManager] = EntryManager()

    class Meta(Entry.Meta):
        constraints = (
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(influence__isnull=False) | Q(interest__isnull=False) | ~Q(position=""),
                name="opinion_says_something",
            ),
        )
