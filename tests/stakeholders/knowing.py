"""Short words for what we hold of a stakeholder: `assess(amal, unit, "relation", "hybrid")`."""

from __future__ import annotations

from datetime import date
from typing import Any

from engagement.access.keys import new_id
from engagement.access.scope import Actor, acting_as
from engagement.access.tlp import Tlp
from engagement.regions.models import Region
from engagement.stakeholders.assessments.actions import (
    add_assessment,
    decide,
    hold_opinion,
    set_standing,
)
from engagement.stakeholders.assessments.drafts import (
    AssessmentDraft,
    DecisionDraft,
    OpinionDraft,
)
from engagement.stakeholders.assessments.models import Assessment, EngagementDecision, Opinion
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.models import Post
from tests.cast import DAY


def claim_of(about: Stakeholder, facet: str, value: str, **more: Any) -> AssessmentDraft:
    """A claim with a source, accepted and GREEN unless more says otherwise."""
    parent, place = more.pop("parent", None), more.pop("place", "")
    values: dict[str, Any] = {
        "id": new_id(),
        "source": "A newspaper",
        "assessed_on": DAY,
        "standing": "accepted",
        "source_grade": "B",
        "information_grade": 2,
        "tlp": Tlp.AMBER if facet == "alignment" else Tlp.GREEN,
        "parent_id": parent.pk if parent else None,
        "region": Region.objects.get(key=place) if place else None,
    }
    return AssessmentDraft(stakeholder_id=about.pk, facet=facet, value=value, **{**values, **more})


def assess(actor: Actor, about: Stakeholder, facet: str, value: str, **more: Any) -> Assessment:
    """Write down a claim as an actor does."""
    draft = claim_of(about, facet, value, **more)
    with acting_as(actor, "assessment.added"):
        return add_assessment(actor, draft)


def stand(actor: Actor, row: Assessment, standing: str, reason: str = "we looked") -> Assessment:
    """Let a claim stand otherwise."""
    with acting_as(actor, "assessment.standing_set", reason):
        return set_standing(actor, row.pk, standing=standing, reason=reason)


def decided(
    actor: Actor, about: Stakeholder, course: str, since: date = DAY, **more: Any
) -> EngagementDecision:
    """Decide to engage or not."""
    values: dict[str, Any] = {"id": new_id(), "decided_by": "The manager", "reason": "Because"}
    draft = DecisionDraft(
        stakeholder_id=about.pk, course=course, valid_from=since, **{**values, **more}
    )
    with acting_as(actor, "decision.taken"):
        return decide(actor, draft)


def opinion(actor: Actor, about: Stakeholder, as_of: date = DAY, **more: Any) -> Opinion:
    """Hold an opinion."""
    values: dict[str, Any] = {"id": new_id(), **more}
    with acting_as(actor, "opinion.held"):
        return hold_opinion(actor, OpinionDraft(stakeholder_id=about.pk, as_of=as_of, **values))


def post(actor: Actor, holder: Stakeholder, body: Stakeholder, **more: Any) -> Post:
    """Put somebody into a body, past the rules of posts."""
    row = Post(stakeholder=holder, organisation=body, written_by_id=actor.user_id, **more)
    with acting_as(actor, "post.added"):
        row.save(force_insert=True)
        row.refresh_from_db()
    return row
