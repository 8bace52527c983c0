"""Django's migrate, as the owner, followed by the wall."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from engagement.access.wall import wall_sql
from engagement.coverage.sums import RULE_VERSION


@contextmanager
def as_owner(alias: str) -> Iterator[BaseDatabaseWrapper]:
    """The same connection as the owner role; afterwards as the web role again."""
    connection = connections[alias]
    if settings.DATABASE_OWNER is None:
        raise CommandError("Set DATABASE_OWNER_URL: only the owner role may migrate.")
    before = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD", "OPTIONS")}
    connection.close()
    connection.settings_dict.update(
        USER=settings.DATABASE_OWNER["USER"],
        PASSWORD=settings.DATABASE_OWNER["PASSWORD"],
        # A start-up role in the options would have the tables made by the wrong one.
        OPTIONS={key: v for key, v in before["OPTIONS"].items() if key != "options"},
    )
    try:
        yield connection
    finally:
        connection.close()
        connection.settings_dict.update(before)


class Command(Migrate):
    """Migrate as the owner; then functions, triggers, rights, policies, and the summary anew."""

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner(options["database"]) as connection:
            with connection.cursor() as cursor:
                cursor.execute("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")
                cursor.execute("CREATE SCHEMA IF NOT EXISTS jisr")
            super().handle(*args, **options)
            with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
                tables = connection.introspection.table_names(cursor)
                if "engagement_meeting" in tables:
                    cursor.execute(wall_sql(tables))
                if "engagement_coveragebuild" in tables:
                    cursor.execute("SELECT jisr.coverage_build(%s)", [RULE_VERSION])
