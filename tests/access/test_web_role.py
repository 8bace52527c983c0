"""The web role signed in by its own password: what it cannot do, whatever code it runs."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import transaction

from engagement.access.scope import acting_as
from engagement.meetings.models import Meeting
from tests.cast import Cast, meet, register

DENIED = {
    "write the change log": "INSERT INTO engagement_change (programme_id, object_type, object_id,"
    " version, op, verb, at) VALUES (gen_random_uuid(), 'meeting', gen_random_uuid(), 1, '', '',"
    " now())",
    "change the change log": "UPDATE engagement_change SET verb = 'other'",
    "shorten the change log": "DELETE FROM engagement_change",
    "forge history": "INSERT INTO engagement_meetingevent (pgh_label) VALUES ('x')",
    "change history": "UPDATE engagement_meetingevent SET outcome = ''",
    "forget history": "DELETE FROM engagement_participantevent",
    "forge a reason": "INSERT INTO pghistory_context (id, metadata) VALUES"
    " (gen_random_uuid(), '{}')",
    "change a reason": "UPDATE pghistory_context SET metadata = '{}'",
    "read the history of memberships": "SELECT * FROM engagement_membershipevent",
    "delete a meeting": "DELETE FROM engagement_meeting",
    "delete a stakeholder": "DELETE FROM engagement_stakeholder",
    "delete a report": "DELETE FROM engagement_report",
    "delete a programme": "DELETE FROM engagement_programme",
    "delete a user": "DELETE FROM engagement_user",
    "take a grant back": "DELETE FROM engagement_grant",
    "change a grant": "UPDATE engagement_grant SET user_id = granted_by_id",
    "change a file of a report": "UPDATE engagement_reportfile SET content = ''",
    "change a region": "UPDATE engagement_region SET capital = true",
    "read the sums": "SELECT * FROM engagement_coveragecell",
    "read the sums to come": "SELECT * FROM engagement_coveragedelta",
    "read what a meeting was counted as": "SELECT * FROM engagement_coveragepast",
    "write a sum": "UPDATE engagement_coveragecell SET n = n + 1",
    "write a sum to come": "INSERT INTO engagement_coveragedelta (programme_id, team, month,"
    " measure, a, b, n) VALUES (gen_random_uuid(), gen_random_uuid(), '2026-01-01', 1, 0, 0, 1)",
    "forget what a meeting was counted as": "DELETE FROM engagement_coveragepast",
    "write what a meeting counts as": "UPDATE engagement_coveragefact SET counted = true",
    "forge what a meeting counts as": "INSERT INTO engagement_coveragefact (meeting_id) VALUES"
    " (gen_random_uuid())",
    "forget what a meeting counts as": "DELETE FROM engagement_coveragefact",
    "forge a check": "INSERT INTO engagement_consistencycheck (programme_id) VALUES"
    " (gen_random_uuid())",
    "make the summary anew": "SELECT jisr.coverage_build(1)",
    "read a meeting as it was counted": "SELECT jisr.coverage_fact_at(gen_random_uuid(), 1, 1)",
    "compare past row security": "SELECT * FROM jisr.coverage_by_hand(gen_random_uuid())",
    "truncate": "TRUNCATE engagement_venue",
    "recompute meetings": "SELECT jisr.recompute_meetings('{}')",
    "ask what somebody may open": "SELECT jisr.meetings_to_open('{}')",
    "become the owner": "SET ROLE jisr_owner",
    "become another user": "SET SESSION AUTHORIZATION jisr_owner",
    "switch triggers off": "SET session_replication_role = replica",
    "switch a table's triggers off": "ALTER TABLE engagement_meeting DISABLE TRIGGER ALL",
    "switch row security off": "ALTER TABLE engagement_meeting DISABLE ROW LEVEL SECURITY",
    "add a policy": "CREATE POLICY mine ON engagement_meeting USING (true)",
    "drop a policy": "DROP POLICY jisr_select ON engagement_meeting",
    "make a table": "CREATE TABLE public.mine (id integer)",
    "make a temporary table": "CREATE TEMP TABLE engagement_meeting (id integer)",
    "make a schema": "CREATE SCHEMA mine",
    "make a function": "CREATE FUNCTION jisr.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "bend the context": "CREATE OR REPLACE FUNCTION jisr.ceiling() RETURNS integer LANGUAGE sql"
    " AS 'SELECT 4'",
    "give rights away": "GRANT jisr_owner TO jisr_web",
    "read the passwords of roles": "SELECT * FROM pg_authid",
    "read the server's files": "SELECT pg_read_file('PG_VERSION')",
    "run a program": "COPY engagement_meeting TO PROGRAM 'cat'",
}


@pytest.mark.parametrize("statement", DENIED.values(), ids=DENIED)
def test_the_web_role_cannot(web: psycopg.Connection[Any], statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute(statement)


def test_it_is_the_web_role_that_was_tried(web: psycopg.Connection[Any]) -> None:
    assert web.execute("SELECT session_user, current_user").fetchone() == ("jisr_web", "jisr_web")


def test_without_row_security_it_reads_nothing_at_all(web: psycopg.Connection[Any]) -> None:
    web.execute("SET row_security = off")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute("SELECT * FROM engagement_meeting")


def test_without_a_context_it_writes_nothing(web: psycopg.Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute(
            "INSERT INTO engagement_stakeholder (id, programme_id, tlp, teams, version, touched,"
            " request_hash, created_at, withdrawn_reason, kind, actor_type_id, at_risk,"
            " not_to_be_engaged) VALUES (gen_random_uuid(), gen_random_uuid(), 0, '{}', 1, '', '',"
            " now(), '', 'person', 'tribe', false, false)"
        )


@pytest.mark.django_db(transaction=True)
def test_a_signed_in_web_role_sees_committed_rows_only_in_a_context(
    lasting_cast: Cast, web: psycopg.Connection[Any]
) -> None:
    amal = lasting_cast.amal
    meet(amal, "baghdad", who=(register(amal, "Sheikh A"),))
    count = "SELECT count(*) FROM engagement_meeting"
    assert web.execute(count).fetchone() == (0,)
    with web.transaction():
        web.execute(
            "SELECT set_config('jisr.who', %s, true), set_config('jisr.programme', %s, true)",
            [str(amal.user_id), str(amal.programme_id)],
        )
        assert web.execute(count).fetchone() == (1,)
    assert web.execute(count).fetchone() == (0,)


@pytest.mark.django_db
def test_the_web_role_cannot_silence_history(cast: Cast) -> None:
    import pgtrigger

    meeting = meet(cast.amal, "baghdad", who=(register(cast.amal, "Sheikh A"),))
    with acting_as(cast.amal, "meeting.amended"):
        before = Meeting.pgh_event_model.objects.count()
        with pgtrigger.ignore("engagement.Meeting:update_update"):
            Meeting.objects.visible_to(cast.amal).filter(pk=meeting.pk).update(outcome="silently")
        assert Meeting.pgh_event_model.objects.count() == before + 1


@pytest.mark.django_db
def test_a_row_is_written_in_its_authors_own_name_only(cast: Cast) -> None:
    from django.db import ProgrammingError

    from tests.access.rows import meeting_row

    with acting_as(cast.amal, "meeting.logged"):
        row = meeting_row(cast.programme, cast.mission, cast.carla.user_id, 1)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            row.save(force_insert=True)


@pytest.mark.django_db
def test_a_row_cannot_be_moved_to_another_programme(cast: Cast) -> None:
    from django.db import ProgrammingError

    meeting = meet(cast.amal, "baghdad", who=(register(cast.amal, "Sheikh A"),))
    rows = Meeting.objects.visible_to(cast.amal).filter(pk=meeting.pk)
    refusal = pytest.raises(ProgrammingError, match="row-level security")
    with acting_as(cast.amal, "meeting.amended"), refusal, transaction.atomic():
        rows.update(programme_id=cast.omar.programme_id)
