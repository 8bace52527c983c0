"""The brief's pages: recommendations, targets, who answers for what, which meetings serve it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagement.access.doors import as_member
from engagement.access.errors import Conflict
from engagement.access.models import Role
from engagement.access.scope import Actor, acting_as
from engagement.briefs.actions import (
    install_brief,
    link_team,
    set_target,
    settle_match,
    settle_matches,
    unlink_team,
)
from engagement.briefs.codes import Indicator
from engagement.briefs.forms import TargetForm, TeamsForm
from engagement.briefs.lists import lines, recommendations, target_changes
from engagement.briefs.matching import CODES
from engagement.briefs.measures import MEASURES, bound_words
from engagement.briefs.models import Brief, Recommendation, Target
from engagement.briefs.pages import confirmed_context, matches_context, of_meeting
from engagement.meetings.models import Meeting

READERS = (Role.READER, Role.OFFICER, Role.MANAGER)
SECTION = {"section": "recommendation_list"}


@require_safe
@as_member
def recommendation_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    actor.require(*READERS)
    with acting_as(actor, "read"):
        context = {
            **SECTION,
            "brief": Brief.objects.filter(programme_id=actor.programme_id).first(),
            "rows": lines(actor, recommendations(actor)),
            "manages": actor.role == Role.MANAGER,
        }
        return render(request, "briefs/list.html", context)


@require_POST
@as_member
def install(request: HttpRequest, actor: Actor) -> HttpResponse:
    with acting_as(actor, "brief.installed"):
        install_brief(actor)
    messages.success(request, _("The brief is installed, with default targets that are ours."))
    return redirect("recommendation_list")


@require_safe
@as_member
def recommendation(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    actor.require(*READERS)
    with acting_as(actor, "read"):
        row = _by_code(actor, code)
        context = {
            **SECTION,
            "line": (line := lines(actor, [row])[0]),
            **line,
            **confirmed_context(actor, row.code, request.GET.get("after", "")),
            "changes": target_changes(actor, row),
            "manages": actor.role == Role.MANAGER,
        }
        return render(request, "briefs/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def target(request: HttpRequest, actor: Actor, code: str, indicator: str) -> HttpResponse:
    actor.require(Role.MANAGER)
    reason = _clean(request.POST.get("reason", ""))
    status, data = (422, request.POST) if request.method == "POST" else (200, None)
    try:
        with acting_as(actor, "target.set", reason):
            form = _target_form(actor, code, indicator, data)
            if data is not None and form.is_valid():
                version = form.cleaned_data["version"]
                set_target(actor, form.draft(), reason=reason, version=version)
                messages.success(request, _("Saved."))
                return redirect("recommendation", code=code)
    except ValidationError as error:
        form.refuse(error)
    except Conflict:
        with acting_as(actor, "read"):
            form = _target_form(actor, code, indicator, None)
        status = 409
    context = {
        **SECTION,
        "form": form,
        "clash": status == 409,
        "code": code,
        "label": Indicator(indicator).label,
        "measure": MEASURES[Indicator(indicator)].words,
        "bound": bound_words(indicator),
    }
    return render(request, "briefs/target.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def teams(request: HttpRequest, actor: Actor) -> HttpResponse:
    actor.require(Role.MANAGER)
    data = request.POST if request.method == "POST" else None
    with acting_as(actor, "team.linked"):
        form = TeamsForm(actor, data)
        if data is not None and form.is_valid():
            wanted = form.wanted()
            for addressee, team in wanted - form.there:
                link_team(actor, team, addressee)
            for addressee, team in form.there - wanted:
                unlink_team(actor, team, addressee)
            messages.success(request, _("Saved."))
            return redirect("recommendation_list")
    status = 200 if data is None else 422
    return render(request, "briefs/teams.html", {**SECTION, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def match_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    actor.require(Role.MANAGER)
    error, status = "", 200
    if request.method == "POST":
        try:
            with acting_as(actor, "match.settled"):
                return _settled(request, actor)
        except ValidationError as told:
            error, status = " ".join(told.messages), 422
    with acting_as(actor, "read"):
        rows = recommendations(actor)
        wanted = request.POST.get("for") or request.GET.get("for") or ""
        code = wanted if wanted in CODES else CODES[0]
        if not rows:
            return redirect("recommendation_list")
        after = request.POST.get("after") or request.GET.get("after", "")
        context = {**SECTION, **matches_context(actor, rows, code, after), "error": error}
        return render(request, "briefs/matches.html", context, status=status)


def _settled(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Settle what was chosen, or all that was shown; then the page where it stood."""
    row = _by_code(actor, request.POST.get("for", ""))
    verdict, everything = request.POST.get("verdict", ""), "all" in request.POST
    if everything:
        verdict = request.POST["all"]
    chosen = request.POST.getlist("shown" if everything else "meeting")
    if not chosen:
        raise ValidationError(_("Choose at least one meeting."))
    settled = settle_matches(actor, [(_uuid(key), row.pk, verdict) for key in chosen])
    words = ngettext("%(n)s meeting is settled.", "%(n)s meetings are settled.", settled)
    messages.success(request, words % {"n": settled})
    return redirect(f"{reverse('match_list')}?for={row.code}")


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def meeting_recommendations(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Which recommendations a meeting serves: a fragment of its page, and a page of its own."""
    actor.require(*READERS)
    error, status = "", 200
    if request.method == "POST":
        try:
            with acting_as(actor, "match.settled"):
                _meeting(actor, pk)
                ours = _uuid(request.POST.get("recommendation", ""))
                settle_match(actor, pk, ours, request.POST.get("verdict", ""))
                return redirect("meeting", pk=pk)
        except ValidationError as told:
            error, status = " ".join(told.messages), 422
    with acting_as(actor, "read"):
        context: dict[str, Any] = {**of_meeting(actor, _meeting(actor, pk)), "error": error}
        fragment = request.headers.get("HX-Request") == "true" and request.method != "POST"
        template = "of_meeting" if fragment else "of_meeting_page"
        context["section"] = "meeting_list"
        return render(request, f"briefs/{template}.html", context, status=status)


def _target_form(actor: Actor, code: str, indicator: str, data: Any) -> TargetForm:
    row = _by_code(actor, code)
    if indicator not in row.indicators:
        raise Http404
    targets = Target.objects.visible_to(actor).filter(recommendation=row, indicator=indicator)
    return TargetForm(row, indicator, targets.first(), data)


def _by_code(actor: Actor, code: str) -> Recommendation:
    rows = Recommendation.objects.visible_to(actor).filter(withdrawn_at=None)
    row: Recommendation | None = rows.filter(code=_clean(code)).first()
    if row is None:
        raise Http404
    return row


def _meeting(actor: Actor, pk: UUID) -> Meeting:
    row: Meeting | None = Meeting.objects.visible_to(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise ValidationError(_("Choose a meeting and a recommendation.")) from error


def _clean(text: str) -> str:
    """As the database can store it: it knows no NUL."""
    return text.replace("\x00", "").strip()[:500]
