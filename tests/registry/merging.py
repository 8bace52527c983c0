"""Short words for merging: `merged(bassam, kept, gone)`, and everything that a database holds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from engagement.access.errors import NotAllowed
from engagement.access.rights import SCOPED
from engagement.access.scope import Actor, acting_as
from engagement.registry.merging.actions import merge, unmerge
from engagement.registry.models import Merge
from engagement.stakeholders.models import Stakeholder, StakeholderName
from tests.conftest import owner

#: What every write moves, and what tells of it.
PASSING = "{version,touched,since,since_pos}"


def merged(
    actor: Actor, kept: Stakeholder, gone: Stakeholder, reason: str = "one man", **choices: str
) -> Merge:
    """Merge two as an actor does, from their present versions."""
    with acting_as(actor, "stakeholder.merged", reason):
        rows = Stakeholder.objects.visible_to(actor).in_bulk([kept.pk, gone.pk])
        versions = tuple(getattr(rows.get(one.pk), "version", 0) for one in (kept, gone))
        return merge(actor, kept.pk, gone.pk, choices=choices, reason=reason, versions=versions)


def parted(actor: Actor, found: Merge | UUID, reason: str = "two men") -> Merge:
    """Take a merge apart as an actor does."""
    with acting_as(actor, "stakeholder.unmerged", reason):
        return unmerge(actor, getattr(found, "pk", found), reason=reason)


def now(person: Stakeholder) -> Any:
    """The row as it is, past every rule."""
    with owner():
        return Stakeholder.plain.get(pk=person.pk)


def everything() -> dict[str, Any]:
    """Every row of every table of the record and the log, and the sums behind the figures."""
    found: dict[str, Any] = {}
    with owner(), connection.cursor() as cursor:
        for name in (*(name for name in SCOPED if name != "merge"), "grant"):
            cursor.execute(
                f"SELECT to_jsonb(t) - '{PASSING}'::text[] FROM engagement_{name} t ORDER BY 1"
            )
            found[name] = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT team, month, measure, a, b, sum(n) FROM ("
            " SELECT team, month, measure, a, b, n FROM engagement_coveragecell UNION ALL"
            " SELECT team, month, measure, a, b, n FROM engagement_coveragedelta) x"
            " GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0 ORDER BY 1, 2, 3, 4, 5"
        )
        found["cells"] = cursor.fetchall()
    return found


def frozen() -> list[Any]:
    """Every frozen fact of every participant."""
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, (SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(p))"
            " WHERE key LIKE 'frozen%') FROM engagement_participant p ORDER BY 1"
        )
        return cursor.fetchall()


def texts(person: Stakeholder) -> list[str]:
    """Their names in order, past every rule."""
    with owner():
        rows = StakeholderName.plain.filter(stakeholder=person).order_by("position")
        return list(rows.values_list("text", flat=True))


def unknown(cast: Any, found: Merge, actor: Actor | None = None) -> dict[Any, int]:
    """What the page tells that could not be known: (code, table, about) -> how many."""
    with acting_as(actor or cast.bassam, "read"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, tab, about, n FROM jisr.merge_told(%s) WHERE kind = 'unknown'",
            [found.pk],
        )
        return {row[:3]: row[3] for row in cursor.fetchall()}


def refused(call: Any, *args: Any, error: type[Exception] = NotAllowed, **more: Any) -> Exception:
    """What a call is refused with."""
    with pytest.raises(error) as found:
        call(*args, **more)
    return found.value
