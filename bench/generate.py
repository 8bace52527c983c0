"""Meetings by the million, through COPY: the columns that triggers fill are right by construction.

For each meeting a venue or two and three participants; for every ten meetings one stakeholder, and
a third of these have a post in one of the bodies. Some did not take place, some do not count, some
are planned, wait to be completed, or are to be followed up; a few people are met far more often
than others. Then the summary of coverage is built over them. Run as `python -m bench.generate
1000000` with DATABASE_URL, DATABASE_OWNER_URL and DATABASE_ADMIN_URL.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench import beside, rows
from bench.rows import (
    GUEST,
    LIST_OF_19,
    MEMBERSHIP,
    MOMENT,
    OFFICER,
    OTHER,
    PROGRAMME,
    TEAM,
    TOLD,
    USER,
)
from engagement.coverage.sums import RULE_VERSION

VERBS = {"meeting": "meeting.logged", "stakeholder": "stakeholder.added"}
#: What is filled through COPY.
TABLES = (
    *("stakeholder", "stakeholdername", "meeting", "venue", "participant", "followup"),
    *("guestteam", "programmearea", "greatercapital", "post", "issueraised"),
    *("engagementdecision", "initiative", "strategicassessment", "strategicassessmentregion"),
    "incident",
)
#: Roots and what stands on them, whose events are written.
HISTORY = {
    "meeting": ("venue", "participant", "followup", "guestteam", "issueraised"),
    "stakeholder": ("stakeholdername", "post", "engagementdecision"),
}


def generate(address: str, size: int) -> None:
    """Fill an empty database. The administrator's session fires neither triggers nor keys."""
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        fill(cursor, size)
    with psycopg.connect(address) as connection:
        connection.execute("ANALYZE")
        sum_up(connection)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")


def fill(cursor: psycopg.Cursor[Any], size: int) -> None:
    """Write the rows, in a session that fires no triggers of ours."""
    *regions, abroad = _workspace(cursor)
    _copy(cursor, "stakeholder", rows.STAKEHOLDER, rows.stakeholders(size, regions))
    _copy(cursor, "stakeholdername", rows.NAME, rows.names(size))
    _copy(cursor, "post", rows.POST, rows.posts(size))
    _copy(cursor, "meeting", rows.COLUMNS, rows.meetings(size))
    _copy(cursor, "guestteam", rows.GUEST_TEAM, rows.guest_teams(size))
    _copy(cursor, "venue", rows.VENUE, rows.venues(size, regions, abroad))
    _copy(cursor, "participant", rows.PARTICIPANT, rows.participants(size, regions))
    _copy(cursor, "followup", rows.FOLLOW_UP, rows.follow_ups(size))
    _copy(cursor, "issueraised", beside.ISSUE, beside.issues(size))
    _copy(cursor, "engagementdecision", beside.DECISION, beside.decisions(size))
    _copy(cursor, "initiative", beside.INITIATIVE, beside.initiatives())
    _copy(cursor, "strategicassessment", beside.ASSESSMENT, beside.assessments())
    _copy(cursor, "strategicassessmentregion", beside.ASSESSED, beside.assessed(regions))
    _copy(cursor, "incident", beside.INCIDENT, beside.incidents(regions))
    for root, children in HISTORY.items():
        _tell(cursor, root, children)


def sum_up(connection: psycopg.Connection[Any]) -> None:
    """The facts and cells of coverage, which COPY without triggers left out."""
    connection.execute("DELETE FROM engagement_coveragebuild")
    connection.execute("SELECT jisr.coverage_build(%s)", [RULE_VERSION])


def _workspace(cursor: psycopg.Cursor[Any]) -> tuple[int, ...]:
    """Programme, teams and officer. The governorates' ids, the capital's first, and one abroad."""
    cursor.execute(
        "INSERT INTO engagement_programme (id, name, time_zone, demonstration)"
        " VALUES (%s, 'Benchmark', 'Asia/Baghdad', false)",
        [PROGRAMME],
    )
    cursor.execute(
        "INSERT INTO engagement_user (id, username, name, password, is_active, is_staff,"
        " is_superuser, email, date_joined)"
        " VALUES (%s, %s, 'Officer', '!', true, false, false, '', now())",
        [USER, OFFICER],
    )
    for team, name in ((TEAM, "Mission"), (OTHER, "Partner"), (GUEST, "Liaison")):
        cursor.execute(
            "INSERT INTO engagement_team (id, programme_id, name) VALUES (%s, %s, %s)",
            [team, PROGRAMME, name],
        )
    cursor.execute(
        "INSERT INTO engagement_membership (id, programme_id, user_id, role)"
        " VALUES (%s, %s, %s, 'officer')",
        [MEMBERSHIP, PROGRAMME, USER],
    )
    cursor.execute(
        "INSERT INTO engagement_teammembership (programme_id, membership_id, team_id)"
        " VALUES (%s, %s, %s)",
        [PROGRAMME, MEMBERSHIP, TEAM],
    )
    cursor.execute(
        "INSERT INTO engagement_programmearea (programme_id, country_id, list_of_19_from)"
        " SELECT %s, id, %s FROM engagement_region WHERE key = 'iraq'",
        [PROGRAMME, LIST_OF_19],
    )
    cursor.execute(
        "INSERT INTO engagement_greatercapital (programme_id, region_id)"
        " SELECT %s, id FROM engagement_region WHERE key = 'babil'",
        [PROGRAMME],
    )
    cursor.execute(
        "SELECT id FROM engagement_region WHERE kind = 'governorate' OR key = 'jordan'"
        " ORDER BY kind DESC, NOT capital, id"
    )
    return tuple(row[0] for row in cursor.fetchall())


def _tell(cursor: psycopg.Cursor[Any], root: str, children: tuple[str, ...]) -> None:
    """One act for each root that is told of, under the root's own id, and the events of it."""
    chosen = f"right({{column}}::text, 1) = '{TOLD}'"
    cursor.execute(
        f"""INSERT INTO pghistory_context (id, created_at, updated_at, metadata)
            SELECT id, created_at, created_at, jsonb_build_object('actor', %s::text,
            'programme', %s::text, 'verb', %s::text, 'reason', '')
            FROM engagement_{root} WHERE {chosen.format(column="id")}""",  # noqa: S608  ours
        [USER, PROGRAMME, VERBS[root]],
    )
    for table in (root, *children):
        column = "id" if table == root else f"{root}_id"
        cursor.execute(
            "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s AND column_name NOT LIKE 'pgh%%'",
            [f"engagement_{table}event"],
        )
        columns = (cursor.fetchone() or ("",))[0]
        cursor.execute(
            f"""INSERT INTO engagement_{table}event
                (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, {columns})
                SELECT '{MOMENT}', 'insert', id, {column}, {columns} FROM engagement_{table}
                WHERE {chosen.format(column=column)}"""  # noqa: S608  ours
        )


def _copy(
    cursor: psycopg.Cursor[Any],
    name: str,
    columns: Iterable[str],
    values: Iterable[tuple[Any, ...]],
) -> None:
    statement = f"COPY engagement_{name} ({', '.join(columns)}) FROM STDIN"
    with cursor.copy(statement) as copy:
        buffer: list[str] = []
        for row in values:
            buffer.append("\t".join(r"\N" if v is None else _text(v) for v in row))
            if len(buffer) == 2000:
                copy.write("\n".join(buffer) + "\n")
                buffer.clear()
        if buffer:
            copy.write("\n".join(buffer) + "\n")


def _text(value: Any) -> str:
    return str(value).replace("\\", "\\\\") if isinstance(value, str) else str(value)


def admin_address(environment: dict[str, str]) -> str:
    """The administrator's address, in the database that DATABASE_URL names."""
    name = urlsplit(environment["DATABASE_URL"]).path
    return urlunsplit(urlsplit(environment["DATABASE_ADMIN_URL"])._replace(path=name))


if __name__ == "__main__":
    generate(admin_address(dict(os.environ)), int(sys.argv[1]))
