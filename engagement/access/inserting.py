"""Rows of one table, new ones or columns of old ones, in one statement for many at once.

`bulk_create` makes SQL of every value by itself, and the driver reads all of that text once more:
for a batch of 500 it took as long as the database took to write the rows.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection, models


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Write new rows, all of one model; what the database makes of them is not read back.

    Keys that the database gives stay unset. Raises as `bulk_create` does.
    """
    if not rows:
        return
    fields = [
        field
        for field in rows[0]._meta.concrete_fields
        if not isinstance(field, models.AutoField | models.BigAutoField)
    ]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    table = quote(rows[0]._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns})"  # noqa: S608  names of ours
            f" SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s)",
            [_as_json(rows, fields)],
        )
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def update_rows(rows: Sequence[models.Model], attributes: Collection[str]) -> None:
    """Write these columns, by their attributes, of rows that are there, all of one model."""
    if not rows:
        return
    meta, quote = rows[0]._meta, connection.ops.quote_name
    key = meta.pk
    own = quote(str(key.column))
    fields = [field for field in meta.concrete_fields if field.attname in attributes]
    table = quote(meta.db_table)
    names = [quote(str(one.column)) for one in fields]
    columns = ", ".join(f"{name} = n.{name}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} t SET {columns} FROM json_populate_recordset(NULL::{table}, %s) n"  # noqa: S608
            f" WHERE t.{own} = n.{own}",
            [_as_json(rows, [key, *fields])],
        )


def _as_json(rows: Sequence[models.Model], fields: Sequence[Any]) -> str:
    for field in fields:
        if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
            for row in rows:
                field.pre_save(row, add=True)
    names = [(field.column, field.attname) for field in fields]
    # Values stand in the row's own dictionary, where no descriptor is asked for them.
    values = [
        {column: own[name] for column, name in names} for own in (row.__dict__ for row in rows)
    ]
    return json.dumps(values, default=_text, ensure_ascii=False, separators=(",", ":"))


def _text(value: Any) -> str:
    """What JSON has no word for, as PostgreSQL reads it."""
    if isinstance(value, bytes | memoryview):
        return "\\x" + bytes(value).hex()
    return str(value)
