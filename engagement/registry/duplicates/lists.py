"""The queue of pairs as its page shows it, and how many there are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from engagement.access.scope import Actor
from engagement.jobs.models import State
from engagement.meetings.lists import MOST_COUNTED
from engagement.meetings.who import people_by_id
from engagement.names.telling import told_on_a_page
from engagement.registry.duplicates.actions import newest_scan
from engagement.registry.duplicates.evidence import in_order, shared_by
from engagement.registry.duplicates.facts import Around, Facts, facts_around
from engagement.registry.duplicates.models import (
    DuplicatePair,
    DuplicatePairQuerySet,
    DuplicateScan,
    Verdict,
)
from engagement.registry.duplicates.pairing import Name, likeness
from engagement.registry.duplicates.words import signs
from engagement.stakeholders.models import Stakeholder, StakeholderName
from engagement.stakeholders.profiles import line

PAGE = 20
#: Of the queue: those to be judged, and those that somebody said are not the same.
SHOWN = ("open", "apart")


@dataclass(frozen=True)
class After:
    """Where the next page begins: the last pair of this one."""

    rank: int
    id: UUID

    @property
    def place(self) -> tuple[int, UUID]:
        return -self.rank, self.id

    @classmethod
    def parse(cls, text: str) -> After | None:
        """Read `20964_<uuid>`; None where it is nothing of the kind."""
        rank, _sep, key = text.partition("_")
        try:
            return cls(int(rank[:12]), UUID(key))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.rank}_{self.id}"


def open_pairs(actor: Actor) -> DuplicatePairQuerySet:
    """To be judged, of whom the actor may open both."""
    rows: DuplicatePairQuerySet = DuplicatePair.objects.visible_to(actor).open()
    return rows


def queue_context(
    actor: Actor, shown: str, person: UUID | None, after: After | None
) -> dict[str, Any]:
    """A page of the queue; a fixed number of statements. `person` leaves only their pairs."""
    rows = open_pairs(actor) if shown == SHOWN[0] else DuplicatePair.objects.visible_to(actor)
    rows = rows if shown == SHOWN[0] else rows.apart()
    rows = rows.with_person(person) if person else rows
    pairs = in_order(rows, shared_by(actor))
    found, following = _page(pairs, after)
    ids = {side for pair in found for side in (pair.one_id, pair.other_id)}
    people = people_by_id(actor, ids | ({person} if person else set()))
    facts = facts_around(actor, ids & people.keys())
    query = {"show": shown, **({"with": str(person)} if person else {})}
    return {
        "pairs": [
            _line(actor, pair, people, facts)
            for pair in found
            if {pair.one_id, pair.other_id} <= people.keys()
        ],
        "shown": shown,
        "tabs": _tabs(shown, person),
        "count": min(len(pairs), MOST_COUNTED),
        "more_than": len(pairs) > MOST_COUNTED,
        "with_person": line(people[person]) if person in people else None,
        "all_url": reverse("duplicate_list"),
        "next_url": f"?{urlencode({**query, 'after': str(following)})}" if following else "",
    }


def _page(
    pairs: Sequence[DuplicatePair], after: After | None
) -> tuple[Sequence[DuplicatePair], After | None]:
    keys = [After(getattr(pair, "rank", 0), pair.pk) for pair in pairs]
    first = bisect_right(keys, after.place, key=lambda key: key.place) if after else 0
    more = first + PAGE < len(pairs)
    return pairs[first : first + PAGE], keys[first + PAGE - 1] if more else None


def _tabs(shown: str, person: UUID | None) -> list[dict[str, Any]]:
    labels = {"open": _("To be judged"), "apart": _("Not the same")}
    only = {"with": str(person)} if person else {}
    return [
        {"label": label, "url": f"?{urlencode({'show': key, **only})}", "current": key == shown}
        for key, label in labels.items()
    ]


def _line(
    actor: Actor, pair: DuplicatePair, people: Mapping[UUID, Stakeholder], facts: Facts
) -> dict[str, Any]:
    one, other = people[pair.one_id], people[pair.other_id]
    near, beside = likeness(_names(one), _names(other)), signs(one, other, facts)
    return {
        "pair": pair,
        "sides": [_side(person, facts.people[person.pk], facts) for person in (one, other)],
        "strength": _("Likely") if pair.likely else _("Review"),
        "likely": pair.likely,
        "reasons": told_on_a_page(near.match) if near else [],
        "speaks_for": beside.speaks_for,
        "against": beside.against,
        "judged": pair.get_verdict_display() if pair.verdict else "",
        "judged_by": pair.judged_by.get_full_name() if pair.judged_by else "",
        "judged_on": actor.local(pair.judged_at).date() if pair.judged_at else None,
        # The older record first: it is the one that others already know by its number.
        "merge_url": f"{reverse('stakeholder', args=[one.pk])}merge/{other.pk}/",
        "judge_url": reverse("duplicate_judge", args=[pair.pk]),
    }


def _names(person: Stakeholder) -> list[Name]:
    return [Name(row.text, row.kind == StakeholderName.Kind.FULL) for row in person.names.all()]


def _side(person: Stakeholder, around: Around, facts: Facts) -> dict[str, Any]:
    bodies = [
        (title, facts.bodies[body]) for body, title in around.posts.items() if body in facts.bodies
    ]
    return {
        **line(person),
        "birth_year": person.birth_year or "",
        "posts": [" · ".join(part for part in post if part) for post in bodies],
        "meetings": len(around.meetings),
        "last_met": max(around.meetings.values(), default=None),
    }


def scan_context(actor: Actor) -> dict[str, Any]:
    """How the actor's last scan went, or how far it is; one statement."""
    scan = newest_scan(actor) if actor.can_log else None
    if scan is None:
        return {"scan": None}
    job = scan.job
    return {
        "scan": scan,
        "progress": {"open": job.open, "percent": job.percent, "phase": _phase(scan)},
        "scanned_on": actor.local(job.finished_at).date()
        if job.state == State.DONE and job.finished_at
        else None,
        "failed": _(job.error) if job.state == State.FAILED and job.error else "",
        "called_off": job.state == State.CANCELLED,
    }


def _phase(scan: DuplicateScan) -> str:
    if scan.job.state == State.QUEUED:
        return _("Waiting for its turn")
    if scan.job.phase == "comparing":
        return _("Holding the names against each other")
    return _("Reading the register")


def judged_words(verdict: str) -> str:
    """What to say once a pair was judged."""
    return {
        Verdict.APART.value: _("Noted: not the same. They will not be proposed again."),
        Verdict.UNSURE.value: _("Noted: unsure. The pair stands further down."),
    }.get(verdict, _("Taken back: the pair is to be judged again."))
