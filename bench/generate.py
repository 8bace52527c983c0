"""Meetings by the million, through COPY: the columns that triggers fill are right by construction.

For each meeting one venue and three participants; for every ten meetings one stakeholder. Some did
not take place, some wait to be completed, some are to be followed up. Run as
`python -m bench.generate 1000000` with DATABASE_URL, DATABASE_OWNER_URL and DATABASE_ADMIN_URL.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import psycopg

OFFICER = "bench-officer"
#: All that is needed to find a row again.
PROGRAMME, USER, MEMBERSHIP, TEAM, OTHER = (UUID(int=number) for number in range(1, 6))
FIRST_PERSON, FIRST_MEETING, FIRST_FOLLOW_UP = 1 << 64, 1 << 65, 1 << 66
PERSON, MEETING = UUID(int=FIRST_PERSON), UUID(int=FIRST_MEETING)
#: The days that meetings lie on, up to the first of these, and one far down the list.
LAST, DAYS = datetime.now(UTC).date(), 3650
DEEP = LAST - timedelta(days=DAYS // 2)
#: Every so manieth meeting belongs to another team, at a level that the officer may not open.
HIDDEN = 4
#: Every so manieth did not take place, waits to be completed, is to be followed up.
NOT_HELD, UNFINISHED, FOLLOWED = 20, 1000, 10
#: What waits for the officer does not grow with the log: relationships and follow-ups.
OWNED, OPEN = 50, 100
#: Rows of which history is written: those whose id ends so, one in sixteen; the first ones among
#: them. A trail reads by key, so that the rest would only take room.
TOLD = "0"
TYPES = ("federal_executive", "tribe", "cso_ngo", "federal_security", "local_government")
RELATIONS = {"tribe": "non_state", "cso_ngo": "non_state"}
NAMES = ("Karim", "Nabil", "Huda", "Salma", "Faris", "Zainab", "Omar", "Layla")
AMBER, GREEN = 2, 1
NOT_FROZEN = (None, None, "", "", None)
VERBS = {"meeting": "meeting.logged", "stakeholder": "stakeholder.added"}
#: What is filled through COPY.
TABLES = ("stakeholder", "stakeholdername", "meeting", "venue", "participant", "followup")
#: Roots and what stands on them, whose events are written.
HISTORY = {"meeting": ("venue", "participant", "followup"), "stakeholder": ("stakeholdername",)}


def people(size: int) -> int:
    """How many stakeholders go with so many meetings."""
    return max(size // 10, 10)


def generate(address: str, size: int) -> None:
    """Fill an empty database. The administrator's session fires neither triggers nor keys."""
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        fill(cursor, size)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")


def fill(cursor: psycopg.Cursor[Any], size: int) -> None:
    """Write the rows, in a session that fires no triggers of ours."""
    regions = _workspace(cursor)
    _copy(cursor, "stakeholder", STAKEHOLDER, _stakeholders(size, regions))
    _copy(cursor, "stakeholdername", NAME, _names(size))
    _copy(cursor, "meeting", COLUMNS, _meetings(size))
    _copy(cursor, "venue", VENUE, _venues(size, regions))
    _copy(cursor, "participant", PARTICIPANT, _participants(size, regions))
    _copy(cursor, "followup", FOLLOW_UP, _follow_ups(size))
    for root, children in HISTORY.items():
        _tell(cursor, root, children)


def _workspace(cursor: psycopg.Cursor[Any]) -> tuple[int, ...]:
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
    for team, name in ((TEAM, "Mission"), (OTHER, "Partner")):
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
        "INSERT INTO engagement_programmearea (programme_id, country_id)"
        " SELECT %s, id FROM engagement_region WHERE key = 'iraq'",
        [PROGRAMME],
    )
    cursor.execute("SELECT id FROM engagement_region WHERE kind = 'governorate' ORDER BY id")
    return tuple(row[0] for row in cursor.fetchall())


#: What the rule reads, on every scoped row.
SCOPE = ("programme_id", "tlp", "lead_team_id", "teams", "author_id")
ROOT = (*SCOPE, "id", "version", "touched", "request_hash", "created_at", "withdrawn_reason")
STAKEHOLDER = (
    *(*ROOT, "kind", "actor_type_id", "base_region_id", "at_risk", "not_to_be_engaged"),
    "owner_id",
)
NAME = (*SCOPE, "stakeholder_id", "text", "folded", "script", "language", "kind", "position")
COLUMNS = (
    *(*ROOT, "kind", "status", "reason", "mode", "held_on", "outcome", "summary", "purpose"),
    *("participation_level", "asked_by", "not_attributable", "to_complete", "own_tlp", "logged_at"),
)
VENUE = (*SCOPE, "meeting_id", "region_id")
PARTICIPANT = (
    *(*SCOPE, "meeting_id", "stakeholder_id", "role", "at_their_place", "frozen_at"),
    *("frozen_type_id", "frozen_relation", "frozen_basis", "frozen_base_id"),
    *("frozen_title", "frozen_seniority"),
)
FOLLOW_UP = (
    *(*SCOPE, "id", "meeting_id", "side", "text", "due_on", "assigned_to_id", "done_on"),
    "dropped_reason",
)
MOMENT = f"{LAST} 12:00:00+00"


def _scope(level: int, team: UUID = TEAM) -> tuple[Any, ...]:
    return (PROGRAMME, level, team, f"{{{team}}}", USER if team == TEAM else None)


def _root(level: int, key: UUID, team: UUID = TEAM, moment: str = MOMENT) -> tuple[Any, ...]:
    return (*_scope(level, team), key, 1, "", "\\x", moment, "")


def _person(number: int) -> UUID:
    return UUID(int=FIRST_PERSON + number)


def _meeting(number: int) -> UUID:
    return UUID(int=FIRST_MEETING + number)


def _team(number: int) -> UUID:
    return OTHER if number % HIDDEN == HIDDEN - 1 else TEAM


def _day(number: int, size: int) -> date:
    return LAST - timedelta(days=number * DAYS // size)


def _held(number: int) -> bool:
    return number % NOT_HELD != NOT_HELD // 2


def _stakeholders(size: int, regions: tuple[int, ...]) -> Iterator[tuple[Any, ...]]:
    for n in range(people(size)):
        base = regions[n % len(regions)]
        owner = USER if n < OWNED else None
        yield (*_root(GREEN, _person(n)), "person", TYPES[n % len(TYPES)], base, "f", "f", owner)


def _names(size: int) -> Iterator[tuple[Any, ...]]:
    for n in range(people(size)):
        text = f"{NAMES[n % len(NAMES)]} {NAMES[n // 8 % len(NAMES)]} {n}"
        yield (*_scope(GREEN), _person(n), text, text.casefold(), "Latn", "en", "full", 0)


def _meetings(size: int) -> Iterator[tuple[Any, ...]]:
    for n in range(size):
        day, moment = _day(n, size), f"{_day(n, size)} 12:00:00+00"
        mode = "remote" if n % 7 == 6 else "in_person"
        state = ("held", "") if _held(n) else ("not_held", "no_access")
        unfinished = "t" if n % UNFINISHED == UNFINISHED // 2 else "f"
        yield (
            *_root(AMBER, _meeting(n), _team(n), moment),
            *("engagement", *state, mode, day, "Agreed to meet again", "", "dialogue"),
            *("consult", "ours", "f", unfinished, AMBER, moment),
        )


def _venues(size: int, regions: tuple[int, ...]) -> Iterator[tuple[Any, ...]]:
    for n in range(size):
        if n % 7 != 6:
            # Half of them in one place, as in life; the rest spread.
            place = regions[0] if n % 2 else regions[n // 2 % len(regions)]
            yield (*_scope(AMBER, _team(n)), _meeting(n), place)


def _participants(size: int, regions: tuple[int, ...]) -> Iterator[tuple[Any, ...]]:
    crowd = people(size)
    for n in range(size):
        scope, meeting = _scope(AMBER, _team(n)), _meeting(n)
        for k in range(3):
            who = (n * 3 + k * 7) % crowd
            kind = TYPES[who % len(TYPES)]
            relation = RELATIONS.get(kind, "state")
            base = regions[who % len(regions)]
            frozen = (MOMENT, kind, relation, "type", base) if _held(n) else NOT_FROZEN
            yield (*scope, meeting, _person(who), "counterpart", "f", *frozen, "", "")


def _follow_ups(size: int) -> Iterator[tuple[Any, ...]]:
    """The officer's open ones, then those long done."""
    for n in range(min(OPEN, size)):
        yield _follow_up(n, n, LAST + timedelta(days=n - OPEN // 2), None)
    for n in range(0, size, FOLLOWED):
        yield _follow_up(n, OPEN + n, _day(n, size), _day(n, size))


def _follow_up(meeting: int, number: int, due: date, done: date | None) -> tuple[Any, ...]:
    scope, key = _scope(AMBER, _team(meeting)), UUID(int=FIRST_FOLLOW_UP + number)
    return (*scope, key, _meeting(meeting), "ours", "Write to them", due, USER, done, "")


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
    cursor: psycopg.Cursor[Any], name: str, columns: Iterable[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    statement = f"COPY engagement_{name} ({', '.join(columns)}) FROM STDIN"
    with cursor.copy(statement) as copy:
        buffer: list[str] = []
        for row in rows:
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
