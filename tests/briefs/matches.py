"""Short ways to what the rule proposes and what somebody settled."""

from __future__ import annotations

from engagement.access.scope import acting_as
from engagement.briefs.actions import settle_matches
from engagement.briefs.matching import CODES, proposed, reasons, with_rules
from engagement.meetings.models import Meeting


def proposals(actor) -> dict[str, set]:
    """What the rule proposes to this actor: the meetings' ids by recommendation."""
    with acting_as(actor, "read"):
        return {code: set(proposed(actor, code).values_list("pk", flat=True)) for code in CODES}


def codes_of(actor, meeting) -> set[str]:
    """The recommendations that the rule proposes for one meeting."""
    return {code for code, found in proposals(actor).items() if meeting.pk in found}


def rule_names(actor, meeting, code) -> list[str]:
    with acting_as(actor, "read"):
        row = with_rules(Meeting.objects.visible_to(actor).filter(pk=meeting.pk), actor).get()
        return [rule.name for rule in reasons(row, code)]


def settle(actor, *verdicts) -> int:
    """`settle(bassam, (meeting, recommendation, "confirmed"))`."""
    with acting_as(actor, "match.settled"):
        return settle_matches(
            actor, [(meeting.pk, ours.pk, verdict) for meeting, ours, verdict in verdicts]
        )
