"""The engagement log: meetings, where they were held, who took part, what followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from engagement.access.models import Role as MemberRole
from engagement.access.models import Root, Scoped, Team, recorded
from engagement.access.querysets import ScopedManager
from engagement.access.tlp import Tlp
from engagement.meetings.codes import (
    Kind,
    Mode,
    ParticipationLevel,
    Purpose,
    Reason,
    Role,
    Status,
    Whose,
)
from engagement.meetings.querysets import MeetingQuerySet
from engagement.regions.models import Region
from engagement.stakeholders.assessments.models import Assessment
from engagement.stakeholders.models import ActorType, Relation, Stakeholder
from engagement.stakeholders.posts.models import Post, Seniority

if TYPE_CHECKING:
    from engagement.access.scope import Actor


class MeetingManager(ScopedManager.from_queryset(MeetingQuerySet)):  # type: ignore[misc]
    pass


@pghistory.track()
class Meeting(Root):
    """One engagement: planned, held, or meant to be held."""

    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.ENGAGEMENT)
    status = models.CharField(_("did it happen?"), max_length=16, choices=Status)
    reason = models.CharField(_("why not"), max_length=16, choices=Reason, blank=True)
    mode = models.CharField(_("how"), max_length=16, choices=Mode)
    #: A local date in the programme's time zone.
    held_on = models.DateField(_("when"))
    starts_at = models.TimeField(_("from"), null=True)
    #: Minutes.
    duration = models.PositiveSmallIntegerField(_("minutes"), null=True)
    outcome = models.TextField(_("what came of it"), blank=True)
    summary = models.TextField(_("summary"), blank=True)
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose, blank=True)
    participation_level = models.CharField(
        _("level of participation"), max_length=16, choices=ParticipationLevel, blank=True
    )
    asked_by = models.CharField(_("who asked for it"), max_length=16, choices=Whose, blank=True)
    arranged_through = models.ForeignKey(
        Stakeholder,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("arranged through"),
    )
    #: Content may be used, but not who said it, nor whom they speak for (Chatham House Rule).
    not_attributable = models.BooleanField(_("not to be attributed"), default=False)
    #: Saved now, to be completed later.
    to_complete = models.BooleanField(_("to complete"), default=False)
    #: What its author set; `tlp` is the strictest of this and of its participants'.
    own_tlp = models.PositiveSmallIntegerField(
        _("who may see this"), choices=Tlp, default=Tlp.AMBER
    )
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates")
    logged_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[MeetingManager] = MeetingManager()

    class Meta(Root.Meta):
        constraints = (
            models.UniqueConstraint(fields=("programme", "id"), name="meeting_in_programme"),
            models.CheckConstraint(
                condition=Q(lead_team__isnull=False), name="meeting_has_lead_team"
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values) & Q(mode__in=Mode.values),
                name="meeting_codes_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("planned", "held"), reason="")
                | Q(status__in=("postponed", "cancelled", "not_held")) & ~Q(reason=""),
                name="meeting_reason_where_not_held",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="meeting_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of=None) | ~Q(duplicate_of=models.F("id")),
                name="meeting_not_its_own_duplicate",
            ),
        )
        indexes = (
            models.Index(fields=("programme", "-held_on", "-id"), name="meeting_newest"),
            models.Index(fields=("duplicate_of",), name="meeting_duplicates"),
            # Few among many: without it my day would read every meeting.
            models.Index(
                fields=("programme", "-held_on", "-id"),
                condition=Q(to_complete=True) | Q(status=Status.PLANNED),
                name="meeting_to_finish",
            ),
            models.Index(
                fields=("programme", "-held_on", "-id"),
                condition=Q(status__in=(Status.POSTPONED, Status.CANCELLED, Status.NOT_HELD)),
                name="meeting_to_retry",
            ),
            # What an officer wrote down last, beside the form for the next.
            models.Index(fields=("author", "-created_at", "-id"), name="meeting_of_author"),
            # Since when a team has logged nothing.
            models.Index(fields=("lead_team", "-logged_at"), name="meeting_last_logged"),
        )

    def __str__(self) -> str:
        return f"meeting {self.pk}"

    def led_by(self, actor: Actor) -> bool:
        """Whether the actor answers for it: a manager, its author, an officer of the lead team."""
        ours = self.author_id == actor.user_id or self.lead_team_id in actor.own_teams
        return actor.can_log and (actor.role == MemberRole.MANAGER or ours)

    def changed_by(self, actor: Actor) -> bool:
        """Whether the actor may amend it: who leads it, and officers of the guest teams."""
        guest = bool(set(actor.own_teams) & set(self.teams))
        return self.led_by(actor) or (actor.can_log and guest)

    @property
    def raised(self) -> bool:
        """Whether the people in it made it stricter than its author set it."""
        return self.tlp > self.own_tlp

    @property
    def access(self) -> Tlp:
        """Who may see it."""
        return Tlp(self.tlp)


class MeetingChild(Scoped):
    """A row of a meeting."""

    ROOT: ClassVar[str] = "meeting_id"

    class Meta(Scoped.Meta):
        abstract = True


@recorded()
class GuestTeam(MeetingChild):
    """A team that took part without leading."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="guest_teams")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")

    class Meta(MeetingChild.Meta):
        constraints = (models.UniqueConstraint(fields=("meeting", "team"), name="guest_team_once"),)

    def __str__(self) -> str:
        return f"guest of {self.meeting_id}"


@recorded()
class Venue(MeetingChild):
    """Where bodies met. No row is an unknown place; abroad is another country's region."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="venues")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")

    class Meta(MeetingChild.Meta):
        constraints = (models.UniqueConstraint(fields=("meeting", "region"), name="venue_once"),)

    def __str__(self) -> str:
        return f"venue of {self.meeting_id}"


@recorded()
class Subject(MeetingChild):
    """A region the meeting was about, wherever it was held."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="subjects")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")

    class Meta(MeetingChild.Meta):
        constraints = (models.UniqueConstraint(fields=("meeting", "region"), name="subject_once"),)

    def __str__(self) -> str:
        return f"subject of {self.meeting_id}"


@recorded()
class Participant(MeetingChild):
    """A stakeholder in a meeting, with what was true of them on the day."""

    Role = Role

    class Basis(models.TextChoices):
        """What the frozen relation to the state rests on."""

        TYPE = "type", _("default of the actor type")
        ASSESSMENT = "assessment", _("an accepted assessment")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="participants")
    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="participations")
    role = models.CharField(max_length=16, choices=Role, default=Role.COUNTERPART)
    #: The post they attend in, and by it the body they speak for; null: that of the one post they
    #: held on the day, else themselves.
    post = models.ForeignKey(
        Post, models.PROTECT, related_name="+", null=True, verbose_name=_("attending as")
    )
    at_their_place = models.BooleanField(_("at their place"), default=False)
    #: People in a community met as a group; never enters diversity or concentration.
    headcount = models.PositiveIntegerField(null=True)
    #: Of these, by sex and by age band; null where not counted.
    women = models.PositiveIntegerField(_("women"), null=True)
    men = models.PositiveIntegerField(_("men"), null=True)
    under_18 = models.PositiveIntegerField(_("under 18"), null=True)
    aged_18_to_29 = models.PositiveIntegerField(_("18 to 29"), null=True)
    aged_30_to_59 = models.PositiveIntegerField(_("30 to 59"), null=True)
    aged_60_up = models.PositiveIntegerField(_("60 and older"), null=True)
    #: Frozen when the meeting became held; null until then.
    frozen_at = models.DateTimeField(null=True)
    frozen_type = models.ForeignKey(ActorType, models.PROTECT, related_name="+", null=True)
    frozen_relation = models.CharField(max_length=16, choices=Relation, blank=True)
    frozen_basis = models.CharField(max_length=16, choices=Basis, blank=True)
    frozen_assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+", null=True)
    frozen_base = models.ForeignKey(Region, models.PROTECT, related_name="+", null=True)
    #: The post as it stood on the day: title, rank and organisation.
    frozen_title = models.CharField(max_length=200, blank=True)
    frozen_seniority = models.CharField(max_length=16, choices=Seniority, blank=True)
    frozen_organisation = models.ForeignKey(
        Stakeholder, models.PROTECT, related_name="+", null=True
    )

    class Meta(MeetingChild.Meta):
        constraints = (
            models.UniqueConstraint(fields=("meeting", "stakeholder"), name="participant_once"),
            models.CheckConstraint(
                condition=Q(frozen_at=None) | Q(frozen_type__isnull=False),
                name="participant_frozen_whole",
            ),
            models.CheckConstraint(
                condition=Q(women=None, men=None)
                | Q(headcount__gte=Coalesce(F("women"), 0) + Coalesce(F("men"), 0)),
                name="participant_sexes_within_the_group",
            ),
            models.CheckConstraint(
                condition=Q(under_18=None, aged_18_to_29=None, aged_30_to_59=None, aged_60_up=None)
                | Q(
                    headcount__gte=Coalesce(F("under_18"), 0)
                    + Coalesce(F("aged_18_to_29"), 0)
                    + Coalesce(F("aged_30_to_59"), 0)
                    + Coalesce(F("aged_60_up"), 0)
                ),
                name="participant_ages_within_the_group",
            ),
        )
        indexes = (
            # Few among many: who came on our side, and who stood between.
            models.Index(
                fields=("meeting",),
                condition=Q(role__in=(Role.INTERMEDIARY, Role.OWN)),
                name="participant_beside",
            ),
        )

    def __str__(self) -> str:
        return f"participant of {self.meeting_id}"
