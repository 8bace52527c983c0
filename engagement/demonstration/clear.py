"""Removing the demonstration programme, as the owner: history is append-only for everybody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from engagement.demonstration.stage import user_id
from engagement.demonstration.teams import PEOPLE, WITHOUT_SIGN_IN

#: Positions, versions and hashes of one chain over all programmes, without content: it stays whole.
KEPT = ("engagement_change",)
#: Tables without a column for the programme -> how its rows are found.
WITHOUT_PROGRAMME = {
    "pghistory_context": "metadata ->> 'programme' = %s",
    "engagement_feed": (
        "agreement_id IN (SELECT id FROM engagement_agreement WHERE programme_id = %s::uuid)"
    ),
    "engagement_mergekeep": (
        "merge_id IN (SELECT id FROM engagement_merge WHERE programme_id = %s::uuid)"
    ),
}
#: Rows of a user that hang on nothing but the user.
OF_USERS = ("account_emailaddress", "mfa_authenticator")


def clear(connection: BaseDatabaseWrapper, programme: UUID) -> dict[str, int]:
    """Remove every row of a programme, and the demonstration's users who are in no other one.

    All or nothing. Returns table -> rows removed. Foreign keys are checked at the end.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        tables = _tables(cursor)
        for table in tables:
            # History and change log refuse removal; only the owner, and only here, sets that aside.
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        removed = _remove_in_order(connection, cursor, tables, programme)
        removed["engagement_user"] = _remove_users(cursor)
        removed["engagement_programme"] = _remove(
            cursor, "engagement_programme", "id = %s", [programme]
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    return {table: rows for table, rows in removed.items() if rows}


def _tables(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND column_name = 'programme_id' AND table_name <> ALL(%s) ORDER BY table_name",
        [list(KEPT)],
    )
    return [*(row[0] for row in cursor.fetchall()), *WITHOUT_PROGRAMME]


def _remove_in_order(
    connection: BaseDatabaseWrapper, cursor: Any, tables: list[str], programme: UUID
) -> dict[str, int]:
    """Those that others point to last: a table that is still pointed to waits for another turn."""
    removed: dict[str, int] = {}
    waiting = list(tables)
    while waiting:
        left = []
        for table in waiting:
            try:
                with transaction.atomic(using=connection.alias):
                    removed[table] = _remove(cursor, table, *_condition(table, programme))
            except IntegrityError:
                left.append(table)
        if len(left) == len(waiting):
            raise RuntimeError(f"these tables point to each other: {', '.join(left)}")
        waiting = left
    return removed


def _condition(table: str, programme: UUID) -> tuple[str, list[object]]:
    if table in WITHOUT_PROGRAMME:
        return WITHOUT_PROGRAMME[table], [str(programme)]
    return "programme_id = %s", [programme]


def _remove_users(cursor: Any) -> int:
    names = [*PEOPLE, *WITHOUT_SIGN_IN]
    condition = (
        # A partner's program is a user that hangs on its membership alone.
        "(username = ANY(%s) AND id = ANY(%s) OR username LIKE 'partner-%%') AND NOT EXISTS"
        " (SELECT FROM engagement_membership m WHERE m.user_id = engagement_user.id)"
    )
    values: list[object] = [names, [user_id(name) for name in names]]
    for table in OF_USERS:
        inner = f"user_id IN (SELECT id FROM engagement_user WHERE {condition})"  # noqa: S608
        _remove(cursor, table, inner, values)
    return _remove(cursor, "engagement_user", condition, values)


def _remove(cursor: Any, table: str, condition: str, values: list[object]) -> int:
    cursor.execute(f"DELETE FROM {table} WHERE {condition}", values)  # noqa: S608
    return int(cursor.rowcount)
