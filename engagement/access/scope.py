"""Who acts, and the transaction in which the database knows it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone

from engagement.access.errors import NotAllowed
from engagement.access.models import Membership, Role
from engagement.access.rule import CEILINGS

#: People who write; and with them the partners, who write rows of their own.
WRITERS = (Role.OFFICER, Role.MANAGER)
AUTHORS = (*WRITERS, Role.PARTNER)


@dataclass(frozen=True)
class Actor:
    """A user in one programme, with what that lets them see. First in every action."""

    user_id: UUID | None
    programme_id: UUID
    role: str
    ceiling: int = -1
    teams: tuple[UUID, ...] = ()
    time_zone: str = "Asia/Baghdad"
    name: str = field(default="", compare=False)
    #: Of a partner: the strictest level that its agreement lets out, and by type of record the
    #: fields that do.
    agreed: int = -1
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict, compare=False)
    #: Somebody looks at what the partner would see: nothing is handed out.
    previews: bool = field(default=False, compare=False)

    @property
    def person(self) -> UUID:
        """The user who writes. Raises NotAllowed where nobody does."""
        if self.user_id is None:
            raise NotAllowed("nobody acts here")
        return self.user_id

    @property
    def own_teams(self) -> tuple[UUID, ...]:
        """The teams whose rows an officer sees; other roles see none by team."""
        return self.teams if self.role == Role.OFFICER else ()

    @property
    def writes_for(self) -> tuple[UUID, ...]:
        """The teams that lead what the actor writes; of a manager none, who writes for any."""
        return self.teams if self.role in (Role.OFFICER, Role.PARTNER) else ()

    @property
    def is_partner(self) -> bool:
        """Whether this is a program of another organisation."""
        return self.role == Role.PARTNER

    @property
    def can_log(self) -> bool:
        """Whether the role carries writing to the log."""
        return self.role in AUTHORS

    def require(self, *roles: str) -> None:
        """Raise NotAllowed unless the actor has one of the roles."""
        if self.role not in roles:
            raise NotAllowed(f"{self.role} may not do this")

    def today(self) -> date:
        """The date in the programme's time zone."""
        return timezone.now().astimezone(ZoneInfo(self.time_zone)).date()

    def local(self, moment: datetime) -> datetime:
        """The moment on the programme's clock."""
        return moment.astimezone(ZoneInfo(self.time_zone))


def actor_of(membership: Membership, teams: Iterable[UUID] | None = None) -> Actor:
    """The actor a membership makes; `teams` where they have been read with it already."""
    if teams is None:
        teams = getattr(membership, "team_ids", None)
    if teams is None:
        teams = (row.team_id for row in membership.team_memberships.all())
    agreement: Any = getattr(membership, "agreement", None) if _is_partner(membership) else None
    return Actor(
        user_id=membership.user_id,
        programme_id=membership.programme_id,
        role=membership.role,
        ceiling=CEILINGS[membership.role],
        teams=tuple(teams),
        time_zone=membership.programme.time_zone,
        name=membership.user.get_full_name(),
        agreed=agreement.ceiling if agreement else -1,
        fields=agreement.fields if agreement else {},
    )


def _is_partner(membership: Membership) -> bool:
    return membership.role == Role.PARTNER


def actor_for(user_id: UUID, programme_id: UUID) -> Actor:
    """Make the actor anew from the rows, so that a lost membership stops a job that runs for them.

    Raises NotAllowed where there is no membership, the user is not active, or a partner's
    agreement is not in force.
    """
    membership = (
        Membership.objects.filter(user_id=user_id, programme_id=programme_id, user__is_active=True)
        .select_related("user", "programme", "agreement")
        .prefetch_related("team_memberships")
        .first()
    )
    if membership is None:
        raise NotAllowed("no membership in this programme")
    actor = actor_of(membership)
    agreement: Any = getattr(membership, "agreement", None)
    if agreement is not None and not agreement.in_force_on(actor.today()):
        raise NotAllowed("the agreement is not in force")
    return actor


_context: ContextVar[dict[str, str] | None] = ContextVar("acting_as", default=None)
_KEYS = (
    "jisr.who",
    "jisr.programme",
    "jisr.teams",
    "jisr.ceiling",
    "jisr.agreed",
    "pghistory.context_id",
    "pghistory.context_metadata",
)
_EMPTY = dict.fromkeys(_KEYS, "")


def _put(values: dict[str, str]) -> None:
    calls = ", ".join("set_config(%s, %s, true)" for _ in values)
    flat = [part for pair in values.items() for part in pair]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", flat)


def _values(actor: Actor, verb: str, reason: str) -> dict[str, str]:
    metadata = {
        "actor": str(actor.user_id or ""),
        "programme": str(actor.programme_id),
        "verb": verb,
        "reason": reason,
    }
    return {
        "jisr.who": str(actor.user_id or ""),
        "jisr.programme": str(actor.programme_id),
        "jisr.teams": "{" + ",".join(str(team) for team in actor.own_teams) + "}",
        "jisr.ceiling": str(actor.ceiling),
        "jisr.agreed": str(actor.agreed),
        "pghistory.context_id": str(uuid4()),
        "pghistory.context_metadata": json.dumps(metadata),
    }


@contextmanager
def acting_as(
    actor: Actor, verb: str, reason: str = "", *, snapshot: bool = False
) -> Iterator[Actor]:
    """A transaction in which row security and history know the actor, the verb and the reason.

    With `snapshot` every statement in it reads the database as of one moment. Nested, it restores
    the context of the block around it. RuntimeError inside a transaction of the caller's own, where
    the context would outlive the block, and for a nested snapshot, whose moment has passed.
    """
    outer = _context.get()
    if snapshot and outer is not None:
        raise RuntimeError("a snapshot begins with its transaction")
    values = _values(actor, verb, reason)
    with transaction.atomic(durable=outer is None):
        if snapshot and not connection.savepoint_ids:  # a test's transaction has begun already
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        _put(values)
        token = _context.set(values)
        try:
            yield actor
        finally:
            _context.reset(token)
        if outer is not None:
            _put(outer)
    if outer is None and connection.in_atomic_block:
        _put(_EMPTY)  # only inside a test's transaction, which does not end here
