"""Programmes, teams and members: what an operator sets up."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagement.access.models import Membership, Programme, Role, Team, TeamMembership, User


@transaction.atomic
def add_member(
    programme: Programme, username: str, role: str, *, name: str = "", team: str = ""
) -> tuple[User, bool]:
    """Give a user a role in a programme, and a team where the role works for one.

    Makes the user, without a password, and the team where they are not there yet; says whether
    the user is new. Raises ValidationError for a role unknown, or an officer without a team.
    """
    if role not in Role.values:
        raise ValidationError({"role": _("Choose a role.")})
    if role == Role.OFFICER and not team:
        raise ValidationError({"team": _("An officer works for a team.")})
    user, new = User.objects.get_or_create(username=username, defaults={"name": name})
    if new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    membership, _made = Membership.objects.update_or_create(
        programme=programme, user=user, defaults={"role": role}
    )
    if team:
        found, _made = Team.objects.get_or_create(programme=programme, name=team)
        TeamMembership.objects.get_or_create(programme=programme, membership=membership, team=found)
    return user, new
