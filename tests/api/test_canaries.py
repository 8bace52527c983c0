"""Nothing of what somebody may not open is in any answer: body, headers, errors, counts."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from engagement.access.keys import new_id
from tests.access.canaries import Nest, plant
from tests.api.calls import Caller
from tests.api.hidden import KNOWN, ROUTES, calls, kind_of
from tests.cast import Cast
from tests.conftest import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def nests(cast: Cast) -> dict[str, Nest]:
    with owner():
        return {nest.word: nest for nest in plant(cast)}


def hidden_from(nests: dict[str, Nest], who: str) -> list[Nest]:
    """Nests that somebody may not open; of one programme the best protected one."""
    shut = [nest for nest in nests.values() if who not in nest.opened_by]
    near, far = (
        [nest for nest in shut if (nest.word == "Zqfar") == there] for there in (False, True)
    )
    return [*near[:1], *far]


def checked(caller: Caller, method: str, at: str, body: object, shut: list[Nest]) -> int:
    """Send it, and look for every word and every id that must not be in the answer."""
    answer = caller(method, at, body, If_Match='"1"', Idempotency_Key=str(new_id()))
    assert answer.status_code < 500, (method, at, answer.content)
    said = (answer.content.decode() + str(answer.headers)).replace(at, "")
    for nest in shut:
        assert nest.word not in said, (method, at, said)
        numbers = {str(key) for name, key in nest.ids.items() if name != "schedule"}
        mine = [key for key in numbers if key in said]
        # An id that is taken in one table is free in another, and then echoed as the caller's own.
        assert not mine or answer.status_code == 201, (method, at, said)
    return answer.status_code


@pytest.mark.parametrize("who", ["amal", "bassam", "ruth", "idris", "omar"])
def test_no_answer_holds_a_canary(cast: Cast, nests: dict[str, Nest], who: str) -> None:
    caller = Caller(getattr(cast, who))
    mine = next((nest.ids for nest in nests.values() if who in nest.opened_by), {})
    shut = hidden_from(nests, who)
    tried = 0
    for nest in shut:
        for method, at, body in calls(cast, nest.ids, mine):
            status = checked(caller, method, at, body, shut)
            tried += 1
            if method == "GET" and "?" not in at and any(str(key) in at for key in _rows(nest)):
                # Of reports an administrator is refused by role, whether there is one or not.
                # Snapshots are for partners.
                by_role = status == 403 and (
                    (who == "idris" and "/reports/" in at) or "/snapshots/" in at
                )
                assert by_role or status in (404, 405), at
        for at in ("stakeholders/?q=", "stakeholders/candidates/?name="):
            asked = {at.split("?")[1].rstrip("="): nest.word}
            checked(caller, "GET", f"/api/v1/{at.split('?')[0]}?{urlencode(asked)}", None, shut)
    assert tried > 150


def _rows(nest: Nest) -> list[object]:
    return [key for name, key in nest.ids.items() if name not in ("schedule", "letter")]


def test_whoever_may_open_them_finds_them(cast: Cast, nests: dict[str, Nest]) -> None:
    # Without this the test above would mean nothing.
    caller, nest = Caller(cast.amal), nests["Zqgreen"]
    found = set()
    for route in ROUTES:
        name, pattern = str(route.name), str(route.pattern)
        known = {key: value for key, value in KNOWN.items() if f":{key}>" in pattern}
        keys = {"pk": nest.ids[kind_of(name)]} if "<uuid:pk>" in pattern else {}
        if "<uuid:kept>" in pattern or "<uuid:recommendation>" in pattern:
            continue
        answer = caller.get(reverse(name, kwargs={**known, **keys}))
        if answer.status_code == 200 and nest.word in answer.content.decode():
            found.add(name)
    assert found >= {
        *("api_stakeholders", "api_stakeholder", "api_posts", "api_post"),
        *("api_assessments", "api_assessment", "api_merge", "api_meetings", "api_meeting"),
        *("api_follow_ups", "api_follow_up", "api_issues", "api_issue"),
        *("api_recommendations", "api_recommendation", "api_targets", "api_target"),
        *("api_strategic_assessment_list", "api_strategic_assessment"),
        *("api_incident_list", "api_incident", "api_initiative_list", "api_initiative"),
    }
