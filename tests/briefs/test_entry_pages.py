"""The pages of assessments, incidents, initiatives and avenues through HTTP."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.briefs.entries.actions import (
    ask_for_assessment,
    note_avenue,
    record_incident,
    start_initiative,
)
from engagement.briefs.models import Initiative, StrategicAssessment
from tests.briefs.test_entries import assessment, avenue, do, incident, initiative
from tests.cast import DAY, register
from tests.meetings.browsing import client_of, place, statements

pytestmark = pytest.mark.django_db
KINDS = {
    "strategic_assessment": (ask_for_assessment, assessment, "title"),
    "incident": (record_incident, incident, "text"),
    "initiative": (start_initiative, initiative, "name"),
    "avenue": (note_avenue, avenue, "text"),
}


def filled(kind, **more) -> dict[str, object]:
    """A filled-in form, as the browser sends it."""
    day = DAY.isoformat()
    values = {
        "strategic_assessment": {"title": "Cells", "asked_on": day, "regions": [place("anbar")]},
        "incident": {
            "happened_on": day,
            "region": place("anbar"),
            "kind": "attack",
            "text": "Cells",
            "source": "A paper",
        },
        "initiative": {"name": "Cells", "iraqi_led": "yes", "valid_from": "2024-05"},
        "avenue": {"as_of": day, "text": "Cells", "source": "A paper"},
    }[kind]
    return {"id": str(new_id()), "tlp": "1", **values, **more}


@pytest.mark.parametrize("kind", KINDS)
def test_an_officer_writes_amends_and_withdraws_one(cast, kind):
    amal = client_of(cast.amal)
    values = filled(kind)
    assert amal.get(reverse(f"{kind}_new")).status_code == 200
    saved = amal.post(reverse(f"{kind}_new"), values)
    assert saved.status_code == 302
    assert amal.post(reverse(f"{kind}_new"), values)["Location"] == saved["Location"]

    field = KINDS[kind][2]
    changed = {**values, field: "Changed words", "version": "1", "reason": "A slip"}
    assert amal.post(saved["Location"], {**changed, "reason": ""}).status_code == 422
    assert amal.post(saved["Location"], {**changed, "version": "7"}).status_code == 409
    assert amal.post(saved["Location"], changed).status_code == 302
    page = amal.get(saved["Location"]).content.decode()
    assert "Changed words" in page
    assert "A slip" in page

    withdraw = saved["Location"] + "withdraw/"
    assert amal.post(withdraw, {"reason": "", "version": "1"}).status_code == 422
    assert amal.post(withdraw, {"reason": "Twice", "version": "9"}).status_code == 409
    assert amal.post(withdraw, {"reason": "Twice", "version": "1"}).status_code == 302
    assert "Changed words" not in amal.get(reverse(f"{kind}_list")).content.decode()
    assert "Twice" in amal.get(saved["Location"]).content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_costs_the_same_statements_however_many_rows(cast, kind):
    action, draft, _field = KINDS[kind]
    names = {"initiative": "lead_organisation_id", "avenue": "stakeholder_id"}.get(kind)

    def write():
        named = register(cast.amal, "A", kind="organisation").pk
        do(cast.amal, action, draft(**({names: named} if names else {})))

    amal, address = client_of(cast.amal), reverse(f"{kind}_list")
    write()
    few = statements(amal, address)
    for _ in range(4):
        write()

    assert statements(amal, address) == few


@pytest.mark.parametrize("kind", KINDS)
def test_others_see_and_change_only_what_is_theirs(cast, kind):
    action, draft, field = KINDS[kind]
    row = do(cast.amal, action, draft(**{field: "Canary words", "tlp": 2}))
    address = reverse(kind, args=[row.pk])

    for who in ("carla", "ruth", "omar"):
        client = client_of(getattr(cast, who))
        assert client.get(address).status_code == 404
        assert "Canary" not in client.get(reverse(f"{kind}_list")).content.decode()
        assert client.post(address, filled(kind)).status_code in (403, 404)
        assert client.post(address + "withdraw/", {"reason": "x"}).status_code in (403, 404)
    assert client_of(cast.idris).get(reverse(f"{kind}_list")).status_code == 403
    assert client_of(cast.ruth).get(reverse(f"{kind}_new")).status_code == 403


@pytest.mark.parametrize(
    ("kind", "values", "told"),
    [
        ("strategic_assessment", {"regions": []}, "This field is required."),
        ("strategic_assessment", {"regions": ["0"]}, "not one of the available choices"),
        ("strategic_assessment", {"asked_on": "2999-01-01"}, "still to come"),
        ("strategic_assessment", {"title": "a\x00b"}, "Null characters"),
        ("incident", {"region": ""}, "This field is required."),
        ("incident", {"happened_on": "nonsense"}, "Enter a valid date."),
        ("initiative", {"valid_from": "2025", "valid_to": "2024"}, "before it starts"),
        ("initiative", {"valid_from": "soon"}, "Write a year, a month or a day"),
        ("initiative", {"lead_organisation": "Nobody known"}, "Nobody whom you may see"),
        ("avenue", {"source": " "}, "This field is required."),
        ("avenue", {"tlp": "7"}, "not one of the available choices"),
        ("avenue", {"id": "nonsense"}, "aria-invalid"),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(cast, kind, values, told):
    sent = filled(kind, **values)
    answer = client_of(cast.amal).post(reverse(f"{kind}_new"), sent)

    assert answer.status_code == 422
    if "id" not in values:
        assert told in answer.content.decode()


def test_a_name_that_several_have_asks_which_one(cast):
    _first, second = (register(cast.amal, "Amal Centre", kind="organisation") for _ in range(2))
    amal, values = client_of(cast.amal), filled("initiative", lead_organisation="amal centre")

    asked = amal.post("/initiatives/new/", values)
    assert asked.status_code == 422
    assert "Which one?" in asked.content.decode()
    assert amal.post("/initiatives/new/", {**values, "which": str(second.pk)}).status_code == 302
    with acting_as(cast.amal, "read"):
        row = Initiative.objects.visible_to(cast.amal).get()
    assert (row.lead_organisation_id, row.iraqi_led) == (second.pk, True)
    assert (row.valid_from.isoformat(), row.from_precision) == ("2024-05-01", "month")


def test_a_lead_organisation_of_another_programme_is_not_found_by_name(cast):
    register(cast.omar, "Canary Centre", kind="organisation")
    values = filled("initiative", lead_organisation="Canary Centre")

    assert client_of(cast.amal).post("/initiatives/new/", values).status_code == 422


def test_whom_an_entry_names_is_not_told_to_who_may_not_open_them(cast):
    from engagement.stakeholders.models import Stakeholder
    from tests.conftest import owner

    centre = register(cast.amal, "Canary Centre", kind="organisation")
    row = do(cast.amal, start_initiative, initiative(lead_organisation_id=centre.pk))
    with owner():
        Stakeholder.plain.filter(pk=centre.pk).update(tlp=4)
    bassam, address = client_of(cast.bassam), reverse("initiative", args=[row.pk])
    for page in (bassam.get("/initiatives/"), bassam.get(address)):
        assert "Canary" not in page.content.decode()
        assert "Somebody you may not open" in page.content.decode()
    sent = filled("initiative", name="Other", version=row.version, reason="x")
    assert bassam.post(address, sent).status_code == 302
    with acting_as(cast.bassam, "read"):
        kept = Initiative.objects.visible_to(cast.bassam).get()
    assert (kept.name, kept.lead_organisation_id) == ("Other", centre.pk)


def test_an_assessment_goes_its_way_on_its_page(cast):
    row = do(cast.amal, ask_for_assessment, assessment())
    amal, address = client_of(cast.amal), reverse("strategic_assessment", args=[row.pk])
    day = DAY.isoformat()

    acted = {"version": "1", "acted_on": day, "action": "Patrols"}
    assert amal.post(address + "act/", acted).status_code == 422
    sent = {"version": "1", "delivered_on": "2020-01-01", "valid_on": day}
    assert amal.post(address + "deliver/", sent).status_code == 422
    assert amal.post(address + "deliver/", {**sent, "delivered_on": day}).status_code == 302
    assert amal.post(address + "act/", {**acted, "version": "8"}).status_code == 409
    assert amal.post(address + "act/", acted).status_code == 302
    assert "Patrols" in amal.get(address).content.decode()
    with acting_as(cast.amal, "read"):
        assert StrategicAssessment.objects.visible_to(cast.amal).get().acted_on == DAY


def test_avenues_are_told_and_never_counted(cast):
    for n in range(7):
        do(cast.amal, note_avenue, avenue(text="A door opened", tlp=1, source=f"Paper {'x' * n}"))
    page = client_of(cast.amal).get("/avenues/").content.decode()
    main = re.sub(r"<[^>]*>", " ", page[page.index("<main") : page.index("</main>")])
    shown = main.replace("10 March 2026", "")

    assert shown.count("A door opened") == 7
    assert not re.search(r"\d", shown), re.findall(r".{20}\d.{20}", shown)


@pytest.mark.parametrize("address", ["/incidents/?after=nonsense", "/avenues/?after=%00"])
def test_a_bent_address_is_never_an_error_of_ours(cast, address):
    assert client_of(cast.amal).get(address).status_code == 200


def test_a_list_goes_on_where_the_page_ended(cast, monkeypatch):
    monkeypatch.setattr("engagement.briefs.entries.lists.PAGE", 2)
    made = {do(cast.amal, record_incident, incident()).pk for _ in range(5)}
    amal, address, seen = client_of(cast.amal), "/incidents/", []
    while address:
        answer = amal.get(address)
        seen += [one["row"].pk for one in answer.context["rows"]]
        more = answer.context["next_url"]
        address = f"/incidents/{more}" if more else ""

    assert len(seen) == 5
    assert set(seen) == made
