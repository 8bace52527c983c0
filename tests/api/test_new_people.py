"""A meeting logged over the API says of each new participant whom they may already be."""

from __future__ import annotations

import pytest

from engagement.access.keys import new_id
from engagement.access.tlp import Tlp
from tests.api.calls import Caller, a_meeting, a_stakeholder
from tests.api.test_meetings import statements
from tests.cast import Cast, register

pytestmark = pytest.mark.django_db
NAME, IN_ARABIC = "Mohammed Jawad al-Saadi", "محمد جواد الساعدي"


def with_new(cast: Cast, *names: str, beside=(), **more):
    new = [{"new": a_stakeholder(id=str(new_id()), names=[name])} for name in names]
    known = [{"stakeholder": str(one.pk)} for one in beside]
    return a_meeting(cast, id=str(new_id()), participants=[*new, *known], **more)


def told(answer) -> dict[str, list[str]]:
    """By name whom each may already be; those of whom nothing is told are left out."""
    return {
        one["name"]: [found["stakeholder"] for found in one["possible_duplicates"]]
        for one in answer.json()["participants"]
        if "possible_duplicates" in one
    }


def test_each_new_one_is_told_of_and_nobody_else(cast: Cast, amal: Caller) -> None:
    there = register(cast.carla, NAME, "tribe", "basra")
    known = register(cast.amal, "Known", "tribe")
    sent = with_new(cast, IN_ARABIC, "Qasim Haydari", beside=(known,))

    first, again = amal.post("meetings/", sent), amal.post("meetings/", sent)

    assert (first.status_code, again.status_code) == (201, 200)
    assert told(first) == {IN_ARABIC: [str(there.pk)], "Qasim Haydari": []}
    assert first.json()["participants"] == again.json()["participants"]
    assert "possible_duplicates" not in str(amal.get(f"meetings/{sent['id']}/").json())


def test_they_are_told_of_as_when_they_are_registered_alone(cast: Cast, amal: Caller) -> None:
    register(cast.carla, NAME, "tribe", "basra")
    alone = amal.post("stakeholders/", a_stakeholder(names=[IN_ARABIC])).json()
    answer = amal.post("meetings/", with_new(cast, IN_ARABIC)).json()

    (person,) = answer["participants"]
    first = next(
        one
        for one in person["possible_duplicates"]
        if one["stakeholder"] == alone["possible_duplicates"][0]["stakeholder"]
    )
    assert first == alone["possible_duplicates"][0]


def test_new_ones_of_one_meeting_are_not_told_of_one_another(cast: Cast, amal: Caller) -> None:
    answer = amal.post("meetings/", with_new(cast, NAME, IN_ARABIC))

    assert told(answer) == {NAME: [], IN_ARABIC: []}


def test_a_hidden_one_is_told_of_in_no_way(cast: Cast, amal: Caller) -> None:
    amal.get("meetings/")  # the key's last use is written down now, and not again
    alone = statements(lambda: amal.post("meetings/", with_new(cast, "Qasim Haydari")))
    register(cast.carla, NAME, "tribe", "basra", tlp=Tlp.RED)
    sent = with_new(cast, IN_ARABIC)

    assert statements(lambda: amal.post("meetings/", sent)) == alone
    assert told(amal.post("meetings/", sent)) == {IN_ARABIC: []}


def test_it_costs_two_statements_however_many_are_new(cast: Cast, amal: Caller) -> None:
    amal.get("meetings/")
    counts = []
    for n in (1, 4):
        names = [f"Person {i} of {n}" for i in range(n)]
        counts.append(
            statements(lambda names=names: amal.post("meetings/", with_new(cast, *names)))
        )

    assert counts[0] == counts[1]
