"""Whom a name may mean, over the API."""

from __future__ import annotations

import pytest

from engagement.access.tlp import Tlp
from tests.api.calls import Caller, refused
from tests.cast import Cast, register

pytestmark = pytest.mark.django_db
DOOR = "stakeholders/candidates/"


def test_a_name_in_another_script_finds_somebody_with_reasons(cast: Cast, amal: Caller) -> None:
    person = register(cast.amal, "محمد جواد الساعدي")
    register(cast.amal, "Karim Hamid")

    (found,) = amal.get(f"{DOOR}?name=Mohammed+Jawad").json()["items"]

    assert found["stakeholder"] == str(person.pk)
    assert (found["name"], found["weak"]) == ("محمد جواد الساعدي", False)
    assert 0.8 < found["score"] < 1
    assert [reason["code"] for reason in found["reasons"]] == ["script", "script", "left_out"]
    assert found["reasons"][0] == {
        "code": "script",
        "given": "mohammed",
        "registered": "محمد",
        "words": "mohammed and محمد: another script",
    }


def test_the_kind_narrows(cast: Cast, amal: Caller) -> None:
    register(cast.amal, "Karim Hamid")
    register(cast.amal, "Karim Trade", kind="organisation")

    found = amal.get(f"{DOOR}?name=karim&kind=organisation").json()["items"]
    assert [row["name"] for row in found] == ["Karim Trade"]


def test_whom_the_key_may_not_open_is_in_no_answer(cast: Cast, amal: Caller) -> None:
    empty = amal.get(f"{DOOR}?name=Karim")
    register(cast.carla, "Karim Hamid", tlp=Tlp.AMBER)

    assert amal.get(f"{DOOR}?name=Karim").content == empty.content == b'{"items":[]}'


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("", "name"),
        ("?name=", "name"),
        ("?name=%20", "name"),
        ("?name=a%00b", "name"),
        ("?name=" + "x" * 501, "name"),
        ("?name=a&kind=robot", "kind"),
        ("?name=a&name=b", "name"),
        ("?name=a&other=b", "other"),
    ],
)
def test_bad_questions_are_refused_by_name(amal: Caller, query: str, parameter: str) -> None:
    assert parameter in refused(amal.get(DOOR + query), 400)
