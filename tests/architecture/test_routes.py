"""Every address refuses whoever may not be there: the anonymous, and members of elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.jobs.models import Job
from engagement.reports.models import Report, ReportFile
from tests.cast import Cast, meet, register

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


VALUES = {
    "uuid:pk": lambda: new_id(),
    "slug:language": lambda: "en",
    "int:pk": lambda: 1,
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
        if answer.status_code == 302:
            assert answer["Location"].startswith(reverse("account_login")), (method, answer)
        else:
            assert answer.status_code in (403, 404, 405), (method, answer)


def test_what_is_open_shows_nothing_of_a_programme(cast: Cast, client: Client) -> None:
    register(cast.amal, "Sheikh Aqil")
    for name, route in ALL:
        if name in OPEN:
            text = client.get(address(name, route)).content.decode()
            assert "Sheikh" not in text
            assert cast.programme.name not in text


def test_the_list_of_open_addresses_names_nothing_that_is_gone() -> None:
    assert set(OPEN) - {name for name, _ in ALL} == set()


@pytest.fixture
def rows(cast: Cast) -> dict[str, Any]:
    """One row of this programme for each kind of address that holds an id; all of them GREEN."""
    person = register(cast.amal, "Sheikh A", base="basra")
    meeting = meet(cast.amal, "baghdad", who=(person,), tlp=1)
    with acting_as(cast.amal, "report.requested"):
        job = Job.objects.create(programme=cast.programme, user_id=cast.amal.user_id, task="none")
        report = Report(
            programme=cast.programme,
            author_id=cast.amal.user_id,
            tlp=1,
            job=job,
            kind="beyond_capital",
            first=date(2026, 1, 1),
            last=date(2026, 3, 31),
        )
        report.save(force_insert=True)
        ReportFile(report=report, language="en", content=b"%PDF", sha256="0").save()
    return {"meeting": meeting, "stakeholder": person, "report": report}


WITH_ROWS = [(name, route) for name, route in ours() if "<uuid:pk>" in route]


def test_every_address_with_an_id_is_tried() -> None:
    assert {name.split("_")[0] for name, _ in WITH_ROWS} == {"meeting", "stakeholder", "report"}
    assert len(WITH_ROWS) == 7


@pytest.mark.parametrize("who", ["omar", "amal"])
@pytest.mark.parametrize("method", METHODS)
def test_a_row_of_another_programme_is_not_found(
    cast: Cast, rows: dict[str, Any], client: Client, method: str, who: str
) -> None:
    actor = getattr(cast, who)
    client.force_login(_user(actor))
    for name, route in WITH_ROWS:
        at = address(name, route, pk=rows[name.split("_")[0]].pk)
        status = getattr(client, method)(at, {"reason": "x", "version": "1"}).status_code
        if who == "omar":
            allowed = {404} if takes(name, method) else {405}
        else:  # the same requests are not refused to a member: the test above means something
            allowed = {200, 302, 409, 422} if takes(name, method) else {405}
        assert status in allowed, (name, method, status)


def takes(name: str, method: str) -> bool:
    if name == "meeting_withdraw":
        return method == "post"
    return method == "get" or name == "meeting_amend"


@pytest.mark.parametrize("name", ["meeting_list", "stakeholder_list", "report_list", "coverage"])
def test_a_list_shows_nothing_of_another_programme(
    cast: Cast, rows: dict[str, Any], client: Client, name: str
) -> None:
    client.force_login(_user(cast.omar))
    text = client.get(reverse(name)).content.decode()
    assert "Sheikh A" not in text
    for row in rows.values():
        assert str(row.pk) not in text


def test_a_suggestion_shows_nobody_of_another_programme(
    cast: Cast, rows: dict[str, Any], client: Client
) -> None:
    found = {}
    for actor in (cast.omar, cast.amal):
        client.force_login(_user(actor))
        answer = client.get(reverse("stakeholder_find"), {"q": "sheikh"})
        found[actor.name] = "Sheikh A" in answer.content.decode()
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
    answer = client.get(address(name, route, pk=getattr(rows.get(name.split("_")[0]), "pk", None)))
    if answer.status_code == 200:
        assert "no-store" in answer.get("Cache-Control", ""), name
