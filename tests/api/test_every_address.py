"""What holds at every address alike: ETags, conditional reads, strict parameters, one head."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from engagement.access.keys import new_id
from engagement.access.paging import ListDoor
from tests.access.canaries import plant
from tests.api.calls import Caller, refused
from tests.api.hidden import KNOWN, ROUTES, kind_of
from tests.cast import Cast
from tests.conftest import owner

pytestmark = pytest.mark.django_db
#: Files that are not built here; and what is there for partners alone (tests/sync).
ELSEWHERE = ("api_report_file", "api_changes", "api_reconcile", "api_snapshot")


@pytest.fixture
def ids(cast: Cast) -> dict[str, Any]:
    with owner():
        (green,) = [nest for nest in plant(cast) if nest.word == "Zqgreen"]
    return green.ids


def addresses(ids: dict[str, Any]) -> dict[str, tuple[str, Any]]:
    """Every address that can be read -> where it is now, and its door."""
    found = {}
    for route in ROUTES:
        name, pattern = str(route.name), str(route.pattern)
        door = route.callback.view_class
        if hasattr(door, "get") and not name.startswith(ELSEWHERE):
            keys = {key: value for key, value in KNOWN.items() if f":{key}>" in pattern}
            if "<uuid:pk>" in pattern:
                keys["pk"] = ids[kind_of(name)]
            if "<uuid:recommendation>" in pattern:
                keys["recommendation"] = ids["recommendation"]
            found[name] = (reverse(name, kwargs=keys), door)
    return found


def test_what_was_read_and_has_not_changed_is_304(amal: Caller, ids: dict[str, Any]) -> None:
    asked = addresses(ids)
    assert len(asked) >= 30
    for name, (at, _door) in asked.items():
        at += "?name=Zqgreen" if name == "api_candidates" else ""
        answer = amal.get(at)
        assert answer.status_code == 200, (name, answer.content)
        again = amal.get(at, If_None_Match=f'"x", W/{answer["ETag"]}')
        assert (again.status_code, again.content) == (304, b""), name
        assert again["ETag"] == answer["ETag"]
        assert amal("HEAD", at)["ETag"] == answer["ETag"], name


def test_parameters_are_known_given_once_and_not_empty(amal: Caller, ids: dict[str, Any]) -> None:
    for at, door in addresses(ids).values():
        assert "colour" in refused(amal.get(f"{at}?colour=red"), 400)
        if issubclass(door, ListDoor):
            for wrong in ("limit=", "limit=1&limit=2", "limit=0", "limit=x", "cursor=x"):
                assert refused(amal.get(f"{at}?{wrong}"), 400) == [wrong.split("=")[0]], at


def test_a_cursor_of_one_list_opens_no_other(amal: Caller, ids: dict[str, Any]) -> None:
    cursor = amal.get("stakeholders/?limit=1").json()["next"].split("cursor=")[1]
    for at, door in addresses(ids).values():
        if issubclass(door, ListDoor) and "stakeholders/" not in at:
            assert refused(amal.get(f"{at}?cursor={cursor}"), 400) == ["cursor"], at


def test_a_row_of_nobody_is_not_found_at_any_address(amal: Caller, ids: dict[str, Any]) -> None:
    nobody = dict.fromkeys(ids, new_id())
    with_id = [at for at, _door in addresses(nobody).values() if str(nobody["post"]) in at]
    assert len(with_id) >= 18
    for at in with_id:
        refused(amal.get(at), 404)
