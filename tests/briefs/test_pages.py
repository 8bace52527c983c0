"""The brief's pages through HTTP: what they say, to whom, and what each costs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagement.access.scope import acting_as
from engagement.briefs.models import MeetingRecommendation, Recommendation, Target, TeamAddressee
from tests.briefs.matches import settle
from tests.cast import meet, register
from tests.meetings.browsing import client_of, statements

pytestmark = pytest.mark.django_db
CANARY = "Canary Unit"


def text_of(actor, address, **more):
    answer = client_of(actor).get(address, **more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_manager_installs_the_brief_from_its_page(cast):
    bassam = client_of(cast.bassam)
    assert "Install the brief" in bassam.get("/recommendations/").content.decode()
    assert bassam.post("/recommendations/install/").status_code == 302
    page = bassam.get("/recommendations/").content.decode()
    assert "Install the brief" not in page
    assert all(f">{code}<" in page for code in ("US-1", "US-2", "US-3", "EU-1", "EU-2"))


def test_nobody_else_is_offered_to_install_it(cast):
    for actor in (cast.amal, cast.ruth):
        assert "Install the brief" not in text_of(actor, "/recommendations/")
        assert client_of(actor).post("/recommendations/install/").status_code == 403
    assert client_of(cast.idris).get("/recommendations/").status_code == 403


def test_the_page_says_what_the_brief_is_not(cast, brief):
    page = text_of(cast.ruth, "/recommendations/")

    for words in (
        "The brief gives no number to start from.",
        "Three of its key claims rest on one interview",
        "November 2020",
        "It dates from early 2021.",
        "Kurdistan Region, of tribes, of women or of youth",
        "ours, not the brief’s",
        "Addressed to, as of 2021",
    ):
        assert words in page, words


def test_counts_are_of_what_the_reader_may_open(cast, brief):
    sheikh = register(cast.amal, "Sheikh", "tribe")
    seen = meet(cast.amal, "basra", who=(sheikh,), tlp=1)
    hidden = meet(cast.amal, "basra", who=(sheikh,))
    settle(cast.bassam, *((row, brief["EU-2"], "confirmed") for row in (seen, hidden)))
    address = "/recommendations/EU-2/"

    assert "2 meetings are confirmed to serve it, of those you may open" in text_of(
        cast.bassam, address
    )
    page = text_of(cast.ruth, address)
    assert "1 meeting is confirmed to serve it, of those you may open" in page
    assert str(hidden.pk) not in page


@pytest.mark.parametrize(
    "address",
    ["/recommendations/", "/recommendations/EU-2/", "/recommendations/matches/?for=EU-2"],
)
def test_a_page_costs_the_same_statements_however_many_meetings(cast, brief, address):
    def serve(number):
        for n in range(number):
            who = (register(cast.amal, f"S{n}", "tribe"), register(cast.amal, f"U{n}", "pmf_unit"))
            made = [meet(cast.amal, "basra", who=who) for _ in range(2)]
            settle(cast.bassam, (made[0], brief["EU-2"], "confirmed"))

    bassam = client_of(cast.bassam)
    serve(1)
    few = statements(bassam, address)
    serve(4)

    assert statements(bassam, address) == few


def reads(client, address) -> int:
    """The statements that read what the page shows: not the session, not the block itself."""
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    sql = [q["sql"] for q in caught]
    begin = next(n for n, text in enumerate(sql) if "set_config" in text)
    return len([s for s in sql[begin + 1 :] if s.startswith("SELECT") and "set_config" not in s])


@pytest.mark.parametrize(
    "address",
    [
        "/recommendations/",
        "/recommendations/matches/?for=EU-2",
        "/strategic-assessments/",
        "/incidents/",
        "/initiatives/",
        "/avenues/",
    ],
)
def test_a_list_reads_with_at_most_eight_statements(cast, brief, address):
    meet(cast.amal, "basra", who=(register(cast.amal, "A", "tribe"),))

    assert reads(client_of(cast.bassam), address) <= 8


def test_the_manager_confirms_some_and_rejects_others_in_bulk(cast, brief):
    sheikh = register(cast.amal, "Sheikh", "tribe")
    made = [meet(cast.amal, "basra", who=(sheikh,)) for _ in range(5)]
    bassam, address = client_of(cast.bassam), "/recommendations/matches/"
    keys = [str(row.pk) for row in made]

    first = {"for": "EU-2", "verdict": "confirmed", "meeting": keys[:2], "shown": keys}
    assert bassam.post(address, first).status_code == 302
    bassam.post(address, {"for": "EU-2", "verdict": "rejected", "meeting": keys[2:3]})
    bassam.post(address, {"for": "EU-2", "all": "confirmed", "shown": keys[3:]})

    with acting_as(cast.bassam, "read"):
        rows = MeetingRecommendation.objects.visible_to(cast.bassam)
        found = {str(row.meeting_id): row.verdict for row in rows}
    yes, no = "confirmed", "rejected"
    assert found == dict(zip(keys, (yes, yes, no, yes, yes), strict=True))
    assert "Nothing is proposed" in bassam.get(f"{address}?for=EU-2").content.decode()


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"for": "EU-2", "verdict": "confirmed"}, 422),
        ({"for": "EU-2", "verdict": "confirmed", "meeting": "nonsense"}, 422),
        ({"for": "EU-2", "verdict": "perhaps", "meeting": "0" * 32}, 422),
        ({"for": "XX-9", "verdict": "confirmed"}, 404),
        ({"for": "\x00", "verdict": "confirmed"}, 404),
    ],
)
def test_bad_verdicts_are_told(cast, brief, values, status):
    assert client_of(cast.bassam).post("/recommendations/matches/", values).status_code == status


def test_proposals_go_on_where_the_page_ended(cast, brief, monkeypatch):
    monkeypatch.setattr("engagement.meetings.lists.PAGE", 2)
    sheikh = register(cast.amal, "Sheikh", "tribe")
    made = {meet(cast.amal, "basra", who=(sheikh,)).pk for _ in range(5)}
    bassam, address, seen = client_of(cast.bassam), "/recommendations/matches/?for=EU-2", []
    while address:
        answer = bassam.get(address)
        seen += [row["meeting"].pk for row in answer.context["rows"]]
        more = answer.context["next_url"]
        address = f"/recommendations/matches/{more}" if more else ""

    assert len(seen) == 5
    assert set(seen) == made


@pytest.mark.parametrize("who", ["amal", "ruth", "idris", "omar"])
def test_only_the_manager_opens_the_managers_pages(cast, brief, who):
    client = client_of(getattr(cast, who))
    for address in (
        "/recommendations/matches/",
        "/recommendations/teams/",
        "/recommendations/EU-2/targets/I1/",
    ):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403


def test_a_target_is_changed_on_its_page(cast, brief):
    bassam, address = client_of(cast.bassam), "/recommendations/EU-2/targets/I1/"
    values = {"version": brief["EU-2"].version, "value": "45", "reason": "Agreed in May"}

    assert bassam.post(address, {**values, "reason": ""}).status_code == 422
    assert bassam.post(address, {**values, "value": "a lot"}).status_code == 422
    assert bassam.post(address, {**values, "version": 77}).status_code == 409
    assert bassam.post(address, values).status_code == 302
    page = text_of(cast.ruth, "/recommendations/EU-2/")
    assert "45%" in page
    assert "Agreed in May" in page


def test_teams_are_ticked_on_their_page(cast, brief):
    bassam = client_of(cast.bassam)
    ticked = {"nato_mission": [str(cast.mission.pk), str(cast.partner.pk)]}

    assert bassam.post("/recommendations/teams/", ticked).status_code == 302
    assert TeamAddressee.objects.count() == 2
    assert bassam.post("/recommendations/teams/", {"eu": str(cast.programme.pk)}).status_code == 422
    bassam.post("/recommendations/teams/", {"eu": str(cast.mission.pk)})
    assert [str(row.addressee) for row in TeamAddressee.objects.all()] == ["European Union"]


def test_another_programme_sees_nothing_of_it(cast, brief):
    page = text_of(cast.omar, "/recommendations/")
    assert "held against no brief" in page
    for row in Recommendation.objects.unscoped("by the owner, in a test"):
        assert str(row.pk) not in page
    assert client_of(cast.omar).get("/recommendations/EU-2/").status_code == 404
    with acting_as(cast.omar, "read"):
        assert not Target.objects.visible_to(cast.omar).exists()


def test_a_meetings_fragment_says_what_is_confirmed_what_is_proposed_and_why(cast, brief):
    made = meet(cast.amal, "basra", who=(register(cast.amal, "Sheikh", "tribe"),))
    settle(cast.bassam, (made, brief["EU-1"], "confirmed"))
    address = reverse("meeting_recommendations", args=[made.pk])

    page = text_of(cast.amal, address, HTTP_HX_REQUEST="true")
    assert "<html" not in page
    assert page.index("Confirmed") < page.index("EU-1") < page.index("Proposed by the rule")
    assert "outside the capital’s governorate" in page
    assert "Name another one" in page
    assert "<html" in text_of(cast.amal, address)


def test_an_officer_names_another_one_on_the_meetings_page(cast, brief):
    made = meet(cast.amal, "basra", who=(register(cast.amal, "Sheikh", "tribe"),))
    address = reverse("meeting_recommendations", args=[made.pk])
    amal = client_of(cast.amal)
    values = {"recommendation": str(brief["US-2"].pk), "verdict": "confirmed"}

    assert amal.post(address, {**values, "recommendation": ""}).status_code == 422
    assert amal.post(address, values).status_code == 302
    with acting_as(cast.amal, "read"):
        row = MeetingRecommendation.objects.visible_to(cast.amal).get()
    assert (row.recommendation_id, row.rule) == (brief["US-2"].pk, "")


def test_the_fragment_tells_nothing_of_somebody_hidden(cast, brief):
    unit = register(cast.amal, CANARY, "pmf_unit", kind="unit")
    made = meet(cast.amal, "baghdad", who=(unit,), guest_team_ids=(cast.partner.pk,))
    page = text_of(cast.carla, reverse("meeting_recommendations", args=[made.pk]))

    for told in (CANARY, "hybrid", "paramilitary unit", str(unit.pk)):
        assert told not in page
    assert "the rule proposes none" in page


@pytest.mark.parametrize("who", ["ruth", "omar"])
def test_the_fragment_of_a_meeting_one_may_not_open_is_not_there(cast, brief, who):
    made = meet(cast.amal, "basra", who=(register(cast.amal, "Sheikh", "tribe"),))
    address = reverse("meeting_recommendations", args=[made.pk])
    client = client_of(getattr(cast, who))

    assert client.get(address).status_code == 404
    assert client.post(address, {"verdict": "confirmed"}).status_code == 404


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_the_recommendations_are_read_in_the_language_of_the_page(cast, brief, language):
    client = client_of(cast.ruth)
    client.cookies["django_language"] = language
    page = client.get("/recommendations/").content.decode()

    assert getattr(brief["EU-2"], f"text_{language}") in page
