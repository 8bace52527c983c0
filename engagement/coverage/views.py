"""Coverage's pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from engagement.access.doors import as_member
from engagement.access.models import Role
from engagement.access.scope import Actor, acting_as
from engagement.coverage.chosen import Chosen
from engagement.coverage.forms import CoverageForm, MovesForm
from engagement.coverage.frame import frame
from engagement.coverage.kept import kept
from engagement.coverage.missing import gaps_page, gaps_part
from engagement.coverage.moved import moves_context
from engagement.coverage.overview import overview
from engagement.coverage.reliance import NoSuchPage
from engagement.coverage.tabs.coordination import coordination_context
from engagement.coverage.tabs.few import few_context
from engagement.coverage.tabs.trend import trend_context
from engagement.coverage.telling import method_context, recommendations_context
from engagement.regions.choices import area_of
from engagement.regions.models import ProgrammeArea

Build = Callable[[Actor, Chosen, ProgrammeArea], dict[str, Any]]


def coverage_page(
    request: HttpRequest, actor: Actor, name: str, template: str, build: Build, *also: str
) -> HttpResponse:
    """A page of coverage over what the address asks for; 400 in words where that cannot be counted.

    `also` are parameters of the page's own, beside the form's.
    """
    actor.require(Role.READER, Role.OFFICER, Role.MANAGER)
    page = partial(_page, request, actor, name, template, build, *also)
    return kept(request, actor, page)


def _page(
    request: HttpRequest, actor: Actor, name: str, template: str, build: Build, *also: str
) -> HttpResponse:
    with acting_as(actor, "read"):
        form = CoverageForm(actor, request.GET, also, fixed_only=name != "coverage")
        if not form.is_valid():
            refused = {"form": form, "f": None, "here": reverse(name)}
            return render(request, "coverage/tab.html", refused, status=400)
        chosen, area = form.chosen(), area_of(actor.programme_id)
        f = frame(chosen, name, area.list_on(chosen.period.last))
        context = {"form": form, "f": f, **build(actor, chosen, area)}
        return render(request, template, context)


@require_safe
@as_member
def first(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The first screen; of a very large log with what the reader may not open in a second part."""
    if request.GET.get("part") == "seen":
        build: Build = partial(overview, wait=True)
        return coverage_page(request, actor, "coverage", "coverage/overview.html", build, "part")
    return coverage_page(request, actor, "coverage", "coverage/first.html", overview, "part")


@require_safe
@as_member
def recommendations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The brief's recommendations against their targets, with what speaks for and against."""
    name, template = "coverage_recommendations", "coverage/recommendations.html"
    return coverage_page(request, actor, name, template, recommendations_context)


@require_safe
@as_member
def method(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How each figure is made, and how sure it is."""
    name, template = "coverage_method", "coverage/method.html"
    return coverage_page(request, actor, name, template, method_context)


@require_safe
@as_member
def gaps(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Where we do not go and whom we do not meet, each with why."""
    name, template = "coverage_gaps", "coverage/gaps_page.html"
    keys = {key: request.GET.get(key, "") for key in ("never", "late")}
    build: Build = partial(gaps_page, keys=keys)
    if part := request.GET.get("part"):
        build, template = partial(gaps_part, part=part, keys=keys), "coverage/gap_part.html"
    try:
        return coverage_page(request, actor, name, template, build, "part", *keys)
    except ValueError as error:  # a key of a page that is none
        raise Http404 from error


@require_safe
@as_member
def moves(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Why the numbers are not those of an earlier day, or of a year before."""
    asked = MovesForm(actor, request.GET)
    if not asked.is_valid():
        actor.require(Role.READER, Role.OFFICER, Role.MANAGER)
        refused = {"form": asked, "f": None, "here": reverse("coverage_moves")}
        return render(request, "coverage/tab.html", refused, status=400)
    values = asked.cleaned_data

    def build(actor: Actor, chosen: Chosen, area: ProgrammeArea) -> dict[str, Any]:
        found = moves_context(
            actor, chosen, area, since=values["since"], against=values["against"] or "day"
        )
        return {**found, "asked": asked}

    name, template = "coverage_moves", "coverage/moves.html"
    return coverage_page(request, actor, name, template, build, *asked.fields)


@require_safe
@as_member
def trend(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Eight quarters, against the baseline and a year before."""
    return coverage_page(request, actor, "coverage_trend", "coverage/trend.html", trend_context)


@require_safe
@as_member
def few(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How few people we rely on, and who is known by one officer only."""
    return _paged(request, actor, "coverage_few", "coverage/few.html", few_context)


@require_safe
@as_member
def coordination(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Whom and where several teams meet apart, what nobody meets, and what will clash."""
    name, template = "coverage_coordination", "coverage/coordination.html"
    return _paged(request, actor, name, template, coordination_context)


def _paged(
    request: HttpRequest, actor: Actor, name: str, template: str, build: Callable[..., Any]
) -> HttpResponse:
    """A page of coverage with a list in pages of its own; 404 where there is no such page."""
    after = request.GET.get("after", "")
    try:
        return coverage_page(request, actor, name, template, partial(build, after=after), "after")
    except NoSuchPage as error:
        raise Http404 from error
