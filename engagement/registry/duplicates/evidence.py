"""What speaks for or against a pair beside the names, read with the reader's own rights.

Nothing of it is stored with the pair: a post, a contact detail or a meeting may be closed to
somebody who may open both sides, and it may change after the scan.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Case, F, IntegerField, Q, Value, When

from engagement.access.scope import Actor
from engagement.meetings.models import Meeting, Participant
from engagement.registry.duplicates.models import DuplicatePair, DuplicatePairQuerySet, Verdict
from engagement.stakeholders.contacts.models import ContactDetail
from engagement.stakeholders.posts.models import Post

#: Only an order, not a probability: what is the same on both sides weighs for; two who sat in one
#: meeting, or were born in different years, are hardly one.
WEIGHTS = {
    "same_contact": 8,
    "same_organisation": 4,
    "met_together": -8,
    "same_birth_year": 4,
    "other_birth_year": -6,
    "same_base": 2,
    "other_base": -1,
}
#: A point counts more than any nearness of names; of equal ones, names that are likely come first.
POINT, LIKELY, UNSURE = 10_000, 2_000, -1_000_000
#: More pairs than this that share something are not asked for; nobody looks at as many.
MOST_SHARED = 5000
#: Of pairs that share nothing of this, so many are put in order: those with the nearest names.
MOST_NEAR = 2000


def _ranked(rows: DuplicatePairQuerySet, shared: Mapping[str, list[UUID]]) -> DuplicatePairQuerySet:
    """The pairs with their `rank`; those somebody was unsure of have the lowest."""
    signs = {name: Q(pk__in=pairs) for name, pairs in shared.items()}
    for field, same, other in (
        ("base_region", "same_base", "other_base"),
        ("birth_year", "same_birth_year", "other_birth_year"),
    ):
        alike = Q(**{f"one__{field}": F(f"other__{field}")})
        signs[same] = alike
        signs[other] = ~alike & _known(field)
    rank: Any = F("score") + _points(Q(likely=True), LIKELY)
    rank += _points(Q(verdict=Verdict.UNSURE), UNSURE)
    for name, condition in signs.items():
        rank += _points(condition, WEIGHTS[name] * POINT)
    found: DuplicatePairQuerySet = rows.annotate(rank=rank)
    return found


def in_order(rows: DuplicatePairQuerySet, shared: Mapping[str, list[UUID]]) -> list[DuplicatePair]:
    """The pairs with their `rank`, the highest first: who share something, and the nearest by name.

    All of them where there are fewer than `MOST_NEAR`; two statements at most. To put a quarter of
    a million pairs in order, both sides of each would have to be read under row security.
    """
    ranked = _ranked(rows, shared).select_related("judged_by")
    nearest = ranked.order_by("-likely", "-score", "pk")[:MOST_NEAR]
    known = {pk for pairs in shared.values() for pk in pairs}
    found: dict[UUID, Any] = {pair.pk: pair for pair in nearest}
    found |= {pair.pk: pair for pair in ranked.filter(pk__in=known - found.keys())}
    return sorted(found.values(), key=lambda pair: (-pair.rank, pair.pk))


def shared_by(actor: Actor) -> dict[str, list[UUID]]:
    """Pairs whose sides share a contact, an organisation or a meeting, by what; three statements.

    As sets: looked for pair by pair, inside the statement that puts the pairs in order, they would
    be planned and read several times over.
    """
    posts = Post.objects.visible_to(actor).current()
    contacts = ContactDetail.objects.visible_to(actor).filter(withdrawn_at=None).exclude(blind="")
    meetings = Meeting.objects.visible_to(actor).current()
    seats = Participant.objects.visible_to(actor).filter(meeting__in=meetings)
    pairs = DuplicatePair.objects.visible_to(actor)
    found = {
        "same_organisation": _both(pairs, "posts", posts, "organisation"),
        "same_contact": _both(pairs, "contactdetails", contacts, "blind"),
        "met_together": _both(pairs, "participations", seats, "meeting"),
    }
    return {name: list(rows.distinct()[:MOST_SHARED]) for name, rows in found.items()}


def _both(pairs: DuplicatePairQuerySet, children: str, rows: Any, column: str) -> Any:
    """Pairs of whom both have such a row, with the same in the column."""
    same = {
        f"one__{children}__in": rows,
        f"other__{children}__in": rows,
        f"one__{children}__{column}": F(f"other__{children}__{column}"),
    }
    return pairs.filter(**same).values_list("pk", flat=True)


def _known(field: str) -> Q:
    return Q(**{f"one__{field}__isnull": False, f"other__{field}__isnull": False})


def _points(condition: Q, number: int) -> Case:
    return Case(When(condition, then=Value(number)), default=0, output_field=IntegerField())
