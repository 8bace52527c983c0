"""The context of a transaction: who, where, which teams, and when it is over."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from engagement.access.scope import Actor, acting_as
from tests.cast import Cast, meet, register

pytestmark = pytest.mark.django_db


def context() -> dict[str, str | None]:
    """The context as the policies read it; the act's own id only tells one act from another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT jisr.who()::text, jisr.programme()::text, jisr.teams()::text, jisr.ceiling(),"
            " jisr.verb(), current_setting('pghistory.context_id', true)"
        )
        names = ("who", "programme", "teams", "ceiling", "verb", "act")
        return dict(zip(names, cursor.fetchone(), strict=True))


def test_the_database_knows_who_acts_where_and_why(cast: Cast) -> None:
    with acting_as(cast.amal, "meeting.logged"):
        known = context()
    known.pop("act")
    assert known == {
        "who": str(cast.amal.user_id),
        "programme": str(cast.programme.pk),
        "teams": "{" + str(cast.mission.pk) + "}",
        "ceiling": 1,
        "verb": "meeting.logged",
    }


def test_the_teams_of_a_manager_are_not_in_the_context(cast: Cast) -> None:
    manager = Actor(cast.bassam.user_id, cast.programme.pk, "manager", 3, (cast.mission.pk,))
    with acting_as(manager, "read"):
        assert context()["teams"] == "{}"


def test_afterwards_the_database_knows_nobody(cast: Cast) -> None:
    with acting_as(cast.amal, "read"):
        pass
    assert context() == dict.fromkeys(("who", "programme", "teams", "ceiling")) | {
        "verb": "",
        "act": "",
    }


def test_nesting_restores_the_context_around_it(cast: Cast) -> None:
    with acting_as(cast.amal, "outer"):
        before = context()
        with acting_as(cast.carla, "inner"):
            assert context()["who"] == str(cast.carla.user_id)
            assert context()["verb"] == "inner"
        assert context() == before


def test_nesting_restores_the_context_after_an_exception_too(cast: Cast) -> None:
    with acting_as(cast.amal, "outer"):
        before = context()
        with pytest.raises(ZeroDivisionError), acting_as(cast.carla, "inner"):
            raise ZeroDivisionError
        assert context() == before


def test_an_exception_leaves_no_context_and_no_row(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), acting_as(cast.amal, "outer"):
        raise ZeroDivisionError(register(cast.amal, "Sheikh A"))
    assert context()["who"] is None
    with acting_as(cast.amal, "read"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM engagement_stakeholder")
        assert cursor.fetchone() == (0,)


def test_two_acts_in_one_transaction_have_two_contexts_in_history(cast: Cast) -> None:
    with acting_as(cast.amal, "outer"):
        first = context()["act"]
        with acting_as(cast.amal, "inner"):
            assert context()["act"] != first


@pytest.mark.django_db(transaction=True)
def test_a_transaction_of_the_callers_own_is_refused(lasting_cast: Cast) -> None:
    with (
        transaction.atomic(),
        pytest.raises(RuntimeError, match="durable"),
        acting_as(lasting_cast.amal, "read"),
    ):
        pass


def test_a_nested_snapshot_is_refused(cast: Cast) -> None:
    with (
        acting_as(cast.amal, "read"),
        pytest.raises(RuntimeError, match="snapshot"),
        acting_as(cast.amal, "read", snapshot=True),
    ):
        pass


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_reads_as_of_one_moment(lasting_cast: Cast) -> None:
    from tests.conftest import run_together

    def number() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM engagement_stakeholder")
            return int(cursor.fetchone()[0])

    amal = lasting_cast.amal
    seen: dict[bool, tuple[int, int]] = {}
    for snapshot in (True, False):
        with acting_as(amal, "read", snapshot=snapshot):
            before = number()
            assert run_together(lambda: register(amal, "Sheikh A")) == []
            seen[snapshot] = (before, number())
    assert seen == {True: (0, 0), False: (1, 2)}


@pytest.mark.django_db(transaction=True)
def test_the_context_ends_with_the_commit_on_the_same_connection(lasting_cast: Cast) -> None:
    with acting_as(lasting_cast.amal, "read"):
        assert context()["who"]
    assert context()["who"] is None
    assert context()["ceiling"] is None


def statements(captured: CaptureQueriesContext) -> list[str]:
    return [query["sql"].split()[0].upper() for query in captured.captured_queries]


@pytest.mark.django_db(transaction=True)
def test_an_outermost_block_costs_three_statements(lasting_cast: Cast) -> None:
    connection.ensure_connection()
    with CaptureQueriesContext(connection) as captured, acting_as(lasting_cast.amal, "read"):
        pass
    assert statements(captured) == ["BEGIN", "SELECT", "COMMIT"]


@pytest.mark.django_db(transaction=True)
def test_a_nested_block_costs_four_statements(lasting_cast: Cast) -> None:
    amal, captured = lasting_cast.amal, CaptureQueriesContext(connection)
    with acting_as(amal, "read"), captured, acting_as(amal, "read"):
        pass
    assert statements(captured) == ["SAVEPOINT", "SELECT", "SELECT", "RELEASE"]


def test_a_lost_membership_makes_no_actor(cast: Cast) -> None:
    from engagement.access.errors import NotAllowed
    from engagement.access.models import User
    from engagement.access.scope import actor_for

    with pytest.raises(NotAllowed):
        actor_for(cast.amal.user_id, cast.omar.programme_id)
    User.objects.filter(pk=cast.amal.user_id).update(is_active=False)
    with pytest.raises(NotAllowed):
        actor_for(cast.amal.user_id, cast.programme.pk)


#: Figures: with the owner's rights behind a check of membership, and as the caller may see.
FIGURES = {
    "coverage_sums": "'2026-01-01', '2026-12-31', NULL",
    "coverage_by_quarter": "'2026-01-01', '2026-12-31', NULL",
    "coverage_as_known": "'2026-01-01', '2026-12-31', NULL, '2026-12-31', false",
    "seen_coverage_sums": "'2026-01-01', '2026-12-31', NULL, NULL, NULL",
}
PROGRAMME_FIGURES = [name for name in FIGURES if not name.startswith("seen_")]


def figure(name: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM jisr.{name}({FIGURES[name]})")
        return cursor.fetchall()


def counted(name: str) -> int:
    """Measure 1 has each counted meeting once."""
    return sum(n for measure, _a, _b, n in figure(name) if measure == 1)


def refused(name: str) -> str:
    from django.db import ProgrammingError

    with pytest.raises(ProgrammingError) as caught, transaction.atomic():
        figure(name)
    return str(caught.value.__cause__.sqlstate)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", PROGRAMME_FIGURES)
def test_programme_figures_are_refused_to_whoever_is_no_member(cast: Cast, name: str) -> None:
    from engagement.access.models import User

    intruder = Actor(cast.omar.user_id, cast.programme.pk, "officer", 1)
    assert refused(name) == "42501", "no context"
    for actor in (cast.idris, intruder, Actor(None, cast.programme.pk, "system")):
        with acting_as(actor, "read"):
            assert refused(name) == "42501", actor.role
    User.objects.filter(pk=cast.ruth.user_id).update(is_active=False)
    with acting_as(cast.ruth, "read"):
        assert refused(name) == "42501", "not active"


def test_programme_figures_count_what_a_reader_may_not_open_and_seen_ones_do_not(
    cast: Cast,
) -> None:
    sheikh = register(cast.amal, "Sheikh A", "tribe", "basra")
    meet(cast.amal, "baghdad", who=(sheikh,), tlp=4)
    meet(cast.amal, "basra", who=(sheikh,), tlp=1)
    counts = {}
    for who, actor in (("reader", cast.ruth), ("author", cast.amal), ("elsewhere", cast.omar)):
        with acting_as(actor, "read"):
            counts[who] = counted("coverage_sums"), counted("seen_coverage_sums")
    assert counts == {"reader": (2, 1), "author": (2, 2), "elsewhere": (0, 0)}
