"""Codes of partner sync."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SharedType(models.TextChoices):
    """Types of record that an agreement may cover, by their names in the change log.

    In this order they reach a partner: who is cited comes before what cites them.
    """

    RECOMMENDATION = "recommendation", _("Recommendations")
    STAKEHOLDER = "stakeholder", _("Stakeholders")
    MEETING = "meeting", _("Meetings")
    STRATEGIC_ASSESSMENT = "strategicassessment", _("Strategic assessments")
    INITIATIVE = "initiative", _("Initiatives")


class ShareState(models.TextChoices):
    """What a partner holds of a record: it, or the word that it is gone."""

    HELD = "held", _("Shared")
    DELETED = "deleted", _("Withdrawn from the record")
    MERGED = "merged", _("Became part of another")
    WITHDRAWN = "withdrawn", _("No longer covered by the agreement")


#: What the feed says of a record in each state.
OPS = {
    ShareState.HELD.value: "upsert",
    ShareState.DELETED.value: "delete",
    ShareState.MERGED.value: "merged_into",
    ShareState.WITHDRAWN.value: "withdrawn",
}
#: The fields of each type that an agreement may let out, in the order of the payloads.
FIELDS = {
    SharedType.RECOMMENDATION.value: ("code", "texts", "indicators", "addressees", "targets"),
    SharedType.STAKEHOLDER.value: (
        *("kind", "names", "actor_type", "actor_group", "default_relation", "base", "birth_year"),
        *("lead_team", "owner", "at_risk", "not_to_be_engaged", "tags", "tlp", "created_at"),
        *("withdrawn_at", "merged_into", "posts", "assessments"),
    ),
    SharedType.MEETING.value: (
        *("status", "reason", "kind", "mode", "held_on", "starts_at", "duration", "lead_team"),
        *("guest_teams", "venues", "subjects", "participants", "outcome", "summary", "purpose"),
        *("participation_level", "asked_by", "arranged_through", "not_attributable", "to_complete"),
        *("follow_ups", "issues", "recommendations", "tlp", "effective_tlp", "created_at"),
        "withdrawn_at",
    ),
    SharedType.STRATEGIC_ASSESSMENT.value: (
        *("title", "asked_by", "asked_on", "summary", "delivered_on", "valid_on", "acted_on"),
        *("action", "regions", "lead_team", "tlp", "created_at", "withdrawn_at"),
    ),
    SharedType.INITIATIVE.value: (
        *("name", "lead_organisation", "iraqi_led", "region", "valid_from", "valid_until"),
        *("summary", "lead_team", "tlp", "created_at", "withdrawn_at"),
    ),
    # No records: the fixed tables, in which every small cell is hidden.
    "coverage": ("figures",),
}
#: What a new agreement lets out unless somebody ticks more: nobody who attended, nothing that was
#: said, nobody's year of birth, owner or tags.
DEFAULT_FIELDS = {
    SharedType.RECOMMENDATION.value: ("code", "texts", "indicators", "addressees"),
    SharedType.STAKEHOLDER.value: (
        *("kind", "names", "actor_type", "actor_group", "default_relation", "base"),
        *("created_at", "withdrawn_at", "merged_into"),
    ),
    SharedType.MEETING.value: (
        *("status", "reason", "kind", "mode", "held_on", "lead_team", "guest_teams", "venues"),
        *("subjects", "participation_level", "created_at", "withdrawn_at"),
    ),
    SharedType.STRATEGIC_ASSESSMENT.value: (
        *("title", "asked_on", "delivered_on", "valid_on", "acted_on", "regions"),
        *("created_at", "withdrawn_at"),
    ),
    SharedType.INITIATIVE.value: (
        *("name", "iraqi_led", "region", "valid_from", "valid_until", "created_at"),
        "withdrawn_at",
    ),
    "coverage": (),
}
