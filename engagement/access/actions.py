"""Programmes, teams and members: what an operator sets up."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from engagement.access.api_keys import START, digest_of, new_key
from engagement.access.keys import new_id
from engagement.access.models import (
    PEOPLE,
    Membership,
    PartnerKey,
    Programme,
    Role,
    Team,
    TeamMembership,
    User,
)


@transaction.atomic
def add_member(
    programme: Programme,
    username: str,
    role: str,
    *,
    name: str = "",
    team: str = "",
    email: str = "",
) -> tuple[User, bool]:
    """Give a user a role in a programme, and a team where the role works for one.

    Makes the user, without a password, and the team where they are not there yet; an address that
    is given takes the place of the one before. Says whether the user is new. Raises
    ValidationError for a role unknown, an address that is none, or an officer without a team.
    """
    if role not in PEOPLE:
        raise ValidationError({"role": _("Choose a role.")})
    if role == Role.OFFICER and not team:
        raise ValidationError({"team": _("An officer works for a team.")})
    if email:
        validate_email(email)
    user, new = User.objects.get_or_create(username=username, defaults={"name": name})
    if new:
        user.set_unusable_password()
    user.email = email or user.email
    user.save(update_fields=["password", "email"])
    membership, _made = Membership.objects.update_or_create(
        programme=programme, user=user, defaults={"role": role}
    )
    if team:
        found, _made = Team.objects.get_or_create(programme=programme, name=team)
        TeamMembership.objects.get_or_create(programme=programme, membership=membership, team=found)
    return user, new


@transaction.atomic
def create_partner_key(
    programme: Programme, team: str, name: str, expires_at: datetime | None = None
) -> tuple[PartnerKey, str]:
    """A key of the API with a service user of its own, who is an officer of the team.

    The key is in the answer and nowhere else. Raises ValidationError without a name or a team.
    """
    if not name.strip() or not team.strip():
        raise ValidationError(_("A key has a name and a team."))
    user, _made = add_member(
        programme, f"key-{new_id()}", Role.OFFICER, name=name.strip(), team=team.strip()
    )
    key = new_key()
    row = PartnerKey.objects.create(
        programme=programme,
        membership=Membership.objects.get(programme=programme, user=user),
        name=name.strip(),
        prefix=key[: len(START) + 6],
        digest=digest_of(key),
        expires_at=expires_at,
    )
    return row, key
