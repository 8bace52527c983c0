"""Meetings as the API shows them: everything of a page of them in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import JSONObject
from django.utils.translation import get_language_bidi

from engagement.access.fields import tlp_code
from engagement.access.scope import Actor
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.models import GuestTeam, Meeting, Participant, Subject, Venue
from engagement.meetings.querysets import MeetingQuerySet
from engagement.meetings.serializers import HEADS
from engagement.regions.references import code_of
from engagement.stakeholders.assessments.models import Assessment
from engagement.stakeholders.candidates import Candidate
from engagement.stakeholders.models import Stakeholder, StakeholderName
from engagement.stakeholders.payloads import candidate_payload
from engagement.stakeholders.posts.models import Post

WHOLE = "row security and the outer rows decide"
SAME = (
    *("status", "reason", "kind", "mode", "duration", "outcome", "summary", "purpose"),
    *("participation_level", "asked_by", "not_attributable", "to_complete"),
)


def with_payload(rows: MeetingQuerySet, actor: Actor) -> MeetingQuerySet:
    """With everything that a payload shows."""
    found: MeetingQuerySet = rows.annotate(
        its_venues=ArraySubquery(_of(Venue).annotate(at=code_of("region")).values("at")),
        its_subjects=ArraySubquery(_of(Subject).annotate(at=code_of("region")).values("at")),
        its_guests=ArraySubquery(_of(GuestTeam).values("team_id")),
        its_people=ArraySubquery(_people(actor)),
        its_follow_ups=ArraySubquery(_follow_ups(actor)),
        its_issues=ArraySubquery(_issues(actor)),
        its_arranger=_seen(Stakeholder, actor, "arranged_through"),
    )
    return found


def _of(model: Any) -> Any:
    return model.objects.unscoped(WHOLE).filter(meeting=OuterRef("pk")).order_by("pk")


def _seen(model: Any, actor: Actor, column: str) -> Subquery:
    """The id in a column, where the actor may open what it names."""
    return Subquery(model.objects.visible_to(actor).filter(pk=OuterRef(column)).values("pk")[:1])


def _people(actor: Actor) -> Any:
    frozen = ("type", "relation", "basis", "title", "seniority", "assessment_id", "organisation_id")
    return (
        _of(Participant)
        .annotate(
            seen=Exists(Stakeholder.objects.visible_to(actor).filter(pk=OuterRef("stakeholder"))),
            shown_name=_name(),
            seen_post=_seen(Post, actor, "post"),
            seen_assessment=_seen(Assessment, actor, "frozen_assessment"),
            seen_organisation=_seen(Stakeholder, actor, "frozen_organisation"),
            base_code=code_of("frozen_base"),
        )
        .values(
            row=JSONObject(
                stakeholder="stakeholder_id",
                post_id="post_id",
                name="shown_name",
                **{name: name for name in ("seen", "role", "at_their_place", "headcount", *HEADS)},
                **{f"frozen_{name}": f"frozen_{name}" for name in ("at", *frozen)},
                **{name: f"seen_{name}" for name in ("post", "assessment", "organisation")},
                base="base_code",
            )
        )
    )


def _name() -> Subquery:
    script = "Arab" if get_language_bidi() else "Latn"
    ours = Case(When(Q(script=script), then=Value(0)), default=Value(1))
    names = StakeholderName.objects.unscoped(WHOLE).filter(stakeholder=OuterRef("stakeholder"))
    return Subquery(names.order_by(ours, "position", "pk").values("text")[:1])


def _follow_ups(actor: Actor) -> Any:
    same = ("id", "text", "due_on", "side", "done_on", "verified_on", "dropped_on")
    return (
        _of(FollowUp)
        .annotate(seen_by=_seen(Stakeholder, actor, "by"))
        .values(
            row=JSONObject(
                **{name: name for name in (*same, "dropped_reason")},
                by="seen_by",
                assigned_to="assigned_to_id",
            )
        )
    )


def _issues(actor: Actor) -> Any:
    same = ("id", "text", "answer", "answered_on", "decision")
    return (
        _of(IssueRaised)
        .annotate(seen_by=_seen(Stakeholder, actor, "raised_by"))
        .values(row=JSONObject(**{name: name for name in same}, raised_by="seen_by"))
    )


def payload(meeting: Meeting) -> dict[str, Any]:
    """One row of `with_payload`."""
    row: Any = meeting
    people = [person for person in row.its_people if person["seen"]]
    return {
        "id": str(row.pk),
        "version": row.version,
        **{name: getattr(row, name) for name in SAME},
        "held_on": row.held_on.isoformat(),
        "starts_at": row.starts_at and row.starts_at.strftime("%H:%M"),
        "lead_team": str(row.lead_team_id),
        "guest_teams": [str(team) for team in row.its_guests],
        "venues": row.its_venues,
        "subjects": row.its_subjects,
        "participants": [_participant(person) for person in people],
        "hidden_participants": len(row.its_people) - len(people),
        "follow_ups": row.its_follow_ups,
        "issues": row.its_issues,
        "arranged_through": row.its_arranger and str(row.its_arranger),
        "tlp": tlp_code(row.own_tlp),
        "effective_tlp": tlp_code(row.tlp),
        "created_at": row.created_at.isoformat(),
        "withdrawn_at": row.withdrawn_at and row.withdrawn_at.isoformat(),
    }


def with_duplicates(
    shown: dict[str, Any], may_be: Mapping[UUID, Iterable[Candidate]]
) -> dict[str, Any]:
    """A payload in which each new participant says whom they may already be."""
    told = {
        str(key): {"possible_duplicates": [candidate_payload(one) for one in found]}
        for key, found in may_be.items()
    }
    people = [row | told.get(str(row["stakeholder"]), {}) for row in shown["participants"]]
    return {**shown, "participants": people}


def _participant(row: dict[str, Any]) -> dict[str, Any]:
    same = ("stakeholder", "name", "role", "post", "at_their_place", "headcount", *HEADS)
    return {**{name: row[name] for name in same}, "at_the_time": _at_the_time(row)}


def _at_the_time(row: dict[str, Any]) -> dict[str, Any] | None:
    """The frozen facts, or that they rest on what the reader may not open."""
    if row["frozen_at"] is None:
        return None
    body = row["frozen_organisation_id"] is None or row["organisation"] is not None
    body = body and (row["post_id"] is None or row["post"] is not None)
    claim = body and (row["frozen_assessment_id"] is None or row["assessment"] is not None)
    return {
        "hidden": not (body and claim),
        "actor_type": row["frozen_type"] if body else None,
        "relation": row["frozen_relation"] if claim else None,
        "basis": row["frozen_basis"] if claim else None,
        "assessment": row["assessment"] if claim else None,
        "base": row["base"],
        "title": row["frozen_title"] if body else None,
        "seniority": row["frozen_seniority"] if body else None,
        "organisation": row["organisation"] if body else None,
    }
