"""The page of letters that were not delivered, and what a person decides about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Case, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagement.access.doors import as_member
from engagement.access.errors import Conflict
from engagement.access.scope import Actor, acting_as
from engagement.jobs.tasks import put
from engagement.mail.actions import DECIDERS, NOT_KNOWN, drop, send_again
from engagement.mail.delivery import configured
from engagement.mail.letters import label_of
from engagement.mail.models import Letter, State

#: Letters on the page.
PAGE = 100


@require_safe
@as_member
def letter_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    actor.require(*DECIDERS)
    with acting_as(actor, "read"):
        rows = Letter.objects.visible_to(actor).undelivered().select_related("recipient")
        given_up_first = Case(When(state=State.DEAD, then=Value(0)), default=Value(1))
        shown = list(rows.order_by(given_up_first, "created_at")[: PAGE + 1])
        context = {
            "rows": [_line(actor, row) for row in shown[:PAGE]],
            "most": PAGE if len(shown) > PAGE else 0,
            "configured": configured(),
        }
        return render(request, "mail/list.html", context)


@require_POST
@as_member
def again(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    said = _("It will be sent within a minute.")
    answer = _decide(request, actor, pk, "letter.sent_again", send_again, said)
    put("mail.send", pk)  # where the queue is down, beat asks
    return answer


@require_POST
@as_member
def forget(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    return _decide(request, actor, pk, "letter.dropped", drop, _("The letter is dropped."))


def _decide(
    request: HttpRequest,
    actor: Actor,
    pk: UUID,
    verb: str,
    act: Callable[[Actor, Letter], None],
    said: str,
) -> HttpResponse:
    try:
        with acting_as(actor, verb):
            letter = Letter.objects.visible_to(actor).filter(pk=pk).first()
            if letter is None:
                raise Http404
            act(actor, letter)
        messages.success(request, said)
    except Conflict:
        messages.warning(request, _("It was sent, or dropped, in the meantime."))
    return redirect("letter_list")


def _line(actor: Actor, letter: Letter) -> dict[str, Any]:
    return {
        "letter": letter,
        "to": letter.recipient.get_full_name(),
        "kind": label_of(letter.kind),
        # Without its zone, or the template turns it to the server's clock.
        "since": actor.local(letter.created_at).replace(tzinfo=None),
        "reason": _(letter.error) if letter.error else "",
        "may_have_arrived": letter.error == NOT_KNOWN,
    }
