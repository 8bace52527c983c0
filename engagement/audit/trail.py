"""The trail of a record: who did what and why, one line an act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from engagement.access.models import User
from engagement.access.scope import Actor


def events_of(model: Any) -> Any:
    """Every event of a tracked model; row security judges each."""
    return model._meta.get_field("events").related_model._default_manager.all()


def trail(
    actor: Actor, events: Iterable[Any], verbs: Mapping[str, Any], most: int
) -> list[dict[str, Any]]:
    """The newest acts behind these events, each once, whatever it wrote: two statements.

    `events` are querysets of event tables, `verbs` what a verb of `acting_as` is called on the
    page. Row security judges each event.
    """
    acts = _acts(actor, list(events), most)
    ids = {act["pgh_context__metadata"].get("actor") or None for act in acts} - {None}
    names = {str(key): user.get_full_name() for key, user in User.objects.in_bulk(ids).items()}
    return [_line(act, names, verbs) for act in acts]


def _acts(actor: Actor, events: list[Any], most: int) -> list[dict[str, Any]]:
    parts = [_part(rows.filter(programme_id=actor.programme_id)) for rows in events]
    # An act that wrote to several tables comes once from each.
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    seen: dict[UUID, dict[str, Any]] = {}
    for row in rows.order_by("-pgh_created_at", "-last")[: most * len(parts)]:
        if row["pgh_context__metadata"]:
            seen.setdefault(row["pgh_context"], row)
    return list(seen.values())[:most]


def _part(events: Any) -> Any:
    told = events.filter(~Q(pgh_context=None)).order_by()
    acts = told.values("pgh_context", "pgh_created_at", "pgh_context__metadata")
    return acts.annotate(last=Max("pgh_id"))


def _line(
    act: dict[str, Any], names: Mapping[str, str], verbs: Mapping[str, Any]
) -> dict[str, Any]:
    told = act["pgh_context__metadata"]
    return {
        "at": act["pgh_created_at"],
        "who": names.get(told.get("actor", ""), ""),
        "verb": told.get("verb", ""),
        "verb_label": verbs.get(told.get("verb", ""), _("Changed")),
        "reason": told.get("reason", ""),
    }
