"""Who is named on a record, by whom, when and why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy

from engagement.access.scope import Actor

#: What named somebody where no person said why.
REASONS = {
    "raised": gettext_lazy("Made it stricter or handed it over, and still sees it"),
    "merged": gettext_lazy("Was named on a record that was merged into it"),
}


def named_people(actor: Actor, person: UUID) -> list[dict[str, Any]]:
    """Everybody named on a record that the acting user may open, the first first; 1 statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.user_id, coalesce(nullif(u.name, ''), u.username),"
            " CASE WHEN n.user_id <> n.granted_by_id"
            " THEN coalesce(nullif(b.name, ''), b.username) ELSE '' END,"
            " n.reason, n.why, n.created_at"
            " FROM jisr.named_on(%s) n JOIN engagement_user u ON u.id = n.user_id"
            " JOIN engagement_user b ON b.id = n.granted_by_id ORDER BY n.created_at, u.username",
            [person],
        )
        rows = cursor.fetchall()
    return [
        {
            "id": user,
            "name": name,
            "by": by,
            "by_hand": reason == "named",
            "why": why or REASONS.get(reason, ""),
            "on": actor.local(moment),
        }
        for user, name, by, reason, why, moment in rows
    ]
