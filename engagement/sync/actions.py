"""Writes to data-sharing agreements and their keys; by administrators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.access.api_keys import START, digest_of, new_key
from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.models import Membership, PartnerKey, Role, TeamMembership, User
from engagement.access.scope import Actor
from engagement.sync.drafts import AgreementDraft
from engagement.sync.models import (
    Agreement,
    AgreementActorType,
    AgreementRecommendation,
    AgreementRegion,
)
from engagement.sync.rules import MOST_KEYS, check_agreement, checked_networks


@dataclass(frozen=True)
class IssuedKey:
    """A key just made; its text is here and nowhere else."""

    row: PartnerKey
    text: str


def make_agreement(actor: Actor, draft: AgreementDraft) -> Agreement:
    """Write an agreement down, with the member that its keys act as.

    Raises NotAllowed, ValidationError by field, and Conflict where the id or the name is taken.
    """
    actor.require(Role.ADMINISTRATOR)
    check_agreement(actor, draft)
    try:
        with transaction.atomic():
            agreement = Agreement.objects.create(
                id=draft.id,
                programme_id=actor.programme_id,
                membership=_member(actor, draft),
                **_columns(draft),
            )
            _write_parts(agreement, draft)
    except IntegrityError as error:
        raise Conflict from error
    return agreement


def change_agreement(actor: Actor, pk: UUID, draft: AgreementDraft, *, rule: int) -> Agreement:
    """Write an agreement anew; what it does not cover any more leaves the partner.

    `rule` is the one that was read. Raises NotAllowed, ValidationError by field, Conflict.
    """
    agreement = _held(actor, pk)
    if agreement.rule != rule or agreement.ended_at is not None:
        raise Conflict
    check_agreement(actor, draft)
    for name, value in _columns(draft).items():
        setattr(agreement, name, value)
    agreement.rule += 1
    try:
        with transaction.atomic():
            agreement.save()
            _write_parts(agreement, draft)
            User.objects.filter(pk=agreement.membership.user_id).update(name=draft.name.strip())
            TeamMembership.objects.filter(membership=agreement.membership).update(
                team_id=draft.team_id
            )
    except IntegrityError as error:
        raise Conflict from error
    return agreement


def end_agreement(actor: Actor, pk: UUID, *, reason: str) -> Agreement:
    """End an agreement for good, before its last day; its keys work no more.

    Raises NotAllowed, ValidationError without a reason, and Conflict where it was ended before.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    agreement = _held(actor, pk)
    if agreement.ended_at is not None:
        raise Conflict
    agreement.ended_at, agreement.ended_reason = timezone.now(), reason.strip()
    agreement.save(update_fields=["ended_at", "ended_reason"])
    keys = PartnerKey.objects.filter(membership_id=agreement.membership_id, revoked_at=None)
    keys.update(revoked_at=agreement.ended_at)
    return agreement


def issue_key(
    actor: Actor,
    pk: UUID,
    *,
    name: str,
    networks: Iterable[str] = (),
    expires_at: datetime | None = None,
) -> IssuedKey:
    """One more key of an agreement, shown this once; two can be in use.

    Raises NotAllowed, and ValidationError by field.
    """
    agreement = _held(actor, pk)
    if not name.strip():
        raise ValidationError({"name": _("Say what the key is for.")})
    if len(keys_in_use(agreement)) >= MOST_KEYS:
        raise ValidationError(_("Two keys are in use. Withdraw one first."))
    text = new_key()
    row = PartnerKey.objects.create(
        programme_id=agreement.programme_id,
        membership_id=agreement.membership_id,
        name=name.strip(),
        prefix=text[: len(START) + 6],
        digest=digest_of(text),
        networks=checked_networks(networks),
        expires_at=expires_at,
    )
    return IssuedKey(row, text)


def withdraw_key(actor: Actor, pk: UUID, key_id: UUID) -> PartnerKey:
    """Let a key of an agreement work no more. Raises NotAllowed."""
    agreement = _held(actor, pk)
    rows = PartnerKey.objects.filter(membership_id=agreement.membership_id, revoked_at=None)
    row = rows.filter(pk=key_id).first()
    if row is None:
        raise NotAllowed("no such key")
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    return row


def keys_in_use(agreement: Agreement) -> list[PartnerKey]:
    """The keys that work today, the newest first."""
    rows = PartnerKey.objects.filter(membership_id=agreement.membership_id, revoked_at=None)
    later = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return list(rows.filter(later).order_by("-created_at"))


def _member(actor: Actor, draft: AgreementDraft) -> Membership:
    user = User(username=f"partner-{new_id()}", name=draft.name.strip())
    user.set_unusable_password()
    user.save()
    membership = Membership.objects.create(
        programme_id=actor.programme_id, user=user, role=Role.PARTNER
    )
    TeamMembership.objects.create(
        programme_id=actor.programme_id, membership=membership, team_id=draft.team_id
    )
    return membership


def _columns(draft: AgreementDraft) -> dict[str, Any]:
    return {
        "team_id": draft.team_id,
        **{name: getattr(draft, name).strip() for name in ("name", "purpose", "legal_basis")},
        "ceiling": draft.ceiling,
        "types": sorted(set(draft.types)),
        "every_region": draft.regions is None,
        "every_actor_type": draft.actor_types is None,
        "every_recommendation": draft.recommendations is None,
        "fields": {kind: list(given) for kind, given in draft.fields.items()},
        "valid_from": draft.valid_from,
        "valid_until": draft.valid_until,
    }


def _write_parts(agreement: Agreement, draft: AgreementDraft) -> None:
    parts: tuple[tuple[Any, str, Iterable[Any]], ...] = (
        (AgreementRegion, "region_id", draft.regions or ()),
        (AgreementActorType, "actor_type_id", draft.actor_types or ()),
        (AgreementRecommendation, "recommendation_id", draft.recommendations or ()),
    )
    for model, column, wanted in parts:
        rows = model.objects.filter(agreement=agreement)
        there = set(rows.values_list(column, flat=True))
        rows.filter(**{f"{column}__in": there - set(wanted)}).delete()
        model.objects.bulk_create(
            model(programme_id=agreement.programme_id, agreement=agreement, **{column: value})
            for value in sorted(set(wanted) - there, key=str)
        )


def _held(actor: Actor, pk: UUID) -> Agreement:
    actor.require(Role.ADMINISTRATOR)
    rows = Agreement.objects.filter(programme_id=actor.programme_id)
    found = rows.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if found is None:
        raise NotAllowed("no such agreement here")
    return found
