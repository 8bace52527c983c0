"""Keys of names that are stored already: by the owner, without a version or history for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engagement.names.lookup import keys_of

BATCH = 5_000
NEXT = "SELECT id, text FROM engagement_stakeholdername WHERE id > %s ORDER BY id LIMIT %s"
WRITE = """
UPDATE engagement_stakeholdername n SET spoken = k.spoken, keys = k.keys
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS k (id, spoken, keys)
WHERE n.id = k.id AND (n.spoken, n.keys) IS DISTINCT FROM (k.spoken, k.keys)
"""


def rekey_names(connection: Any) -> int:
    """Give every name the keys that `keys_of` makes now; how many had others.

    Raises a database error where the connection is not the owner's. Keys follow from the text:
    nothing else of a name changes, so nothing of it is told.
    """
    changed = 0
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE engagement_stakeholdername DISABLE TRIGGER USER")
        for rows in _batches(cursor):
            keys = [keys_of(text) for _id, text in rows]
            columns = ([pk for pk, _text in rows], [one.spoken[:600] for one in keys])
            cursor.execute(WRITE, [*columns, [" ".join(one.every) for one in keys]])
            changed += cursor.rowcount
        cursor.execute("ALTER TABLE engagement_stakeholdername ENABLE TRIGGER USER")
    return changed


def _batches(cursor: Any) -> Iterator[list[tuple[int, str]]]:
    last = 0
    while True:
        cursor.execute(NEXT, [last, BATCH])
        rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield rows
