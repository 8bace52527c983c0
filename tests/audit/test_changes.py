"""What a change of a root leaves in the change log, and who reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from engagement.access.errors import Conflict
from engagement.access.scope import Actor, acting_as
from engagement.access.tlp import Tlp
from engagement.audit.actions import first_broken_link, settled_position, stamp
from engagement.audit.models import Change
from engagement.meetings.actions import amend_meeting, withdraw_meeting
from engagement.stakeholders.models import Stakeholder, StakeholderName
from tests.cast import Cast, draft_of, meet, register
from tests.conftest import owner, run_together

pytestmark = pytest.mark.django_db


def changes_of(root: Any) -> list[Change]:
    """Every change of a root, past row security."""
    with owner():
        return list(Change.objects.filter(object_id=root.pk).order_by("seq"))


def read_by(actor: Actor) -> set[Any]:
    """The roots whose changes an actor reads."""
    with acting_as(actor, "read"):
        return set(Change.objects.values_list("object_id", flat=True))


def stamped_positions() -> list[int]:
    with owner():
        return list(Change.objects.exclude(pos=None).order_by("pos").values_list("pos", flat=True))


def test_a_change_carries_its_actor_and_verb(cast: Cast) -> None:
    somebody = register(cast.amal, "Somebody")
    [change] = changes_of(somebody)

    assert (change.object_type, change.version, change.op) == ("stakeholder", 1, "insert")
    assert (change.actor_id, change.verb) == (cast.amal.user_id, "stakeholder.added")
    assert change.programme_id == cast.programme.pk


def test_a_meeting_with_its_children_is_one_version(people: Cast) -> None:
    sheikh = register(people.amal, "Sheikh")
    meeting = meet(people.amal, "baghdad", "basra", who=(sheikh,))

    assert [(row.version, row.op) for row in changes_of(meeting)] == [(1, "insert")]


def test_amending_and_withdrawing_move_the_version_by_one_each(people: Cast) -> None:
    sheikh = register(people.amal, "Sheikh")
    draft = draft_of(people.amal, "baghdad", who=(sheikh,))
    meeting = meet(people.amal, "baghdad", id=draft.id, who=(sheikh,))
    with acting_as(people.amal, "meeting.amended"):
        there = draft_of(people.amal, "basra", who=(sheikh,)).venues
        amended = replace(draft, venues=there, outcome="Agreed.", tlp=Tlp.AMBER_STRICT)
        meeting = amend_meeting(people.amal, meeting.pk, amended, version=1)
    with acting_as(people.amal, "meeting.withdrawn"):
        withdraw_meeting(people.amal, meeting.pk, reason="Twice", version=2)

    assert [(row.version, row.verb) for row in changes_of(meeting)] == [
        (1, "meeting.logged"),
        (2, "meeting.amended"),
        (3, "meeting.withdrawn"),
    ]


def test_several_writes_in_one_transaction_are_one_version(people: Cast) -> None:
    somebody = register(people.amal, "Somebody")
    with acting_as(people.amal, "stakeholder.amended"):
        for at_risk in (True, False, True):
            Stakeholder.objects.unscoped("a test").filter(pk=somebody.pk).update(at_risk=at_risk)

    assert [row.version for row in changes_of(somebody)] == [1, 2]


def test_a_change_of_a_child_moves_the_version_of_its_root(people: Cast) -> None:
    somebody = register(people.amal, "Somebody")
    with acting_as(people.amal, "stakeholder.named"):
        StakeholderName(stakeholder=somebody, text="Abu Somebody", script="Latn").save()

    assert [(row.version, row.verb) for row in changes_of(somebody)] == [
        (1, "stakeholder.added"),
        (2, "stakeholder.named"),
    ]


def test_what_is_rolled_back_leaves_no_change(people: Cast) -> None:
    somebody = register(people.amal, "Somebody")

    def change_and_think_again() -> None:
        with acting_as(people.amal, "stakeholder.amended"):
            Stakeholder.objects.unscoped("a test").filter(pk=somebody.pk).update(at_risk=True)
            raise Conflict

    with pytest.raises(Conflict):
        change_and_think_again()
    assert [row.version for row in changes_of(somebody)] == [1]


def test_readers_see_changes_only_of_the_roots_that_they_see(cast: Cast) -> None:
    shown = register(cast.amal, "Shown")
    own = register(cast.amal, "Of the mission", tlp=Tlp.AMBER)
    meeting = meet(cast.amal, "baghdad", who=(shown,))

    assert read_by(cast.amal) == {shown.pk, own.pk, meeting.pk}
    assert read_by(cast.bassam) == {shown.pk, own.pk, meeting.pk}
    assert read_by(cast.carla) == {shown.pk}
    assert read_by(cast.ruth) == {shown.pk}
    assert read_by(cast.idris) == set()
    assert read_by(cast.omar) == set()


def test_without_a_context_no_change_is_read(cast: Cast) -> None:
    register(cast.amal, "Somebody")

    assert not Change.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO engagement_change (programme_id, object_type, object_id, version, op, verb,"
        " at) VALUES (gen_random_uuid(), 'meeting', gen_random_uuid(), 1, 'insert', '', now())",
        "UPDATE engagement_change SET verb = ''",
        "DELETE FROM engagement_change",
        "TRUNCATE engagement_change",
    ],
    ids=["insert", "update", "delete", "truncate"],
)
def test_the_web_role_cannot_write_the_log(cast: Cast, statement: str) -> None:
    register(cast.amal, "Somebody")
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        acting_as(cast.bassam, "read"),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_stamping_follows_the_order_of_writing(cast: Cast) -> None:
    made = [register(cast.amal, f"Number {n}").pk for n in range(5)]
    assert stamp() == 5

    with owner():
        assert list(Change.objects.order_by("pos").values_list("object_id", flat=True)) == made
    assert stamped_positions() == [1, 2, 3, 4, 5]


def test_stamping_stops_at_its_limit_and_goes_on_from_there(cast: Cast) -> None:
    for n in range(5):
        register(cast.amal, f"Number {n}")

    assert [stamp(2), stamp(2), stamp(2), stamp(2)] == [2, 2, 1, 0]
    assert stamped_positions() == [1, 2, 3, 4, 5]


def test_stamping_refuses_inside_another_transaction(cast: Cast) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        stamp()


def test_positions_are_not_given_without_the_lock(cast: Cast) -> None:
    register(cast.amal, "Somebody")
    with (
        pytest.raises(DatabaseError, match="lock_positions"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT jisr.stamp_positions(10)")

    assert stamped_positions() == []


def test_many_stampers_together_give_positions_without_gap_or_double(people: Cast) -> None:
    for n in range(40):
        register(people.amal, f"Number {n}")

    def stamp_all() -> None:
        while stamp(3):
            pass

    assert run_together(*[stamp_all] * 6) == []
    assert stamped_positions() == list(range(1, 41))
    with owner():
        assert first_broken_link() is None


def test_an_untouched_chain_has_no_broken_link(cast: Cast) -> None:
    for n in range(6):
        register(cast.amal, f"Number {n}")
        stamp(2)

    assert first_broken_link() is None


@pytest.mark.parametrize(
    "column",
    [
        "verb = 'forged'",
        "actor_id = NULL",
        "version = version + 1",
        "at = at + interval '1 microsecond'",
        "object_id = gen_random_uuid()",
        "hash = sha256(hash)",
    ],
)
def test_the_chain_finds_one_altered_row(cast: Cast, column: str) -> None:
    for n in range(6):
        register(cast.amal, f"Number {n}")
    stamp()
    with owner(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE engagement_change SET {column} WHERE pos = 4")

    assert first_broken_link() == 4


def test_the_chain_finds_a_removed_row(cast: Cast) -> None:
    for n in range(6):
        register(cast.amal, f"Number {n}")
    stamp()
    with owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM engagement_change WHERE pos = 4")

    assert first_broken_link() == 5


def test_a_snapshot_with_an_unstamped_change_has_no_position(cast: Cast) -> None:
    register(cast.amal, "Somebody")
    with acting_as(cast.bassam, "read"):
        assert settled_position() is None


def test_a_settled_snapshot_has_the_highest_position(cast: Cast) -> None:
    register(cast.amal, "Somebody")
    register(cast.amal, "Somebody else")
    stamp()
    with acting_as(cast.bassam, "read"):
        assert settled_position() == 2


def test_another_programmes_unstamped_changes_do_not_keep_a_position_back(cast: Cast) -> None:
    register(cast.amal, "Somebody")
    stamp()
    register(cast.omar, "Somebody far")
    with acting_as(cast.bassam, "read"):
        assert settled_position() == 1
