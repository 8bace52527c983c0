"""Functions that run with the owner's rights: few, closed, and with a path nobody can bend."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

#: What the web role may call; each is granted by name in a room's SQL.
OPEN = {
    *("ceiling", "names_like", "programme", "teams", "verb", "who"),
    *("agreed", "feed_is_settled", "mark_given", "settle_feed"),
    *("recommendation_codes", "shared_counts"),
    *("first_broken_link", "lock_positions", "settled_position", "stamp_positions", "state_of_log"),
    *("coverage_as_known", "coverage_by_quarter", "coverage_sums", "compact_coverage"),
    *("coverage_acquaintance",),
    *("coverage_possible_duplicates", "coverage_silent"),
    *("coverage_begins", "coverage_by_team"),
    *("check_coverage", "coverage_moves", "coverage_position_on"),
    *(
        "coverage_acquaintance",
        "coverage_counts",
        "coverage_freshness",
        "coverage_people",
        "coverage_type_patterns",
    ),
    *("coverage_group_tries", "coverage_last_visits", "coverage_register"),
    *("coverage_cells", "fold", "present_relations"),  # read nothing but their arguments
    *("expand_facts", "seen_coverage_sums"),  # with the caller's own rights
    *("brief_of", "channels_of", "concentration_of", "freshness_of", "overlaps_of", "people_of"),
    *("promises_of", "red_list_of", "type_patterns_of", "seen_coverage_counts"),
    *("splits_of", "seen_clashes", "seen_known_by_one", "seen_met", "seen_met_apart"),
    *("seen_pairs", "seen_reliance"),
    *("seen_coverage_freshness", "seen_coverage_people", "seen_coverage_type_patterns"),
    *("seen_coverage_overdue", "wrote_to_open"),  # with the caller's own rights
    *("names_alike", "prune_batches"),
    *("feed_page", "feed_state", "mark_held_given", "prune_feeds"),
    *("merge", "merge_hindered", "merge_names", "merge_told", "unmerge", "unmerge_hindered"),
    *("may_unmerge", "merged_unseen", "named_on"),
}


def functions() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname || '.' || p.proname AS name, p.prosecdef AS definer,"
            " p.proconfig AS config, p.proacl IS NULL OR EXISTS ("
            "   SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0) AS everybody,"
            " has_function_privilege('jisr_web', p.oid, 'EXECUTE') AS web,"
            " pg_get_userbyid(p.proowner) AS owner"
            " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE n.nspname IN ('public', 'jisr') AND NOT EXISTS ("
            "   SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_every_function_with_the_owners_rights_has_a_fixed_search_path() -> None:
    definers = [row for row in functions() if row["definer"]]
    assert len(definers) > 30
    paths = ("search_path=pg_catalog, public, pg_temp", "search_path=pg_catalog, pg_temp")
    assert [r["name"] for r in definers if not set(r["config"] or ()) & set(paths)] == []


def test_no_function_is_open_to_everybody() -> None:
    assert [row["name"] for row in functions() if row["everybody"]] == []


def test_no_extension_brings_a_function_with_its_owners_rights() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname FROM pg_proc p JOIN pg_depend d ON d.objid = p.oid"
            " WHERE d.deptype = 'e' AND p.prosecdef"
            " AND p.pronamespace IN ('public'::regnamespace, 'jisr'::regnamespace)"
        )
        assert cursor.fetchall() == []


def test_the_web_role_may_call_these_and_no_others() -> None:
    assert {row["name"] for row in functions() if row["web"]} == {f"jisr.{name}" for name in OPEN}


def test_every_history_trigger_runs_with_the_owners_rights() -> None:
    history = [row for row in functions() if row["name"].startswith("public.pgtrigger_")]
    assert len(history) >= 24  # insert, update and append-only of 7 scoped tables and memberships
    assert [row["name"] for row in history if not row["definer"]] == []


def test_what_silences_history_says_no() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("SET pgtrigger.ignore = '{engagement_meeting:pgtrigger_insert_insert}'")
        cursor.execute("SELECT public._pgtrigger_should_ignore('pgtrigger_insert_insert')")
        assert cursor.fetchone() == (False,)
        cursor.execute("RESET pgtrigger.ignore")
        cursor.execute("SET ROLE jisr_web")
