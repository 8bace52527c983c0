"""What the rule proposes, settled by a person: one by one or in bulk, by the same rule."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement.access.errors import NotAllowed
from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.audit.trail import events_of
from engagement.briefs.actions import settle_match, settle_matches
from engagement.briefs.models import MeetingRecommendation
from engagement.meetings.codes import Status
from tests.briefs.matches import codes_of, settle
from tests.cast import meet, register

pytestmark = pytest.mark.django_db


def rows(actor):
    with acting_as(actor, "read"):
        found = MeetingRecommendation.objects.visible_to(actor).order_by("meeting", "pk")
        return [(r.meeting_id, r.recommendation.code, r.verdict, r.rule) for r in found]


@pytest.fixture
def sheikh(cast):
    return register(cast.amal, "Sheikh", "tribe")


def test_a_confirmed_meeting_is_proposed_no_longer_and_keeps_its_rule(cast, brief, sheikh):
    made = meet(cast.amal, "basra", who=(sheikh,))

    assert settle(cast.bassam, (made, brief["EU-2"], "confirmed")) == 1
    assert rows(cast.bassam) == [(made.pk, "EU-2", "confirmed", "beyond_the_capital")]
    assert codes_of(cast.bassam, made) == {"EU-1", "US-1"}


def test_what_a_person_names_has_no_rule(cast, brief, sheikh):
    made = meet(cast.amal, "baghdad", who=(sheikh,))

    settle(cast.bassam, (made, brief["US-3"], "confirmed"))

    assert rows(cast.bassam) == [(made.pk, "US-3", "confirmed", "")]


def test_one_by_one_and_in_bulk_give_the_same_rows_and_history(cast, brief, sheikh):
    kinds = ("EU-1", "EU-2", "US-1", "US-3")
    single, bulk = (meet(cast.amal, "basra", who=(sheikh,)) for _ in range(2))
    for code in kinds:
        with acting_as(cast.bassam, "match.settled"):
            settle_match(cast.bassam, single.pk, brief[code].pk, "confirmed")
    settle(cast.bassam, *((bulk, brief[code], "confirmed") for code in kinds))

    found = rows(cast.bassam)
    assert [r[1:] for r in found if r[0] == single.pk] == [r[1:] for r in found if r[0] == bulk.pk]
    with acting_as(cast.bassam, "read"):
        events = events_of(MeetingRecommendation).select_related("pgh_context")
        told = {
            key: sorted(
                (e.recommendation_id, e.verdict, e.pgh_label, e.pgh_context.metadata["verb"])
                for e in events.filter(meeting_id=key)
            )
            for key in (single.pk, bulk.pk)
        }
    assert told[single.pk] == told[bulk.pk]
    assert len(told[bulk.pk]) == 4


def test_any_number_is_one_insert_and_the_same_statements(cast, brief, sheikh):
    made = [meet(cast.amal, "basra", who=(sheikh,)) for _ in range(12)]
    few, many = [], []
    for found, some in ((few, made[:2]), (many, made[2:])):
        with CaptureQueriesContext(connection) as caught:
            settle(cast.bassam, *((row, brief["EU-2"], "confirmed") for row in some))
        found += [q["sql"] for q in caught]
    inserts = [sql for sql in many if sql.startswith("INSERT")]
    assert len(inserts) == 1
    assert len(many) == len(few)


def test_the_same_again_changes_nothing_and_another_verdict_replaces_it(cast, brief, sheikh):
    made = meet(cast.amal, "basra", who=(sheikh,))
    confirmed = (made, brief["EU-2"], "confirmed")

    assert [settle(cast.bassam, confirmed) for _ in range(2)] == [1, 0]
    assert settle(cast.bassam, (made, brief["EU-2"], "rejected")) == 1
    assert [row[2] for row in rows(cast.bassam)] == ["rejected"]


@pytest.mark.parametrize("verdict", ["", "maybe", "proposed"])
def test_another_verdict_is_refused(cast, brief, sheikh, verdict):
    made = meet(cast.amal, "basra", who=(sheikh,))
    with pytest.raises(ValidationError):
        settle(cast.bassam, (made, brief["EU-2"], verdict))


def test_all_or_none(cast, brief, sheikh):
    held = meet(cast.amal, "basra", who=(sheikh,))
    planned = meet(cast.amal, "basra", who=(sheikh,), status=Status.PLANNED)
    both = [(held, brief["EU-2"], "confirmed"), (planned, brief["EU-2"], "confirmed")]

    with pytest.raises(ValidationError):
        settle(cast.bassam, *both)
    assert rows(cast.bassam) == []


def test_a_meeting_the_manager_may_not_open_is_not_settled(cast, brief, sheikh):
    hidden = meet(cast.amal, "basra", who=(sheikh,), tlp=4)

    with pytest.raises(ValidationError), acting_as(cast.bassam, "match.settled"):
        settle_matches(cast.bassam, [(hidden.pk, brief["EU-2"].pk, "confirmed")])
    assert codes_of(cast.bassam, hidden) == set()
    with pytest.raises(ValidationError), acting_as(cast.bassam, "match.settled"):
        settle_matches(cast.bassam, [(new_id(), brief["EU-2"].pk, "confirmed")])


def test_an_unknown_recommendation_is_refused(cast, brief, sheikh):
    made = meet(cast.amal, "basra", who=(sheikh,))
    with pytest.raises(ValidationError), acting_as(cast.bassam, "match.settled"):
        settle_matches(cast.bassam, [(made.pk, new_id(), "confirmed")])


def test_an_officer_settles_their_own_teams_meeting(cast, brief, sheikh):
    made = meet(cast.amal, "basra", who=(sheikh,))

    assert settle(cast.amal, (made, brief["EU-2"], "confirmed")) == 1


def test_an_officer_settles_no_other_teams_meeting(cast, brief, sheikh):
    made = meet(cast.amal, "basra", who=(sheikh,), tlp=1)

    with pytest.raises(NotAllowed):
        settle(cast.carla, (made, brief["EU-2"], "confirmed"))


def test_an_officer_does_not_overturn_what_the_manager_settled(cast, brief, sheikh):
    made = meet(cast.amal, "basra", who=(sheikh,))
    settle(cast.bassam, (made, brief["EU-2"], "rejected"))

    with pytest.raises(NotAllowed):
        settle(cast.amal, (made, brief["EU-2"], "confirmed"))


@pytest.mark.parametrize("who", ["ruth", "idris"])
def test_who_only_reads_settles_nothing(cast, brief, sheikh, who):
    made = meet(cast.amal, "basra", who=(sheikh,), tlp=1)
    with pytest.raises(NotAllowed):
        settle(getattr(cast, who), (made, brief["EU-2"], "confirmed"))


def test_another_programme_settles_nothing_here(cast, brief, sheikh):
    made = meet(cast.amal, "basra", who=(sheikh,), tlp=1)
    with pytest.raises(ValidationError):
        settle(cast.omar, (made, brief["EU-2"], "confirmed"))
