"""Many writers at once: versions count transactions, and no strict level is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.audit.models import Change
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.models import Meeting, Participant, Venue
from engagement.stakeholders.models import Stakeholder
from tests.cast import Cast, meet, register
from tests.conftest import owner, run_together

pytestmark = pytest.mark.django_db(transaction=True)

THREADS, TRANSACTIONS, MEETINGS = 8, 10, 4


def test_a_transaction_moves_each_roots_version_once_in_whatever_order(
    lasting_cast: Cast,
) -> None:
    amal = lasting_cast.amal
    person = register(amal, "Sheikh A")
    rows = [meet(amal, "basra", who=(person,)) for _ in range(MEETINGS)]
    before = {row.pk: row.version for row in rows}

    def write(number: int) -> None:
        order = rows if number % 2 else rows[::-1]
        for _ in range(TRANSACTIONS):
            with acting_as(amal, "meeting.amended"):
                FollowUp.objects.bulk_create([FollowUp(meeting=m, text="write") for m in order])
                FollowUp.objects.create(meeting=order[0], text="and again")

    raised = run_together(*(lambda n=n: write(n) for n in range(THREADS)))
    assert raised == []
    with owner():
        now = dict(Meeting.plain.values_list("pk", "version"))
        assert {pk: now[pk] - before[pk] for pk in before} == dict.fromkeys(before, 80)
        changes = Change.objects.filter(object_type="meeting", op="update", verb="meeting.amended")
        assert changes.count() == 320
        assert changes.values("object_id", "version").distinct().count() == 320


def held_up(first: Callable[[], None], second: Callable[[], None], cast: Cast) -> None:
    """Run `first`, keep its transaction open until `second` waits for a lock, then commit."""
    done, wrote = threading.Event(), threading.Event()

    def leading() -> None:
        with acting_as(cast.amal, "meeting.amended"):
            first()
            wrote.set()
            done.wait(10)

    def following() -> None:
        assert wrote.wait(10)
        with acting_as(cast.amal, "meeting.amended"):
            second()

    def watch() -> None:
        try:
            assert wrote.wait(10)
            wait_for_a_lock()
        finally:
            done.set()

    assert run_together(leading, following, watch) == []


def wait_for_a_lock() -> None:
    pause = threading.Event()
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        pause.wait(0.01)
    raise AssertionError("the second writer never waited")


def levels(meeting: Meeting) -> tuple[int, set[int], set[int]]:
    """Of the meeting, its participants, and its places."""
    with owner():
        people = Participant.plain.filter(meeting=meeting).values_list("tlp", flat=True)
        places = Venue.plain.filter(meeting=meeting).values_list("tlp", flat=True)
        return Meeting.plain.get(pk=meeting.pk).tlp, set(people), set(places)


@pytest.fixture
def meeting(lasting_cast: Cast) -> Meeting:
    amal = lasting_cast.amal
    return meet(amal, "basra", who=(register(amal, "Sheikh A"),))


def test_a_stricter_participant_of_a_writer_we_waited_for_counts(
    lasting_cast: Cast, meeting: Meeting
) -> None:
    strict = register(lasting_cast.amal, "Sheikh B", tlp=Tlp.RED)
    mild = register(lasting_cast.amal, "Sheikh C", tlp=Tlp.GREEN)

    def add(person: Stakeholder) -> Callable[[], None]:
        return lambda: Participant(meeting=meeting, stakeholder=person).save(force_insert=True)

    held_up(add(strict), add(mild), lasting_cast)
    assert levels(meeting) == (Tlp.RED, {Tlp.RED}, {Tlp.RED})


def raise_person(person: Stakeholder) -> Callable[[], None]:
    rows = Stakeholder.objects.unscoped("a test").filter(pk=person.pk)
    return lambda: rows.update(tlp=Tlp.RED) and None


def test_somebody_raised_while_they_are_added_raises_the_meeting(
    lasting_cast: Cast, meeting: Meeting
) -> None:
    person = register(lasting_cast.amal, "Sheikh B")
    row = Participant(meeting=meeting, stakeholder=person)
    held_up(raise_person(person), lambda: row.save(force_insert=True), lasting_cast)
    assert levels(meeting) == (Tlp.RED, {Tlp.RED}, {Tlp.RED})


def test_somebody_added_while_they_are_raised_raises_the_meeting(
    lasting_cast: Cast, meeting: Meeting
) -> None:
    person = register(lasting_cast.amal, "Sheikh B")
    row = Participant(meeting=meeting, stakeholder=person)
    held_up(lambda: row.save(force_insert=True), raise_person(person), lasting_cast)
    assert levels(meeting) == (Tlp.RED, {Tlp.RED}, {Tlp.RED})
