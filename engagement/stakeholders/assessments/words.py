"""What we hold of a stakeholder, as pages show it: side by side, never as one answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from engagement.access.dates import end_in_words, in_words, period_in_words
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.stakeholders.assessments.codes import value_label
from engagement.stakeholders.assessments.models import (
    Assessment,
    Course,
    EngagementDecision,
    Facet,
    InformationGrade,
    Opinion,
    SourceGrade,
    Standing,
)
from engagement.stakeholders.assessments.rules import answers_for
from engagement.stakeholders.models import Entry

#: Of those whom the reader may open.
Names = Mapping[UUID, str]
#: Facets shown as columns beside each other; parents and areas have lists of their own.
IN_COLUMNS = (Facet.RELATION, Facet.LEGAL_STATUS, Facet.ALIGNMENT)
ORDER = {Standing.ACCEPTED: 0, Standing.CONFLICT: 1, Standing.NEEDS_WORK: 2}


def grade_words(row: Assessment) -> str:
    """Code and words together: `B2 · usually reliable, probably true`."""
    return _("%(code)s · %(source)s, %(information)s") % {
        "code": row.grade,
        "source": SourceGrade(row.source_grade).label,
        "information": InformationGrade(row.information_grade).label,
    }


def in_order(rows: Iterable[Assessment]) -> list[Assessment]:
    """Accepted first, then those in conflict; in each the newest first."""
    newest = sorted(rows, key=lambda row: (row.valid_from or date.min, row.pk), reverse=True)
    return sorted(newest, key=lambda row: ORDER[Standing(row.standing)])


def card(actor: Actor, row: Assessment, names: Names) -> dict[str, Any]:
    """One assessment with everything that is known about how it is known."""
    return {
        "id": row.pk,
        "facet_label": row.get_facet_display(),
        "value_label": value_label(row.facet, row.value),
        "degree_label": row.get_degree_display(),
        "standing": row.standing,
        "standing_label": row.get_standing_display(),
        "period": period_in_words(row),
        "holds": row.holds_on(actor.today()),
        "grade": grade_words(row),
        "source": row.source,
        "source_on": row.source_on,
        "legal_basis": row.legal_basis,
        "note": row.note,
        "by": row.written_by.get_full_name() if row.written_by else "",
        "assessed_on": row.assessed_on,
        "tlp_label": Tlp(row.tlp).label,
        "tlp_code": Tlp(row.tlp).code,
        "place": row.region.label if row.region else "",
        "source_url": _source_url(actor, row),
        **_links(actor, row, "assessment"),
        **_other(row.parent_id, names),
    }


def part(row: Assessment, names: Names) -> dict[str, Any]:
    """A body below: the same claim, read from above."""
    return {
        "kind_label": value_label(row.facet, row.value),
        "standing": row.standing,
        "standing_label": row.get_standing_display(),
        "period": period_in_words(row),
        "grade": grade_words(row),
        **_other(row.stakeholder_id, names),
    }


def facets(actor: Actor, rows: list[Assessment], names: Names) -> list[dict[str, Any]]:
    """The facets that somebody assessed, each with its claims side by side."""
    found = []
    for facet in IN_COLUMNS:
        ours = in_order(row for row in rows if row.facet == facet)
        if not ours:
            continue
        conflicts = sum(row.standing == Standing.CONFLICT for row in ours)
        found.append(
            {
                "code": facet.value,
                "label": facet.label,
                "cards": [card(actor, row, names) for row in ours],
                "conflicts": conflicts,
                "times": times(ours) if conflicts else [],
            }
        )
    return found


def times(rows: list[Assessment]) -> list[dict[str, Any]]:
    """When each of them is true, the earliest first."""
    dated = sorted(rows, key=lambda row: (row.valid_from or date.min, row.pk))
    return [
        {
            "period": period_in_words(row),
            "value_label": value_label(row.facet, row.value),
            "standing": row.standing,
            "standing_label": row.get_standing_display(),
        }
        for row in dated
    ]


def decision_words(actor: Actor, rows: Iterable[EngagementDecision]) -> dict[str, Any]:
    """The decision in force, and those before and after it, newest first."""
    lines = [_decision(actor, row) for row in rows]
    running = next((line for line in lines if line["holds"]), None)
    return {"running": running, "others": [line for line in lines if line is not running]}


def opinion_lines(actor: Actor, rows: Iterable[Opinion]) -> list[dict[str, Any]]:
    """What teams thought on which day, newest first."""
    return [
        {
            "as_of": row.as_of,
            "influence_label": row.get_influence_display() if row.influence else "",
            "interest_label": row.get_interest_display() if row.interest else "",
            "position_label": row.get_position_display() if row.position else "",
            "note": row.note,
            "team": row.lead_team.name if row.lead_team else "",
            "by": row.written_by.get_full_name() if row.written_by else "",
            **_links(actor, row, "opinion"),
        }
        for row in rows
    ]


def _decision(actor: Actor, row: EngagementDecision) -> dict[str, Any]:
    return {
        "course": row.course,
        "course_label": Course(row.course).label,
        "decided_by": row.decided_by,
        "reason": row.reason,
        "since": in_words(row.valid_from, row.from_precision),
        "until": end_in_words(row.valid_to, row.to_precision),
        "days_left": (row.valid_to - actor.today()).days if row.valid_to else None,
        "holds": row.holds_on(actor.today()),
        **_links(actor, row, "decision"),
    }


def _other(pk: UUID | None, names: Names) -> dict[str, str]:
    if pk is None:
        return {"name": "", "url": ""}
    if pk not in names:
        return {"name": _("a body you may not open"), "url": ""}
    return {"name": names[pk], "url": reverse("stakeholder", args=[pk])}


def _links(actor: Actor, row: Entry, noun: str) -> dict[str, str]:
    links = {"standing_url": "", "withdraw_url": ""}
    if not actor.can_log:
        return links
    if noun == "assessment":
        links["standing_url"] = reverse("assessment_standing", args=[row.pk])
    if answers_for(actor, row):
        links["withdraw_url"] = reverse(f"{noun}_withdraw", args=[row.pk])
    return links


def _source_url(actor: Actor, row: Assessment) -> str:
    opens = bool(row.protected_source) and actor.can_log and answers_for(actor, row)
    return reverse("assessment_source", args=[row.pk]) if opens else ""
