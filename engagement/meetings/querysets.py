"""The vocabulary of questions about meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from engagement.access.models import Role as MemberRole
from engagement.access.querysets import ScopedQuerySet
from engagement.meetings.codes import KEPT_FROM_US, ON_THE_SPOT, Kind, Reason, Role, Status
from engagement.names.searching import folded_has, words_of
from engagement.regions.choices import regions_called
from engagement.regions.models import ProgrammeArea, Region
from engagement.stakeholders.models import Stakeholder

if TYPE_CHECKING:
    from engagement.access.scope import Actor


class MeetingQuerySet(ScopedQuerySet):
    """The vocabulary of questions about meetings; the counting rules, row by row.

    docs/method.md says the same in words, and engagement/coverage/sql/1_rule.sql in SQL; a test
    holds the three against each other.
    """

    def current(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def withdrawn(self) -> Self:
        return self.exclude(withdrawn_at=None)

    def led_by(self, actor: Actor) -> Self:
        """Those for which the actor answers, as `Meeting.led_by` has it."""
        if not actor.can_log:
            return self.none()
        if actor.role == MemberRole.MANAGER:
            return self
        return self.filter(Q(author_id=actor.user_id) | Q(lead_team_id__in=actor.own_teams))

    def canonical(self) -> Self:
        """Neither withdrawn nor the duplicate of another."""
        return self.current().filter(duplicate_of=None)

    def of_team(self, team_id: object) -> Self:
        return self.filter(teams__contains=[team_id])

    def counted(self) -> Self:
        """Held, an engagement, canonical, and with at least one counterpart."""
        return (
            self.canonical()
            .filter(status=Status.HELD, kind=Kind.ENGAGEMENT)
            .filter(Exists(_counterparts()))
        )

    def on_the_spot(self) -> Self:
        return self.filter(mode__in=ON_THE_SPOT)

    def with_venue_in(self, regions: Iterable[int]) -> Self:
        return self.filter(Exists(_venues().filter(region_id__in=regions)))

    def without_venue(self) -> Self:
        return self.filter(~Exists(_venues()))

    def met(self, **terms: Any) -> Self:
        """With a counterpart of whom the terms were true on the day."""
        return self.filter(Exists(_counterparts().filter(**terms)))

    def met_nobody(self, **terms: Any) -> Self:
        """Without a counterpart of whom the terms were true on the day."""
        return self.filter(~Exists(_counterparts().filter(**terms)))

    def possibly_twice(self) -> Self:
        """Another team met one counterpart of it too, a day apart at most, in one governorate."""
        theirs = (
            _rows("Participant")
            .unscoped("the outer rows decide")
            .filter(meeting=OuterRef(OuterRef("pk")), role=Role.COUNTERPART)
        )
        places = (
            _rows("Venue")
            .unscoped("the outer rows decide")
            .filter(meeting=OuterRef(OuterRef("pk")))
        )
        inside = Q(venues__region__in=places.values("region"))
        inside |= Q(venues__region__parent__in=places.values("region"))
        inside |= Q(venues__region__in=places.values("region__parent")) & ~Q(
            venues__region__kind="country"
        )
        twins = _rows("Meeting").unscoped("the outer rows decide").counted()
        twins = twins.filter(
            inside | Q(venues=None) & ~Exists(places),
            held_on__gte=OuterRef("held_on") - timedelta(days=1),
            held_on__lte=OuterRef("held_on") + timedelta(days=1),
            participants__role=Role.COUNTERPART,
            participants__stakeholder__in=theirs.values("stakeholder"),
        ).exclude(lead_team=OuterRef("lead_team"))
        return self.filter(Exists(twins))

    def with_people(self, actor: Actor, people: models.QuerySet[Stakeholder]) -> Self:
        """With one of these in it, where the actor may open the part they took."""
        met = _rows("Participant").visible_to(actor).filter(stakeholder__in=people)
        return self.filter(pk__in=met.values("meeting"))

    def found_by(self, actor: Actor, text: str) -> Self:
        """Every word of the text stands in the outcome, the summary, a place's or a name.

        Letter variants of a script are one; names only where the actor may open who it is.
        """
        words = words_of(text)
        places = regions_called(words)
        rows = self.filter(Q() if words else Q(pk__in=[]))
        for word in words:
            people = Stakeholder.objects.visible_to(actor).named_like(word)
            met = _rows("Participant").visible_to(actor).filter(stakeholder__in=people)
            there = _rows("Venue").visible_to(actor).filter(region_id__in=places[word])
            rows = rows.filter(
                folded_has(word, "outcome", "summary")
                | Q(pk__in=met.values("meeting"))
                | Q(pk__in=there.values("meeting"))
            )
        return rows

    def visited_in(self, area: ProgrammeArea, unit: Region) -> Self:
        """With a venue counted under a governorate by the list in force on the day."""
        return self.filter(
            _by_list(area, unit, lambda ids: Q(Exists(_venues().filter(region_id__in=ids))))
        )

    def heard_from(self, area: ProgrammeArea, unit: Region) -> Self:
        """With a counterpart whose base on the day is counted under a governorate."""
        heard = _counterparts()
        return self.filter(
            _by_list(area, unit, lambda ids: Q(Exists(heard.filter(frozen_base_id__in=ids))))
        )

    def run_by(self, actor: Actor) -> Self:
        """Logged by the actor, or led by one of an officer's own teams."""
        return self.filter(Q(author_id=actor.user_id) | Q(lead_team_id__in=actor.own_teams))

    def planned_between(self, first: date, last: date) -> Self:
        """Planned for the first day to the last, both counted."""
        return self.canonical().filter(status=Status.PLANNED, held_on__gte=first, held_on__lte=last)

    def to_finish(self, today: date) -> Self:
        """To be completed, or planned for a day that is over."""
        over = Q(status=Status.PLANNED, held_on__lt=today)
        return self.canonical().filter(Q(to_complete=True) | over)

    def to_retry(self, actor: Actor, since: date) -> Self:
        """Kept from taking place since a day; somebody in it, or its place, was not met after."""
        kept = self.canonical().filter(
            status__in=(Status.NOT_HELD, Status.CANCELLED, Status.POSTPONED),
            reason__in=KEPT_FROM_US,
            held_on__gte=since,
        )
        people = _not_met_since("Participant", actor, "stakeholder")
        places = _not_met_since("Venue", actor, "region")
        return kept.filter(Exists(people) | Exists(places))

    def tried(self) -> Self:
        """Meant to be held, and did not take place for a reason that was not ours."""
        return self.canonical().filter(
            Q(status__in=(Status.CANCELLED, Status.NOT_HELD)),
            ~Q(reason=Reason.BY_US),
            kind=Kind.ENGAGEMENT,
        )


def _not_met_since(name: str, actor: Actor, what: str) -> Any:
    """The outer meeting's rows of a kind of which no later meeting was held."""
    rows = _rows(name).visible_to(actor)
    if name == "Participant":
        # Whether somebody hidden was met since would tell in which meetings they sat.
        known = Stakeholder.objects.visible_to(actor)
        rows = rows.filter(role=Role.COUNTERPART, stakeholder__in=known)
    later = rows.filter(
        **{what: OuterRef(what)},
        meeting__status=Status.HELD,
        meeting__withdrawn_at=None,
        meeting__held_on__gte=OuterRef("meeting__held_on"),
    )
    return rows.filter(meeting=OuterRef("pk")).filter(~Exists(later))


def _by_list(area: ProgrammeArea, unit: Region, match: Callable[[list[int]], Q]) -> Q:
    members = area.members_of(unit)
    if area.list_of_19_from is None:
        return match(members["18"])
    return Q(held_on__lt=area.list_of_19_from) & match(members["18"]) | Q(
        held_on__gte=area.list_of_19_from
    ) & match(members["19"])


def _rows(name: str) -> Any:
    return apps.get_model("engagement", name)._default_manager.all()


def _venues() -> Any:
    return _rows("Venue").unscoped("the outer rows decide").filter(meeting=OuterRef("pk"))


def _counterparts() -> Any:
    rows = _rows("Participant").unscoped("the outer rows decide")
    return rows.filter(meeting=OuterRef("pk"), role=Role.COUNTERPART)
