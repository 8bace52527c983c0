"""Every table is behind the wall, or on a list that says why not."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from engagement.access.models import Scoped
from engagement.access.rights import CLOSED, HISTORY, OWN_POLICIES, SCOPED, UNSCOPED
from engagement.access.scope import acting_as
from tests.access.rows import scatter, scoped_models
from tests.cast import Cast, meet, register
from tests.conftest import owner

pytestmark = pytest.mark.django_db

WALLED = [f"engagement_{name}" for name in (*SCOPED, *HISTORY)] + list(OWN_POLICIES)


def rows(sql: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def count(table: str) -> int:
    return int(rows(f"SELECT count(*) FROM {table}")[0][0])


def test_every_table_has_row_security_or_stands_on_a_list_or_gives_the_web_role_nothing() -> None:
    found = rows(
        "SELECT c.relname, c.relrowsecurity,"
        " has_table_privilege('jisr_web', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE,"
        " REFERENCES, TRIGGER')"
        " FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r','p')"
    )
    assert len(found) > 40
    for table, secured, reached in found:
        if table in UNSCOPED:
            assert not secured, table
        elif table in WALLED:
            assert secured, table
        else:
            assert not reached, table


def test_the_lists_name_no_table_that_is_not_there() -> None:
    there = {row[0] for row in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert set(WALLED) | set(CLOSED) <= there
    assert set(UNSCOPED) - there == set()


def test_every_scoped_model_is_in_the_wall_and_the_other_way_round() -> None:
    walled = {f"engagement_{name}" for name in SCOPED}
    models = [m for m in apps.get_models() if issubclass(m, Scoped)]
    assert {m._meta.db_table for m in models if not hasattr(m, "pgh_tracked_model")} == walled
    assert {m._meta.db_table for m in scoped_models()} == walled


def test_every_table_with_a_programme_and_a_level_is_scoped_or_history() -> None:
    carriers = rows(
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND column_name IN ('programme_id', 'tlp') GROUP BY 1 HAVING count(*) = 2"
    )
    # A clash keeps what a record's level was, and has a policy of its own.
    clash = {"engagement_syncconflict"}
    scoped = {f"engagement_{n}" for n in (*SCOPED, *HISTORY)}
    assert {row[0] for row in carriers} == scoped | clash


def test_there_are_no_views_which_would_run_as_their_owner() -> None:
    found = rows(
        "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm')"
        " AND relnamespace IN ('public'::regnamespace, 'jisr'::regnamespace)"
    )
    assert found == []


def test_row_security_is_never_bypassed_by_the_web_role() -> None:
    assert rows(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
        " WHERE rolname = 'jisr_web'"
    ) == [(False, False, False, False)]
    owned = rows("SELECT count(*) FROM pg_class WHERE relowner = 'jisr_web'::regrole")
    assert owned == [(0,)]


def test_without_a_context_a_walled_table_shows_nothing(cast: Cast) -> None:
    register(cast.amal, "Sheikh A")
    with owner():
        scatter(cast, Random(1))
        assert [table for table in WALLED if not count(table)] == []
    assert [table for table in WALLED if count(table)] == []


@pytest.mark.django_db(transaction=True)
def test_after_a_commit_on_the_same_connection_nothing_is_seen_any_more(
    lasting_cast: Cast,
) -> None:
    amal = lasting_cast.amal
    meet(amal, "baghdad", who=(register(amal, "Sheikh A", base="basra"),))
    with acting_as(amal, "read"):
        during = {table: count(table) for table in WALLED}
    assert not connection.in_atomic_block
    assert {table: count(table) for table in WALLED} == dict.fromkeys(WALLED, 0)
    seen = {table for table, number in during.items() if number}
    # one meeting with one participant and one venue, one stakeholder with one name
    assert seen == {
        "engagement_meeting",
        "engagement_coveragefact",
        "engagement_meetingevent",
        "engagement_participant",
        "engagement_participantevent",
        "engagement_venue",
        "engagement_venueevent",
        "engagement_stakeholder",
        "engagement_stakeholderevent",
        "engagement_stakeholdername",
        "engagement_stakeholdernameevent",
        "engagement_change",
        "pghistory_context",
    }
