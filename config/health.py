"""Is the process alive; can it serve."""

from __future__ import annotations

from typing import NoReturn

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, JsonResponse
from redis.exceptions import RedisError


def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the process answers."""
    return JsonResponse({"alive": True})


def readyz(request: HttpRequest) -> JsonResponse:
    """200 where the database is there and migrated and the queue answers, else 503 and which."""
    found = {"database": _database(), "queue": _queue()}
    return JsonResponse(found, status=200 if all(found.values()) else 503)


def closed(request: HttpRequest, rest: str = "") -> NoReturn:
    """404, for addresses of a library that this product does not open."""
    raise Http404


def _database() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _queue() -> bool:
    try:
        cache.set("readyz", 1, 5)
    except (RedisError, OSError):
        return False
    return True
