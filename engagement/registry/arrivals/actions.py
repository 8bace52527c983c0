"""Holding what partners sent against the register, with a manager's rights.

A partner is answered by what it may see itself. What it may not see is found here, later, and only
those learn of it who may open both: a pair is written by somebody who sees both its sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils import timezone

from engagement.access.models import Membership, Role
from engagement.access.scope import Actor, acting_as, actor_for
from engagement.registry.duplicates.models import DuplicatePair
from engagement.registry.duplicates.pairing import Likeness, Name, likeness
from engagement.stakeholders.models import Stakeholder, StakeholderName
from engagement.stakeholders.pages import nearest_each
from engagement.sync.batches.models import ExternalReference
from engagement.sync.models import Agreement

#: New stakeholders held against the register in one transaction.
CHUNK = 50


def programmes_with_partners() -> list[UUID]:
    """Where something may have arrived."""
    rows = Agreement.objects.order_by("programme_id").values_list("programme_id", flat=True)
    return list(rows.distinct())


def compare_arrivals(programme_id: UUID) -> int:
    """Write down the pairs that new stakeholders of partners may be one side of; how many.

    May run twice, and be killed anywhere: a chunk is written with the mark that it was looked at.
    """
    manager = _manager(programme_id)
    if manager is None:
        return 0
    found = 0
    while True:
        with acting_as(manager, "duplicates.found"):
            looked, pairs = _compare_some(manager)
        found += pairs
        if looked < CHUNK:
            return found


def _manager(programme_id: UUID) -> Actor | None:
    rows = Membership.objects.filter(
        programme_id=programme_id, role=Role.MANAGER, user__is_active=True
    )
    user = rows.order_by("pk").values_list("user_id", flat=True).first()
    return actor_for(user, programme_id) if user else None


def _compare_some(actor: Actor) -> tuple[int, int]:
    rows = ExternalReference.objects.visible_to(actor).to_compare()
    waiting = list(rows.select_for_update(skip_locked=True).order_by("pk")[:CHUNK])
    ids = {row.object_id for row in waiting}
    people = list(Stakeholder.objects.visible_to(actor).current().filter(pk__in=ids))
    pairs = {(pair.one_id, pair.other_id): pair for pair in _pairs(actor, people)}
    DuplicatePair.objects.bulk_create(
        [pair for _ids, pair in sorted(pairs.items())], ignore_conflicts=True
    )
    own = ExternalReference.objects.visible_to(actor)
    own.filter(pk__in=[row.pk for row in waiting]).update(compared_at=timezone.now())
    return len(waiting), len(pairs)


def _pairs(actor: Actor, people: Sequence[Stakeholder]) -> Iterable[DuplicatePair]:
    """Those who may be one of them, as a scan would find them; four statements."""
    own = _names(actor, [person.pk for person in people])
    asked = [([name.text for name in own[person.pk]], person.kind) for person in people]
    found = nearest_each(actor, asked) if people else []
    others = {one.stakeholder_id for rows in found for one in rows}
    names = {**_names(actor, others), **own}
    for person, rows in zip(people, found, strict=True):
        for pk in {one.stakeholder_id for one in rows} - {person.pk}:
            near = likeness(own[person.pk], names[pk])
            if near is not None and near.match.possible:
                yield _pair(actor, person.pk, pk, near)


def _pair(actor: Actor, some: UUID, pk: UUID, near: Likeness) -> DuplicatePair:
    one, other = sorted((some, pk))
    return DuplicatePair(
        programme_id=actor.programme_id,
        one_id=one,
        other_id=other,
        score=round(1000 * near.match.score),
        likely=near.likely,
        found_at=timezone.now(),
    )


def _names(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, list[Name]]:
    found: dict[UUID, list[Name]] = {pk: [] for pk in ids}
    rows = StakeholderName.objects.visible_to(actor).filter(stakeholder_id__in=found)
    for pk, text, kind in rows.values_list("stakeholder_id", "text", "kind"):
        found[pk].append(Name(text, kind == StakeholderName.Kind.FULL))
    return found
