"""Make the two roles and the database: `manage.py bootstrap_db`, as a superuser, before migrate."""

from __future__ import annotations

from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from psycopg import sql

LOCALE = "SELECT datctype FROM pg_database WHERE datname = %s"


class Command(BaseCommand):
    help = "Makes the owner role, the web role and the database; running it again changes nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--for-tests",
            action="store_true",
            help="let the owner make databases and become the web role, as the test suite needs",
        )

    def handle(self, *args: Any, for_tests: bool = False, **options: Any) -> None:
        web, owner = settings.DATABASES["default"], settings.DATABASE_OWNER
        if not settings.DATABASE_ADMIN_URL or owner is None:
            raise CommandError(
                "Set DATABASE_ADMIN_URL (a superuser), DATABASE_OWNER_URL and DATABASE_URL."
            )
        with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as connection:
            self._role(connection, owner["USER"], owner["PASSWORD"], createdb=for_tests)
            self._role(connection, web["USER"], web["PASSWORD"], createdb=False)
            grant = "GRANT {} TO {}" if for_tests else "REVOKE {} FROM {}"
            names = (sql.Identifier(web["USER"]), sql.Identifier(owner["USER"]))
            connection.execute(sql.SQL(grant).format(*names))
            self._database(connection, web["NAME"], owner["USER"])

    def _role(
        self, connection: psycopg.Connection[Any], name: str, password: str, *, createdb: bool
    ) -> None:
        found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
        verb = "ALTER ROLE {} " if found else "CREATE ROLE {} "
        rights = "LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS PASSWORD {} "
        connection.execute(
            sql.SQL(verb + rights + ("CREATEDB" if createdb else "NOCREATEDB")).format(
                sql.Identifier(name), sql.Literal(password)
            )
        )

    def _database(self, connection: psycopg.Connection[Any], name: str, owner: str) -> None:
        if not connection.execute(LOCALE, [name]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                    sql.Identifier(name), sql.Identifier(owner)
                )
            )
        ctype = connection.execute(LOCALE, [name]).fetchone()
        if ctype and ctype[0] in ("C", "POSIX"):
            raise CommandError(
                f"The cluster's LC_CTYPE is {ctype[0]}, so Arabic could not be searched. "
                "Make the cluster with a UTF-8 one, for example initdb --locale=C.UTF-8."
            )
        revoke = "REVOKE CREATE, TEMP ON DATABASE {} FROM PUBLIC"
        connection.execute(sql.SQL(revoke).format(sql.Identifier(name)))
