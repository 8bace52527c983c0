"""Records that a batch changes: plain ones together, the rest alone, as if each came by itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement.access.errors import Conflict
from engagement.access.keys import new_id
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.models import Meeting, Participant, Venue
from engagement.stakeholders.models import Stakeholder, StakeholderName, StakeholderTag
from engagement.sync.batches import stakeholder_records
from tests.api.calls import Caller
from tests.cast import Cast, register
from tests.conftest import owner
from tests.sync.agreeing import agree, caller
from tests.sync.sending import meeting, person, send, statuses
from tests.sync.test_batch_conflicts import amended
from tests.sync.test_batch_splits import rows_of, told
from tests.sync.test_batch_statements import statements, used

# A version is a transaction of its own.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def partner(cast: Cast) -> Caller:
    return caller(cast, agree(cast))


def sent_both_ways(cast: Cast, kind: str, kinds: list[Any], make: Any) -> list[list[Any]]:
    """What is there after a batch for each change, and after one for all: rows, events, log."""
    found = []
    for name in ("One by one", "Together"):
        agreement = agree(cast, name=name)
        partner, author = caller(cast, agreement), agreement.membership.user_id
        before, after = make(partner)
        send(partner, kind, *before)
        runs = [after] if name == "Together" else [[one] for one in after]
        results = [row for run in runs for row in send(partner, kind, *run)]
        assert [(row["status"], row["version"]) for row in results] == [(200, 2)] * len(after)
        found.append([*(rows_of(one, author) for one in kinds), *told(kinds, author)])
    return found


def test_stakeholders_changed_together_are_as_if_each_came_alone(cast: Cast) -> None:
    def make(partner: Caller) -> tuple[list[Any], list[Any]]:
        before = [person(name, tags=["salt"]) for name in "abc"]
        names = ["Karim of a", {"text": "Abu Ali", "kind": "kunya"}]
        after = [
            person("a", names=names, tags=["salt", "water"]),
            person("b", names=["Nadim"], birth_year=1970),
            person("c", base="IQ-MA", tags=[]),
        ]
        return before, after

    kinds = [Stakeholder, StakeholderName, StakeholderTag]
    one_by_one, together = sent_both_ways(cast, "stakeholders", kinds, make)
    assert one_by_one == together
    assert [len(rows) for rows in together[:3]] == [3, 4, 2]


def test_meetings_changed_together_are_as_if_each_came_alone(cast: Cast) -> None:
    def make(partner: Caller) -> tuple[list[Any], list[Any]]:
        send(partner, "stakeholders", person("a"), person("b"))
        promises = [{"id": str(new_id()), "text": f"Promise {n}"} for n in range(2)]
        before = [
            meeting("m", "a", outcome="Salt", follow_ups=promises[:1]),
            meeting("n", "a", "b"),
            meeting("o", "b", status="planned", held_on="2026-12-31"),
        ]
        observer = {"external_id": "b", "role": "observer"}
        after = [
            meeting("m", "a", "b", outcome="Tea", follow_ups=[{**promises[0], "text": "Water"}]),
            meeting("n", "a", observer, venues=["IQ-MA"], follow_ups=promises[1:]),
            meeting("o", "b", status="cancelled", reason="security", held_on="2026-12-31"),
        ]
        return before, after

    kinds = [Meeting, Participant, Venue, FollowUp]
    one_by_one, together = sent_both_ways(cast, "meetings", kinds, make)
    assert one_by_one == together
    assert [len(rows) for rows in together[:4]] == [3, 5, 3, 2]


def test_what_is_not_plain_is_told_in_its_place_and_leaves_the_others(
    cast: Cast, partner: Caller
) -> None:
    made = send(partner, "stakeholders", *(person(name) for name in "abcd"))
    amended(cast, "stakeholders", made[1]["id"], 1, birth_year=1970)
    results = send(
        partner,
        "stakeholders",
        person("a", names=["Salim"]),
        person("b", names=["Salim"]),  # others wrote, and it names no version
        person("c", birth_year=2099),
        person("d", names=["Nadim"]),
    )
    assert statuses(results) == [200, 409, 422, 200]
    assert [row["version"] for row in results] == [2, 2, 1, 2]


def test_a_write_that_fails_leaves_each_to_itself(
    partner: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise Conflict

    send(partner, "stakeholders", person("a"), person("b"))
    monkeypatch.setattr(stakeholder_records, "amend_stakeholders", fails)
    results = send(partner, "stakeholders", *(person(one, names=["Salim"]) for one in "ab"))
    assert [(row["status"], row["version"]) for row in results] == [(200, 2)] * 2


def test_one_record_twice_in_a_batch_is_written_in_the_order_sent(partner: Caller) -> None:
    send(partner, "stakeholders", person("a"), person("b"))
    sent = [person("a", names=["First"]), person("b", names=["Nadim"]), person("a", names=["Last"])]
    results = send(partner, "stakeholders", *sent)
    assert statuses(results) == [200] * 3
    names = partner.get(f"stakeholders/{results[0]['id']}/").json()["names"]
    assert [name["text"] for name in names] == ["Last"]


def test_whom_the_partner_may_not_open_stays_in_a_meeting(cast: Cast, partner: Caller) -> None:
    send(partner, "stakeholders", person("a"))
    made = send(partner, "meetings", meeting("m", "a"), meeting("n", "a"))
    hidden = register(cast.bassam, "Somebody", at_risk=True)
    there = partner.get(f"meetings/{made[0]['id']}/").json()["participants"]
    both = [{"stakeholder": there[0]["stakeholder"]}, {"stakeholder": str(hidden.pk)}]
    amended(cast, "meetings", made[0]["id"], 1, participants=both)
    changes = [meeting("m", "a", outcome="Tea", base_version=2), meeting("n", "a", outcome="Tea")]
    assert statuses(send(partner, "meetings", *changes)) == [200, 200]
    with owner():
        rows = Participant.plain.filter(meeting_id=made[0]["id"])
        assert rows.filter(stakeholder_id=hidden.pk).exists()
        assert rows.count() == 2


@pytest.mark.parametrize("kind", ["stakeholders", "meetings"])
def test_changes_cost_the_same_however_many(cast: Cast, kind: str) -> None:
    partner = used(cast)
    send(partner, "stakeholders", person("p"))
    counts = []
    for many in (2, 30):
        names = [f"{many} {n}" for n in range(many)]
        make = person if kind == "stakeholders" else lambda name, **more: meeting(name, "p", **more)
        change = {"birth_year": 1970} if kind == "stakeholders" else {"outcome": "Tea"}
        send(partner, kind, *(make(name) for name in names))
        with CaptureQueriesContext(connection) as caught:
            results = send(partner, kind, *(make(name, **change) for name in names))
        assert statuses(results) == [200] * many
        counts.append(statements(caught))
    assert len(counts[0]) == len(counts[1]) <= 50, "\n".join(counts[1])
