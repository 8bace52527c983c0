"""Which two records may become one, and what is said where they may not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.models import User
from engagement.access.scope import Actor
from engagement.registry.models import Merge
from engagement.stakeholders.models import Stakeholder

#: The fields of which somebody may choose one; who may see it is never a choice.
FIELDS = {
    "name": gettext_lazy("Name shown first"),
    "actor_type": gettext_lazy("Actor type"),
    "base_region": gettext_lazy("Where from"),
    "birth_year": gettext_lazy("Year of birth"),
    "owner": gettext_lazy("Relationship owner"),
    "lead_team": gettext_lazy("Lead team"),
}
SIDES = ("kept", "gone")
LONGEST_REASON = 500
#: People named in a refusal; more are counted.
MOST_NAMED = 10


def said(reason: str) -> str:
    """The reason as it is kept. Raises ValidationError where none is given."""
    text = reason.replace("\x00", "").strip()[:LONGEST_REASON]
    if not text:
        raise ValidationError({"reason": _("Say why.")})
    return text


def check_choices(choices: Mapping[str, str]) -> None:
    """Raise ValidationError for a field that nobody chooses, or a side that there is not."""
    errors = {}
    for name, side in choices.items():
        if name not in FIELDS:
            errors["choices"] = _("There is no such field to choose.")
        elif side not in SIDES:
            errors[name] = _("Choose one of the two.")
    if errors:
        raise ValidationError(errors)


def check_two(kept: Stakeholder, gone: Stakeholder) -> None:
    """Raise ValidationError where two records cannot be one."""
    for side, row in (("kept", kept), ("gone", gone)):
        if row.merged_into_id is not None:
            raise ValidationError({side: _("This record was merged into another already.")})
        if row.withdrawn_at is not None:
            raise ValidationError({side: _("This record is retired. Restore it first.")})
    if kept.kind != gone.kind:
        raise ValidationError({"gone": _("Two records of different kinds are not one.")})


def hindered_words(
    actor: Actor,
    found: Iterable[tuple[str, UUID | None, UUID | None]],
    kept: Stakeholder,
    gone: Stakeholder,
) -> list[str]:
    """What hinders a merge, in words; empty where nothing does."""
    rows = list(found)
    codes = {code for code, _who, _side in rows}
    words = []
    if "attended" in codes:
        words.append(
            _("One of them attended a meeting in a post at the other, so these are two bodies.")
        )
    if "circle" in codes:
        words.append(
            _(
                "As one record they would command themselves, by accepted parents. "
                "First put one of those assessments in conflict."
            )
        )
    for person in (kept, gone):
        if who := newly_seeing(rows, person):
            words.append(_widened_words(who, person))
    return words


def newly_seeing(
    found: Iterable[tuple[str, UUID | None, UUID | None]], person: Stakeholder
) -> set[UUID]:
    """Users who would come to see what they may not open now of one of the two."""
    return {pk for code, pk, side in found if code == "widens" and pk and side == person.pk}


def _widened_words(who: set[UUID], person: Stakeholder) -> str:
    users = User.objects.filter(pk__in=who).order_by("username")
    names = [user.get_full_name() or user.get_username() for user in users]
    more = len(names) - MOST_NAMED
    shown = ", ".join(names[:MOST_NAMED]) + (f" (+{more})" if more > 0 else "")
    return _(
        "These people would come to see what they may not open now of “%(name)s”: %(people)s. "
        "First they have to be named on it, or it has to be handed to their team; or let the other "
        "lead team answer."
    ) % {"name": person.name, "people": shown}


def first_words(actor: Actor, first: Merge) -> str:
    """Which merge has to be taken apart first."""
    day = formats.date_format(actor.local(first.at), "j F Y H:i")
    return _("A later merge rests on this one. First take apart the merge of %(day)s.") % {
        "day": day
    }
