"""The rules of what is written about the brief, shared by every way in."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagement.access.errors import NotAllowed
from engagement.access.models import Role
from engagement.briefs.codes import Indicator, Verdict
from engagement.briefs.drafts import TargetDraft
from engagement.briefs.measures import MEASURES
from engagement.briefs.models import MeetingRecommendation, Recommendation
from engagement.meetings.models import Meeting

if TYPE_CHECKING:
    from engagement.access.scope import Actor

#: Meeting, recommendation, verdict.
Settled = tuple[UUID, UUID, str]
#: How many verdicts one act may carry.
MOST_SETTLED = 1000


def check_target(draft: TargetDraft, recommendation: Recommendation) -> None:
    """Raise ValidationError by field."""
    if draft.indicator not in recommendation.indicators:
        raise ValidationError({"indicator": _("This recommendation is not read by it.")})
    most = MEASURES[Indicator(draft.indicator)].ceiling
    errors = {}
    for field, number in (("value", draft.value), ("baseline", draft.baseline)):
        if number is not None and not _sensible(number, most):
            errors[field] = _("A number from 0 to %(most)s.") % {"most": most}
    if len(draft.note) > 500:
        errors["note"] = _("At most 500 characters.")
    if errors:
        raise ValidationError(errors)


def _sensible(number: Decimal, most: int) -> bool:
    return number.is_finite() and 0 <= number <= most


def check_verdicts(
    actor: Actor,
    wanted: dict[tuple[UUID, UUID], str],
    meetings: dict[UUID, Meeting],
    codes: dict[UUID, str],
    there: dict[tuple[UUID, UUID], MeetingRecommendation],
) -> None:
    """One rule for one verdict and for a thousand. Raises ValidationError and NotAllowed."""
    if any(verdict not in Verdict.values for verdict in wanted.values()):
        raise ValidationError({"verdict": _("Confirm or reject.")})
    if len(wanted) > MOST_SETTLED:
        raise ValidationError({"meetings": _("Too many at once.")})
    if any(meeting not in meetings for meeting, _ours in wanted):
        words = _("One of these meetings does not count, or is not for you to see.")
        raise ValidationError({"meetings": words})
    if any(ours not in codes for _meeting, ours in wanted):
        raise ValidationError({"recommendation": _("Choose a recommendation.")})
    if actor.role == Role.MANAGER:
        return
    if not all(meetings[meeting].changed_by(actor) for meeting, _ours in wanted):
        raise NotAllowed("another team's meeting")
    if any(there[key].settled_by_id != actor.user_id for key in wanted.keys() & there.keys()):
        raise NotAllowed("settled by somebody else already")
