"""The vocabulary of questions about meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from engagement.access.querysets import ScopedQuerySet
from engagement.meetings.codes import ON_THE_SPOT, Kind, Reason, Role, Status
from engagement.regions.models import ProgrammeArea, Region
from engagement.stakeholders.models import Stakeholder

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

    def with_people(self, actor: Actor, people: models.QuerySet[Stakeholder]) -> Self:
        """With one of these in it, where the actor may open the part they took."""
        met = _rows("Participant").visible_to(actor).filter(stakeholder__in=people)
        return self.filter(pk__in=met.values("meeting"))

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


def _rows(name: str) -> Any:
    return apps.get_model("engagement", name)._default_manager.all()


def _venues() -> Any:
    return _rows("Venue").unscoped("the outer rows decide").filter(meeting=OuterRef("pk"))


def _counterparts() -> Any:
    rows = _rows("Participant").unscoped("the outer rows decide")
    return rows.filter(meeting=OuterRef("pk"), role=Role.COUNTERPART)
