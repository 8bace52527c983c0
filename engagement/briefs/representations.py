"""The brief as the API shows it: everything of a page of it in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from engagement.access.querysets import ScopedQuerySet
from engagement.briefs.codes import Indicator
from engagement.briefs.matching import reasons
from engagement.briefs.measures import MEASURES
from engagement.briefs.models import (
    MeetingRecommendation,
    Recommendation,
    RecommendationAddressee,
    Target,
)
from engagement.meetings.models import Meeting
from engagement.regions.serializers import labels_of

WHOLE = "row security and the outer rows decide"


def with_payload(rows: ScopedQuerySet) -> ScopedQuerySet:
    """Recommendations with whom they are addressed to and what they are to reach."""
    links = RecommendationAddressee.objects.unscoped(WHOLE).filter(recommendation=OuterRef("pk"))
    targets = Target.objects.unscoped(WHOLE).filter(recommendation=OuterRef("pk"))
    labels = {code: f"addressee__label_{code}" for code in ("en", "ar", "ckb")}
    same = ("indicator", "baseline", "value", "due_on", "note", "written_at")
    found: ScopedQuerySet = rows.annotate(
        its_addressees=ArraySubquery(
            links.order_by("addressee__order", "pk").values(
                row=JSONObject(code="addressee__code", labels=JSONObject(**labels))
            )
        ),
        its_targets=ArraySubquery(
            targets.order_by("indicator").values(row=JSONObject(**{name: name for name in same}))
        ),
    )
    return found


def payload(recommendation: Recommendation) -> dict[str, Any]:
    """One row of `with_payload`."""
    row: Any = recommendation
    return {
        "id": str(row.pk),
        "version": row.version,
        "code": row.code,
        "texts": labels_of(row, "text"),
        "indicators": row.indicators,
        "addressees": row.its_addressees,
        "targets": [_target(one) for one in row.its_targets],
    }


def _target(row: dict[str, Any]) -> dict[str, Any]:
    measure = MEASURES[Indicator(row["indicator"])]
    bound = "at_most" if measure.at_most else "at_least"
    return {
        **row,
        "unit": measure.unit or "number",
        "bound": bound,
        "measure": str(measure.words),
    }


def matches(
    meeting: Meeting,
    marked: Meeting | None,
    recommendations: Sequence[Recommendation],
    settled: Sequence[MeetingRecommendation],
) -> list[dict[str, Any]]:
    """Whether a meeting serves each recommendation: as settled, else as the rule proposes it.

    `marked` is the meeting with its rules, or nothing where it does not count.
    """
    there = {row.recommendation_id: row for row in settled}
    return [_match(meeting, marked, row, there.get(row.pk)) for row in recommendations]


def _match(
    meeting: Meeting,
    marked: Meeting | None,
    row: Recommendation,
    settled: MeetingRecommendation | None,
) -> dict[str, Any]:
    why = reasons(marked, row.code) if marked else []
    return {
        "meeting": str(meeting.pk),
        "version": meeting.version,
        "recommendation": str(row.pk),
        "code": row.code,
        "verdict": settled.verdict if settled else "",
        "settled_at": settled.settled_at.isoformat() if settled else None,
        "proposed": bool(why),
        "reasons": [{"code": rule.name, "words": str(rule.words)} for rule in why],
    }
