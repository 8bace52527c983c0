"""History sees every way of writing, knows who and why, and is opened by the same rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from engagement.access.models import Membership, Role
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.models import Meeting
from tests.cast import Cast, meet, register
from tests.conftest import owner

pytestmark = pytest.mark.django_db

Events: Any = FollowUp.pgh_event_model


def raw(meeting: Meeting) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH moved AS (UPDATE engagement_followup SET text = 'raw' RETURNING id)"
            " SELECT count(*) FROM moved"
        )


def changed(meeting: Meeting) -> list[FollowUp]:
    rows = list(FollowUp.objects.unscoped("a test"))
    for row in rows:
        row.text = "bulk_update"
    return rows


#: Ways of writing five rows -> the label and the text that history then holds, five times.
WAYS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "bulk_create": (
        lambda m: FollowUp.objects.bulk_create(
            [FollowUp(meeting=m, text="bulk_create") for _ in range(5)]
        ),
        "insert",
    ),
    "update": (lambda m: FollowUp.objects.unscoped("a test").update(text="update"), "update"),
    "bulk_update": (
        lambda m: FollowUp.objects.unscoped("a test").bulk_update(changed(m), ["text"]),
        "update",
    ),
    "raw": (raw, "update"),
}


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return meet(cast.amal, "basra", who=(register(cast.amal, "Sheikh A"),))


def five(cast: Cast, meeting: Meeting) -> None:
    with acting_as(cast.amal, "before"):
        FollowUp.objects.bulk_create([FollowUp(meeting=meeting, text="first") for _ in range(5)])


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_writing_leaves_an_event_with_who_and_why(
    cast: Cast, meeting: Meeting, way: str
) -> None:
    if way != "bulk_create":
        five(cast, meeting)
    write, label = WAYS[way]
    with acting_as(cast.amal, "meeting.amended", "they called again"):
        write(meeting)
    with acting_as(cast.amal, "read"):
        found = [
            (event.pgh_label, event.text, event.pgh_context.metadata)
            for event in Events.objects.exclude(text="first").select_related("pgh_context")
        ]
    why = {
        "actor": str(cast.amal.user_id),
        "programme": str(cast.programme.pk),
        "verb": "meeting.amended",
        "reason": "they called again",
    }
    assert found == [(label, way, why)] * 5


def test_an_act_is_one_context_however_much_it_writes(cast: Cast) -> None:
    person = register(cast.amal, "Sheikh A")
    with owner(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pghistory_context")
        before = cursor.fetchone()[0]
    meet(cast.amal, "basra", who=(person,))
    with owner(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pghistory_context")
        assert cursor.fetchone()[0] == before + 1


@pytest.mark.django_db(transaction=True)
def test_a_child_changed_gives_its_root_an_event(lasting_cast: Cast) -> None:
    amal, events = lasting_cast.amal, Meeting.pgh_event_model.objects
    meeting = meet(amal, "basra", who=(register(amal, "Sheikh A"),))
    with acting_as(amal, "meeting.amended"):
        before = events.count()
        FollowUp.objects.create(meeting=meeting, text="write")
        assert events.count() == before + 1
        assert events.latest("pgh_id").version == meeting.version + 1


def test_nobody_reads_history_without_a_context(cast: Cast, meeting: Meeting) -> None:
    five(cast, meeting)
    assert (Events.objects.count(), Meeting.pgh_event_model.objects.count()) == (0, 0)


def test_another_teams_officer_reads_no_history(cast: Cast, meeting: Meeting) -> None:
    five(cast, meeting)
    for actor, number in ((cast.carla, 0), (cast.omar, 0), (cast.idris, 0), (cast.bassam, 5)):
        with acting_as(actor, "read"):
            assert Events.objects.count() == number, actor.name


def test_history_of_a_row_that_was_stricter_stays_closed(cast: Cast, meeting: Meeting) -> None:
    events = Meeting.pgh_event_model.objects
    rows = Meeting.objects.visible_to(cast.amal).filter(pk=meeting.pk)
    for level, outcome in ((Tlp.RED, "a source"), (Tlp.GREEN, "they agreed")):
        with acting_as(cast.amal, "meeting.amended"):
            rows.update(own_tlp=level, outcome=outcome)
    with acting_as(cast.ruth, "read"):
        assert list(events.values_list("outcome", flat=True)) == ["they agreed"]
    with acting_as(cast.amal, "read"):
        assert set(events.values_list("outcome", flat=True)) == {"", "a source", "they agreed"}


def test_a_reason_is_read_by_those_who_may_open_what_the_act_wrote(cast: Cast) -> None:
    from pghistory.models import Context

    def reasons(actor: Any) -> set[str]:
        with acting_as(actor, "read"):
            return {row.metadata["reason"] for row in Context.objects.all()} - {""}

    meeting = meet(cast.amal, "basra", who=(register(cast.amal, "Sheikh A"),))
    with acting_as(cast.amal, "meeting.amended", "Abu B asked us to hide him"):
        Meeting.objects.visible_to(cast.amal).filter(pk=meeting.pk).update(own_tlp=Tlp.RED)
    assert reasons(cast.amal) == {"Abu B asked us to hide him"}
    for actor in (cast.ruth, cast.carla, cast.bassam, cast.idris, cast.omar):
        assert reasons(actor) == set(), actor.name


def test_history_of_memberships_is_kept_and_closed(cast: Cast) -> None:
    Membership.objects.filter(user_id=cast.ruth.user_id).update(role=Role.MANAGER)
    with owner():
        events = Membership.pgh_event_model.objects.filter(user_id=cast.ruth.user_id)
        assert list(events.order_by("pgh_id").values_list("role", flat=True)) == [
            Role.READER,
            Role.MANAGER,
        ]
