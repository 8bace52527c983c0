"""The doors of duplicates: the queue, a judgement, and the scan of the register."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagement.access.doors import as_member, reason_in
from engagement.access.errors import NotAllowed
from engagement.access.models import Role
from engagement.access.scope import WRITERS, Actor, acting_as
from engagement.jobs.tasks import send
from engagement.meetings.lists import MOST_COUNTED, count_of
from engagement.registry.duplicates.actions import cancel_scan, judge, request_scan
from engagement.registry.duplicates.lists import (
    SHOWN,
    After,
    judged_words,
    open_pairs,
    queue_context,
    scan_context,
)

#: Administrators see no content by their role.
READERS = (Role.READER, Role.OFFICER, Role.MANAGER)


@require_safe
@as_member
def queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Pairs to be judged, those with the most beside their names first."""
    actor.require(*READERS)
    shown, after = request.GET.get("show", SHOWN[0]), request.GET.get("after", "")
    key = After.parse(after)
    if shown not in SHOWN or (after and key is None):
        raise Http404
    with acting_as(actor, "read"):
        context = queue_context(actor, shown, _person(request.GET.get("with", "")), key)
        context |= scan_context(actor) | {"here": request.get_full_path()}
        return render(request, "registry/duplicates.html", context)


@require_safe
@as_member
def count(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How many likely pairs the reader has to judge, as a fragment."""
    actor.require(*READERS)
    with acting_as(actor, "read"):
        number = count_of(open_pairs(actor).filter(likely=True))
        context = {"count": min(number, MOST_COUNTED), "more_than": number > MOST_COUNTED}
        return render(request, "registry/duplicates_count.html", context)


@require_POST
@as_member
def judged(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Note what somebody said of a pair, or take it back."""
    actor.require(*WRITERS)
    verdict = request.POST.get("verdict", "none")
    try:
        with acting_as(actor, "duplicates.judged", reason_in(request)):
            judge(actor, pk, verdict)
    except NotAllowed as error:
        raise Http404 from error
    except ValueError:
        messages.error(request, _("Nothing was noted. Say it again."))
        return redirect(_back(request))
    messages.success(request, judged_words(verdict))
    return redirect(_back(request))


@require_POST
@as_member
def scan(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask for a scan of what one may open."""
    with acting_as(actor, "duplicates.scan_requested"):
        asked = request_scan(actor)
    send(asked.job.task, asked.job.pk)
    return redirect("duplicate_list")


@require_POST
@as_member
def cancel(request: HttpRequest, actor: Actor) -> HttpResponse:
    with acting_as(actor, "duplicates.scan_cancelled"):
        stopped = cancel_scan(actor)
    messages.success(
        request,
        _("Stopped. What it found until then stays.") if stopped else _("No scan is running."),
    )
    return redirect("duplicate_list")


@require_safe
@as_member
def progress(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How far the scan is, as a fragment; once it is over, the page is asked for anew."""
    with acting_as(actor, "read"):
        context = scan_context(actor)
        if context["scan"] is None:
            raise NotAllowed("no scan of yours")
        response = render(request, "registry/duplicates_progress.html", context)
    if not context["progress"]["open"]:
        response["HX-Refresh"] = "true"
    return response


def _person(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Http404 from error


def _back(request: HttpRequest) -> str:
    """The page of the queue that the judgement was sent from."""
    at = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(at, {request.get_host()}) and at.startswith(
        "/duplicates/"
    )
    return at if safe else reverse("duplicate_list")
