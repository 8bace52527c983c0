"""Levels that rise, who stays on, and children that follow their root."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from engagement.access.keys import new_id
from engagement.access.models import Grant, Role
from engagement.access.rights import SCOPED
from engagement.access.scope import Actor, acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.actions import amend_meeting
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.models import GuestTeam, Meeting, Participant, Venue
from engagement.regions.models import Region
from engagement.stakeholders.models import Stakeholder, StakeholderName
from tests.access.rows import meeting_row, stakeholder_row
from tests.cast import Cast, draft_of, meet, member, register
from tests.conftest import owner

pytestmark = pytest.mark.django_db


def sees(actor: Actor, row: Any) -> bool:
    """Whether row security opens the row, and everything of it."""
    with acting_as(actor, "read"):
        model = type(row)
        root: bool = model.objects.unscoped("row security").filter(pk=row.pk).exists()
        if model is Meeting:
            children = Participant.objects.unscoped("row security").filter(meeting=row).exists()
            assert children == root
    return root


@contextmanager
def refused() -> Iterator[None]:
    """The block ends in a refusal by row security or a trigger of the wall: 42501."""
    with pytest.raises(ProgrammingError) as caught, transaction.atomic():
        yield
    assert caught.value.__cause__.sqlstate == "42501"  # type: ignore[union-attr]


@pytest.fixture
def shared(cast: Cast) -> Meeting:
    """Amal's AMBER meeting with a GREEN person, the partner organisation a guest."""
    person = register(cast.amal, "Sheikh A", base="basra")
    return meet(cast.amal, "baghdad", who=(person,), guest_team_ids=(cast.partner.pk,))


def test_the_author_still_sees_what_became_red(cast: Cast, shared: Meeting) -> None:
    with owner():
        Meeting.plain.filter(pk=shared.pk).update(own_tlp=Tlp.RED)
    assert sees(cast.amal, shared)
    assert not sees(cast.bassam, shared)


def test_another_officer_of_the_team_sees_red_only_when_named(cast: Cast, shared: Meeting) -> None:
    colleague = member(cast.programme, "dana", Role.OFFICER, cast.mission)
    assert sees(colleague, shared)
    with owner():
        Meeting.plain.filter(pk=shared.pk).update(own_tlp=Tlp.RED)
    assert not sees(colleague, shared)
    with acting_as(cast.amal, "meeting.named"):
        name(cast.amal, colleague, shared)
    assert sees(colleague, shared)


def name(by: Actor, who: Actor, row: Any) -> None:
    Grant.objects.create(
        programme_id=by.programme_id,
        root_id=row.pk,
        user_id=who.user_id,
        granted_by_id=by.user_id,
        reason="test",
    )


def test_nobody_names_themselves_on_a_row_they_cannot_open(cast: Cast, shared: Meeting) -> None:
    with owner():
        Meeting.plain.filter(pk=shared.pk).update(own_tlp=Tlp.RED)
    with acting_as(cast.carla, "meeting.named"), refused():
        name(cast.carla, cast.carla, shared)


def test_nobody_names_anybody_in_another_persons_name(cast: Cast, shared: Meeting) -> None:
    with acting_as(cast.carla, "meeting.named"), refused():
        name(cast.amal, cast.carla, shared)


def test_a_stricter_participant_raises_the_meeting_and_everything_of_it(
    cast: Cast, shared: Meeting
) -> None:
    protected = register(cast.carla, "Sheikh B", tlp=Tlp.RED)
    with acting_as(cast.carla, "meeting.amended"):
        Participant.objects.create(meeting=shared, stakeholder=protected)
    with owner():
        shared.refresh_from_db()
        assert (shared.own_tlp, shared.tlp, shared.raised) == (Tlp.AMBER, Tlp.RED, True)
        for model in (Venue, Participant, GuestTeam):
            rows = model.objects.unscoped("all").filter(meeting=shared)
            assert set(rows.values_list("tlp", flat=True)) == {Tlp.RED}, model


def test_whoever_raised_it_silently_stays_named(cast: Cast, shared: Meeting) -> None:
    second = member(cast.programme, "dana", Role.OFFICER, cast.partner)
    assert sees(second, shared)
    protected = register(cast.carla, "Sheikh B", tlp=Tlp.RED)
    with acting_as(cast.carla, "meeting.amended"):
        Participant.objects.create(meeting=shared, stakeholder=protected)
    assert sees(cast.carla, shared)
    assert sees(cast.amal, shared), "the author"
    assert not sees(second, shared)
    with owner():
        grants = Grant.objects.filter(root_id=shared.pk).values_list("user_id", "reason")
        assert list(grants) == [(cast.carla.user_id, "raised")]


def test_whoever_raises_nothing_is_not_named(cast: Cast, shared: Meeting) -> None:
    with acting_as(cast.carla, "meeting.amended"):
        Participant.objects.create(meeting=shared, stakeholder=register(cast.carla, "Sheikh B"))
    with owner():
        assert not Grant.objects.exists()


def test_a_meeting_falls_again_when_the_strict_one_leaves(cast: Cast, shared: Meeting) -> None:
    protected = register(cast.amal, "Sheikh B", tlp=Tlp.RED)
    with acting_as(cast.amal, "meeting.amended"):
        row = Participant.objects.create(meeting=shared, stakeholder=protected)
        row.delete()
        shared.refresh_from_db()
    assert shared.tlp == Tlp.AMBER


def test_a_stakeholder_who_is_raised_takes_their_meetings_along(
    cast: Cast, shared: Meeting
) -> None:
    with acting_as(cast.amal, "stakeholder.protected"):
        Stakeholder.objects.visible_to(cast.amal).update(tlp=Tlp.RED)
    with owner():
        shared.refresh_from_db()
    assert shared.tlp == Tlp.RED
    assert not sees(cast.carla, shared)


def test_raising_a_stakeholder_opens_no_meeting_that_was_closed(cast: Cast) -> None:
    person = register(cast.carla, "Sheikh A")
    closed = meet(cast.amal, "baghdad", who=(person,))
    assert not sees(cast.carla, closed)
    with acting_as(cast.carla, "stakeholder.protected"):
        Stakeholder.objects.visible_to(cast.carla).update(tlp=Tlp.RED)
    with owner():
        closed.refresh_from_db()
    assert closed.tlp == Tlp.RED
    assert not sees(cast.carla, closed)


def test_amending_beyond_oneself_keeps_oneself_named(cast: Cast, shared: Meeting) -> None:
    person = Stakeholder.plain.none()
    with acting_as(cast.bassam, "read"):
        person = Stakeholder.objects.visible_to(cast.bassam).get()
    draft = draft_of(
        cast.bassam,
        "baghdad",
        who=(person,),
        id=shared.pk,
        lead_team_id=cast.mission.pk,
        tlp=Tlp.RED,
    )
    with acting_as(cast.bassam, "meeting.amended", "a source asked for it"):
        amended = amend_meeting(cast.bassam, shared.pk, draft, version=shared.version)
    assert amended.tlp == Tlp.RED
    assert sees(cast.bassam, shared)
    assert not sees(cast.carla, shared)


def test_raising_a_row_beyond_oneself_without_a_grant_is_refused(
    cast: Cast, shared: Meeting
) -> None:
    rows = Meeting.objects.visible_to(cast.carla).filter(pk=shared.pk)
    with acting_as(cast.carla, "meeting.amended"), refused():
        rows.update(own_tlp=Tlp.RED)


CHILDREN = {
    "a place": lambda row, cast: Venue(meeting=row, region=Region.objects.get(key="basra")),
    "a follow-up": lambda row, cast: FollowUp(meeting=row, text="write"),
    "a team": lambda row, cast: GuestTeam(meeting=row, team=cast.partner),
}


@pytest.mark.parametrize("make", CHILDREN.values(), ids=CHILDREN)
def test_a_child_of_a_hidden_meeting_is_refused_as_of_one_that_is_not_there(
    cast: Cast, make: Any
) -> None:
    hidden = meet(cast.amal, "baghdad", who=(register(cast.amal, "Sheikh A"),))
    with acting_as(cast.carla, "meeting.amended"):
        for row in (hidden, Meeting(id=new_id())):
            with refused():
                make(row, cast).save(force_insert=True)


def test_a_name_for_a_hidden_stakeholder_is_refused(cast: Cast) -> None:
    hidden = register(cast.amal, "Sheikh A", tlp=Tlp.RED)
    with acting_as(cast.carla, "stakeholder.named"), refused():
        StakeholderName.objects.create(stakeholder_id=hidden.pk, text="x", folded="x")


def test_a_child_says_nothing_about_its_own_access(cast: Cast) -> None:
    red = meet(cast.amal, "baghdad", who=(register(cast.amal, "Sheikh A"),), tlp=Tlp.RED)
    with acting_as(cast.amal, "meeting.amended"):
        made = FollowUp(meeting=red, text="write", tlp=0, author_id=cast.carla.user_id)
        made.programme_id = cast.omar.programme_id
        made.save(force_insert=True)
        made.refresh_from_db()
    assert (made.tlp, made.author_id) == (Tlp.RED, cast.amal.user_id)
    assert made.programme_id == cast.programme.pk


def test_a_child_cannot_move_to_another_meeting(cast: Cast, shared: Meeting) -> None:
    other = meet(cast.amal, "basra", who=(register(cast.amal, "Sheikh B"),))
    rows = Venue.objects.visible_to(cast.amal)
    with acting_as(cast.amal, "meeting.amended"), refused():
        rows.filter(meeting=shared).update(meeting=other)


def test_not_even_the_owner_moves_a_child_to_another_meeting(cast: Cast, shared: Meeting) -> None:
    other = meet(cast.amal, "basra", who=(register(cast.amal, "Sheikh B"),))
    with owner(), refused():
        Venue.plain.filter(meeting=shared).update(meeting=other)


def crossing(cast: Cast) -> dict[str, Any]:
    """Rows that would point from this programme into the other one; written as the owner."""
    here = meeting_row(cast.programme, cast.mission, cast.amal.user_id, Tlp.GREEN)
    here.save()
    there_team = cast.omar.teams[0]
    there = meeting_row(cast.programme, cast.mission, None, Tlp.GREEN)
    there.programme_id, there.lead_team_id = cast.omar.programme_id, there_team
    there.save()
    stranger = stakeholder_row(cast.programme, None, None, Tlp.GREEN)
    stranger.programme_id = cast.omar.programme_id
    stranger.save()
    led = meeting_row(cast.programme, cast.mission, None, Tlp.GREEN)
    led.lead_team_id = there_team
    double = meeting_row(cast.programme, cast.mission, None, Tlp.GREEN)
    double.duplicate_of = there
    owned = stakeholder_row(cast.programme, None, None, Tlp.GREEN)
    owned.lead_team_id = there_team
    return {
        "a participant": Participant(meeting=here, stakeholder=stranger),
        "a guest team": GuestTeam(meeting=here, team_id=there_team),
        "a lead team": led,
        "a duplicate": double,
        "a stakeholder's team": owned,
    }


@pytest.mark.parametrize(
    "kind",
    ["a participant", "a guest team", "a lead team", "a duplicate", "a stakeholder's team"],
)
def test_nothing_points_into_another_programme(cast: Cast, kind: str) -> None:
    with owner():
        row = crossing(cast)[kind]
        with pytest.raises(IntegrityError, match="in_programme"), transaction.atomic():
            row.save(force_insert=True)


#: Links of roots without a composite key: a job names no content, and its builder asks the rule;
#: no action gives a report a team. (Children copy their lead team from a root that has the key.)
SINGLE = {
    ("engagement_duplicatescan", "job_id"),
    ("engagement_report", "job_id"),
    ("engagement_report", "lead_team_id"),
    ("engagement_reportfile", "job_id"),
    ("engagement_snapshot", "job_id"),
    ("engagement_workbook", "job_id"),
}
COPIED = {(f"engagement_{n}", "lead_team_id") for n, (root, _) in SCOPED.items() if root != "id"}


def test_every_link_between_rows_of_a_programme_has_a_key_that_holds_the_programme() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH carries AS (SELECT attrelid FROM pg_attribute WHERE attname = 'programme_id'),"
            " keys AS (SELECT c.conrelid::regclass::text AS source, c.confrelid, ARRAY("
            "   SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.conrelid"
            "   AND a.attnum = ANY(c.conkey)) AS columns FROM pg_constraint c"
            "   WHERE c.contype = 'f' AND c.conrelid IN (SELECT * FROM carries)"
            "   AND c.confrelid IN (SELECT * FROM carries))"
            " SELECT source, columns FROM keys"
        )
        found = cursor.fetchall()
    single = {(source, columns[0]) for source, columns in found if len(columns) == 1}
    double = {
        (source, column)
        for source, columns in found
        if "programme_id" in columns
        for column in columns
    }
    assert len(single) > 10
    assert single - double - COPIED == SINGLE
