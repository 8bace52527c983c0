"""Two records become one because a person says so, and can be taken apart again."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from psycopg.errors import InsufficientPrivilege

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.scope import WRITERS, Actor
from engagement.registry.merging.rules import (
    check_choices,
    check_two,
    first_words,
    hindered_words,
    said,
)
from engagement.registry.models import Merge
from engagement.stakeholders.models import Stakeholder, StakeholderName


def merge(
    actor: Actor,
    kept: UUID,
    gone: UUID,
    *,
    choices: Mapping[str, str],
    reason: str,
    versions: tuple[int, int],
) -> Merge:
    """Make `gone` part of `kept`: all that points to the one points to the other from then on.

    `choices` says for a field whose value stands, `kept` or `gone`; else it is the kept one's, or
    the other's where that is empty. `versions` are those that were read, of kept and gone. Raises
    NotAllowed where one is not there for the actor or not theirs to answer for, ValidationError
    where the two cannot be one, and Conflict where one of them has moved on.
    """
    actor.require(*WRITERS)
    reason = said(reason)
    check_choices(choices)
    if kept == gone:
        raise ValidationError({"gone": _("This is one record already.")})
    rows = _locked(actor, {kept, gone})
    if (rows[kept].version, rows[gone].version) != tuple(versions):
        raise Conflict
    check_two(rows[kept], rows[gone])
    if not (rows[kept].led_by(actor) and rows[gone].led_by(actor)):
        raise NotAllowed("another team answers for one of them")
    problems = hindered_words(actor, hindrances(kept, gone, choices), rows[kept], rows[gone])
    if problems:
        raise ValidationError({"gone": problems})
    act = new_id()
    _run("SELECT jisr.merge(%s, %s, %s, %s, %s)", act, kept, gone, json.dumps(choices), reason)
    return merge_of(actor, act)


def unmerge(actor: Actor, merge_id: UUID, *, reason: str) -> Merge:
    """Take a merge apart: what came from each goes back to it, as far as that can be known.

    Raises NotAllowed as `merge`, ValidationError without a reason and where a later merge has to
    be taken apart first, and Conflict where it is apart already.
    """
    actor.require(*WRITERS)
    reason = said(reason)
    found = merge_of(actor, merge_id)
    holder = _holder(actor, found)
    _locked(actor, {holder}, {found.gone_id})
    found.refresh_from_db()
    if found.undone_at is not None or _holder(actor, found) != holder:
        raise Conflict
    if not may_part(found):
        raise NotAllowed("another team answers for one of them")
    first = in_the_way(actor, found)
    if first is not None:
        raise ValidationError({"merge": first_words(actor, first)})
    _run("SELECT jisr.unmerge(%s, %s)", found.pk, reason)
    return merge_of(actor, merge_id)


def merge_of(actor: Actor, merge_id: UUID) -> Merge:
    """One merge, for whoever may open the record that was kept. Raises NotAllowed."""
    found: Merge | None = Merge.objects.visible_to(actor).filter(pk=merge_id).first()
    if found is None:
        raise NotAllowed("no such merge for you")
    return found


def hindrances(
    kept: UUID, gone: UUID, choices: Mapping[str, str]
) -> list[tuple[str, UUID | None, UUID | None]]:
    """What hinders a merge of two that the actor answers for: code, member, record; 1 statement."""
    sql = "SELECT what, who, side FROM jisr.merge_hindered(%s, %s, %s)"
    return _run(sql, kept, gone, json.dumps(choices))


def may_part(found: Merge) -> bool:
    """Whether it holds, and the acting user answers for both, the other as it was; 1 statement."""
    ((may,),) = _run("SELECT jisr.may_unmerge(%s)", found.pk)
    return bool(may)


def in_the_way(actor: Actor, found: Merge) -> Merge | None:
    """The later merge that has to be taken apart before this one."""
    ((first,),) = _run("SELECT jisr.unmerge_hindered(%s)", found.pk)
    return merge_of(actor, first) if first else None


def _holder(actor: Actor, found: Merge) -> UUID:
    """Who has what came from both now."""
    kept = Stakeholder.objects.visible_to(actor).filter(pk=found.kept_id)
    ids: list[tuple[UUID, UUID | None]] = list(kept.values_list("pk", "merged_into_id"))
    if not ids:
        raise NotAllowed("no such stakeholder for you")
    return ids[0][1] or ids[0][0]


def _locked(actor: Actor, ids: set[UUID], others: Collection[UUID] = ()) -> dict[UUID, Stakeholder]:
    """The rows, in the order of their ids, whichever is kept: merges that cross only wait.

    Raises NotAllowed where one of `ids` is not there; the others only come along.
    """
    rows = Stakeholder.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    names = Prefetch("names", StakeholderName.objects.visible_to(actor))
    rows = rows.filter(pk__in=ids.union(others)).prefetch_related(names).order_by("pk")
    found = {row.pk: row for row in rows}
    if not ids <= found.keys():
        raise NotAllowed("one of these is not there for you")
    return found


def _run(sql: str, *values: Any) -> list[Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        raise NotAllowed("not for you") from error
    except IntegrityError as error:
        raise Conflict from error
