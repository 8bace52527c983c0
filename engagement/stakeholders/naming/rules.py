"""Who may be named on a record, and what a user is called."""

from __future__ import annotations

from django.db.models import QuerySet

from engagement.access.models import Membership, Role, User
from engagement.access.scope import Actor


def members_to_name(actor: Actor) -> QuerySet[Membership]:
    """Members of the programme who may be named: administrators run it, and read no content."""
    rows = Membership.objects.filter(programme_id=actor.programme_id, user__is_active=True)
    # Nor a partner's program: what it sees follows from its agreement alone.
    return rows.exclude(role__in=(Role.ADMINISTRATOR, Role.PARTNER)).select_related("user")


def called(user: User) -> str:
    """What a user is called on a page."""
    return user.get_full_name() or user.get_username()
