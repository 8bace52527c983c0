"""What the database has to be able to do, checked before anything is served."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import OperationalError, ProgrammingError, connection


@register(Tags.database)
def arabic_has_trigrams(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A database whose LC_CTYPE is not UTF-8 gives Arabic no trigrams, and search finds nothing."""
    if not databases:
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT datctype FROM pg_database WHERE datname = current_database()")
            ctype = cursor.fetchone()[0]
            cursor.execute("SELECT similarity('محمد', 'محمود') > 0")
            if cursor.fetchone()[0]:
                return []
    except OperationalError as error:
        return [Error(f"The database cannot be reached: {error}", id="engagement.E002")]
    except ProgrammingError:
        return []  # before the first migrate there is no pg_trgm
    return [
        Error(
            f"The database's LC_CTYPE is {ctype}: Arabic has no trigrams in it.",
            hint="Create it with a UTF-8 LC_CTYPE, for example --locale=C.UTF-8.",
            id="engagement.E001",
        )
    ]
