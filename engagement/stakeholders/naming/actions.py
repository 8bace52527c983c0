"""Naming people on a record: they may open it whatever its level."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagement.access.errors import NotAllowed
from engagement.access.models import Grant
from engagement.access.scope import WRITERS, Actor
from engagement.stakeholders.actions import locked_stakeholder
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.naming.rules import members_to_name

LONGEST_REASON = 500
#: At once.
MOST = 50


def name_people(actor: Actor, pk: UUID, people: Collection[UUID], *, reason: str) -> Stakeholder:
    """Name members on a record; whoever is named on it already stays so, with the first reason.

    For good: a name is not taken off again. Raises NotAllowed where the record is not there for the
    actor or not theirs to answer for, ValidationError by field for what is missing or nobody here.
    """
    actor.require(*WRITERS)
    why = reason.replace("\x00", "").strip()[:LONGEST_REASON]
    wanted = set(people)
    person = locked_stakeholder(actor, pk)
    if not person.led_by(actor):
        raise NotAllowed("another team answers for them")
    errors = {}
    if not why:
        errors["reason"] = _("Say why.")
    if not 1 <= len(wanted) <= MOST:
        errors["people"] = _("Choose between 1 and %(most)s people.") % {"most": MOST}
    elif wanted - {row.user_id for row in members_to_name(actor)}:
        errors["people"] = _("One of them is not a member of this programme any more.")
    if person.withdrawn_at is not None:
        errors["people"] = _("This record is retired. Restore it first.")
    if errors:
        raise ValidationError(errors)
    Grant.objects.bulk_create(
        [
            Grant(
                programme_id=actor.programme_id,
                root_id=person.pk,
                user_id=one,
                granted_by_id=actor.person,
                reason="named",
                why=why,
            )
            for one in sorted(wanted)
        ],
        ignore_conflicts=True,
    )
    return person
