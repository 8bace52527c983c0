"""The rules of one data-sharing agreement."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_network

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagement.access.models import Team
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.sync.codes import FIELDS, SharedType
from engagement.sync.drafts import AgreementDraft

Errors = dict[str, str]
#: Two for a rotation: the new one works before the old one is withdrawn.
MOST_KEYS = 2


def check_agreement(actor: Actor, draft: AgreementDraft) -> None:
    """Raise ValidationError with a message for each field that is wrong."""
    errors: Errors = {}
    for name in ("name", "purpose", "legal_basis"):
        if not getattr(draft, name).strip():
            errors[name] = _("Fill this in.")
    if not Team.objects.filter(pk=draft.team_id, programme_id=actor.programme_id).exists():
        errors["team"] = _("Choose the team.")
    if draft.valid_until < draft.valid_from:
        errors["valid_until"] = _("The last day cannot lie before the first.")
    _check_content(draft, errors)
    if errors:
        raise ValidationError(errors)


def _check_content(draft: AgreementDraft, errors: Errors) -> None:
    if draft.ceiling not in Tlp.values or draft.ceiling >= Tlp.RED:
        errors["ceiling"] = _("RED rows leave with no agreement. Choose a lower level.")
    if not set(draft.types) <= set(SharedType.values):
        errors["types"] = _("Choose from the list.")
    if any(set(given) - set(FIELDS.get(kind, ())) for kind, given in draft.fields.items()):
        errors["fields"] = _("Choose from the list.")


def checked_networks(networks: Iterable[str]) -> list[str]:
    """The networks in their usual form. Raises ValidationError."""
    found = []
    for text in networks:
        try:
            found.append(str(ip_network(text.strip(), strict=False)))
        except ValueError as error:
            words = _("Write networks as 192.0.2.0/24 or 2001:db8::/32.")
            raise ValidationError({"networks": words}) from error
    return found
