"""Every address refuses whoever may not be there: the anonymous, and members of elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from engagement.access.keys import new_id
from tests.access.canaries import plant
from tests.cast import Cast, register
from tests.conftest import owner
from tests.sync.agreeing import agree

pytestmark = pytest.mark.django_db

#: What anybody may open without signing in, and why.
OPEN = {
    "healthz": "machines ask whether the process lives",
    "readyz": "machines ask whether the engines answer",
    "set_language": "the sign-in page has its language too",
    "account_login": "signing in",
    "account_logout": "sends whoever is signed out already to the sign-in page",
    "account_inactive": "says that an account is switched off",
}
METHODS = ("get", "post")


def routes(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(name, route) of every address of the resolver."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield entry.name or "", route


def ours() -> list[tuple[str, str]]:
    return [(name, route) for name, route in routes() if "accounts/" not in route]


def is_api(route: str) -> bool:
    return route.startswith("api/")


VALUES = {
    "uuid:pk": lambda: new_id(),
    "uuid:kept": lambda: new_id(),
    "uuid:gone": lambda: new_id(),
    "uuid:key": lambda: new_id(),
    "uuid:recommendation": lambda: new_id(),
    "uuid:workbook": lambda: new_id(),
    "slug:language": lambda: "en",
    "slug:format": lambda: "pdf",
    "int:pk": lambda: 1,
    "int:number": lambda: 1,
    "slug:name": lambda: "organisation",
    "slug:code": lambda: "EU-1",
    "slug:indicator": lambda: "I1",
    "slug:table": lambda: "matrix",
}


def address(name: str, route: str, **known: Any) -> str:
    """The address of a route, with made-up values where none is known."""
    needed: dict[str, Any] = {}
    for part in route.split("<")[1:]:
        kind = part.split(">")[0]
        key = kind.split(":")[-1]
        needed[key] = known[key] if key in known else VALUES.get(kind, lambda: "x")()
    if "(?P" in route:
        needed = {"uidb36": "1", "key": "x-y"} if "uidb36" in route else {"key": "x"}
    return reverse(name, kwargs=needed)


ALL = sorted(set(routes()))


def test_the_walk_finds_every_address() -> None:
    assert len(ours()) >= 19
    assert {name for name, _ in ALL} >= {"home", "meeting", "report_file", "account_login"}
    assert "" not in {name for name, _ in ALL}, "an address without a name"


@pytest.mark.parametrize(("name", "route"), [row for row in ALL if row[0] not in OPEN])
def test_an_address_refuses_the_anonymous(client: Client, name: str, route: str) -> None:
    for method in METHODS:
        answer = getattr(client, method)(address(name, route))
        if is_api(route) and not name.startswith(("api_docs", "api_nowhere")):
            assert answer.status_code == 401, (method, answer)
            assert answer["Content-Type"] == "application/problem+json"
        elif answer.status_code == 302:
            assert answer["Location"].startswith(reverse("account_login")), (method, answer)
        else:
            # 401: the log form, which keeps what was typed
            assert answer.status_code in (401, 403, 404, 405), (method, answer)


def test_what_is_open_shows_nothing_of_a_programme(cast: Cast, client: Client) -> None:
    register(cast.amal, "Sheikh Aqil")
    for name, route in ALL:
        if name in OPEN:
            text = client.get(address(name, route)).content.decode()
            assert "Sheikh" not in text
            assert cast.programme.name not in text


def test_the_list_of_open_addresses_names_nothing_that_is_gone() -> None:
    assert set(OPEN) - {name for name, _ in ALL} == set()


#: The first part of an address -> the kind of row whose id it holds.
KINDS = {
    "meetings": "meeting",
    "attachments": "attachment",
    "follow-ups": "follow_up",
    "issues": "issue",
    "stakeholders": "stakeholder",
    "merges": "merge",
    "posts": "post",
    "contacts": "contact",
    "assessments": "assessment",
    "decisions": "decision",
    "opinions": "opinion",
    "strategic-assessments": "strategic_assessment",
    "incidents": "incident",
    "initiatives": "initiative",
    "avenues": "avenue",
    "reports": "report",
    "mail": "letter",
    "duplicates": "pair",
    "saved-views": "saved_view",
    "partners": "agreement",
}


@pytest.fixture
def rows(cast: Cast) -> dict[str, Any]:
    """The id of one row of this programme for each kind of address; all GREEN, all Amal's."""
    with owner():
        (green,) = [nest for nest in plant(cast) if nest.word == "Zqgreen"]
    return {**green.ids, "agreement": agree(cast).pk}


def row_in(route: str, rows: dict[str, Any]) -> Any:
    return rows.get(KINDS.get(route.split("/")[0], ""))


#: Those of the API are tried in tests/api/test_canaries.py.
WITH_ROWS = [(name, route) for name, route in ours() if "<uuid:pk>" in route and not is_api(route)]


def test_every_address_with_an_id_is_tried() -> None:
    assert {route.split("/")[0] for _, route in WITH_ROWS} == set(KINDS)
    assert len(WITH_ROWS) > 40


def test_a_row_of_another_programme_is_not_found(
    cast: Cast, rows: dict[str, Any], client: Client
) -> None:
    client.force_login(_user(cast.omar))
    for name, route in WITH_ROWS:
        at = address(name, route, pk=row_in(route, rows))
        got = {getattr(client, method)(at, {"reason": "x", "version": "1"}) for method in METHODS}
        assert {answer.status_code for answer in got} <= {404, 405}, name


def test_the_same_requests_are_not_refused_to_a_member(
    cast: Cast, rows: dict[str, Any], client: Client
) -> None:
    # Without this the test above would mean nothing.
    client.force_login(_user(cast.amal))
    unread = []
    for name, route in WITH_ROWS:
        status = client.get(address(name, route, pk=row_in(route, rows))).status_code
        assert status in (200, 302, 403, 404, 405), name
        # A clash comes of a partner's batch alone (tests/sync).
        if status not in (200, 302, 403) and name != "conflict_decide":
            unread.append((name, route))
    for name, route in unread:  # these take posts only
        at = address(name, route, pk=row_in(route, rows))
        status = client.post(at, {"reason": "", "version": "1"}).status_code
        assert status in (200, 302, 303, 403, 409, 422, 503), (name, status)


@pytest.mark.parametrize("name", ["meeting_list", "stakeholder_list", "report_list", "coverage"])
def test_a_list_shows_nothing_of_another_programme(
    cast: Cast, rows: dict[str, Any], client: Client, name: str
) -> None:
    client.force_login(_user(cast.omar))
    text = client.get(reverse(name)).content.decode()
    assert "Zqgreen" not in text
    for key in rows.values():
        assert isinstance(key, int) or str(key) not in text  # a number stands anywhere


def test_a_suggestion_shows_nobody_of_another_programme(
    cast: Cast, rows: dict[str, Any], client: Client
) -> None:
    found = {}
    for actor in (cast.omar, cast.amal):
        client.force_login(_user(actor))
        answer = client.get(reverse("stakeholder_find"), {"q": "zqg"})
        found[actor.name] = "Zqgreen" in answer.content.decode()
    assert found == {"omar": False, "amal": True}


def _user(actor: Any) -> Any:
    from engagement.access.models import User

    return User.objects.get(pk=actor.user_id)


@pytest.mark.parametrize("name", sorted({n for n, _ in ours()} - set(OPEN)))
def test_pages_of_members_are_never_kept_by_a_cache(
    cast: Cast, rows: dict[str, Any], client: Client, name: str
) -> None:
    client.force_login(_user(cast.amal))
    (route,) = [r for n, r in ours() if n == name]
    answer = client.get(address(name, route, pk=row_in(route, rows) or new_id()))
    if answer.status_code == 200:
        assert "no-store" in answer.get("Cache-Control", ""), name
