"""Writes to the register."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from engagement.access.errors import Conflict
from engagement.access.requests import request_hash
from engagement.access.scope import WRITERS, Actor
from engagement.access.tlp import Tlp
from engagement.names.folding import fold, script_of
from engagement.stakeholders.drafts import StakeholderDraft
from engagement.stakeholders.models import ActorGroup, Stakeholder, StakeholderName

#: Members of armed groups are protected from the first day.
PROTECTED_GROUPS = (ActorGroup.PARAMILITARY,)


def default_tlp(draft: StakeholderDraft) -> int:
    """GREEN; AMBER for people at risk and for armed groups and their members."""
    armed = draft.actor_type.group in PROTECTED_GROUPS
    return Tlp.AMBER if draft.at_risk or armed else Tlp.GREEN


def check_stakeholder(actor: Actor, draft: StakeholderDraft) -> None:
    """The rules of one stakeholder, shared by every way in. Raises ValidationError by field."""
    errors = {}
    if not any(name.strip() for name in draft.names):
        errors["names"] = _("Give at least one name.")
    elif any(len(name) > 500 for name in draft.names):
        errors["names"] = _("A name has at most 500 characters.")
    if draft.kind not in Stakeholder.Kind.values:
        errors["kind"] = _("Choose what kind of stakeholder this is.")
    if draft.lead_team_id and actor.own_teams and draft.lead_team_id not in actor.own_teams:
        errors["lead_team"] = _("This is not one of your teams.")
    if errors:
        raise ValidationError(errors)


def add_stakeholder(actor: Actor, draft: StakeholderDraft) -> Stakeholder:
    """Register one stakeholder; the same request again gives the same row.

    Raises NotAllowed, ValidationError by field, and Conflict where the id is another row's.
    """
    return add_stakeholders(actor, [draft])[0]


def add_stakeholders(actor: Actor, drafts: Iterable[StakeholderDraft]) -> list[Stakeholder]:
    """Register several; all or none. Raises as `add_stakeholder`."""
    actor.require(*WRITERS)
    drafts = list(drafts)
    for draft in drafts:
        check_stakeholder(actor, draft)
    rows = [_row(actor, draft) for draft in drafts]
    try:
        with transaction.atomic():
            Stakeholder.objects.bulk_create(rows)
            StakeholderName.objects.bulk_create(
                [name for draft in drafts for name in _names(draft)]
            )
    except IntegrityError as error:
        return _replayed(actor, rows, error)
    return rows


def _row(actor: Actor, draft: StakeholderDraft) -> Stakeholder:
    return Stakeholder(
        id=draft.id,
        programme_id=actor.programme_id,
        author_id=actor.user_id,
        lead_team_id=draft.lead_team_id or next(iter(actor.own_teams), None),
        tlp=default_tlp(draft) if draft.tlp is None else draft.tlp,
        kind=draft.kind,
        actor_type=draft.actor_type,
        base_region=draft.base_region,
        at_risk=draft.at_risk,
        request_hash=request_hash(draft),
    )


def _names(draft: StakeholderDraft) -> list[StakeholderName]:
    given = dict.fromkeys(name.strip() for name in draft.names if name.strip())
    return [
        StakeholderName(
            stakeholder_id=draft.id,
            text=text,
            folded=fold(text)[:600],
            script=script_of(text),
            position=position,
        )
        for position, text in enumerate(given)
    ]


def _replayed(actor: Actor, rows: list[Stakeholder], error: IntegrityError) -> list[Stakeholder]:
    """The rows already there, where this is the same request again; else a Conflict."""
    ids = [row.id for row in rows]
    there = Stakeholder.objects.visible_to(actor).filter(author_id=actor.user_id).in_bulk(ids)
    for row in rows:
        old = there.get(row.id)
        if old is None or bytes(old.request_hash) != row.request_hash:
            raise Conflict from error
    return [there[row.id] for row in rows]
