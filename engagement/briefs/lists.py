"""Recommendations and their targets as pages show them, with a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagement.access.models import User
from engagement.access.scope import Actor
from engagement.audit.trail import events_of
from engagement.briefs.codes import Indicator
from engagement.briefs.matching import MOST_COUNTED, counts, rules_of
from engagement.briefs.measures import MEASURES, bound_words, number_words
from engagement.briefs.models import (
    Recommendation,
    RecommendationAddressee,
    StrategicAssessment,
    Target,
    TeamAddressee,
)
from engagement.regions.models import label_field

#: Changes of targets that a page shows.
MOST_CHANGES = 50


def recommendations(actor: Actor) -> list[Recommendation]:
    """Those in force, in the order of the brief."""
    return list(Recommendation.objects.visible_to(actor).filter(withdrawn_at=None))


def text_of(row: Recommendation) -> str:
    """Our paraphrase in the language of the page."""
    return str(getattr(row, label_field().replace("label", "text")))


def lines(actor: Actor, rows: Sequence[Recommendation]) -> list[dict[str, Any]]:
    """What a list and a page show of each; five statements however many there are."""
    addressees = _addressees(actor, rows)
    targets = _targets(actor, rows)
    numbers = counts(actor, [row.code for row in rows])
    steps = _steps(actor) if any(row.code == "US-3" for row in rows) else {}
    return [
        {
            "row": row,
            "code": row.code,
            "text": text_of(row),
            "url": reverse("recommendation", args=[row.code]),
            "addressees": [label for label, _teams in addressees[row.pk]],
            "teams": sorted({team for _label, teams in addressees[row.pk] for team in teams}),
            "indicators": [
                _indicator(code, targets.get((row.pk, code))) for code in row.indicators
            ],
            "confirmed": _capped(numbers[row.code][0]),
            "proposed": _capped(numbers[row.code][1]),
            "by_rule": bool(rules_of(row.code)),
            "rules": [rule.words for rule in rules_of(row.code)],
            "steps": steps if row.code == "US-3" else None,
        }
        for row in rows
    ]


def _capped(number: int) -> dict[str, Any]:
    return {"n": min(number, MOST_COUNTED), "more": number > MOST_COUNTED}


def _addressees(
    actor: Actor, rows: Sequence[Recommendation]
) -> dict[UUID, list[tuple[str, list[str]]]]:
    teams: dict[UUID, list[str]] = defaultdict(list)
    links = TeamAddressee.objects.filter(programme_id=actor.programme_id)
    for link in links.select_related("team"):
        teams[link.addressee_id].append(link.team.name)
    found: dict[UUID, list[tuple[str, list[str]]]] = defaultdict(list)
    there = RecommendationAddressee.objects.visible_to(actor).filter(recommendation__in=rows)
    for row in there.select_related("addressee").order_by("addressee__order"):
        found[row.recommendation_id].append((row.addressee.label, teams[row.addressee_id]))
    return found


def _targets(actor: Actor, rows: Sequence[Recommendation]) -> dict[tuple[UUID, str], Target]:
    found = Target.objects.visible_to(actor).filter(recommendation__in=rows)
    return {(row.recommendation_id, row.indicator): row for row in found}


def _indicator(code: str, target: Target | None) -> dict[str, Any]:
    return {
        "code": code,
        "label": Indicator(code).label,
        "measure": MEASURES[Indicator(code)].words,
        "bound": bound_words(code),
        "target": target and number_words(code, target.value),
        "baseline": target and baseline_words(target),
        "due_on": target and target.due_on,
        "note": target.note if target else "",
    }


def baseline_words(target: Target) -> str:
    """The baseline, or what it is where nobody has set a number."""
    if target.baseline is None:
        return _("the first two quarters logged")
    return number_words(target.indicator, target.baseline)


def _steps(actor: Actor) -> dict[str, int]:
    """How many assessments were asked for, and of these delivered and acted on."""
    rows = StrategicAssessment.objects.visible_to(actor).filter(withdrawn_at=None)
    found: dict[str, int] = rows.aggregate(
        asked=Count("pk"),
        delivered=Count("pk", filter=Q(delivered_on__isnull=False)),
        acted=Count("pk", filter=Q(acted_on__isnull=False)),
    )
    return found


def target_changes(actor: Actor, recommendation: Recommendation) -> list[dict[str, Any]]:
    """Who set which target to what, when and why, newest first; two statements.

    Row security judges each event.
    """
    events = events_of(Target).filter(
        programme_id=actor.programme_id, recommendation_id=recommendation.pk
    )
    found = list(events.select_related("pgh_context").order_by("-pgh_id")[:MOST_CHANGES])
    users = User.objects.in_bulk({event.written_by_id for event in found})
    return [
        {
            "at": event.pgh_created_at,
            "who": users[event.written_by_id].get_full_name() if event.written_by_id else "",
            "label": Indicator(event.indicator).label,
            "bound": bound_words(event.indicator),
            "target": number_words(event.indicator, event.value),
            "baseline": baseline_words(event),
            "due": date_format(event.due_on, "j F Y") if event.due_on else "",
            "reason": event.pgh_context.metadata.get("reason", "") if event.pgh_context else "",
            "first": event.pgh_label == "insert",
        }
        for event in found
    ]
