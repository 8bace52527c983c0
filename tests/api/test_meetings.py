"""Meetings over the API: created, repeated, read, listed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement.access.keys import new_id
from engagement.access.models import Grant
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.models import Meeting
from engagement.stakeholders.models import Stakeholder
from tests.api.calls import Caller, a_meeting, a_stakeholder, refused
from tests.cast import DAY, Cast, meet, register
from tests.conftest import owner

pytestmark = pytest.mark.django_db


def test_a_meeting_is_created_with_the_writers_id(cast: Cast, amal: Caller) -> None:
    sent = a_meeting(cast, outcome="They send a list")
    answer = amal.post("meetings/", sent)
    assert answer.status_code == 201, answer.content
    found = answer.json()
    assert (found["id"], found["version"], found["venues"]) == (sent["id"], 1, ["IQ-BG"])
    assert found["outcome"] == "They send a list"
    (person,) = found["participants"]
    assert person["stakeholder"] == sent["participants"][0]["new"]["id"]
    assert person["name"] == "Sheikh Jabbar"
    assert person["at_the_time"]["relation"] == "non_state"
    assert person["at_the_time"]["basis"] == "type"
    assert person["at_the_time"]["base"] == "IQ-BA"


def test_the_same_request_again_is_answered_200_with_the_same(cast: Cast, amal: Caller) -> None:
    sent = a_meeting(cast)
    first, again = amal.post("meetings/", sent), amal.post("meetings/", sent)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    with acting_as(cast.amal, "read"):
        assert Meeting.objects.visible_to(cast.amal).count() == 1
        assert Stakeholder.objects.visible_to(cast.amal).count() == 1


def test_other_content_under_the_same_id_is_a_conflict(cast: Cast, amal: Caller) -> None:
    sent = a_meeting(cast)
    amal.post("meetings/", sent)
    refused(amal.post("meetings/", {**sent, "outcome": "Something else"}), 409)


def test_a_hidden_row_under_the_id_gives_the_same_conflict(cast: Cast, amal: Caller) -> None:
    sent = a_meeting(cast)
    amal.post("meetings/", sent)
    seen = amal.post("meetings/", {**sent, "outcome": "Other"})
    there = meet(cast.omar, "basra", who=(register(cast.omar, "Canary"),), tlp=Tlp.RED)
    hidden = amal.post("meetings/", a_meeting(cast, id=str(there.pk)))
    assert (seen.status_code, hidden.status_code) == (409, 409)
    assert seen.content == hidden.content


def test_a_hidden_stakeholder_under_an_inline_id_is_a_conflict(cast: Cast, amal: Caller) -> None:
    hidden = register(cast.omar, "Canary")
    who = [{"new": a_stakeholder(id=str(hidden.pk))}]
    refused(amal.post("meetings/", a_meeting(cast, participants=who)), 409)
    with owner():
        assert Meeting.objects.unscoped("all").count() == 0


def test_every_field_comes_back_as_it_was_sent(cast: Cast, amal: Caller) -> None:
    person = register(cast.amal, "Village", "tribe", "basra", kind="community")
    sent = a_meeting(
        cast,
        kind="contact",
        starts_at="09:30",
        duration=45,
        guest_teams=[str(cast.partner.pk)],
        venues=["IQ-BA", "IQ-BG"],
        subjects=["IQ-NI"],
        participants=[
            {
                "stakeholder": str(person.pk),
                "role": "counterpart",
                "at_their_place": True,
                "headcount": 12,
                "women": 5,
                "men": 7,
                "under_18": 2,
            }
        ],
        outcome="out",
        summary="sum",
        purpose="dialogue",
        participation_level="consult",
        asked_by="theirs",
        arranged_through=str(person.pk),
        not_attributable=True,
        to_complete=True,
        follow_ups=[
            {
                "id": str(new_id()),
                "text": "Send it",
                "due_on": "2026-04-01",
                "side": "theirs",
                "by": str(person.pk),
            }
        ],
        issues=[{"id": str(new_id()), "text": "Salaries", "raised_by": str(person.pk)}],
        tlp="AMBER+STRICT",
    )
    answer = amal.post("meetings/", sent)
    assert answer.status_code == 201, answer.content
    found = answer.json()
    for name, value in sent.items():
        if name in ("participants", "follow_ups", "issues"):
            for row, back in zip(value, found[name], strict=True):
                assert {key: back[key] for key in row} == row
        elif name in ("venues", "guest_teams"):
            assert sorted(found[name]) == sorted(value)
        else:
            assert found[name] == value, name


@pytest.mark.parametrize(
    "place",
    [
        "IQ-BA",
        "basra",
        {"scheme": "ocha_pcode", "version": "2020", "code": "IQG02"},
        {"scheme": "ocha_pcode", "version": "2015", "code": "IQ-G02"},
        {"scheme": "iso_3166_2", "code": "IQ-BA"},
    ],
    ids=str,
)
def test_a_governorate_is_named_in_several_ways(cast: Cast, amal: Caller, place: object) -> None:
    answer = amal.post("meetings/", a_meeting(cast, venues=[place]))
    assert answer.json()["venues"] == ["IQ-BA"], answer.content


def test_abroad_is_a_country(cast: Cast, amal: Caller) -> None:
    assert amal.post("meetings/", a_meeting(cast, venues=["JO"])).json()["venues"] == ["JO"]


@pytest.mark.parametrize("code", ["IQG02", "IQ-G02"])
def test_a_bare_pcode_is_refused_with_the_reason(cast: Cast, amal: Caller, code: str) -> None:
    answer = amal.post("meetings/", a_meeting(cast, venues=["IQ-BG", code]))
    assert refused(answer, 422) == ["/venues/1"]
    assert "old and the new list" in answer.json()["errors"][0]["detail"]


def test_what_the_rules_refuse_is_told_by_pointer(cast: Cast, amal: Caller) -> None:
    tomorrow = (cast.amal.today() + timedelta(days=1)).isoformat()
    sent = a_meeting(cast, held_on=tomorrow, venues=["iraq"], lead_team=str(cast.partner.pk))
    assert set(refused(amal.post("meetings/", sent), 422)) == {"/held_on", "/venues", "/lead_team"}


def test_planned_and_not_held_are_written_too(cast: Cast, amal: Caller) -> None:
    planned = a_meeting(cast, status="planned", held_on="2027-01-02")
    failed = a_meeting(cast, status="cancelled", reason="no_access")
    assert amal.post("meetings/", planned).json()["participants"][0]["at_the_time"] is None
    assert amal.post("meetings/", failed).json()["reason"] == "no_access"


def test_a_reader_writes_nothing(cast: Cast) -> None:
    refused(Caller(cast.ruth).post("meetings/", a_meeting(cast)), 403)


def test_who_is_hidden_is_a_number(cast: Cast, amal: Caller) -> None:
    seen = register(cast.carla, "Seen", tlp=Tlp.GREEN)
    hidden = register(cast.carla, "Canary", tlp=Tlp.AMBER_STRICT)
    made = meet(cast.carla, "basra", who=(seen, hidden), guest_team_ids=(cast.mission.pk,))
    with owner():
        Grant.objects.create(
            programme=cast.programme,
            root_id=made.pk,
            user_id=cast.amal.user_id,
            granted_by_id=cast.carla.user_id,
            reason="test",
        )
    answer = amal.get(f"meetings/{made.pk}/")
    found = answer.json()
    assert [row["name"] for row in found["participants"]] == ["Seen"]
    assert found["hidden_participants"] == 1
    assert b"Canary" not in answer.content
    assert str(hidden.pk).encode() not in answer.content


def test_a_list_pages_by_key_and_skips_nothing(cast: Cast, amal: Caller) -> None:
    person = register(cast.amal, "A")
    days = [DAY + timedelta(number // 3) for number in range(7)]
    made = [meet(cast.amal, "basra", who=(person,), held_on=day) for day in days]
    at, found = "meetings/?limit=3", []
    while at:
        answer = amal.get(at)
        found += [row["id"] for row in answer.json()["items"]]
        at = answer.json()["next"]
        assert answer.get("Link", "") == (f'<{at}>; rel="next"' if at else "")
        at = at and at.removeprefix("http://testserver")
    wanted = sorted(made, key=lambda row: (row.held_on, row.pk), reverse=True)
    assert found == [str(row.pk) for row in wanted]


def test_the_filters_narrow(cast: Cast, amal: Caller) -> None:
    tribe = register(cast.amal, "Sheikh", "tribe", "basra")
    ngo = register(cast.amal, "Club", "cso_ngo")
    old = meet(cast.amal, "basra", who=(tribe,), held_on=date(2026, 1, 5))
    new = meet(cast.amal, "baghdad", who=(ngo,), held_on=date(2026, 2, 5))
    cases = {
        "held_from=2026-02-01": [new],
        "held_until=2026-01-05": [old],
        "governorate=IQ-BA": [old],
        "governorate=baghdad": [new],
        "actor_group=communities": [old],
        f"stakeholder={ngo.pk}": [new],
        "status=planned": [],
        "updated_since=2020-01-01T00:00:00Z": [new, old],
        "updated_since=2090-01-01T00:00:00Z": [],
    }
    for query, rows in cases.items():
        answer = amal.get(f"meetings/?{query}")
        assert [row["id"] for row in answer.json()["items"]] == [str(row.pk) for row in rows], query


def statements(call) -> int:
    """SQL statements, those of the transaction itself apart."""
    with CaptureQueriesContext(connection) as caught:
        answer = call()
    assert answer.status_code in (200, 201), answer.content
    words = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return len([row for row in caught.captured_queries if not row["sql"].startswith(words)])


def test_a_list_has_a_fixed_number_of_statements(cast: Cast, amal: Caller) -> None:
    people = [register(cast.amal, f"P{i}") for i in range(3)]
    amal.get("meetings/")  # the key's last use is written down now, and not again
    counts = []
    for _round in range(2):
        for _meeting in range(3):
            meet(cast.amal, "basra", who=tuple(people))
        at = ("meetings/", "meetings/?governorate=IQ-BA")
        counts.append([statements(lambda a=a: amal.get(a)) for a in at])
    assert counts[0] == counts[1]
    assert counts[0][0] <= 5
    assert counts[0][1] <= 8 + 1


def test_a_create_has_a_fixed_number_of_statements(cast: Cast, amal: Caller) -> None:
    people = [register(cast.amal, f"P{i}") for i in range(3)]
    amal.get("meetings/")
    known = a_meeting(cast, participants=[{"stakeholder": str(row.pk)} for row in people])
    assert statements(lambda: amal.post("meetings/", known)) <= 13
    assert amal.get(f"meetings/{known['id']}/").json()["version"] == 1
    # Whoever is new takes their rows, their names and the list of actor types; two more say whom
    # they may already be.
    new = a_meeting(cast, participants=[{"new": a_stakeholder()} for _row in people])
    assert statements(lambda: amal.post("meetings/", new)) <= 13 + 2 + 2


def test_a_row_elsewhere_is_not_found(cast: Cast, amal: Caller) -> None:
    there = meet(cast.omar, "basra", who=(register(cast.omar, "Canary"),))
    refused(amal.get(f"meetings/{there.pk}/"), 404)
    refused(amal("PUT", f"meetings/{there.pk}/", {"change_reason": "x"}, If_Match='"1"'), 404)
    assert amal.get("meetings/").json() == {"items": [], "next": None}
