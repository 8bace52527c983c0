"""What every web door shares: making the actor, and what every page shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from psycopg.errors import DeadlockDetected, SerializationFailure

from engagement.access.models import Membership, TeamMembership, User
from engagement.access.scope import Actor, actor_of
from engagement.access.sign_ins import DEMONSTRATION_PASSWORD, DEMONSTRATION_SIGN_INS


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: an administrator makes accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def memberships_of(user_id: UUID) -> list[Membership]:
    """The programmes a user may choose from, by name, each with its teams; one statement."""
    teams = TeamMembership.objects.filter(membership=OuterRef("pk")).order_by("pk")
    rows = Membership.objects.filter(user_id=user_id).select_related("user", "programme")
    named = rows.annotate(team_ids=ArraySubquery(teams.values("team_id")))
    return list(named.order_by("programme__name"))


def user_of(request: HttpRequest) -> UUID:
    """The signed-in user's id. Raises PermissionDenied where nobody is signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user.pk


def chosen(request: HttpRequest) -> Membership | None:
    """The membership the user works in: the chosen one, or the only one; never a guess."""
    rows = memberships_of(user_of(request))
    if len(rows) == 1:
        return rows[0]
    wanted = request.session.get("programme")
    return next((row for row in rows if str(row.programme_id) == wanted), None)


def as_member(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Require a signed-in user with a chosen programme; hand the view its actor."""

    @login_required
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        membership = chosen(request)
        if membership is None:
            return redirect("choose_programme")
        request.membership = membership  # type: ignore[attr-defined]
        act = partial(view, request, actor_of(membership), *args, **kwargs)
        try:
            response = act()
        except OperationalError as error:
            if not isinstance(error.__cause__, (DeadlockDetected, SerializationFailure)):
                raise
            response = act()  # the other writer is through by now, and nothing of ours is written
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return door


def reason_in(request: HttpRequest, field: str = "reason") -> str:
    """The reason as history can store it: JSON in PostgreSQL knows no NUL."""
    return request.POST.get(field, "").replace("\x00", "")[:500]


def version_in(request: HttpRequest) -> int:
    """The version that the page was made from; 0, which no row has, where it is not a number."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What every page shows: who acts, in which programme, and the demonstration's sign-ins."""
    membership: Membership | None = getattr(request, "membership", None)
    if membership is None and isinstance(getattr(request, "user", None), User):
        membership = chosen(request)  # pages of the account have no door of ours
    actor: Actor | None = actor_of(membership) if membership else None
    return {
        "actor": actor,
        "programme": membership.programme if membership else None,
        "demonstration": settings.DEMONSTRATION,
        "demonstration_sign_ins": [
            {"username": name, "role": role.label, "password": DEMONSTRATION_PASSWORD}
            for name, role in DEMONSTRATION_SIGN_INS
        ]
        if settings.DEMONSTRATION
        else [],
    }
