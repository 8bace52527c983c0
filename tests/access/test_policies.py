"""The policies in the database are the reviewed ones, and nobody has added to them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from engagement.access.wall import policy_sql
from tests.architecture.pages import POLICIES, policies
from tests.conftest import owner

pytestmark = pytest.mark.django_db


def in_the_database() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check"
            " FROM pg_policies ORDER BY 1, 2"
        )
        return cursor.fetchall()


def rights() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a"
            " WHERE c.relnamespace = 'public'::regnamespace"
            " AND a.grantee IN (0, 'jisr_web'::regrole) ORDER BY 1, 2"
        )
        return cursor.fetchall()


def test_rights_and_policies_are_the_reviewed_text() -> None:
    # Meant to change? `python -m tests.architecture.pages`, and read the diff.
    assert policies() == POLICIES.read_text(encoding="utf-8")


def test_the_database_has_these_policies_and_rights_and_no_others() -> None:
    before = in_the_database(), rights()
    # 29 scoped tables: 15 are read, inserted and updated, 11 deleted from too, 1 read and inserted,
    # 2 only read; 25 histories are read; grants 2, changes 1, contexts 1, exports 2, saved views 4,
    # checks 1, pairs 4 with 1 for their history, scans 3,
    # what partners were given 1, how far their feeds are 1,
    # batches 3, their answers 2, external ids 3, clashes 3,
    # snapshots 3 with 2 for their pieces, workbooks 3 with 3 for what is in them
    shared = 2 + 3 + 2 + 3 + 3 + 3 + 2 + 3 + 3
    others = 2 + 1 + 1 + 2 + 4 + 1 + 4 + 1 + 3
    assert len(before[0]) == 15 * 3 + 11 * 4 + 2 + 2 + 25 + others + shared
    with owner(), connection.cursor() as cursor:
        for table, policy in {(row[0], row[1]) for row in before[0]}:
            cursor.execute(f"DROP POLICY {policy} ON {table}")
        assert in_the_database() == []
        cursor.execute(policy_sql(connection.introspection.table_names(cursor)))
    assert (in_the_database(), rights()) == before


def test_every_policy_is_the_web_roles_and_widens_nothing_for_others() -> None:
    assert {(row[2], row[3]) for row in in_the_database()} == {("PERMISSIVE", "{jisr_web}")}


def test_roots_and_history_have_no_policy_for_deleting() -> None:
    deletable = {row[0] for row in in_the_database() if row[4] in ("DELETE", "ALL")}
    assert deletable == {
        "engagement_stakeholdername",
        "engagement_stakeholdertag",
        "engagement_guestteam",
        "engagement_venue",
        "engagement_subject",
        "engagement_participant",
        "engagement_followup",
        "engagement_issueraised",
        "engagement_recommendationaddressee",
        "engagement_meetingrecommendation",
        "engagement_strategicassessmentregion",
        "engagement_savedview",
        "engagement_duplicatepair",
        # The file as it was sent goes once it is taken in: it is no record.
        "engagement_workbookpart",
    }
