"""Data-sharing agreements with partner organisations, and what each has been given."""

from __future__ import annotations

from datetime import date

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagement.access.keys import new_id
from engagement.access.models import Membership, Programme, Team, User
from engagement.access.tlp import Tlp
from engagement.briefs.models import Recommendation
from engagement.regions.models import Region
from engagement.stakeholders.models import ActorType
from engagement.sync.codes import SharedType, ShareState

#: RED rows leave with no agreement.
CEILINGS = [choice for choice in Tlp.choices if choice[0] < Tlp.RED]


@pghistory.track()
class Agreement(models.Model):
    """What one partner organisation may read and write here, why, and until when.

    It acts as a member of its own (`membership`) and writes for a team. What is not said is not
    shared: no region named and not `every_region` is none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="agreements")
    membership = models.OneToOneField(Membership, models.PROTECT, related_name="agreement")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    name = models.CharField(_("partner organisation"), max_length=200)
    purpose = models.TextField(_("purpose"))
    legal_basis = models.TextField(_("legal basis"))
    ceiling = models.PositiveSmallIntegerField(
        _("strictest level shared"), choices=CEILINGS, default=Tlp.GREEN
    )
    types: ArrayField[list[str], list[str]] = ArrayField(
        models.CharField(max_length=24, choices=SharedType), default=list
    )
    every_region = models.BooleanField(_("every region"), default=False)
    every_actor_type = models.BooleanField(_("every actor type"), default=False)
    every_recommendation = models.BooleanField(_("every recommendation"), default=False)
    #: Type of record -> the fields of its payload that are shared.
    fields = models.JSONField(default=dict)
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("last day"))
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.TextField(blank=True)
    #: Moves with every change of what is covered: the feed judges everything anew.
    rule = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("programme", "id"), name="agreement_in_programme"),
            models.UniqueConstraint(fields=("programme", "name"), name="one_agreement_of_a_name"),
            models.CheckConstraint(
                condition=Q(ceiling__lt=Tlp.RED), name="agreement_never_shares_red"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="agreement_ends_after_its_start"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | ~Q(ended_reason=""), name="agreement_ended_says_why"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def in_force_on(self, day: date) -> bool:
        """Whether it holds on a day of the programme's calendar."""
        return self.ended_at is None and self.valid_from <= day <= self.valid_until


class AgreementPart(models.Model):
    """One thing that an agreement names."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class AgreementRegion(AgreementPart):
    """A region that is covered, with its districts."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="regions")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agreement", "region"), name="agreement_region_once"),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.region_id}"


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class AgreementActorType(AgreementPart):
    """An actor type that is covered."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="actor_types")
    actor_type = models.ForeignKey(ActorType, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agreement", "actor_type"), name="agreement_type_once"),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.actor_type_id}"


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class AgreementRecommendation(AgreementPart):
    """A recommendation that is covered."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="recommendations")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "recommendation"), name="agreement_recommendation_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.recommendation_id}"


class Feed(models.Model):
    """How far a partner's feed is: written by functions of the database only.

    `settled_at`: the position of the change log that `Share` is true at, under the agreement's
    `rule`; `top`: the last position of the feed, whose numbers are its own; `floor`: up to which
    the word that something is gone was put away.
    """

    agreement = models.OneToOneField(
        Agreement, models.CASCADE, related_name="feed", primary_key=True
    )
    rule = models.PositiveIntegerField(default=0)
    settled_at = models.BigIntegerField(default=0)
    top = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"feed of {self.agreement_id} at {self.top}"


class FeedEpoch(models.Model):
    """Since when positions of feeds go on without a break; the one row of its table.

    A database that was restored gives positions again that partners have passed already. It is
    known by what a restore changes: the cluster, its timeline, the database. Written by functions
    of the database only.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    epoch = models.CharField(max_length=32)
    #: What it was begun in.
    place = models.CharField(max_length=80)
    begun_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="one_feed_epoch"),)

    def __str__(self) -> str:
        return self.epoch


class Share(models.Model):
    """What a partner may hold of one record, and what it has been given of it.

    `position` is that of its last change in the partner's own feed. The rule of access reads the
    rows that are *held* (engagement/access/rule.py). Written by functions of the database only.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="shares")
    partner = models.ForeignKey(User, models.PROTECT, related_name="+")
    object_type = models.CharField(max_length=24, choices=SharedType)
    object_id = models.UUIDField()
    state = models.CharField(max_length=12, choices=ShareState)
    #: Where it was merged, the record it became part of, if that is shared too.
    became = models.UUIDField(null=True)
    position = models.BigIntegerField()
    changed_at = models.DateTimeField()
    #: First and last handed out, by the feed, a snapshot or a list.
    first_given_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agreement", "object_id"), name="one_share_per_object"),
            models.UniqueConstraint(fields=("agreement", "position"), name="share_positions"),
            models.CheckConstraint(
                condition=Q(state__in=ShareState.values), name="share_state_known"
            ),
        )
        indexes = (
            models.Index(
                fields=("partner", "object_id"), condition=Q(state="held"), name="share_held"
            ),
        )

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}, {self.state}"
