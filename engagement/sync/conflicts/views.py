"""The doors of clashes: what waits for a person, and the decision."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagement.access.doors import as_member, reason_in, version_in
from engagement.access.errors import Conflict, NotAllowed
from engagement.access.models import Role
from engagement.access.scope import WRITERS, Actor, acting_as
from engagement.sync.batches.deciding import decide_conflict
from engagement.sync.conflicts.pages import clashes_of, open_clashes


@require_safe
@as_member
def conflict_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    actor.require(*WRITERS)
    return _page(request, actor)


@require_POST
@as_member
def conflict_decide(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Take what the partner sent, or keep what stands."""
    actor.require(*WRITERS)
    reason, take = reason_in(request), request.POST.get("take", "")
    with acting_as(actor, "read"):
        if not open_clashes(actor).filter(pk=pk).exists():
            raise Http404
    try:
        with acting_as(actor, "conflict.decided", reason):
            version = version_in(request)
            clash = decide_conflict(actor, pk, take=take, reason=reason, version=version)
    except ValidationError as error:
        return _page(request, actor, 422, failed=pk, why=" ".join(error.messages), typed=reason)
    except Conflict:
        messages.error(request, _("The record moved on meanwhile. Look at it again."))
    except NotAllowed as error:
        raise Http404 from error
    else:
        theirs = clash.decision == "theirs"
        kept = _("What stands here was kept.")
        messages.success(request, _("What the partner sent was taken.") if theirs else kept)
    return _back(request, actor)


def _back(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Where the decision was made: on a partner's page, or on the page of all."""
    try:
        partner = UUID(request.POST.get("partner", ""))
    except ValueError:
        return redirect("conflict_list")
    return redirect("partner", partner) if actor.role == Role.MANAGER else redirect("conflict_list")


def _page(request: HttpRequest, actor: Actor, status: int = 200, **failed: object) -> HttpResponse:
    with acting_as(actor, "read"):
        context = {**clashes_of(actor), **failed}
        return render(request, "sync/conflicts.html", context, status=status)
