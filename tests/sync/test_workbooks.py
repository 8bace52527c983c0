"""Workbooks of partners without a developer: the same columns and the same rules as the API."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.urls import reverse

from engagement.access.tlp import Tlp
from engagement.meetings.models import Meeting, Participant
from engagement.stakeholders.models import Stakeholder, StakeholderName
from engagement.sync.batches.models import Batch, ExternalReference, SyncConflict
from engagement.sync.workbooks import actions
from engagement.sync.workbooks.models import Workbook
from tests.cast import Cast, register
from tests.conftest import owner
from tests.jobs.queues import queue_down
from tests.meetings.browsing import client_of
from tests.sync import sending
from tests.sync.agreeing import agree, caller
from tests.sync.filling import (
    counts,
    filled,
    meeting,
    page_of,
    person,
    refused_file,
    sheet_of,
    taken,
)
from tests.sync.test_agreements import moved

__all__ = ["queue_down"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queue_down")]


@pytest.fixture
def cast(people: Cast) -> Cast:
    """Really committed: versions move once in a transaction."""
    return people


def live(model: Any) -> int:
    with owner():
        return int(model.plain.count())


def test_a_filled_workbook_comes_in_as_the_partners_own(cast: Cast) -> None:
    agreement = agree(cast)
    row = taken(cast.idris, agreement, filled([person("p-1")], [meeting("m-1", "p-1")]))
    assert counts(row) == {"created": 1}
    assert counts(row, "meeting") == {"created": 1}
    with owner():
        made = Meeting.plain.get()
        assert (made.author_id, made.lead_team_id) == (row.partner_id, cast.partner.pk)
        assert Participant.plain.get().stakeholder_id == Stakeholder.plain.get().pk


def test_the_same_rows_by_the_api_and_by_workbook_are_equal_records(cast: Cast) -> None:
    alone = {"types": ("recommendation",)}  # neither reads what the other wrote
    by_api, by_book = (agree(cast, name=name, **alone) for name in ("Palm", "River"))
    program, other = caller(cast, by_api), caller(cast, by_book)
    names = ["Sheikh Salim", {"text": "Abu Karim", "kind": "kunya", "language": "en"}]
    data = {"names": names, "birth_year": 1961, "at_risk": True, "tags": ["elder", "poet"]}
    sending.send(
        program, "stakeholders", sending.person("7", **data), sending.person("8", names=["Nadia"])
    )
    said = {
        "starts_at": "14:30",
        "duration": 45,
        "outcome": "=They agreed",
        "subjects": ["IQ-BA", "IQ-BG"],
        "purpose": "dialogue",
    }
    who = {"external_id": "8", "role": "interpreter"}
    sending.send(program, "meetings", sending.meeting("m", "7", who, **said))
    cells = {
        "names": "Sheikh Salim; Abu Karim | kind=kunya | language=en",
        "birth_year": 1961,
        "at_risk": True,
        "tags": "elder\npoet",
    }
    said |= {"subjects": "IQ-BA; IQ-BG", "starts_at": time(14, 30)}
    rows = [meeting("m", "7; 8 | role=interpreter", **said)]
    taken(cast.idris, by_book, filled([person("7", **cells), person("8", names="Nadia")], rows))

    assert everything_of(program) == everything_of(other)


def everything_of(partner: Any) -> list[dict[str, Any]]:
    """What a partner reads of what it wrote, without ids and moments."""
    found = []
    for kind in ("stakeholders", "meetings"):
        for item in partner.get(f"{kind}/").json()["items"]:
            read = partner.get(f"{kind}/{item['id']}/").json()
            people = read.get("participants", [])
            for row in people:
                del row["stakeholder"]
            people.sort(key=lambda row: str(row["name"]))
            found.append({k: v for k, v in read.items() if k not in ("id", "created_at")})
    return sorted(found, key=str)


def test_refused_rows_come_back_with_reasons_and_go_in_once_mended(cast: Cast) -> None:
    agreement = agree(cast)
    rows = [person("p-1"), person("p-2", base="IQ-ZZ", tags="a; b"), person("p-3", kind="nobody")]
    row = taken(cast.idris, agreement, filled(rows, [meeting("m-1", "p-2", held_on="10/03/2026")]))
    assert counts(row) == {"created": 1, "refused": 2}
    assert counts(row, "meeting") == {"refused": 1}

    refused = refused_file(cast.idris, row)
    lines = sheet_of(refused, "Stakeholders")
    assert [(line["row"], line["external_id"], line["tags"]) for line in lines] == [
        (3, "p-2", "a; b"),
        (4, "p-3", ""),
    ]
    assert lines[0]["refusal"] == "base: There is no such region."
    assert lines[1]["refusal"].startswith("kind: ")
    (line,) = sheet_of(refused, "Meetings")
    assert line["refusal"].startswith("held_on: ")

    lines[0]["base"], lines[1]["kind"], line["held_on"] = "IQ-BA", "person", date(2026, 3, 10)
    again = taken(cast.idris, agreement, filled(lines, [line]))
    assert (counts(again), counts(again, "meeting")) == ({"created": 2}, {"created": 1})


def test_the_file_of_refused_rows_is_read_as_it_is(cast: Cast) -> None:
    agreement = agree(cast)
    day = date(2026, 3, 10)
    row = taken(cast.idris, agreement, filled([person("1", birth_year=1850)], [meeting("m", "1")]))
    again = taken(cast.idris, agreement, refused_file(cast.idris, row))
    assert counts(again) == {"refused": 1}
    (line,) = sheet_of(refused_file(cast.idris, again), "Meetings")
    assert (line["held_on"], line["participants"]) == (day, "1")


def test_an_id_that_is_a_number_is_refused_and_is_text_in_the_refused_rows(cast: Cast) -> None:
    agreement = agree(cast)
    row = taken(cast.idris, agreement, filled([person("007"), person(7)]))
    assert counts(row) == {"created": 1, "refused": 1}
    with owner():
        assert ExternalReference.plain.get().external_id == "007"
    (line,) = sheet_of(refused_file(cast.idris, row), "Stakeholders")
    assert "drops zeros" in line["refusal"]
    assert line["external_id"] == "7"


def test_cells_are_read_as_people_write_them(cast: Cast) -> None:
    agreement = agree(cast)
    people = [person("a", kind=" Person ", base="iq-ba", birth_year="١٩٦١", at_risk="نعم"), {}]
    talks = [meeting("m-1", "a", held_on="٢٠٢٦-٠٣-١٠", starts_at="٩:٠٥", duration=90.0)]
    talks += [meeting("m-2", "a", starts_at="2026-03-10T09:30:00+00:00", tlp="TLP:AMBER+strict")]
    row = taken(cast.idris, agreement, filled(people, talks))
    assert (counts(row), counts(row, "meeting")) == ({"created": 1}, {"created": 2})
    with owner():
        somebody = Stakeholder.plain.get()
        early, late = Meeting.plain.order_by("starts_at")
    assert (somebody.birth_year, somebody.at_risk) == (1961, True)
    assert (early.held_on, early.starts_at, early.duration) == (date(2026, 3, 10), time(9, 5), 90)
    # 09:30 in Greenwich is half past twelve in Baghdad.
    assert (late.starts_at, late.tlp) == (time(12, 30), Tlp.AMBER_STRICT)


def test_a_partner_lowers_no_level_by_workbook_either(cast: Cast) -> None:
    agreement = agree(cast)
    taken(cast.idris, agreement, filled([person("p")], [meeting("m", "p", tlp="RED")]))
    row = taken(cast.idris, agreement, filled([person("p")], [meeting("m", "p", tlp="GREEN")]))
    assert counts(row, "meeting") == {"refused": 1}
    (line,) = sheet_of(refused_file(cast.idris, row), "Meetings")
    assert line["refusal"].startswith("tlp: What a partner sends lets nobody more see it")
    with owner():
        assert Meeting.plain.get().tlp == Tlp.RED


def test_what_somebody_here_wrote_since_is_kept(cast: Cast) -> None:
    agreement = agree(cast)
    taken(cast.idris, agreement, filled([person("p")]))
    with owner():
        made = Stakeholder.plain.get()
    moved(cast.bassam, made, birth_year=1960)
    row = taken(cast.idris, agreement, filled([person("p", names="Karim Hassan")]))
    assert counts(row) == {"changed": 1, "merged": 1}
    with owner():
        assert Stakeholder.plain.get().birth_year == 1960
        assert StakeholderName.plain.get().text == "Karim Hassan"


def test_the_same_field_changed_on_both_sides_waits_for_a_person(cast: Cast) -> None:
    agreement = agree(cast)
    taken(cast.idris, agreement, filled([person("p")]))
    with owner():
        made = Stakeholder.plain.get()
    moved(cast.bassam, made, birth_year=1960)
    row = taken(cast.idris, agreement, filled([person("p", birth_year=1961)]))
    assert counts(row) == {"conflicts": 1}
    with owner():
        assert SyncConflict.plain.count() == 1
        assert Stakeholder.plain.get().birth_year == 1960


def test_somebody_who_may_be_registered_comes_in_as_provisional(cast: Cast) -> None:
    agreement = agree(cast)
    register(cast.amal, "Jabbar Hussein", base="basra")
    row = taken(cast.idris, agreement, filled([person("p-1", names="Jabbar Hussain")]))
    assert counts(row) == {"created": 1, "provisional": 1}


def test_a_trial_says_what_would_come_of_it_and_writes_nothing(cast: Cast) -> None:
    agreement = agree(cast)
    content = filled([person("p-1")], [meeting("m-1", "p-1"), meeting("m-2", "p-9")])
    row = taken(cast.idris, agreement, content, trial=True)
    assert counts(row) == {"created": 1}
    assert counts(row, "meeting") == {"created": 1, "refused": 1}
    assert [live(Stakeholder), live(Meeting), live(ExternalReference)] == [0, 0, 0]
    with owner():
        assert Batch.objects.count() == 0
    assert counts(taken(cast.idris, agreement, content)) == {"created": 1}


def test_what_was_tried_is_taken_in_by_whoever_tried_it(cast: Cast) -> None:
    agreement = agree(cast)
    tried = taken(cast.idris, agreement, filled([person("p-1")]), trial=True)
    at = reverse("workbook_take", args=[agreement.pk, tried.pk])
    assert at in client_of(cast.idris).get(page_of(tried)).content.decode()
    assert client_of(cast.bassam).post(at).status_code == 404
    answer = client_of(cast.idris).post(at)
    with owner():
        row = Workbook.objects.select_related("job").get(trial=False)
    assert answer["Location"] == page_of(row)
    actions.take_workbook(row.job_id)
    assert live(Stakeholder) == 1
    assert (
        client_of(cast.idris)
        .post(reverse("workbook_take", args=[agreement.pk, row.pk]))
        .status_code
        == 404
    )
