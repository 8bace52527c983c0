"""Who calls the API: a bearer key, or a person signed in on the pages."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.permissions import BasePermission

from engagement.access.api_keys import SHAPE, digest_of
from engagement.access.doors import chosen
from engagement.access.models import PartnerKey, Role, TeamMembership, User
from engagement.access.problems import Problem
from engagement.access.scope import Actor, actor_of

#: The last use is written down at most this often.
USE = timedelta(minutes=1)


class Bearer(BaseAuthentication):
    """`Authorization: Bearer jisr_...`; `request.auth` is the actor that the key makes."""

    def authenticate(self, request: Any) -> tuple[User, Actor] | None:
        scheme, _space, key = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        row = _found(key.strip())
        _check(row)
        _check_agreement(row)
        _check_network(row, request)
        _used(row)
        return row.membership.user, actor_of(row.membership, row.teams)  # type: ignore[attr-defined]

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="Jisr"'


def _found(key: str) -> PartnerKey:
    digest = digest_of(key) if SHAPE.fullmatch(key) else b""
    teams = TeamMembership.objects.filter(membership=OuterRef("membership_id"))
    rows = PartnerKey.objects.select_related(
        "membership__user", "membership__programme", "membership__agreement"
    )
    row = rows.annotate(teams=ArraySubquery(teams.values("team_id"))).filter(digest=digest).first()
    if row is None or not hmac.compare_digest(bytes(row.digest), digest):
        raise exceptions.AuthenticationFailed(_("This key is not known here."))
    return row


def _check(row: PartnerKey) -> None:
    now = timezone.now()
    if row.revoked_at is not None:
        raise exceptions.AuthenticationFailed(_("This key was withdrawn."))
    if row.expires_at is not None and row.expires_at <= now:
        raise exceptions.AuthenticationFailed(_("This key has expired."))
    if not row.membership.user.is_active:
        raise Problem(403, _("Whoever this key belongs to may not work here any more."))


def _check_agreement(row: PartnerKey) -> None:
    """A partner's key works while its agreement is in force; it says why it does not."""
    if row.membership.role != Role.PARTNER:
        return
    agreement: Any = getattr(row.membership, "agreement", None)
    today = timezone.now().astimezone(row.membership.programme.zone).date()
    if agreement is None:
        raise Problem(403, _("There is no data-sharing agreement behind this key."))
    if agreement.ended_at is not None:
        raise Problem(403, _("The data-sharing agreement was ended."))
    if today > agreement.valid_until:
        day = agreement.valid_until.isoformat()
        raise Problem(403, _("The data-sharing agreement expired: its last day was %s.") % day)
    if today < agreement.valid_from:
        day = agreement.valid_from.isoformat()
        raise Problem(403, _("The data-sharing agreement begins on %s.") % day)


def _check_network(row: PartnerKey, request: Any) -> None:
    if row.networks and not _among(request.META.get("REMOTE_ADDR", ""), row.networks):
        raise Problem(403, _("This key may not be used from this network address."))


def _among(address: str, networks: list[str]) -> bool:
    try:
        here = ip_address(address)
    except ValueError:
        return False
    return any(here in ip_network(network) for network in networks)


def _used(row: PartnerKey) -> None:
    now: datetime = timezone.now()
    if row.last_used_at is None or row.last_used_at < now - USE:
        late = Q(last_used_at=None) | Q(last_used_at__lt=now - USE)
        PartnerKey.objects.filter(late, pk=row.pk).update(last_used_at=now)


class SignedIn(SessionAuthentication):
    """A person signed in on the pages, in the programme they chose; writes need the CSRF token."""

    def authenticate(self, request: Any) -> tuple[User, Actor | None] | None:
        found = super().authenticate(request)
        if found is None:
            return None
        membership = chosen(request._request)
        return found[0], actor_of(membership) if membership else None


class IsMember(BasePermission):
    """Somebody who acts in one programme."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if request.user.is_authenticated and request.auth is None:
            raise Problem(403, _("Choose a programme on the pages first."))
        return request.auth is not None
