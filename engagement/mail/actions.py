"""Queue, claim, and say what became of it: each one statement, guarded by the attempt as fence."""

from __future__ import annotations

from datetime import timedelta
from random import uniform
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_noop

from engagement.access.errors import Conflict
from engagement.access.models import Role
from engagement.access.scope import Actor
from engagement.mail.models import LEASE, MOST_TRIES, UNDELIVERED, Letter, State

#: How long a letter waits after its first failure, its second, and so on.
WAITS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=24),
)
#: A wait is up to a fifth longer, so that letters which failed together do not come together.
JITTER = 0.2
#: Why a letter was given up though it may have arrived; translated where it is shown.
NOT_KNOWN = gettext_noop("It is not known whether it arrived.")
#: Who may see what was not delivered, and decide about it.
DECIDERS = (Role.MANAGER, Role.ADMINISTRATOR)


def queue_letter(actor: Actor, recipient_id: UUID, kind: str, about: UUID) -> Letter | None:
    """Write down a letter in the caller's transaction; None where the same was queued before.

    The door may enqueue `mail.send` once this is committed; beat does so in half a minute anyway.
    """
    letter = Letter(
        programme_id=actor.programme_id,
        recipient_id=recipient_id,
        kind=kind,
        about=about,
        once=f"{kind}:{about}:{recipient_id}",
    )
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    return Letter.objects.filter(pk=letter.pk).first()


def claim_letter() -> Letter | None:
    """The next letter to send, committed as ours before anything leaves; None where none is due.

    One at a time: a sender that dies leaves one letter of which nobody knows, not a batch.
    """
    with transaction.atomic(durable=True):
        due = Letter.objects.due().select_for_update(skip_locked=True)
        pk = due.order_by("send_after").values_list("pk", flat=True).first()
        if pk is None:
            return None
        Letter.objects.filter(pk=pk).update(
            state=State.SENDING,
            attempt=F("attempt") + 1,
            tries=F("tries") + 1,
            lease_until=Now() + LEASE,
        )
        return Letter.objects.select_related("recipient", "programme").get(pk=pk)


def sent(letter: Letter) -> None:
    """The server took it. A lease that ran out in between does not make that untrue."""
    Letter.objects.filter(pk=letter.pk, attempt=letter.attempt).update(
        state=State.SENT, sent_at=Now(), lease_until=None, error=""
    )


def put_back(letter: Letter, error: str) -> None:
    """It certainly did not arrive: try it later, or give it up after the last try."""
    if letter.tries >= MOST_TRIES:
        give_up(letter, error)
        return
    wait = WAITS[letter.tries - 1] * uniform(1, 1 + JITTER)  # noqa: S311  no secret
    Letter.objects.filter(pk=letter.pk).held(letter.attempt).update(
        state=State.WAITING, send_after=Now() + wait, lease_until=None, error=error[:200]
    )


def give_up(letter: Letter, error: str) -> None:
    """No machine tries it again; a person decides."""
    Letter.objects.filter(pk=letter.pk).held(letter.attempt).update(
        state=State.DEAD, lease_until=None, error=error[:200]
    )


def give_up_lost() -> int:
    """Give up what a sender left on its way, rather than send it twice; how many."""
    return Letter.objects.lost().update(state=State.DEAD, lease_until=None, error=NOT_KNOWN)


def send_again(actor: Actor, letter: Letter) -> None:
    """Let it be tried at once, and as often as a new one.

    Raises NotAllowed; Conflict where it is being sent, was sent or dropped.
    """
    _decide(actor, letter, state=State.WAITING, tries=0, send_after=Now(), error="")


def drop(actor: Actor, letter: Letter) -> None:
    """Never send it; it is not queued anew either.

    Raises NotAllowed; Conflict where it is being sent, was sent or dropped.
    """
    _decide(actor, letter, state=State.DROPPED)


def _decide(actor: Actor, letter: Letter, **changed: object) -> None:
    actor.require(*DECIDERS)
    rows = Letter.objects.visible_to(actor).filter(pk=letter.pk, state__in=UNDELIVERED)
    if not rows.update(**changed):
        raise Conflict
