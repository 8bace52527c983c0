"""Each figure opens onto its meetings: three sayings of one rule, held against each other."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from engagement.access.scope import acting_as
from engagement.coverage.place import place_figures
from engagement.coverage.state import beyond_state
from engagement.coverage.sums import Bodies, Measure, Period, Sums, programme_sums, seen_sums
from engagement.coverage.sums import Kind as CoverageKind
from engagement.meetings.codes import (
    Kind,
    Mode,
    ParticipationLevel,
    Purpose,
    Reason,
    Status,
    Whose,
)
from engagement.meetings.drilldown import BY_UNIT, narrow
from engagement.meetings.models import Meeting
from engagement.regions.choices import area_of
from engagement.regions.models import ProgrammeArea
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.models import Seniority
from tests.cast import DAY, meet, register
from tests.conftest import owner
from tests.stakeholders.knowing import post

pytestmark = pytest.mark.django_db
PLACES = ("baghdad", "basra", "halabja", "sulaymaniyah", "erbil", "jordan", "wasit")
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def _random_log(cast, chance: random.Random) -> None:
    people = [
        register(cast.amal, f"P{n}", chance.choice(("tribe", "pmf_unit")), base)
        for n, base in enumerate(("basra", "halabja", "jordan", "", "baghdad", "wasit"))
    ]
    for _ in range(40):
        status = chance.choice((Status.HELD, Status.HELD, Status.HELD, Status.NOT_HELD))
        meet(
            chance.choice((cast.amal, cast.bassam)),
            *chance.sample(PLACES, chance.choice((0, 1, 1, 1, 2, 3))),
            who=tuple(chance.sample(people, chance.randint(1, 3))),
            held_on=DAY + timedelta(days=chance.randint(-3, 3)),
            mode=chance.choice(Mode.values),
            kind=chance.choice((Kind.ENGAGEMENT,) * 5 + (Kind.CONTACT,)),
            status=status,
            reason=chance.choice(Reason.values) if status == Status.NOT_HELD else "",
            lead_team_id=cast.mission.pk,
        )


@pytest.mark.parametrize("seed", [1, 2])
def test_a_figure_and_the_list_behind_it_are_the_same_number(cast, seed):
    with owner():
        ProgrammeArea.objects.filter(programme=cast.programme).update(list_of_19_from=DAY)
    _random_log(cast, random.Random(seed))
    area = area_of(cast.programme.pk)

    with acting_as(cast.bassam, "read"):
        found = place_figures(YEAR, area)
        rows = Meeting.objects.visible_to(cast.bassam).filter(
            held_on__range=(YEAR.first, YEAR.last)
        )
        behind = {
            (row.region.key, figure): narrow(rows, figure, area, row.region).count()
            for row in found.governorates
            for figure in (*BY_UNIT, "tried")
        }
        overall = {
            name: narrow(rows, name, area, None).count()
            for name in ("counted", "held", "unknown", "remote", "intermediary")
        }

    assert behind == {
        (row.region.key, figure): getattr(row, figure)
        for row in found.governorates
        for figure in (*BY_UNIT, "tried")
    }
    places = found.places
    assert overall == {
        "counted": found.timeliness.counted,
        "held": places.held,
        "unknown": places.unknown,
        "remote": places.remote,
        "intermediary": places.intermediary,
    }
    assert places.held + places.remote + places.intermediary == found.timeliness.counted
    assert places.beyond + places.capital + places.abroad + places.unknown == places.held


@pytest.mark.parametrize("actor", ["amal", "carla", "ruth"])
def test_what_a_reader_may_open_is_what_the_list_shows_them(cast, actor):
    _random_log(cast, random.Random(7))
    reader, area = getattr(cast, actor), area_of(cast.programme.pk)

    with acting_as(reader, "read"):
        seen = place_figures(YEAR, area, with_seen=True).seen
        rows = Meeting.objects.visible_to(reader).filter(held_on__range=(YEAR.first, YEAR.last))
        assert narrow(rows, "held", area, None).count() == seen.places.held
        assert {
            row.region.key: narrow(rows, "visited", area, row.region).count()
            for row in seen.governorates
        } == {row.region.key: row.visited for row in seen.governorates}


TYPES = ("tribe", "pmf_unit", "federal_security", "cso_ngo", "un", "not_sure", "judiciary")


def _varied_log(cast, chance: random.Random) -> None:
    """Meetings that differ in whom, for what, how deep and at whose wish."""
    body = register(cast.amal, "Ministry", "federal_executive", kind=Stakeholder.Kind.ORGANISATION)
    people = [register(cast.amal, f"P{n}", kind) for n, kind in enumerate(TYPES)]
    for n, rank in enumerate(Seniority.values):
        people.append(register(cast.amal, f"Official {n}", "judiciary"))
        with owner():
            post(cast.amal, people[-1], body, title="Post", seniority=rank)
    for _ in range(60):
        status = chance.choice((Status.HELD, Status.HELD, Status.HELD, Status.CANCELLED))
        meet(
            chance.choice((cast.amal, cast.bassam)),
            *chance.sample(PLACES, chance.choice((0, 1, 1, 2))),
            who=tuple(chance.sample(people, chance.randint(1, 3))),
            mode=chance.choice(Mode.values),
            status=status,
            reason=chance.choice(Reason.values) if status == Status.CANCELLED else "",
            purpose=chance.choice(("", *Purpose.values)),
            participation_level=chance.choice(("", *ParticipationLevel.values)),
            asked_by=chance.choice(("", *Whose.values)),
            lead_team_id=cast.mission.pk,
        )


def _figures(sums: Sums) -> dict[str, int]:
    """The figures over the whole programme as the sums have them."""
    kinds, relations = sums[Measure.KIND], sums[Measure.RELATION]
    undetermined = sum(n for (a, _), n in relations.items() if Bodies.of(a).undetermined)
    values = {
        "high_level": (Measure.LEVEL, (1, 2)),
        "no_level": (Measure.LEVEL, (0,)),
        "security_only": (Measure.PURPOSE, (1,)),
        "involve": (Measure.PARTICIPATION, (3, 4, 5)),
        "asked_theirs": (Measure.ASKED, (2,)),
    }
    return {
        "security_beyond": kinds[1, CoverageKind.SECURITY],
        "non_state": beyond_state(sums).any.part,
        "hybrid": kinds[0, CoverageKind.HYBRID],
        "undetermined": undetermined,
        "paramilitary": kinds[0, CoverageKind.PARAMILITARY],
        "civilians": kinds[0, CoverageKind.CIVILIANS],
        "communities": kinds[0, CoverageKind.COMMUNITIES],
        **{
            name: sum(sums.of(measure).get(value, 0) for value in chosen)
            for name, (measure, chosen) in values.items()
        },
        "tried": sum(n for (unit, _), n in sums[Measure.TRIED].items() if not unit),
    }


@pytest.mark.parametrize(("seed", "actor"), [(3, "bassam"), (4, "bassam"), (5, "ruth")])
def test_a_figure_over_whom_and_what_for_is_the_number_of_meetings_in_its_list(cast, seed, actor):
    _varied_log(cast, random.Random(seed))
    reader, area = getattr(cast, actor), area_of(cast.programme.pk)

    with acting_as(reader, "read"):
        rows = Meeting.objects.visible_to(reader).filter(held_on__range=(YEAR.first, YEAR.last))
        whole, seen = _figures(programme_sums(YEAR)), _figures(seen_sums(YEAR))
        behind = {name: narrow(rows, name, area, None).count() for name in seen}

    assert behind == seen
    assert all(whole.values())
    assert (seen == whole) == (actor == "bassam")  # a manager may open every meeting


def test_an_unknown_figure_is_refused(cast):
    with acting_as(cast.bassam, "read"), pytest.raises(ValueError, match="no such figure"):
        narrow(Meeting.objects.visible_to(cast.bassam), "x", area_of(cast.programme.pk), None)
