"""Writing where one may only read, in another's name, or into what one may not see."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from engagement.access.keys import new_id
from engagement.access.models import User
from engagement.access.rights import HISTORY
from engagement.meetings.models import Meeting
from engagement.stakeholders.models import Stakeholder
from tests.access.canaries import plant
from tests.access.test_canaries import ours, telling
from tests.api.calls import Caller, a_meeting, a_stakeholder
from tests.cast import meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db
#: What most forms ask for, so that a door refuses for the role and not for what is missing.
FILLED = {
    "reason": "because",
    "version": "1",
    "name": "mine",
    "text": "text",
    "title": "title",
    "answer": "answer",
    "answered_on": "2026-03-10",
    "done_on": "2026-03-10",
    "standing": "conflict",
    "course": "not",
    "decided_by": "me",
    "verdict": "confirmed",
    "kind": "person",
    "actor_type": "tribe",
    "names_text": "Somebody",
    "value": "5",
}
#: One's own, or of the session only.
OWN = ("saved_view", "saved_views", "try_this_dismiss", "choose_programme")


@pytest.fixture
def places(cast):
    with owner():
        nests = plant(cast)
    green = next(nest for nest in nests if nest.word == "Zqgreen")
    return telling(cast, [green])


def written() -> int:
    with owner():
        return sum(apps.get_model("engagement", name).objects.count() for name in HISTORY)


@pytest.mark.parametrize("who", ["ruth", "idris"])
def test_who_may_not_write_writes_nothing_at_any_address(cast, places, who):
    before, client = written(), client_of(getattr(cast, who))

    for name, address in places:
        if name in OWN:
            continue
        sent = {**FILLED, "id": str(new_id())}
        assert client.post(address, sent).status_code in (302, 400, 403, 404, 405, 422), address
        for method in ("put", "patch", "delete"):
            answer = getattr(client, method)(address, "{}", content_type="application/json")
            assert answer.status_code in (302, 400, 403, 404, 405, 422), address

    assert written() == before


def test_every_write_of_somebody_signed_in_wants_the_token_of_the_form(cast, places):
    client = Client(enforce_csrf_checks=True)
    user = User.objects.get(pk=cast.bassam.user_id)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    for name, address in places:
        for method in ("post", "put", "patch", "delete"):
            status = getattr(client, method)(address).status_code
            nothing_there = name.startswith("api_") and status in (404, 405)
            assert status == 403 or nothing_there, (method, address, status)


@pytest.mark.parametrize(
    ("name", "field"),
    [("set_language", "next"), ("try_this_dismiss", "next"), ("account_login", "next")],
)
@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_nothing_leads_out_of_the_house(cast, name, field, to):
    answer = client_of(cast.amal).post(reverse(name), {field: to, "language": "ar"})

    assert "evil" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "?x=https://evil/"])
def test_a_bulk_act_leads_back_to_its_list_only(cast, back):
    about = register(cast.amal, "A")
    sent = {"act": "tag", "id": [str(about.pk)], "tag": "farmer", "back": back}

    answer = client_of(cast.amal).post(reverse("stakeholder_bulk"), sent)

    assert answer.headers["Location"].startswith(reverse("stakeholder_list"))


@pytest.fixture
def carla(cast):
    return Caller(cast.carla)


def read(program, path):
    found = program.get(path)
    return found.json(), found["ETag"]


@pytest.mark.parametrize(
    "change",
    [
        {"tlp": "CLEAR"},
        {"tlp": "RED"},
        {"lead_team": "partner"},
    ],
)
def test_another_team_moves_neither_level_nor_team_of_somebody(cast, carla, change):
    about = register(cast.amal, "A")
    path = f"stakeholders/{about.pk}/"
    _row, tag = read(carla, path)
    sent = {k: str(cast.partner.pk) if v == "partner" else v for k, v in change.items()}

    answer = carla("PATCH", path, {**sent, "change_reason": "mine now"}, If_Match=tag)

    assert answer.status_code == 422
    with owner():
        row = Stakeholder.objects.unscoped("a test").get(pk=about.pk)
    assert (row.tlp, row.lead_team_id) == (about.tlp, about.lead_team_id)


@pytest.mark.parametrize(
    "change",
    [
        {"tlp": "GREEN"},
        {"tlp": "RED"},
        {"lead_team": "partner"},
        {"guest_teams": []},
    ],
)
def test_a_guest_moves_neither_level_nor_teams_of_a_meeting(cast, carla, change):
    made = meet(
        cast.amal, "basra", who=(register(cast.amal, "A"),), guest_team_ids=(cast.partner.pk,)
    )
    path = f"meetings/{made.pk}/"
    _row, tag = read(carla, path)
    sent = {k: str(cast.partner.pk) if v == "partner" else v for k, v in change.items()}

    answer = carla("PATCH", path, {**sent, "change_reason": "mine now"}, If_Match=tag)

    assert answer.status_code == 422
    with owner():
        row = Meeting.plain.get(pk=made.pk)
    assert (row.tlp, row.lead_team_id, row.teams) == (made.tlp, made.lead_team_id, made.teams)


@pytest.mark.parametrize(
    "field",
    ["author", "author_id", "programme", "programme_id", "teams", "own_tlp", "request_hash"],
)
def test_no_field_of_the_wall_is_taken_from_outside(cast, field):
    program = Caller(cast.amal)
    given = str(cast.carla.user_id)

    for path, payload in (("stakeholders/", a_stakeholder()), ("meetings/", a_meeting(cast))):
        answer = program.post(path, {**payload, field: given})
        assert answer.status_code == 422, (path, answer.content)


@pytest.mark.parametrize("whose", ["hidden", "elsewhere", "nobody"])
def test_nobody_hidden_or_elsewhere_is_named_and_all_answers_are_alike(cast, whose):
    program = Caller(cast.carla)
    key = {
        "hidden": lambda: register(cast.amal, "Hidden", at_risk=True).pk,
        "elsewhere": lambda: register(cast.omar, "Elsewhere").pk,
        "nobody": new_id,
    }[whose]()
    for field, value in (
        ("participants", [{"stakeholder": str(key)}]),
        ("arranged_through", str(key)),
        ("issues", [{"id": str(new_id()), "text": "Pay", "raised_by": str(key)}]),
        ("follow_ups", [{"id": str(new_id()), "text": "Pay", "side": "theirs", "by": str(key)}]),
    ):
        sent = a_meeting(cast, lead_team=str(cast.partner.pk), **{field: value})
        answer = program.post("meetings/", sent)
        assert answer.status_code == 422, (field, answer.content)
        assert [row["detail"] for row in answer.json()["errors"]] == [
            "Somebody here is not in the register, or not for you to see."
        ], field


def test_nobody_of_another_programme_takes_anything_on(cast):
    about = register(cast.amal, "A")
    omar = str(cast.omar.user_id)
    program = Caller(cast.amal)
    task = {"id": str(new_id()), "text": "Write", "assigned_to": omar}

    owner_named = program.post("stakeholders/", a_stakeholder(owner=omar))
    assigned = program.post("meetings/", a_meeting(cast, follow_ups=[task]))
    together = client_of(cast.amal).post(
        reverse("stakeholder_bulk"), {"act": "owner", "id": [str(about.pk)], "owner": omar}
    )

    assert [a.status_code for a in (owner_named, assigned, together)] == [422, 422, 422]


def test_every_address_stands_in_the_walk(cast, places):
    walked = {name for name, _address in places}
    missing = {name for name, _route in ours()} - walked

    # A view that somebody else saved is not the manager's; the pages of an agreement, which names
    # nobody, are walked in tests/sync.
    pages = {name for name in missing if name.startswith(("partner", "conflict_", "workbook"))}
    assert missing - pages == {"saved_view"}
