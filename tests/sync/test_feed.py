"""The feed of changes: what a partner is told, in which order, and what it is never told."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement.access.scope import Actor, acting_as
from engagement.access.tlp import Tlp
from engagement.audit.actions import stamp
from engagement.meetings.actions import restore_meeting, withdraw_meeting
from engagement.meetings.models import Meeting
from engagement.stakeholders.models import Stakeholder
from engagement.sync.codes import DEFAULT_FIELDS, FIELDS, SharedType
from tests.api.calls import Caller, a_meeting, a_stakeholder
from tests.cast import Cast, meet, register
from tests.conftest import owner
from tests.registry.merging import merged, parted
from tests.sync.agreeing import agree, caller
from tests.sync.entries import one_of_each
from tests.sync.following import Follower
from tests.sync.test_agreements import change, moved, regions

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(people: Cast) -> Cast:
    """Really committed: versions move once in a transaction."""
    return people


def withdraw(actor: Actor, meeting: Meeting, reason: str = "Twice") -> None:
    with acting_as(actor, "meeting.withdrawn"):
        meeting.refresh_from_db()
        withdraw_meeting(actor, meeting.pk, reason=reason, version=meeting.version)


def test_what_is_new_comes_once(cast: Cast) -> None:
    karim = register(cast.amal, "Karim")
    follower = Follower(caller(cast, agree(cast)))
    assert follower.told() == [("upsert", str(karim.pk))]
    assert follower.told() == []


def test_a_record_comes_again_at_its_last_change_only(cast: Cast) -> None:
    karim = register(cast.amal, "Karim", base="basra")
    follower = Follower(caller(cast, agree(cast)))
    for name in ("Karim A", "Karim B", "Karim C"):
        moved(cast.amal, karim, names=(name,))
    (item,) = follower.poll()
    assert (item["version"], item["data"]["version"]) == (4, 4)


def test_data_is_byte_for_byte_what_the_lists_answer(cast: Cast) -> None:
    karim = register(cast.amal, ("كريم", "Karim"), base="basra", tags=("farmer",))
    meet(cast.amal, "basra", who=(karim,), tlp=Tlp.GREEN, outcome="«أهلا»")
    for fields in ({}, {"fields": DEFAULT_FIELDS, "name": "With fewer fields"}):
        partner = caller(cast, agree(cast, **fields))
        answer = partner.get("changes", Accept_Language="ar").content
        for path in ("stakeholders/", "meetings/"):
            listed = partner.get(path, Accept_Language="en").content
            row = listed[len(b'{"items":[') : -len(b'],"next":null}')]
            assert row in answer


def test_who_is_cited_comes_before_what_cites_them(cast: Cast) -> None:
    karim = register(cast.amal, "Karim")
    meeting = meet(cast.amal, "basra", who=(karim,), tlp=Tlp.GREEN)
    follower = Follower(caller(cast, agree(cast)))
    assert follower.told() == [("upsert", str(karim.pk)), ("upsert", str(meeting.pk))]


def test_a_meeting_comes_again_when_somebody_in_it_changes(cast: Cast) -> None:
    karim = register(cast.amal, "Karim")
    meeting = meet(cast.amal, "basra", who=(karim,), tlp=Tlp.GREEN)
    follower = Follower(caller(cast, agree(cast)))
    follower.poll()
    moved(cast.amal, karim, names=("Karim Jabbar",))
    again = follower.poll()
    assert [item["id"] for item in again] == [str(karim.pk), str(meeting.pk)]
    assert again[1]["data"]["participants"][0]["name"] == "Karim Jabbar"
    assert again[1]["version"] == 1


def test_of_what_was_never_shared_nothing_is_said(cast: Cast) -> None:
    follower = Follower(caller(cast, agree(cast)))
    follower.poll()
    hidden = register(cast.amal, "Salim", tlp=Tlp.AMBER)
    late = register(cast.amal, "Karim")
    moved(cast.amal, late, tlp=Tlp.AMBER)  # before anybody asked
    moved(cast.amal, hidden, names=("Salim Abbas",))
    assert follower.told() == []


def test_what_leaves_the_agreement_is_withdrawn_with_its_id_alone(cast: Cast) -> None:
    karim = register(cast.amal, "Karim")
    follower = Follower(caller(cast, agree(cast)))
    follower.poll()
    moved(cast.amal, karim, tlp=Tlp.AMBER)
    assert follower.poll() == [
        {
            "type": "stakeholder",
            "id": str(karim.pk),
            "op": "withdrawn",
            "version": None,
            "data": None,
            "became": None,
            "reason": None,
        }
    ]


def test_what_is_withdrawn_from_the_record_is_deleted_and_comes_back_whole(cast: Cast) -> None:
    meeting = meet(cast.amal, "basra", who=(register(cast.amal, "Karim"),), tlp=Tlp.GREEN)
    follower = Follower(caller(cast, agree(cast)))
    follower.poll()
    withdraw(cast.amal, meeting)
    assert [(item["op"], item["reason"]) for item in follower.poll()] == [("delete", None)]
    with acting_as(cast.amal, "meeting.restored"):
        meeting.refresh_from_db()
        restore_meeting(cast.amal, meeting.pk, reason="It was held", version=meeting.version)
    (item,) = follower.poll()
    assert (item["op"], item["version"]) == ("upsert", 3)


def test_a_merge_says_what_the_record_became_and_an_unmerge_brings_it_back(cast: Cast) -> None:
    kept, gone = register(cast.amal, "Karim", base="basra"), register(cast.amal, "Kareem")
    follower = Follower(caller(cast, agree(cast)))
    follower.poll()
    made = merged(cast.amal, kept, gone)
    told = {item["id"]: (item["op"], item["became"]) for item in follower.poll()}
    assert told[str(gone.pk)] == ("merged_into", str(kept.pk))
    parted(cast.amal, made)
    assert ("upsert", str(gone.pk)) in follower.told()


def test_a_merge_into_what_is_not_shared_is_withdrawn_without_a_word_of_it(cast: Cast) -> None:
    gone = register(cast.amal, "Kareem", base="basra")
    kept = register(cast.amal, "Karim", base="maysan")
    follower = Follower(caller(cast, agree(cast, regions=regions("basra"))))
    follower.poll()
    merged(cast.amal, kept, gone)
    (item,) = follower.poll()
    assert (item["op"], item["became"], item["reason"]) == ("withdrawn", None, None)


def test_what_a_partner_wrote_is_told_with_the_reason_even_unread(cast: Cast) -> None:
    partner = caller(cast, agree(cast))
    sent = a_meeting(cast, lead_team=str(cast.partner.pk))
    assert partner.post("meetings/", sent).status_code == 201
    with owner():
        meeting = Meeting.plain.get(pk=sent["id"])
    withdraw(cast.bassam, meeting, "It was a rehearsal")
    told = {item["id"]: item for item in Follower(partner).poll()}
    assert (told[sent["id"]]["op"], told[sent["id"]]["reason"]) == ("delete", "It was a rehearsal")


def test_what_a_partner_wrote_says_what_it_became_even_unread(cast: Cast) -> None:
    partner = caller(cast, agree(cast))
    made = partner.post("stakeholders/", a_stakeholder())
    assert made.status_code == 201
    other = register(cast.amal, "Sheikh Jabbar of Basra", "tribe", "basra")
    with owner():
        mine = Stakeholder.plain.get(pk=made.json()["id"])
    merged(cast.bassam, other, mine)
    told = {item["id"]: (item["op"], item["became"]) for item in Follower(partner).poll()}
    assert told[str(mine.pk)] == ("merged_into", str(other.pk))


def test_an_agreement_narrowed_leaves_after_one_poll_nothing_outside_it(cast: Cast) -> None:
    near, far = register(cast.amal, "K", base="basra"), register(cast.amal, "S", base="maysan")
    meet(cast.amal, "maysan", who=(far,), tlp=Tlp.GREEN)
    agreement = agree(cast)
    follower = Follower(caller(cast, agreement))
    follower.poll()
    change(cast, agreement, regions=regions("basra"), fields=DEFAULT_FIELDS)
    follower.poll()
    ((kind, key),) = follower.held
    assert (kind, key) == ("stakeholder", str(near.pk))
    assert "tags" not in follower.held[kind, key]
    assert "tags" in follower.held[kind, key]["redacted"]


def test_pages_follow_each_other_and_the_last_says_so(cast: Cast) -> None:
    people = [register(cast.amal, f"Number {n}") for n in range(5)]
    partner = caller(cast, agree(cast))
    seen, cursor, more, pages = [], "", True, 0
    while more:
        query = f"changes?limit=2{f'&cursor={cursor}' if cursor else ''}"
        page = partner.get(query).json()
        seen += [item["id"] for item in page["items"]]
        cursor, more, pages = page["cursor"], page["more"], pages + 1
    assert (sorted(seen), pages) == (sorted(str(row.pk) for row in people), 3)


def test_the_same_page_is_answered_304(cast: Cast) -> None:
    register(cast.amal, "Karim")
    partner = caller(cast, agree(cast))
    first = partner.get("changes")
    assert partner.get("changes", If_None_Match=first["ETag"]).status_code == 304


def statements_of(partner: Caller, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert partner.get(path).status_code == 200
    return len(found)


def test_a_page_costs_as_many_statements_whatever_stands_on_it(cast: Cast) -> None:
    partner = caller(cast, agree(cast))
    counts = []
    for _more in range(3):
        for n in range(4):
            karim = register(cast.amal, f"Number {n}", base="basra")
            meet(cast.amal, "basra", who=(karim,), tlp=Tlp.GREEN)
        stamp()
        counts.append(statements_of(partner, "changes"))
    assert counts[1] == counts[2] == counts[0] - 1 < 20, counts  # the first use of a key is noted


#: These have addresses of their own.
PARTS = {"posts", "assessments", "recommendations"}


def test_every_type_comes_with_the_fields_that_an_agreement_may_name(cast: Cast) -> None:
    one_of_each(cast)
    items = Follower(caller(cast, agree(cast))).poll()
    found: dict[str, Any] = {item["type"]: item["data"] for item in items}
    assert {kind: set(data) - {"id", "version", "redacted"} for kind, data in found.items()} == {
        kind: set(FIELDS[kind]) - PARTS for kind in SharedType.values
    }
    assert all(data["redacted"] == [] for data in found.values())
