"""The queue of pairs: judged, paged, counted, scanned."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.jobs.models import Job, State
from engagement.registry.duplicates import lists
from engagement.registry.duplicates.models import DuplicateScan, Verdict
from tests.cast import meet, register
from tests.meetings.browsing import client_of, statements
from tests.registry.duplicates import QUEUE, give_post, page_of, pairs, said, scanned, sides, two

pytestmark = pytest.mark.django_db


@pytest.fixture
def amal(cast):
    return client_of(cast.amal)


def test_an_unsure_pair_stands_last_and_says_who_was(cast, amal):
    first, _second = two(cast, base="basra"), two(cast, "Ridha Tamimi", "رضا التميمي")
    scanned(cast.amal)
    (pair,) = [pair for pair in pairs(cast.amal) if sides(pair) == {one.pk for one in first}]

    amal.post(reverse("duplicate_judge", args=[pair.pk]), {"verdict": "unsure"})

    page = page_of(client_of(cast.bassam))
    assert page.index("Ridha Tamimi") < page.index("Mohammed Jawad")
    assert "Unsure" in page
    assert "amal" in page


def test_not_the_same_leaves_the_queue_and_can_be_taken_back(cast, amal):
    two(cast)
    scanned(cast.amal)
    (pair,) = pairs(cast.amal)
    address = reverse("duplicate_judge", args=[pair.pk])

    answer = amal.post(address, {"verdict": "apart", "back": "/duplicates/?show=open"})

    assert (answer.status_code, answer.url) == (302, "/duplicates/?show=open")
    assert "Mohammed Jawad" not in page_of(amal)
    assert "Mohammed Jawad" in page_of(amal, "?show=apart")
    amal.post(address, {"verdict": ""})
    assert "Mohammed Jawad" in page_of(amal)


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/mail/"])
def test_a_judgement_leads_back_to_the_queue_and_nowhere_else(cast, amal, back):
    two(cast)
    scanned(cast.amal)
    (pair,) = pairs(cast.amal)

    answer = amal.post(
        reverse("duplicate_judge", args=[pair.pk]), {"verdict": "unsure", "back": back}
    )

    assert answer.url == QUEUE


@pytest.mark.parametrize("verdict", ["same", "none", "\x00", "x" * 500])
def test_a_damaged_judgement_is_told_and_changes_nothing(cast, amal, verdict):
    two(cast)
    scanned(cast.amal)
    (pair,) = pairs(cast.amal)

    answer = amal.post(reverse("duplicate_judge", args=[pair.pk]), {"verdict": verdict})

    assert answer.status_code == 302
    assert pairs(cast.amal)[0].verdict == Verdict.OPEN


@pytest.mark.parametrize("query", ["?after=x", "?show=all", "?with=1", "?after=1_2"])
def test_a_damaged_address_is_not_found(cast, amal, query):
    assert amal.get(QUEUE + query).status_code == 404


def test_somebodys_own_pairs_are_shown_from_their_page(cast, amal):
    one, _other = two(cast)
    two(cast, "Ridha Tamimi", "رضا التميمي")
    scanned(cast.amal)

    record = amal.get(reverse("stakeholder", args=[one.pk])).content.decode()

    assert "Possible duplicates: <bdi>1</bdi>" in record
    assert f"/duplicates/?with={one.pk}" in record
    page = page_of(amal, f"?with={one.pk}")
    assert "Mohammed Jawad" in page
    assert "Ridha Tamimi" not in page


def test_a_page_after_the_first_goes_on_where_it_ended(cast, amal, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 2)
    for name in ("Mohammed Jawad al-Saadi", "محمد جواد الساعدي", "Mohamed Jawad Saadi"):
        register(cast.amal, name)
    scanned(cast.amal)

    with acting_as(cast.amal, "read"):
        first = lists.queue_context(cast.amal, "open", None, None)
        after = lists.After.parse(first["next_url"].rsplit("=", 1)[1])
        second = lists.queue_context(cast.amal, "open", None, after)

    shown = [row["pair"].pk for row in (*first["pairs"], *second["pairs"])]
    assert sorted(shown) == sorted(pair.pk for pair in pairs(cast.amal))
    assert (len(first["pairs"]), len(second["pairs"]), second["next_url"]) == (2, 1, "")


def test_the_page_costs_the_same_statements_however_many_pairs(cast, amal):
    made = two(cast, base="basra")
    meet(cast.amal, "basra", who=made[:1])
    give_post(cast, made[0], register(cast.amal, "Water Board", kind="organisation"))
    scanned(cast.amal)
    few = statements(amal, QUEUE)
    for name in ("Sawadi", "Tamimi", "Jubouri", "Dulaimi"):
        more = two(cast, f"Ridha Qasim {name}", f"Ridha Qasim {name}i", base="basra")
        meet(cast.amal, "basra", who=more)
    scanned(cast.amal)

    assert statements(amal, QUEUE) == few


@pytest.mark.parametrize("who", ["carla", "bassam", "ruth", "idris", "omar"])
def test_a_red_person_is_in_no_pair_count_or_word(cast, who):
    hidden = register(cast.amal, "Canary Jawad al-Saadi", tlp=Tlp.RED)
    seen = register(cast.amal, "Canary Jawad Saadi")
    scanned(cast.amal)
    assert len(pairs(cast.amal)) == 1
    client = client_of(getattr(cast, who))
    scanned(cast.bassam)

    record = client.get(reverse("stakeholder", args=[seen.pk])).content.decode()
    assert "Possible duplicates:" not in record
    for address in (QUEUE, f"{QUEUE}?with={seen.pk}", f"{QUEUE}?with={hidden.pk}"):
        answer = client.get(address)
        assert answer.status_code == (403 if who == "idris" else 200)
        assert "al-Saadi" not in answer.content.decode()
        asked = f"with={hidden.pk}"  # the tabs keep what the address asks for
        assert str(hidden.pk) not in answer.content.decode().replace(asked, "")
    count = client.get(reverse("duplicate_count"))
    assert count.status_code == 403 or count.content.decode().strip() == "0"
    (pair,) = pairs(cast.amal)
    assert said_of(client, pair.pk) == said_of(client, new_id())
    assert pairs(cast.amal)[0].verdict == Verdict.OPEN


def said_of(client, pk):
    """Without the id and the tokens of forms, which are others each time."""
    answer = client.post(reverse("duplicate_judge", args=[pk]), {"verdict": "apart"})
    text = answer.content.decode().replace(str(pk), "")
    return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_likely_pairs_are_counted_for_the_page_of_coverage(cast, amal):
    two(cast)
    register(cast.amal, "محمد")
    scanned(cast.amal)

    assert amal.get(reverse("duplicate_count")).content.decode().strip() == "1"
    assert reverse("duplicate_count") in amal.get(reverse("coverage")).content.decode()


def test_a_scan_is_asked_for_on_the_page_and_called_off_there(cast, amal, queue_down):
    assert amal.post(reverse("duplicate_scan")).status_code == 302
    assert amal.post(reverse("duplicate_scan")).status_code == 302

    page = page_of(amal)
    assert "Waiting for its turn" in page
    assert Job.objects.filter(task="duplicates.scan").count() == 1
    assert amal.get(reverse("duplicate_progress")).status_code == 200
    amal.post(reverse("duplicate_scan_cancel"))
    assert Job.objects.get(task="duplicates.scan").state == State.CANCELLED
    assert amal.get(reverse("duplicate_progress"))["HX-Refresh"] == "true"


def test_a_reader_sees_pairs_and_no_buttons(cast):
    two(cast)
    scanned(cast.amal)
    reader = client_of(cast.ruth)

    page = page_of(reader)

    assert "Mohammed Jawad" in page
    assert "merge/" not in page
    assert 'name="verdict"' not in page
    assert reader.post(reverse("duplicate_scan")).status_code == 403
    assert reader.get(reverse("duplicate_progress")).status_code == 403


def test_what_a_failed_scan_says_is_shown(cast, amal):
    scan = scanned(cast.amal)
    Job.objects.filter(pk=scan.job_id).update(
        state=State.FAILED, error="It could not be finished; the server's log says why."
    )

    assert "It could not be finished" in page_of(amal)


def test_common_names_that_were_not_compared_are_told(cast, amal):
    scan = scanned(cast.amal)
    with acting_as(cast.amal, "x"):
        DuplicateScan.objects.filter(pk=scan.pk).update(common=30)

    assert "30 bear names so common" in page_of(amal)


def test_a_judgement_needs_a_token(cast):
    two(cast)
    scanned(cast.amal)
    (pair,) = pairs(cast.amal)
    said(cast.amal, pair, Verdict.UNSURE)
    client = client_of(cast.amal)
    client.handler.enforce_csrf_checks = True

    answer = client.post(reverse("duplicate_judge", args=[pair.pk]), {"verdict": "apart"})

    assert answer.status_code == 403
