"""Nothing that an agreement leaves out is in any answer to a partner: in, outside and past it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engagement.access.keys import new_id
from engagement.access.tlp import Tlp
from engagement.regions.models import Region
from engagement.stakeholders.models import Stakeholder
from engagement.sync.codes import DEFAULT_FIELDS
from engagement.sync.models import Agreement
from tests.access.canaries import Nest, plant
from tests.api.calls import Caller, refused
from tests.api.hidden import calls
from tests.cast import Cast
from tests.conftest import owner
from tests.sync.agreeing import agree, caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def nests(cast: Cast) -> dict[str, Nest]:
    """Words at every level; those that are GREEN are based in Basra, as their meetings are."""
    with owner():
        found = {nest.word: nest for nest in plant(cast)}
        people = [found["Zqgreen"].ids[name] for name in ("stakeholder", "body")]
        basra = Region.objects.get(key="basra")
        Stakeholder.plain.filter(pk__in=people).update(base_region=basra)
    return found


def heard(
    partner: Caller, cast: Cast, nest: Nest, words: list[str], *, its_ids: bool = False
) -> int:
    """Call every address with the ids of a nest; how many calls.

    Listens for words and, unless it may have them, for the nest's ids.
    """
    tried = 0
    ids = [] if its_ids else [str(key) for name, key in nest.ids.items() if name != "schedule"]
    for method, at, body in calls(cast, nest.ids, {}):
        answer = partner(method, at, body, If_Match='"1"', Idempotency_Key=str(new_id()))
        said = (answer.content.decode() + str(answer.headers)).replace(at, "")
        assert answer.status_code < 500, (method, at, said)
        assert [word for word in words if word in said] == [], (method, at, said)
        # An id that is taken in one table is free in another, and echoed as the caller's own.
        assert answer.status_code == 201 or not [key for key in ids if key in said], (at, said)
        tried += 1
    return tried


def every_word(nests: dict[str, Nest], *without: str) -> list[str]:
    return [word for word in nests if word not in without]


def everywhere(partner: Caller, words: list[str]) -> None:
    """The lists, the feed and the counts."""
    for at in (
        *("stakeholders/", "meetings/", "recommendations/", "strategic-assessments/"),
        *("initiatives/", "incidents/", "follow-ups/", "issues/", "changes", "reconcile"),
        *("coverage/", "reports/"),
    ):
        answer = partner.get(at)
        said = answer.content.decode() + str(answer.headers)
        assert answer.status_code < 500, at
        assert [word for word in words if word in said] == [], (at, said)


def test_a_partner_hears_only_of_what_is_green_and_agreed(
    cast: Cast, nests: dict[str, Nest]
) -> None:
    partner = caller(cast, agree(cast, ceiling=Tlp.GREEN))
    words = every_word(nests, "Zqgreen")
    everywhere(partner, words)
    assert heard(partner, cast, nests["Zqamber"], words) > 100
    heard(partner, cast, nests["Zqfar"], words)


def test_fields_that_are_left_out_are_heard_nowhere(cast: Cast, nests: dict[str, Nest]) -> None:
    partner = caller(cast, agree(cast, ceiling=Tlp.GREEN, fields=DEFAULT_FIELDS))
    assert "Zqgreen person" in partner.get("stakeholders/").content.decode()
    left_out = ["tag", "summary", "outcome", "promise", "issue", "answer", "note", "post", "source"]
    words = [*every_word(nests, "Zqgreen"), *(f"Zqgreen {word}" for word in left_out)]
    everywhere(partner, words)
    heard(partner, cast, nests["Zqgreen"], words, its_ids=True)


def test_outside_its_agreement_a_partner_hears_nothing(cast: Cast, nests: dict[str, Nest]) -> None:
    away = Region.objects.get(key="maysan").pk
    agreement = agree(
        cast, regions=frozenset([away]), recommendations=frozenset(), actor_types=frozenset()
    )
    partner = caller(cast, agreement)
    words = every_word(nests)
    everywhere(partner, words)
    heard(partner, cast, nests["Zqgreen"], words)


def test_past_its_agreement_every_door_is_shut(cast: Cast, nests: dict[str, Nest]) -> None:
    agreement = agree(cast)
    partner = caller(cast, agreement)
    _run_out(cast, agreement)
    everywhere(partner, every_word(nests))
    refused(partner.get("stakeholders/"), 403)
    heard(partner, cast, nests["Zqgreen"], every_word(nests))


def _run_out(cast: Cast, agreement: Any) -> None:
    day = cast.idris.today() - timedelta(days=1)
    Agreement.objects.filter(pk=agreement.pk).update(valid_from=day, valid_until=day)
