"""Meetings and stakeholders that do not fit are refused by pointer, and nothing is half written."""

from __future__ import annotations

from typing import Any

import pytest

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.meetings.models import Meeting
from engagement.stakeholders.models import Stakeholder
from tests.api.calls import Caller, a_meeting, a_stakeholder, refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db

#: Changes of a meeting that is good -> the pointers named.
MEETINGS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "an id that is none": ({"id": "1"}, ["/id"]),
    "an id as a number": ({"id": 7}, ["/id"]),
    "an id with braces": ({"id": "{" + str(new_id()) + "}"}, ["/id"]),
    "an id with a line break": ({"id": str(new_id()) + "\n"}, ["/id"]),
    "no status": ({"status": None}, ["/status"]),
    "another status": ({"status": "done"}, ["/status"]),
    "a status as a list": ({"status": ["held"]}, ["/status"]),
    "a day that is none": ({"held_on": "2026-02-30"}, ["/held_on"]),
    "a day in another form": ({"held_on": "10/03/2026"}, ["/held_on"]),
    "a day without dashes": ({"held_on": "20260310"}, ["/held_on"]),
    "a day in Arabic digits": ({"held_on": "٢٠٢٦-٠٣-١٠"}, ["/held_on"]),
    "a day as a number": ({"held_on": 20260310}, ["/held_on"]),
    "the year 1": ({"held_on": "0001-01-01"}, ["/held_on"]),
    "the year 9999": ({"held_on": "9999-12-31"}, ["/held_on"]),
    "an hour that is none": ({"starts_at": "25:00"}, ["/starts_at"]),
    "a time with a line break": ({"starts_at": "10:00\n"}, ["/starts_at"]),
    "a duration as a text": ({"duration": "45"}, ["/duration"]),
    "a duration as true": ({"duration": True}, ["/duration"]),
    "half a minute": ({"duration": 0.5}, ["/duration"]),
    "a huge duration": ({"duration": 10**30}, ["/duration"]),
    "less than no time": ({"duration": -1}, ["/duration"]),
    "a flag as a word": ({"to_complete": "true"}, ["/to_complete"]),
    "a flag as a number": ({"to_complete": 1}, ["/to_complete"]),
    "an unknown field": ({"colour": "red"}, ["/colour"]),
    "a field with a slash": ({"a/b~c": 1}, ["/a~1b~0c"]),
    "a team of nobody": ({"lead_team": str(new_id())}, ["/lead_team"]),
    "a level that is none": ({"tlp": "PINK"}, ["/tlp"]),
    "a level as a number": ({"tlp": 2}, ["/tlp"]),
    "a place as a number": ({"venues": [1]}, ["/venues/0"]),
    "a place of nowhere": ({"venues": ["IQ-ZZ"]}, ["/venues/0"]),
    "a place in a text": ({"venues": "IQ-BA"}, ["/venues"]),
    "a place twice": ({"venues": ["IQ-BA", "basra"]}, ["/venues"]),
    "a scheme of nobody": ({"venues": [{"scheme": "x", "code": "y"}]}, ["/venues/0"]),
    "a scheme without a code": ({"venues": [{"scheme": "cosit"}]}, ["/venues/0/code"]),
    "a P-code of another version": (
        {"venues": [{"scheme": "ocha_pcode", "version": "1999", "code": "IQG02"}]},
        ["/venues/0"],
    ),
    "an empty place": ({"venues": [""]}, ["/venues/0"]),
    "too many places": ({"venues": ["IQ-BA"] * 5_000}, ["/venues"]),
    "nobody met": ({"participants": []}, ["/participants"]),
    "somebody unknown": ({"participants": [{"stakeholder": str(new_id())}]}, ["/participants"]),
    "somebody without anything": ({"participants": [{}]}, ["/participants/0"]),
    "somebody as a text": ({"participants": ["Sheikh"]}, ["/participants/0"]),
    "somebody new without a name": (
        {"participants": [{"new": a_stakeholder(names=[])}]},
        ["/participants/0/new/names"],
    ),
    "somebody new of no type": (
        {"participants": [{"new": a_stakeholder(actor_type="x")}]},
        ["/participants/0/new/actor_type"],
    ),
    "a negative head count": (
        {"participants": [{"new": a_stakeholder(), "headcount": -3}]},
        ["/participants/0/headcount"],
    ),
    "more women than people": (
        {"participants": [{"new": a_stakeholder(), "headcount": 3, "women": 4}]},
        ["/participants"],
    ),
    "a long text": ({"outcome": "x" * 4_001}, ["/outcome"]),
    "a text as a number": ({"outcome": 5}, ["/outcome"]),
    "a text as an object": ({"outcome": {"a": 1}}, ["/outcome"]),
    "a control character": ({"outcome": "a\u0007b"}, ["/outcome"]),
    "an empty follow-up": (
        {"follow_ups": [{"id": str(new_id()), "text": ""}]},
        ["/follow_ups/0/text"],
    ),
    "a follow-up without an id": ({"follow_ups": [{"text": "x"}]}, ["/follow_ups/0/id"]),
    "a follow-up twice": (
        {"follow_ups": [{"id": "0189aaaa-0000-7000-8000-000000000001", "text": t} for t in "ab"]},
        ["/follow_ups"],
    ),
    "an issue by nobody": (
        {"issues": [{"id": str(new_id()), "text": "x", "raised_by": str(new_id())}]},
        ["/issues"],
    ),
    "arranged by nobody": ({"arranged_through": str(new_id())}, ["/arranged_through"]),
}


@pytest.mark.parametrize("name", MEETINGS)
def test_a_meeting_that_does_not_fit_is_refused_by_pointer(
    cast: Cast, amal: Caller, name: str
) -> None:
    changes, pointers = MEETINGS[name]
    assert sorted(refused(amal.post("meetings/", a_meeting(cast, **changes)), 422)) == pointers
    with acting_as(cast.amal, "read"):
        assert not Meeting.objects.visible_to(cast.amal).exists()
        assert not Stakeholder.objects.visible_to(cast.amal).exists(), "half written"


STAKEHOLDERS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a name of no letters": ({"names": ["​"]}, ["/names"]),
    "a name too long": ({"names": ["x" * 501]}, ["/names/0/text"]),
    "a name as a number": ({"names": [5]}, ["/names/0"]),
    "a name of an unknown kind": (
        {"names": [{"text": "A", "kind": "alias"}]},
        ["/names/0/kind"],
    ),
    "a name with more": ({"names": [{"text": "A", "x": 1}]}, ["/names/0/x"]),
    "a line break in a name": ({"names": ["A\nB"]}, ["/names"]),
    "a tag as a number": ({"tags": [1]}, ["/tags/0"]),
    "a tag too long": ({"tags": ["x" * 61]}, ["/tags/0"]),
    "a base as a list": ({"base": ["IQ-BA"]}, ["/base"]),
    "an owner of nowhere": ({"owner": str(new_id())}, ["/owner"]),
    "another team": ({"lead_team": str(new_id())}, ["/lead_team"]),
}


@pytest.mark.parametrize("name", STAKEHOLDERS)
def test_a_stakeholder_that_does_not_fit_is_refused_by_pointer(amal: Caller, name: str) -> None:
    changes, pointers = STAKEHOLDERS[name]
    answer = amal.post("stakeholders/", a_stakeholder(**changes))
    assert sorted(refused(answer, 422)) == pointers
