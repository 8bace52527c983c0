"""Short words for partners: an agreement, its key, and whoever calls with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from engagement.access.keys import new_id
from engagement.access.models import Membership
from engagement.access.scope import Actor, acting_as, actor_for
from engagement.sync.actions import issue_key, make_agreement
from engagement.sync.codes import FIELDS
from engagement.sync.drafts import AgreementDraft
from engagement.sync.models import Agreement
from tests.api.calls import Caller
from tests.cast import Cast

EVERYTHING: dict[str, Any] = {
    "regions": None,
    "actor_types": None,
    "recommendations": None,
    "fields": FIELDS,
}


def draft(cast: Cast, **changes: Any) -> AgreementDraft:
    """An agreement with the partner's team over everything GREEN, every field."""
    values = {
        "id": new_id(),
        "name": "Palm Grove Mediation",
        "team_id": cast.partner.pk,
        "purpose": "To see who is met in Basra.",
        "legal_basis": "Memorandum of 1 March 2026",
        "valid_from": date(2026, 1, 1),
        "valid_until": date(2099, 12, 31),
        **EVERYTHING,
    }
    return AgreementDraft(**{**values, **changes})


def agree(cast: Cast, **changes: Any) -> Agreement:
    """An agreement, as the administrator makes it."""
    with acting_as(cast.idris, "agreement.made"):
        return make_agreement(cast.idris, draft(cast, **changes))


def partner_of(agreement: Agreement) -> Actor:
    """Who acts under it."""
    return actor_for(
        Membership.objects.get(pk=agreement.membership_id).user_id, agreement.programme_id
    )


def caller(cast: Cast, agreement: Agreement, **options: Any) -> Caller:
    """The partner's program."""
    with acting_as(cast.idris, "key.issued"):
        issued = issue_key(cast.idris, agreement.pk, name="Sync", **options)
    return Caller(key=issued.text)
