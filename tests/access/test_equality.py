"""The rule is said twice, to Django and to PostgreSQL: both open the same rows to everybody."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from engagement.access.models import Role, TeamMembership
from engagement.access.rights import HISTORY, SCOPED, TEAM_OWNED
from engagement.access.rule import AGREEMENT, rule_q
from engagement.access.scope import Actor, acting_as, actor_for
from engagement.access.tlp import Tlp
from engagement.sync.models import Agreement
from tests.access.rows import scatter, scoped_models
from tests.cast import Cast, member
from tests.conftest import owner

pytestmark = pytest.mark.django_db


def everybody(cast: Cast) -> list[Actor]:
    """The cast, an officer of two teams, readers and managers in a team, and the system."""
    both = member(cast.programme, "dana", Role.OFFICER, cast.mission)
    joined = both.teams[0]
    membership = TeamMembership.objects.get(team_id=joined, membership__user_id=both.user_id)
    TeamMembership.objects.create(
        programme=cast.programme, membership=membership.membership, team=cast.partner
    )
    return [
        *cast.everybody,
        actor_for(both.user_id, cast.programme.pk),
        member(cast.programme, "rami", Role.READER, cast.mission),
        member(cast.programme, "maha", Role.MANAGER, cast.partner),
        Actor(None, cast.programme.pk, "system"),
    ]


def a_partner(cast: Cast, chance: Random) -> Actor:
    """The one among the scattered rows, up to some level."""
    rows = Agreement.objects.filter(programme=cast.programme).select_related("membership")
    rows.update(ceiling=chance.choice([Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT]))
    return actor_for(rows.get().membership.user_id, cast.programme.pk)


def ids(rows: Any) -> set[Any]:
    return set(rows.values_list("pk", flat=True))


@pytest.mark.parametrize("seed", range(8))
def test_policy_and_filter_open_the_same_rows(cast: Cast, seed: int) -> None:
    actors = everybody(cast)
    with owner():
        scatter(cast, Random(seed))
    actors.append(a_partner(cast, Random(seed)))
    some = 0
    for actor in actors:
        for model in scoped_models():
            with acting_as(actor, "read"):
                policy = ids(model.objects.unscoped("row security alone"))
                asked = ids(model.objects.visible_to(actor))
                with owner():
                    filtered = ids(model.objects.visible_to(actor))
                    all_rows = ids(model.objects.unscoped("all there is"))
            assert policy == filtered == asked, (model.__name__, actor.role, actor.user_id)
            assert policy < all_rows, "nobody opens everything"
            some += bool(policy)
    assert some > len(actors) * len(scoped_models()) // 2, "a comparison of nothing with nothing"


@pytest.mark.parametrize("seed", range(4))
def test_history_is_opened_by_the_rule_of_then_and_of_now(cast: Cast, seed: int) -> None:
    actors = everybody(cast)
    with owner():
        scatter(cast, Random(100 + seed))
    actors.append(a_partner(cast, Random(seed)))
    tracked = {f"{m._meta.model_name}event": m for m in scoped_models()}
    some = withheld = 0
    for actor in actors:
        for event, (name, column) in HISTORY.items():
            model = tracked[event]
            events = model.pgh_event_model.objects
            root = "pgh_obj_id" if column == "id" or name in TEAM_OWNED else column
            roots = model  # the row itself; where it may be deleted, its root speaks for it
            key = "pgh_obj_id"
            if "DELETE" in SCOPED[name][1]:
                key, roots = column, model._meta.get_field(column[:-3]).related_model
            with acting_as(actor, "read"):
                policy = ids(events.all())
                with owner():
                    then = events.filter(rule_q(actor, root, without=AGREEMENT))
                    now = roots.objects.visible_to(actor).values("pk")
                    expected = ids(then.filter(**{f"{key}__in": now}))
                    withheld += ids(then) != expected
            assert policy == expected, (event, actor.role, actor.user_id)
            some += bool(policy)
    assert some > 20
    assert withheld > 3, "no row was stricter now than then: the seed shows nothing"
