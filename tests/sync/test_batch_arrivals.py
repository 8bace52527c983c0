"""Who may be somebody registered before: taken in, and told only to who may open both."""

from __future__ import annotations

import pytest

from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.registry.arrivals.actions import compare_arrivals
from engagement.registry.arrivals.tasks import compare
from engagement.registry.duplicates.models import DuplicatePair
from engagement.sync.batches.models import ExternalReference
from tests.api.calls import Caller
from tests.cast import Cast, register
from tests.conftest import owner
from tests.sync.agreeing import agree, caller
from tests.sync.sending import meeting, person, post, send, statuses

pytestmark = pytest.mark.django_db
NAME = "Mohammed Kadhim Jabbar"


@pytest.fixture
def partner(cast: Cast) -> Caller:
    return caller(cast, agree(cast))


def test_a_probable_duplicate_is_taken_in_and_its_meeting_too(cast: Cast, partner: Caller) -> None:
    there = register(cast.amal, NAME)
    partner.get("stakeholders/")  # they were handed out
    (found,) = send(partner, "stakeholders", person("a", names=["محمد كاظم جبار"]))
    assert (found["status"], found["provisional"]) == (201, True)
    assert [row["stakeholder"] for row in found["possible_duplicates"]] == [str(there.pk)]
    assert statuses(send(partner, "meetings", meeting("m", "a"))) == [201]
    with owner():
        assert ExternalReference.plain.filter(provisional=True).count() == 1


def test_two_of_a_name_in_one_batch_are_told_as_in_two(partner: Caller) -> None:
    found = send(partner, "stakeholders", person("a", names=[NAME]), person("b", names=[NAME]))
    assert "provisional" not in found[0]
    assert [row["stakeholder"] for row in found[1]["possible_duplicates"]] == [found[0]["id"]]


def test_of_somebody_hidden_the_answer_says_nothing(cast: Cast, partner: Caller) -> None:
    without = post(partner, "stakeholders", person("a", names=[NAME]), dry_run=True)
    register(cast.amal, NAME, tlp=Tlp.AMBER)
    partner.get("stakeholders/")
    with_them = post(partner, "stakeholders", person("a", names=[NAME]), dry_run=True)
    assert with_them.content == without.content


def test_where_names_are_not_shared_nothing_is_said_of_them(cast: Cast) -> None:
    register(cast.amal, NAME)
    partner = caller(cast, agree(cast, fields={"stakeholder": ("kind",)}))
    partner.get("stakeholders/")
    (found,) = send(partner, "stakeholders", person("a", names=[NAME]))
    assert "provisional" not in found


def test_managers_find_the_hidden_pair_and_the_partner_does_not(
    cast: Cast, partner: Caller
) -> None:
    agreement_user = partner
    hidden = register(cast.amal, NAME, tlp=Tlp.AMBER)
    (made,) = send(agreement_user, "stakeholders", person("a", names=[NAME]))
    assert compare_arrivals(cast.programme.pk) == 1
    seen = {}
    for who in ("bassam", "amal", "carla", "ruth"):
        with acting_as(getattr(cast, who), "read"):
            rows = DuplicatePair.objects.unscoped("row security")
            seen[who] = {str(pk) for row in rows for pk in (row.one_id, row.other_id)}
    both = {str(hidden.pk), made["id"]}
    assert seen == {"bassam": both, "amal": both, "carla": set(), "ruth": set()}


def test_what_managers_may_not_open_makes_no_pair(cast: Cast, partner: Caller) -> None:
    register(cast.amal, NAME, tlp=Tlp.RED)
    send(partner, "stakeholders", person("a", names=[NAME]))
    assert compare_arrivals(cast.programme.pk) == 0


def test_each_arrival_is_looked_at_once(cast: Cast, partner: Caller) -> None:
    register(cast.amal, NAME)
    send(partner, "stakeholders", person("a", names=[NAME]))
    compare()
    with owner():
        assert DuplicatePair.plain.count() == 1
        assert not ExternalReference.plain.filter(compared_at=None).exists()
    assert compare_arrivals(cast.programme.pk) == 0
