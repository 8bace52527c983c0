"""Every address and every method, as everybody: no word of a hidden row comes out anywhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from engagement.access.models import User
from tests.access.canaries import Nest, plant
from tests.api.hidden import kind_of
from tests.architecture.test_routes import routes
from tests.cast import Cast
from tests.conftest import owner

pytestmark = pytest.mark.django_db

EVERYBODY = ("anonymous", "amal", "carla", "bassam", "ruth", "idris", "omar")
METHODS = ("get", "post", "put", "patch", "delete", "options", "head")
#: Ways a list is asked, in its page, its files and its filters; "zq" begins every word.
ASKED = ("", "?q=zq", "?format=csv", "?format=xlsx", "?q=zq&format=csv")
#: Address -> the kinds of rows that it finds; the same in every test, and slow to find out.
KINDS: dict[str, list[str]] = {}
#: A form and a page without filters have one way only.
ONCE = ("",)
SKIPPED = ("accounts/", "i18n/", "healthz", "readyz")


def ours() -> list[tuple[str, str]]:
    return [(n, r) for n, r in sorted(set(routes())) if not r.startswith(SKIPPED) and n]


def client_as(cast: Cast, who: str) -> Client:
    client = Client(raise_request_exception=True)
    if who != "anonymous":
        client.force_login(
            User.objects.get(pk=getattr(cast, who).user_id),
            backend="django.contrib.auth.backends.ModelBackend",
        )
    return client


def heard(answer: Any) -> str:
    """All that an answer says: headers, body, and the parts of a zipped file."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = [f"{name}: {value}" for name, value in answer.items()]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            said += [file.read(name).decode(errors="replace") for name in file.namelist()]
    return "\n".join([*said, body.decode(errors="replace")]).lower()


def _with(name: str, route: str, key: Any, word: str) -> str:
    parts = [part.split(">")[0].partition(":")[2] for part in route.split("<")[1:]]
    named = {"code": word[2:8].upper(), "indicator": "I1", "language": "en", "table": "gaps"}
    named |= {"format": "pdf", "step": "reopen"}
    if name == "api_region":
        named["key"] = "IQ-BA"
    named["name"] = "modes" if name.startswith("api_") else "organisation"
    try:
        return reverse(name, kwargs={part: named.get(part, key) for part in parts})
    except NoReverseMatch:
        return ""


def telling(
    cast: Cast, nests: list[Nest], asked: list[Nest] | None = None
) -> list[tuple[str, str]]:
    """(name, address) in every nest, of each kind of row at which an address finds something.

    The manager opens the whole GREEN nest: what finds nothing there finds nothing elsewhere.
    """
    (green,) = [nest for nest in nests if nest.word == "Zqgreen"]
    client, found = client_as(cast, "bassam"), []
    for name, route in ours():
        if "<" not in route:
            found.append((name, reverse(name)))
            continue
        if name not in KINDS:
            of_api = name.startswith("api_") and "<uuid:" in route  # which says what it takes
            KINDS[name] = [kind_of(name)] if of_api else list(_kinds(client, name, route, green))
        for kind in KINDS[name]:
            found += [
                (name, _with(name, route, nest.ids[kind], nest.word)) for nest in asked or nests
            ]
    return list(dict.fromkeys(found))


def _kinds(client: Client, name: str, route: str, green: Nest) -> Iterator[str]:
    for kind, key in green.ids.items():
        address = _with(name, route, key, green.word)
        if not address:
            continue
        status = client.get(address).status_code
        if status == 405:  # a step that is posted; without its fields it is refused
            status = client.post(address).status_code
        if status != 404:
            yield kind


def is_list(name: str) -> bool:
    return name.endswith("_list") or name in ("search", "stakeholder_find", "saved_views")


def asked_by(who: str, nests: list[Nest]) -> list[Nest]:
    """Of what is open one nest tells as much as all; who is not signed in is sent away alike."""
    if who == "anonymous":
        return nests[:1]
    return [n for n in nests if who not in n.opened_by or n.word in ("Zqgreen", "Zqfar")]


def methods_taken(cast: Cast, places: list[tuple[str, str]]) -> dict[str, list[str]]:
    """The methods that each address answers with more than that it does not take them."""
    client, found = client_as(cast, "bassam"), {}
    for name, address in dict(places).items():
        answers = {method: getattr(client, method)(address) for method in METHODS[1:]}
        found[name] = [method for method, said in answers.items() if said.status_code != 405]
    return found


@pytest.fixture
def nests(cast: Cast) -> list[Nest]:
    with owner():
        return plant(cast)


def leaks(client: Client, who: str, nests: list[Nest], address: str, method: str) -> list[str]:
    answer = getattr(client, method)(address)
    assert answer.status_code < 500, (who, method, address)
    said = heard(answer)
    hidden = [nest.word for nest in nests if who not in nest.opened_by]
    return [f"{who} {method} {address}: {word}" for word in hidden if word.lower() in said]


def test_every_word_is_heard_by_somebody(cast: Cast, nests: list[Nest]) -> None:
    # Without this the silence below would mean nothing.
    heard_words = set()
    for who in ("bassam", "carla", "omar", "amal"):
        client = client_as(cast, who)
        for name in ("meeting_list", "stakeholder_list"):
            said = heard(client.get(reverse(name)))
            heard_words |= {nest.word for nest in nests if nest.word.lower() in said}
    assert heard_words == {"Zqstrict", "Zqamber", "Zqgreen", "Zqfar"}, "and nobody hears Zqred"


def test_no_address_says_a_word_of_a_hidden_row(cast: Cast, nests: list[Nest]) -> None:
    places = telling(cast, nests)
    assert len({name for name, _ in places}) > 20
    found = []
    for who in EVERYBODY:
        client = client_as(cast, who)
        for name, address in telling(cast, nests, asked_by(who, nests)):
            for asked in ASKED if is_list(name) else ONCE:
                found += leaks(client, who, nests, address + asked, "get")
    assert found == []


def test_no_method_says_a_word_of_a_hidden_row(cast: Cast, nests: list[Nest]) -> None:
    taken = methods_taken(cast, telling(cast, nests))
    found = []
    for who in EVERYBODY:
        client = client_as(cast, who)
        for name, address in telling(cast, nests, asked_by(who, nests)):
            for method in taken[name]:
                found += leaks(client, who, nests, address, method)
    assert found == []
