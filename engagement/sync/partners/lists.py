"""Partners as their pages show them: the agreement, its keys, and what each has been given."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from engagement.access.models import Membership, PartnerKey
from engagement.access.scope import Actor, actor_of
from engagement.access.tlp import Tlp
from engagement.meetings.models import Meeting
from engagement.stakeholders.models import Stakeholder, StakeholderName
from engagement.sync.actions import keys_in_use
from engagement.sync.batches.codes import BatchState
from engagement.sync.batches.models import Batch, BatchAnswer, ExternalReference, SyncConflict
from engagement.sync.codes import FIELDS, SharedType, ShareState
from engagement.sync.conflicts.pages import open_clashes
from engagement.sync.models import Agreement, Share

PAGE = 50
#: Batches that the page of a partner shows.
LAST_BATCHES = 10


def agreements_of(actor: Actor) -> QuerySet[Agreement]:
    """All of the actor's programme, those in force first."""
    rows = Agreement.objects.filter(programme_id=actor.programme_id)
    told = rows.select_related("membership__user", "team", "programme")
    return told.order_by("ended_at", "-valid_until", "name")


def partner_actor(agreement: Agreement) -> Actor:
    """Who acts under the agreement, whether it is in force or not."""
    rows = Membership.objects.select_related("user", "programme", "agreement")
    return actor_of(rows.get(pk=agreement.membership_id))


def counts_by_agreement() -> dict[UUID, dict[str, dict[str, Any]]]:
    """Agreement -> type of record -> how many are shared, given and waiting; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM jisr.shared_counts()")
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    found: dict[UUID, dict[str, dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["agreement_id"], {})[row["object_type"]] = row
    return found


def lines(actor: Actor) -> list[dict[str, Any]]:
    """The list: four statements, however many there are."""
    rows, counts = list(agreements_of(actor)), counts_by_agreement()
    clashes = open_clashes(actor).order_by().values_list("author").annotate(n=Count("pk"))
    undecided: dict[UUID, int] = dict(clashes)
    keys = PartnerKey.objects.filter(membership__in=[row.membership_id for row in rows])
    used: dict[UUID, list[PartnerKey]] = {}
    for key in keys:
        used.setdefault(key.membership_id, []).append(key)
    return [
        _line(actor, row, counts.get(row.pk, {}), used.get(row.membership_id, []))
        | {"undecided": undecided.get(row.membership.user_id, 0)}
        for row in rows
    ]


def _line(
    actor: Actor, row: Agreement, counts: dict[str, dict[str, Any]], keys: list[PartnerKey]
) -> dict[str, Any]:
    return {
        "row": row,
        "url": reverse("partner", args=[row.pk]),
        "level": Tlp(row.ceiling).code,
        "in_force": row.in_force_on(actor.today()),
        "to_come": row.ended_at is None and actor.today() < row.valid_from,
        "last_call": _latest(key.last_used_at for key in keys),
        **_summed(counts),
    }


def _summed(counts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    values = counts.values()
    since = [row["waiting_since"] for row in values if row["waiting_since"]]
    return {
        **{name: sum(row[name] for row in values) for name in ("held", "given", "waiting")},
        "waiting_since": min(since, default=None),
        "last_given": _latest(row["last_given"] for row in values),
    }


def _latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)


def page_of(actor: Actor, row: Agreement) -> dict[str, Any]:
    """One agreement with its keys and the state of its feed."""
    counts = counts_by_agreement().get(row.pk, {})
    keys = list(PartnerKey.objects.filter(membership_id=row.membership_id).order_by("-created_at"))
    return {
        "line": _line(actor, row, counts, keys),
        "counts": [
            {"label": kind.label, "shared": kind.value in row.types, **counts.get(kind.value, {})}
            for kind in SharedType
            if kind.value in row.types or kind.value in counts
        ],
        "keys": keys_in_use(row),
        "withdrawn_keys": [key for key in keys if key.revoked_at],
        "regions": [one.region.label for one in row.regions.select_related("region")],
        "actor_types": [
            one.actor_type.label for one in row.actor_types.select_related("actor_type")
        ],
        "recommendations": _named(row, recommendation_codes()),
        "types": [SharedType(kind).label for kind in row.types],
    }


def recommendation_codes() -> dict[UUID, str]:
    """The recommendations of the brief by code, which administrators cannot open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, code FROM jisr.recommendation_codes()")
        return dict(cursor.fetchall())


def _named(row: Agreement, codes: dict[UUID, str]) -> list[str]:
    ids = set(row.recommendations.values_list("recommendation_id", flat=True))
    return [code for pk, code in codes.items() if pk in ids]


def given_rows(
    agreement: Agreement, kind: str = "", before: tuple[datetime, int] | None = None
) -> tuple[list[Share], tuple[datetime, int] | None]:
    """A page of what was handed out, the latest first, and the key of the next page."""
    rows = Share.objects.filter(agreement=agreement, first_given_at__isnull=False)
    if kind:
        rows = rows.filter(object_type=kind)
    if before:
        moment, pk = before
        rows = rows.filter(given_at__lte=moment).exclude(given_at=moment, pk__gte=pk)
    found = list(rows.order_by("-given_at", "-pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], (last.given_at, last.pk) if last and last.given_at else None


def told(actor: Actor, rows: Iterable[Share]) -> list[dict[str, Any]]:
    """What was given, by name where the reader may open it; two statements more."""
    shares = list(rows)
    people = _seen(actor, Stakeholder, shares, SharedType.STAKEHOLDER)
    meetings = _seen(actor, Meeting, shares, SharedType.MEETING)
    pages = {SharedType.STAKEHOLDER.value: "stakeholder", SharedType.MEETING.value: "meeting"}
    found = []
    for share in shares:
        row = people.get(share.object_id) or meetings.get(share.object_id)
        found.append(
            {
                "share": share,
                "type": SharedType(share.object_type).label,
                "state": ShareState(share.state).label if share.state != ShareState.HELD else "",
                "label": _label(row),
                "url": reverse(pages[share.object_type], args=[row.pk]) if row else "",
            }
        )
    return found


def _seen(actor: Actor, model: Any, shares: list[Share], kind: SharedType) -> dict[UUID, Any]:
    ids = [share.object_id for share in shares if share.object_type == kind]
    rows = model.objects.visible_to(actor).filter(pk__in=ids)
    if kind == SharedType.STAKEHOLDER:
        names = StakeholderName.objects.visible_to(actor).order_by("position", "pk")
        rows = rows.prefetch_related(Prefetch("names", names))
    return {row.pk: row for row in rows}


def _label(row: Any) -> str:
    if row is None:
        return ""
    return row.held_on.isoformat() if isinstance(row, Meeting) else str(row.name)


def sent_by(partner: Actor) -> dict[str, Any]:
    """What a partner sent, counted with its own rights: no content; four statements.

    `batches` are the last ones with, by field, how many items were not taken and why in short.
    """
    rows = Batch.objects.filter(programme_id=partner.programme_id, user_id=partner.person)
    found = list(rows.order_by("-received_at", "-pk")[:LAST_BATCHES])
    bodies = BatchAnswer.objects.filter(batch__in=[row.pk for row in found])
    answers = {row.batch_id: bytes(row.body) for row in bodies}
    return {
        "batches": [_batch(row, answers.get(row.pk, b"{}")) for row in found],
        "n_clashes": SyncConflict.objects.visible_to(partner).open().count(),
        "n_provisional": ExternalReference.objects.of(partner).provisional().count(),
    }


def _batch(row: Batch, answer: bytes) -> dict[str, Any]:
    return {
        "row": row,
        "type": SharedType(row.object_type).label,
        "written": row.created + row.updated,
        "done": row.state == BatchState.DONE,
        "why": _why(json.loads(answer).get("results", [])) if row.refused + row.conflicts else [],
    }


def _why(results: Iterable[dict[str, Any]]) -> list[tuple[str, int]]:
    """Field of the payload, or the kind of refusal -> how many items; the commonest first."""
    found: Counter[str] = Counter()
    for problem in (row["problem"] for row in results if "problem" in row):
        faults = [*problem.get("errors", ()), *problem.get("conflicts", ())]
        fields = {_field(one.get("pointer", "")) for one in faults}
        found.update(fields or {str(problem["title"])})
    return found.most_common(4)


def _field(pointer: str) -> str:
    """`names` of `/items/3/data/names/0`: a name of ours, never something that was sent."""
    steps = [step for step in pointer.split("/")[3:] if step != "data"]
    known = {"external_id", "namespace", "client_uuid", "base_version", *_PAYLOAD}
    return steps[0] if steps and steps[0] in known else _("the item as a whole")


_PAYLOAD = {name for names in FIELDS.values() for name in names}
