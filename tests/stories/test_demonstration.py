"""The demonstration programme: the same on every machine, ending on the day it is made."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from engagement.access.models import Programme, User
from engagement.access.scope import acting_as, actor_for
from engagement.coverage.periods import last_twelve_months
from engagement.coverage.place import PlaceFigures, listed, place_figures, places_from
from engagement.coverage.sums import Period, seen_sums
from engagement.demonstration.path import PATH, quarter_days
from engagement.demonstration.programme import PROGRAMME, analyse, make
from engagement.demonstration.teams import EMBASSY, LIAISON
from engagement.demonstration.tokens import KURDISH_WOMEN, WOMEN
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.models import Meeting, Participant, Venue
from engagement.regions.choices import area_of
from engagement.stakeholders.assessments.models import Assessment, EngagementDecision
from engagement.stakeholders.models import Stakeholder, StakeholderName
from tests.conftest import owner

NOON = datetime(2025, 5, 20, 9, tzinfo=UTC)
TODAY = NOON.date()


@pytest.fixture(scope="module")
def made(django_db_setup: Any, django_db_blocker: Any) -> Any:
    """The whole demonstration, once for this module: it takes seconds to make."""
    with django_db_blocker.unblock():
        make(NOON)
        with owner():
            analyse(connection)
        yield
        call_command("demo", "--clear")


def manager() -> Any:
    programme = Programme.objects.get(name=PROGRAMME)
    return actor_for(User.objects.get(username="manager").pk, programme.pk)


def held() -> Any:
    return Meeting.plain.filter(status="held")


@pytest.mark.django_db
@pytest.mark.usefixtures("made")
class TestThePath:
    def test_so_many_meetings_were_held_and_so_many_were_not(self) -> None:
        with owner():
            statuses = Counter(Meeting.plain.values_list("status", flat=True))
            gone = Meeting.plain.filter(status__in=("cancelled", "not_held"))
            beyond = gone.exclude(venues__region__key="baghdad").count()

        assert statuses["cancelled"] + statuses["not_held"] == 55
        assert (statuses["held"], statuses["planned"], statuses["postponed"]) == (520, 40, 25)
        assert beyond == 39  # 70 % of 55

    @pytest.mark.parametrize("quarter", range(len(PATH)))
    def test_each_quarter_is_as_the_table_tells_it(self, quarter: int) -> None:
        """Every share lies within half a meeting of its percentage: nothing nearer exists."""
        stage = PATH[quarter]
        first, last = quarter_days(TODAY)[quarter]
        with owner():
            rows = held().filter(held_on__range=(first, last))
            relations = _relations(rows)
            ours = [found for found in relations.values() if found != {"international"}]
            non_state = sum("non_state" in found for found in ours)
            hybrid = sum("hybrid" in found for found in ours)
        with acting_as(manager(), "read"):
            places = _between(first, last).places
        known = places.capital + places.beyond

        assert len(relations) == stage.held
        assert abs(100 * places.capital - stage.in_capital * known) <= 50
        assert abs(100 * non_state - stage.non_state * len(ours)) <= 50
        assert abs(100 * hybrid - stage.hybrid * len(ours)) <= 50

    @pytest.mark.parametrize("quarter", range(len(PATH)))
    def test_governorates_are_added_and_two_are_never_visited(self, quarter: int) -> None:
        first, last = quarter_days(TODAY)[0][0], quarter_days(TODAY)[quarter][1]
        with acting_as(manager(), "read"):
            figures = _between(first, last)

        assert len(figures.visited) == PATH[quarter].governorates
        assert not {"maysan", "muthanna"} & {row.region.key for row in figures.visited}

    @pytest.mark.parametrize("quarter", range(len(PATH)))
    def test_we_rely_on_fewer_people_less(self, quarter: int) -> None:
        """The ten met most, each meeting shared by its counterparts; within four points."""
        first, last = quarter_days(TODAY)[quarter]
        with owner():
            met = defaultdict(list)
            rows = Participant.plain.filter(
                meeting__status="held", meeting__held_on__range=(first, last), role="counterpart"
            )
            for meeting, who in rows.values_list("meeting", "stakeholder"):
                met[meeting].append(who)
        weights: Counter[Any] = Counter()
        for people in met.values():
            weights.update({who: 1 / len(people) for who in people})
        share = 100 * sum(dict(weights.most_common(10)).values()) / len(met)

        assert abs(share - PATH[quarter].top_ten) <= 4

    def test_how_they_were_held(self) -> None:
        with owner():
            rows = held()
            modes = Counter(rows.values_list("mode", flat=True))
            spot = rows.filter(mode__in=("in_person", "partly_online"))
            abroad = {m for m, land in _lands(rows) if land != "iraq"}
            places = Counter(Venue.plain.filter(meeting__in=rows).values_list("meeting", flat=True))
            types = defaultdict(set)
            people = Participant.plain.filter(meeting__in=rows, role="counterpart")
            for meeting, kind in people.values_list("meeting", "frozen_type"):
                types[meeting].add(kind)

            assert modes["remote"] == 78  # 15 % of 520
            assert spot.filter(venues=None).count() == 42  # 8 %
        assert len(abroad) == 9
        assert sum(number > 1 for number in places.values()) == 26  # 5 %
        assert sum(len(found) > 1 for found in types.values()) == 156  # 30 %

    def test_every_state_of_a_governorate_is_there(self) -> None:
        with acting_as(manager(), "read"):
            found = place_figures(Period(*last_twelve_months(TODAY)), _area())

        assert {row.state for row in found.governorates} == {"visited", "heard", "failed", "never"}
        assert found.timeliness.timely < found.timeliness.counted


@pytest.mark.django_db
@pytest.mark.usefixtures("made")
class TestTheStory:
    def test_one_team_does_not_improve_and_one_flies_in_once(self) -> None:
        with owner():
            embassy, liaison = _visits(EMBASSY), _visits(LIAISON)

        assert (embassy["baghdad"], sum(embassy.values())) == (44, 50)  # 88 %
        del liaison["baghdad"]
        assert (len(liaison), set(liaison.values())) == (15, {1})

    def test_the_fly_ins_of_the_sixth_quarter_were_called_off(self) -> None:
        first, last = quarter_days(TODAY)[5]
        with owner():
            gone = Meeting.plain.filter(
                status__in=("cancelled", "not_held"),
                held_on__range=(first, last),
                lead_team__name=LIAISON,
            )
            assert gone.exclude(venues__region__key="baghdad").count() >= 12

    def test_one_governorate_has_security_activity_and_no_dialogue(self) -> None:
        with owner():
            rows = held().filter(venues__region__key="diyala")
            purposes = set(rows.values_list("purpose", flat=True))

        assert purposes
        assert purposes <= {"training", "operations", "equipment", "liaison"}

    def test_twelve_pairs_were_entered_by_two_teams(self) -> None:
        with owner():
            entered = defaultdict(set)
            people = defaultdict(set)
            for meeting, who in Participant.plain.values_list("meeting", "stakeholder"):
                people[meeting].add(who)
            for row in held().prefetch_related(None):
                entered[row.held_on, frozenset(people[row.pk])].add(row.lead_team_id)
            marked = Meeting.plain.exclude(duplicate_of=None).count()

        assert sum(len(teams) > 1 for teams in entered.values()) == 12
        assert marked == 0

    def test_promises_issues_and_protected_meetings(self) -> None:
        with owner():
            promises = list(FollowUp.plain.all())
            due = [r for r in promises if r.due_on < TODAY and not r.dropped_on]
            kept = [row for row in due if row.done_on and row.done_on <= row.due_on]
            levels = Counter(held().values_list("own_tlp", flat=True))
            issues = IssueRaised.plain.all()

            assert (issues.count(), issues.exclude(answered_on=None).count() > 20) == (45, True)
        assert (len(promises), len(kept), len(due)) == (90, 54, 75)  # 72 % kept
        assert (levels[3], levels[4]) == (1, 1)


@pytest.mark.django_db
@pytest.mark.usefixtures("made")
class TestTheRegister:
    def test_it_holds_the_bodies_and_people_it_promises(self) -> None:
        with owner():
            rows = Stakeholder.plain.filter(not_to_be_engaged=False)
            kinds = Counter(rows.values_list("kind", flat=True))
            kurdish = StakeholderName.plain.filter(language="ckb").count()
            units = rows.filter(kind="unit")
            decided = EngagementDecision.plain.filter(stakeholder__kind="unit")

            assert kinds["organisation"] + kinds["unit"] == 120
            assert (kinds["unit"], kinds["person"], kurdish) == (16, 400, 60)
            assert set(units.values_list("pk")) <= set(decided.values_list("stakeholder"))
            assert Stakeholder.plain.filter(not_to_be_engaged=True).count() == 1
            assert Stakeholder.plain.exclude(withdrawn_at=None).count() == 1
            assert not Stakeholder.plain.filter(base_region__key="muthanna").exists()

    @pytest.mark.parametrize(
        ("group", "percent"),
        [
            (("federal_security", "local_police", "peshmerga_asayish"), 6),
            (("cso_ngo", "womens_group", "youth_protest", "professional_union"), 22),
        ],
    )
    def test_the_share_of_women_is_as_told(self, group: tuple[str, ...], percent: int) -> None:
        given = {row[0] for row in (*WOMEN, *KURDISH_WOMEN)}
        with owner():
            rows = StakeholderName.plain.filter(
                language="en", stakeholder__actor_type__in=group, stakeholder__kind="person"
            )
            names = [text.split()[0] for text in rows.values_list("text", flat=True)]

        assert abs(100 * sum(name in given for name in names) - percent * len(names)) <= 50


@pytest.mark.django_db
@pytest.mark.usefixtures("made")
def test_sources_that_contradict_each_other_are_two() -> None:
    with owner():
        rows = Assessment.plain.filter(facet="alignment", standing="conflict")
        told = list(rows.values_list("stakeholder", "source"))

    assert len(told) == 4
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("day", [date(2025, 4, 1), date(2024, 12, 31), date(2024, 2, 29)])
def test_the_quarters_end_today_and_follow_each_other(day: date) -> None:
    quarters = quarter_days(day)

    assert quarters[-1][1] == day
    assert all((two[0] - one[1]).days == 1 for one, two in pairwise(quarters))


@pytest.mark.django_db(transaction=True)
def test_made_twice_it_stays_and_cleared_it_is_gone_with_nothing_else(cast: Any) -> None:
    from tests.cast import meet, register

    call_command("demo", "--clear")  # that of the tests above
    meet(cast.amal, "basra", who=(register(cast.amal, "Sheikh", "tribe", "basra"),))
    before = _counts()
    call_command("demo")
    call_command("demo")
    assert Programme.objects.filter(demonstration=True).count() == 1
    assert _unknown_to_the_planner() == []

    call_command("demo", "--clear")

    assert _counts() == before
    Programme.objects.create(name=PROGRAMME)
    with pytest.raises(CommandError, match="not marked"):
        call_command("demo", "--clear")


def _unknown_to_the_planner() -> list[str]:
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind = 'r' AND reltuples < 0 ORDER BY relname"
        )
        return [name for (name,) in cursor.fetchall()]


def _counts() -> dict[str, int]:
    with owner(), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - {"engagement_change"}
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
    return found


def _between(first: date, last: date) -> PlaceFigures:
    """Quarters of the story end on any day: over what the manager may open, which is all."""
    period, area = Period(first, last), _area()
    return places_from(seen_sums(period), period, area, listed(area, period))


def _area() -> Any:
    return area_of(Programme.objects.get(name=PROGRAMME).pk)


def _relations(rows: Any) -> dict[Any, set[str]]:
    found: dict[Any, set[str]] = {pk: set() for pk in rows.values_list("pk", flat=True)}
    people = Participant.plain.filter(meeting__in=rows, role="counterpart")
    for meeting, relation in people.values_list("meeting", "frozen_relation"):
        found[meeting].add(relation)
    return found


def _lands(rows: Any) -> list[tuple[Any, str]]:
    venues = Venue.plain.filter(meeting__in=rows).select_related("region")
    return [
        (row.meeting_id, row.region.key if row.region.kind == "country" else "iraq")
        for row in venues
    ]


def _visits(team: str) -> Counter[str]:
    rows = held().filter(lead_team__name=team, mode__in=("in_person", "partly_online"))
    return Counter(Venue.plain.filter(meeting__in=rows).values_list("region__key", flat=True))
