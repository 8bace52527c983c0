"""I9, I11, I13, I14 and I16, counted by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from engagement.access.models import Team
from engagement.coverage.diversity import hhi, top_share
from engagement.coverage.sums import Period
from engagement.meetings.codes import Mode, Role
from engagement.meetings.drafts import Attendance
from engagement.stakeholders.models import Stakeholder
from tests.cast import DAY, meet, register
from tests.conftest import owner
from tests.coverage.readings import YEAR, figure, line, parts, reading
from tests.stakeholders.knowing import post

pytestmark = pytest.mark.django_db


def people(cast, n: int, actor_type: str = "cso_ngo") -> list[Stakeholder]:
    return [register(cast.amal, f"P{at}", actor_type) for at in range(n)]


def test_the_ten_met_most_take_their_part_of_meetings_split_over_who_was_in_them(cast):
    both, half, *once = people(cast, 12)
    for who in ((both, half), (both,), (both,), (both,), *((one,) for one in once)):
        meet(cast.amal, "baghdad", who=who)

    found = figure(cast, "I9")

    # Weights 3½, ½ and ten of 1, of 14 meetings; the ten heaviest take 12½.
    assert parts(found.share) == (Fraction(25, 2), 14, 0)
    assert found.n == 12
    assert parts(line(found, "top_of_people").share) == (10, 12, 0)
    # 3½² + ½² + 10 = 22½, of 14².
    assert line(found, "hhi").number == Fraction(45, 392)
    assert line(found, "hhi_star").number == Fraction(37, 1078)
    assert line(found, "effective").number == Fraction(392, 45)


def test_with_ten_people_or_fewer_the_part_of_the_ten_is_not_told(cast):
    for person in people(cast, 10):
        meet(cast.amal, "baghdad", who=(person,))

    found = figure(cast, "I9")

    assert (found.value, found.n) == (None, 10)
    assert line(found, "hhi").number == Fraction(1, 10)
    assert line(found, "hhi_star").number == 0


def test_one_ministry_that_sends_ten_people_is_one_body(cast):
    ministry = register(cast.amal, "Ministry", "federal_executive", kind="organisation")
    officials = people(cast, 10, "federal_executive")
    with owner():
        for person in officials:
            post(cast.amal, person, ministry, title="Adviser")
    meet(cast.amal, "baghdad", who=tuple(officials))
    meet(cast.amal, "baghdad", who=(register(cast.amal, "NGO"),))

    found = figure(cast, "I9")

    # People: ten of a tenth and one of 1, the ten heaviest 1.9 of 2. Bodies: two of 1.
    assert parts(found.share) == (Fraction(19, 10), 2, 0)
    assert line(found, "hhi").number == Fraction(11, 40)
    assert line(found, "bodies_top").share is None
    assert line(found, "hhi_bodies").number == Fraction(1, 2)
    assert (line(found, "distinct").number, line(found, "distinct_bodies").number) == (11, 2)


def test_a_body_takes_its_part_once_in_a_meeting_however_many_speak_for_it(cast):
    ministry = register(cast.amal, "Ministry", "federal_executive", kind="organisation")
    officials = people(cast, 3, "federal_executive")
    with owner():
        for person in officials:
            post(cast.amal, person, ministry, title="Adviser")
    meet(cast.amal, "baghdad", who=(*officials, register(cast.amal, "NGO")))

    bodies = reading(cast).people.bodies

    assert bodies.heaviest == (Fraction(1, 2), Fraction(1, 2))


def test_a_head_count_never_enters_concentration(cast):
    village = register(cast.amal, "Village", "community_committee", kind="community")
    meet(cast.amal, "basra", who=(Attendance(stakeholder_id=village.pk, headcount=40),))

    assert reading(cast).people.persons.number == 1


def test_the_level_of_a_meeting_is_its_highest_and_unset_is_not_recorded(cast):
    body = register(cast.amal, "Ministry", "federal_executive", kind="organisation")
    minister, clerk, expert, nobody = people(cast, 4, "federal_executive")
    with owner():
        for who, rank in ((minister, "ministerial"), (clerk, "local"), (expert, "middle")):
            post(cast.amal, who, body, title="Post", seniority=rank)
    for who in ((minister, clerk), (expert, clerk), (nobody,)):
        meet(cast.amal, "baghdad", who=who)

    found = figure(cast, "I11")

    assert parts(found.share) == (1, 2, 0)
    assert found.recorded == (2, 3)


def test_a_channel_is_civil_society_that_took_part_as_intermediary_or_on_our_side(cast):
    ngo, union, guest, watcher = people(cast, 4)
    foreign = register(cast.amal, "INGO", "ingo")
    sheikh = register(cast.amal, "Sheikh", "tribe")

    def with_(who, role):
        return Attendance(stakeholder_id=who.pk, role=role)

    helpers = (with_(watcher, Role.OBSERVER), with_(foreign, Role.INTERMEDIARY))
    meet(cast.amal, "baghdad", who=(sheikh, with_(ngo, Role.INTERMEDIARY), *helpers))
    meet(cast.amal, "baghdad", who=(guest, with_(ngo, Role.OWN), with_(union, Role.OWN)))

    found = figure(cast, "I13")

    assert found.number == 2
    assert line(found, "in_two").number == 1


def test_two_people_of_one_association_are_one_channel(cast):
    union = register(cast.amal, "Union", "professional_union", kind="organisation")
    members = people(cast, 2)
    with owner():
        for person in members:
            post(cast.amal, person, union, title="Member")
    helpers = tuple(Attendance(stakeholder_id=row.pk, role=Role.OWN) for row in members)
    meet(cast.amal, "baghdad", who=(register(cast.amal, "Sheikh", "tribe"), *helpers))

    assert figure(cast, "I13").number == 1


def test_on_the_red_list_is_who_was_met_on_security_and_never_on_anything_else(cast):
    trained, talked, unset, quiet, long_ago = people(cast, 5, "federal_security")
    meet(cast.amal, "baghdad", who=(trained,), purpose="training")
    meet(cast.amal, "baghdad", who=(trained, talked, unset), purpose="equipment")
    meet(cast.amal, "baghdad", who=(talked,), purpose="dialogue")
    meet(cast.amal, "baghdad", who=(unset, quiet))  # of unknown purpose, which is no dialogue
    meet(cast.amal, "baghdad", who=(long_ago,), purpose="liaison", held_on=date(2025, 12, 31))

    found = figure(cast, "I14")

    assert found.number == 2
    assert parts(line(found, "security_only").share) == (2, 3, 0)
    assert found.recorded == (3, 4)


def test_the_red_list_looks_twelve_months_back_even_from_one_quarter(cast):
    meet(cast.amal, "baghdad", who=tuple(people(cast, 1, "local_police")), purpose="training")

    found = figure(cast, "I14", Period(date(2026, 10, 1), date(2026, 12, 31)))

    assert (found.number, found.n) == (1, 0)


def test_a_month_overlaps_where_two_teams_met_somebody_and_never_together(cast):
    apart, joint, one_team = people(cast, 3)
    meet(cast.amal, "baghdad", who=(apart,))
    meet(cast.carla, "baghdad", who=(apart,), held_on=DAY + timedelta(days=2))
    meet(cast.amal, "baghdad", who=(joint,), guest_team_ids=(cast.partner.pk,))
    meet(cast.carla, "baghdad", who=(joint,))
    meet(cast.amal, "baghdad", who=(one_team,))
    meet(cast.amal, "baghdad", who=(one_team,), held_on=DAY - timedelta(days=28))
    meet(cast.carla, "baghdad", who=(apart,), held_on=DAY - timedelta(days=28))

    found = figure(cast, "I16")

    # March: three of them; February: two, by one team each.
    assert parts(found.share) == (1, 5, 0)


def test_a_third_team_that_comes_alone_overlaps_with_two_that_came_together(cast):
    (person,) = people(cast, 1)
    third = Team(programme=cast.programme, name="Third")
    with owner():
        third.save()
    meet(cast.amal, "baghdad", who=(person,), guest_team_ids=(cast.partner.pk,))
    meet(cast.bassam, "baghdad", who=(person,), lead_team_id=third.pk)

    assert parts(figure(cast, "I16").share) == (1, 1, 0)


def test_with_a_team_chosen_only_its_own_overlaps_count(cast):
    (person,) = people(cast, 1)
    third = Team(programme=cast.programme, name="Third")
    with owner():
        third.save()
    for actor, team in ((cast.amal, cast.mission), (cast.carla, cast.partner)):
        meet(actor, "baghdad", who=(person,), lead_team_id=team.pk)
    meet(cast.bassam, "wasit", who=tuple(people(cast, 1)), lead_team_id=third.pk)

    shares = [
        figure(cast, "I16", replace(YEAR, team_id=team.pk)).share
        for team in (cast.mission, cast.partner, third)
    ]

    assert [parts(share)[:2] for share in shares] == [(1, 1), (1, 1), (0, 1)]


def test_whoever_was_met_twice_was_met_again_in_whatever_mode(cast):
    twice, once = people(cast, 2)
    meet(cast.amal, "baghdad", who=(twice, once))
    meet(cast.amal, who=(twice,), mode=Mode.REMOTE)

    assert parts(line(figure(cast, "I17"), "again").share) == (1, 2, 0)


def _random_log(cast, chance: random.Random) -> list[tuple[list[Stakeholder], set[object], int]]:
    """Meetings of random people with one team or both, in two months: whom, teams, month."""
    everybody, log = people(cast, 13), []
    for _ in range(30):
        who = chance.sample(everybody, chance.randint(1, 4))
        lead, guest = chance.sample([cast.mission.pk, cast.partner.pk], 2)
        guests = (guest,) if chance.random() < 0.3 else ()
        day = DAY - timedelta(days=chance.choice((0, 28)))
        more = {"held_on": day, "lead_team_id": lead, "guest_team_ids": guests}
        meet(cast.bassam, "baghdad", who=tuple(who), **more)
        log.append((who, {lead, *guests}, day.month))
    return log


@pytest.mark.parametrize("seed", [11, 12])
def test_concentration_is_that_of_the_weights_added_up_one_by_one(cast, seed):
    weights: dict[object, Fraction] = {}
    for who, _teams, _month in _random_log(cast, random.Random(seed)):
        for person in who:
            weights[person.pk] = weights.get(person.pk, Fraction(0)) + Fraction(1, len(who))

    found = reading(cast).people.persons

    assert found.top / found.meetings == top_share(weights.values())
    assert found.hhi == hhi(weights.values())
    assert found.heaviest == tuple(sorted(weights.values(), reverse=True)[:10])


@pytest.mark.parametrize("seed", [13, 14])
def test_overlaps_are_those_found_month_by_month(cast, seed):
    months: dict[object, list[set[object]]] = {}
    for who, teams, month in _random_log(cast, random.Random(seed)):
        for person in who:
            months.setdefault((person.pk, month), []).append(teams)
    apart = [met for met in months.values() if len(set.union(*met)) > 1 and max(map(len, met)) < 2]

    found = reading(cast).people

    assert (found.actor_months, found.overlapping) == (len(months), len(apart))
    assert apart
