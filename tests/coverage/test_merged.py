"""After a merge, figures count the one person and the one body, and say what moved."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from engagement.access.scope import acting_as
from engagement.audit.actions import settled_position, stamp
from engagement.audit.models import Change
from engagement.coverage.moves import Moves, Taken, moves
from engagement.coverage.sums import Measure, Sums, programme_sums
from engagement.meetings.drafts import Attendance
from tests.cast import Cast, make_cast, meet, register
from tests.conftest import owner
from tests.coverage.writes import QUARTER
from tests.registry.merging import merged, parted
from tests.stakeholders.knowing import post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: Any) -> Cast:
    """Committed: within one transaction of a test no version would move."""
    return make_cast()


def taken(cast: Cast) -> tuple[Taken, Sums]:
    """A reading as of now, by its position, and what it says."""
    while stamp():
        pass
    with acting_as(cast.ruth, "read"):
        return Taken(QUARTER, settled_position()), programme_sums(QUARTER)


def since(cast: Cast, a: Taken) -> Moves:
    with acting_as(cast.ruth, "read"):
        return moves(a, Taken(a.period))


def people(cast: Cast) -> dict[str, int]:
    """How many persons and bodies meetings fell on."""
    with acting_as(cast.ruth, "read"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT what, n FROM jisr.coverage_people('2026-01-01', '2026-12-31', NULL)"
            " WHERE what IN ('person', 'body', 'channels')"
        )
        return {what: int(n) for what, n in cursor.fetchall()}


def consistent(cast: Cast) -> list[Any]:
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM jisr.coverage_differences(%s) WHERE differing > 0 UNION ALL"
            " SELECT * FROM jisr.coverage_by_hand(%s) WHERE differing > 0",
            [cast.programme.pk, cast.programme.pk],
        )
        return cursor.fetchall()


def by_types(sums: Sums) -> list[Any]:
    return sorted(row for row in sums.rows() if row[0] == Measure.TYPE)


@pytest.fixture
def two(cast):
    return register(cast.amal, "A", "tribe", "basra"), register(cast.amal, "B", "cso_ngo", "basra")


def test_one_person_is_counted_once(cast, two):
    meet(cast.amal, "basra", who=(two[0],))
    meet(cast.amal, "anbar", who=(two[1],))
    assert people(cast) == {"person": 2, "body": 2, "channels": 0}

    found = merged(cast.amal, *two)
    assert people(cast) == {"person": 1, "body": 1, "channels": 0}
    assert consistent(cast) == []

    parted(cast.amal, found)
    assert people(cast) == {"person": 2, "body": 2, "channels": 0}
    assert consistent(cast) == []


def bodies(cast):
    kept, gone = (
        register(cast.amal, name, kind, kind="organisation")
        for name, kind in (("Ministry", "federal_executive"), ("The ministry", "cso_ngo"))
    )
    speakers = [register(cast.amal, name, "tribe") for name in ("X", "Y")]
    held = [post(cast.amal, who, body) for who, body in zip(speakers, (kept, gone), strict=True)]
    who = [
        Attendance(stakeholder_id=one.pk, post_id=job.pk)
        for one, job in zip(speakers, held, strict=True)
    ]
    return kept, gone, who


def test_one_body_that_two_people_spoke_for_is_counted_once_as_the_kept_one(cast):
    kept, gone, who = bodies(cast)
    meet(cast.amal, "basra", who=tuple(who))
    _reading, before = taken(cast)

    found = merged(cast.amal, kept, gone)

    assert people(cast) == {"person": 2, "body": 1, "channels": 0}
    assert len(by_types(before)) == 2
    _reading, after = taken(cast)
    (row,) = by_types(after)
    assert row[2:] == (1, 1)  # one body in one meeting
    assert consistent(cast) == []

    parted(cast.amal, found)
    assert taken(cast)[1] == before
    assert consistent(cast) == []


def test_the_number_moved_because_people_were_merged_and_the_parts_come_to_the_whole(cast, two):
    kept, gone, who = bodies(cast)
    meet(cast.amal, "basra", who=tuple(who))
    meet(cast.amal, "basra", who=two)
    meet(cast.amal, "anbar", who=(two[1],))
    a, before = taken(cast)

    merged(cast.amal, kept, gone)
    merged(cast.amal, *two)
    meet(cast.amal, "anbar", who=(two[0],))
    found = since(cast, a)

    assert list(found.by_cause) == ["late", "merged"]
    assert found.before == before
    total = before
    for moved in found.by_cause.values():
        total = total + moved
    assert total == taken(cast)[1]


def test_taken_apart_again_it_moved_for_the_same_cause(cast):
    kept, gone, who = bodies(cast)
    meet(cast.amal, "basra", who=tuple(who))
    found = merged(cast.amal, kept, gone)
    a, _before = taken(cast)

    parted(cast.amal, found)

    assert list(since(cast, a).by_cause) == ["merged"]


def test_merged_and_taken_apart_nothing_moved(cast, two):
    meet(cast.amal, "basra", who=two)
    a, _before = taken(cast)

    parted(cast.amal, merged(cast.amal, *two))

    assert since(cast, a).by_cause == {}


def changes(person) -> list[Any]:
    with owner():
        rows = Change.objects.filter(object_id=person.pk).order_by("seq")
        return list(rows.values_list("op", "verb", "became", "version"))


def test_the_change_log_says_into_whom_somebody_went(cast, two):
    kept, gone = two

    found = merged(cast.amal, kept, gone)
    assert changes(gone)[-1] == ("merged_into", "stakeholder.merged", kept.pk, 2)
    assert changes(kept)[-1] == ("update", "stakeholder.merged", None, 2)

    parted(cast.amal, found)
    assert changes(gone)[-1] == ("update", "stakeholder.unmerged", None, 3)
    assert changes(kept)[-1] == ("update", "stakeholder.unmerged", None, 3)


def test_the_chain_of_hashes_holds_over_a_merge(cast, two):
    from engagement.audit.actions import first_broken_link

    merged(cast.amal, *two)
    while stamp():
        pass

    assert first_broken_link() is None
