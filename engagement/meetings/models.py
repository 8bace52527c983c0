"""The engagement log: meetings, where they were held, who took part, what followed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from engagement.access.keys import new_id
from engagement.access.models import Role, Root, Scoped, Team, recorded
from engagement.access.querysets import ScopedManager, ScopedQuerySet
from engagement.access.tlp import Tlp
from engagement.meetings.codes import ON_THE_SPOT, Kind, Mode, Reason, Status
from engagement.regions.models import ProgrammeArea, Region
from engagement.stakeholders.models import ActorType, Relation, Stakeholder

if TYPE_CHECKING:
    from engagement.access.scope import Actor


class MeetingQuerySet(ScopedQuerySet):
    """The vocabulary of questions about meetings; the counting rules, row by row.

    docs/method.md says the same in words, and engagement/coverage/sql/place.sql in SQL; a test
    holds the three against each other.
    """

    def current(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def canonical(self) -> Self:
        """Neither withdrawn nor the duplicate of another."""
        return self.current().filter(duplicate_of=None)

    def of_team(self, team_id: object) -> Self:
        return self.filter(teams__contains=[team_id])

    def counted(self) -> Self:
        """Held, an engagement, canonical, and with at least one counterpart."""
        counterpart = Participant.objects.unscoped("the outer rows decide").filter(
            meeting=OuterRef("pk"), role=Participant.Role.COUNTERPART
        )
        return (
            self.canonical()
            .filter(status=Status.HELD, kind=Kind.ENGAGEMENT)
            .filter(Exists(counterpart))
        )

    def on_the_spot(self) -> Self:
        return self.filter(mode__in=ON_THE_SPOT)

    def with_venue_in(self, regions: Iterable[int]) -> Self:
        return self.filter(Exists(_venues().filter(region_id__in=regions)))

    def without_venue(self) -> Self:
        return self.filter(~Exists(_venues()))

    def with_people(self, actor: Actor, people: models.QuerySet[Stakeholder]) -> Self:
        """With one of these in it, where the actor may open the part they took."""
        met = Participant.objects.visible_to(actor).filter(stakeholder__in=people)
        return self.filter(pk__in=met.values("meeting"))

    def visited_in(self, area: ProgrammeArea, unit: Region) -> Self:
        """With a venue counted under a governorate by the list in force on the day."""
        return self.filter(
            _by_list(area, unit, lambda ids: Q(Exists(_venues().filter(region_id__in=ids))))
        )

    def heard_from(self, area: ProgrammeArea, unit: Region) -> Self:
        """With a counterpart whose base on the day is counted under a governorate."""
        heard = Participant.objects.unscoped("the outer rows decide").filter(
            meeting=OuterRef("pk"), role=Participant.Role.COUNTERPART
        )
        return self.filter(
            _by_list(area, unit, lambda ids: Q(Exists(heard.filter(frozen_base_id__in=ids))))
        )

    def tried(self) -> Self:
        """Meant to be held, and did not take place for a reason that was not ours."""
        return self.canonical().filter(
            Q(status__in=(Status.CANCELLED, Status.NOT_HELD)),
            ~Q(reason=Reason.BY_US),
            kind=Kind.ENGAGEMENT,
        )


def _by_list(area: ProgrammeArea, unit: Region, match: Callable[[list[int]], Q]) -> Q:
    members = area.members_of(unit)
    if area.list_of_19_from is None:
        return match(members["18"])
    return Q(held_on__lt=area.list_of_19_from) & match(members["18"]) | Q(
        held_on__gte=area.list_of_19_from
    ) & match(members["19"])


def _venues() -> models.QuerySet[Venue]:
    rows: models.QuerySet[Venue] = Venue.objects.unscoped("the outer rows decide").filter(
        meeting=OuterRef("pk")
    )
    return rows


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
        )

    def __str__(self) -> str:
        return f"meeting {self.pk}"

    def led_by(self, actor: Actor) -> bool:
        """Whether the actor answers for it: a manager, its author, an officer of the lead team."""
        ours = self.author_id == actor.user_id or self.lead_team_id in actor.own_teams
        return actor.can_log and (actor.role == Role.MANAGER or ours)

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
class Participant(MeetingChild):
    """A stakeholder in a meeting, with what was true of them on the day."""

    class Role(models.TextChoices):
        COUNTERPART = "counterpart", _("Counterpart")
        INTERMEDIARY = "intermediary", _("Intermediary")
        INTERPRETER = "interpreter", _("Interpreter")
        OBSERVER = "observer", _("Observer")
        OWN = "own", _("Own or partner team")

    class Basis(models.TextChoices):
        """What the frozen relation to the state rests on."""

        TYPE = "type", _("default of the actor type")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="participants")
    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="participations")
    role = models.CharField(max_length=16, choices=Role, default=Role.COUNTERPART)
    #: People in a community met as a group; never enters diversity or concentration.
    headcount = models.PositiveIntegerField(null=True)
    #: Frozen when the meeting became held; null until then.
    frozen_at = models.DateTimeField(null=True)
    frozen_type = models.ForeignKey(ActorType, models.PROTECT, related_name="+", null=True)
    frozen_relation = models.CharField(max_length=16, choices=Relation, blank=True)
    frozen_basis = models.CharField(max_length=16, choices=Basis, blank=True)
    frozen_base = models.ForeignKey(Region, models.PROTECT, related_name="+", null=True)

    class Meta(MeetingChild.Meta):
        constraints = (
            models.UniqueConstraint(fields=("meeting", "stakeholder"), name="participant_once"),
            models.CheckConstraint(
                condition=Q(frozen_at=None) | Q(frozen_type__isnull=False),
                name="participant_frozen_whole",
            ),
        )

    def __str__(self) -> str:
        return f"participant of {self.meeting_id}"


@recorded()
class FollowUp(MeetingChild):
    """What we said we would do."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="follow_ups")
    text = models.CharField(_("follow-up"), max_length=500)
    due_on = models.DateField(_("due"), null=True)

    class Meta(MeetingChild.Meta):
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="follow_up_says_what"),)

    def __str__(self) -> str:
        return f"follow-up of {self.meeting_id}"
