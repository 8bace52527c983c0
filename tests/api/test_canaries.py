"""Nothing of what somebody may not open is in any answer: body, headers, errors, counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.api_urls import urlpatterns
from engagement.briefs.models import Recommendation
from engagement.meetings.drafts import FollowUpDraft, IssueDraft
from tests.api.calls import Caller, a_meeting, a_stakeholder
from tests.cast import Cast, meet, register

pytestmark = pytest.mark.django_db
CANARY = "Canary"
ROUTES = [row for row in urlpatterns if not str(row.name).startswith(("api_nowhere", "api_docs"))]


def hide(actor: Any, level: int) -> list[str]:
    """Rows full of canaries that only their author opens; their ids."""
    person = register(actor, f"{CANARY} person", "tribe", "basra", tags=(CANARY,), tlp=level)
    more = {
        "outcome": CANARY,
        "summary": CANARY,
        "follow_ups": (FollowUpDraft(id=new_id(), text=CANARY, by_id=person.pk),),
        "issues": (IssueDraft(id=new_id(), text=CANARY, raised_by_id=person.pk),),
        "arranged_through_id": person.pk,
    }
    meeting = meet(actor, "basra", who=(person,), tlp=level, **more)
    with acting_as(actor, "brief.installed"):
        advice = Recommendation(
            programme_id=actor.programme_id,
            author_id=actor.user_id,
            code="C",
            tlp=level,
            text_en=CANARY,
            text_ar=CANARY,
            text_ckb=CANARY,
        )
        advice.save(force_insert=True)
    ids = [person.pk, meeting.pk, advice.pk, *(row.id for row in more["follow_ups"])]
    return [str(key) for key in ids]


def calls(cast: Cast, ids: list[str]) -> Iterator[tuple[str, str, Any]]:
    """Every address with every method, with the hidden ids wherever an id can stand."""
    person, meeting = ids[0], ids[1]
    bodies = [
        a_meeting(cast, id=meeting),
        a_meeting(cast, participants=[{"stakeholder": person}]),
        a_meeting(cast, arranged_through=person),
        a_meeting(cast, issues=[{"id": str(new_id()), "text": "x", "raised_by": person}]),
        a_stakeholder(id=person),
        {"gone": person, "kept_version": 1, "gone_version": 1},
    ]
    for route in ROUTES:
        known = {"pk": None, "kept": None, "name": "tlp", "language": "en", "extension": "pdf"}
        needed = {key: known[key] for key in known if f":{key}>" in str(route.pattern)}
        row = next((name for name in ("pk", "kept") if name in needed), "")
        for key in ids[:2] if row else [""]:
            at = reverse(str(route.name), kwargs=needed | ({row: key} if row else {}))
            yield "GET", at, None
            for method in ("POST", "PUT", "PATCH"):
                for body in bodies if key or method == "POST" else bodies[:1]:
                    yield method, at, {**body, "change_reason": "x"}
    yield "GET", f"/api/v1/meetings/?stakeholder={person}", None
    yield "GET", f"/api/v1/stakeholders/?q={CANARY}", None


@pytest.mark.parametrize("who", ["amal", "bassam", "ruth", "idris", "omar"])
def test_no_answer_holds_a_canary(cast: Cast, who: str) -> None:
    hidden = [*hide(cast.carla, Tlp.RED)]
    if who != "omar":
        hidden += hide(cast.omar, Tlp.GREEN)
    caller = Caller(getattr(cast, who))
    tried = 0
    for method, at, body in calls(cast, hidden):
        answer = caller(method, at, body, If_Match='"1"')
        tried += 1
        assert answer.status_code < 500, (method, at, answer.content)
        said = (answer.content.decode() + str(answer.headers)).replace(at, "")
        assert CANARY not in said, (method, at)
        mine = [key for key in hidden if key in said]
        assert not mine or answer.status_code == 201, (method, at, said)
        if method == "GET" and any(key in at for key in hidden):
            # Of reports an administrator is refused by role, whether there is one or not.
            refused = answer.status_code == 403 and who == "idris" and "/reports/" in at
            assert refused or answer.status_code in (200, 404, 405)
            assert refused or answer.status_code in (404, 405) or "?" in at
    assert tried > 60


def test_the_author_finds_the_canaries(cast: Cast) -> None:
    ids = hide(cast.carla, Tlp.RED)
    carla = Caller(cast.carla)
    found = [carla.get(f"stakeholders/{ids[0]}/"), carla.get(f"meetings/{ids[1]}/")]
    found.append(carla.get("recommendations/"))
    assert all(CANARY in answer.content.decode() for answer in found)
