"""The meetings list's filters, and the way from a figure to its list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404

from engagement.access.scope import Actor
from engagement.meetings.drilldown import narrow
from engagement.meetings.querysets import MeetingQuerySet
from engagement.regions.choices import area_of
from engagement.regions.models import Region
from engagement.stakeholders.models import Stakeholder


def filtered(rows: MeetingQuerySet, form: Form, actor: Actor, figure: str) -> MeetingQuerySet:
    """The rows that the filters leave, or those behind a figure. Raises Http404."""
    if not form.is_valid() and figure:
        raise Http404  # the list would not be the figure's
    wanted = form.cleaned_data
    unit = None
    if wanted.get("governorate"):
        unit = Region.objects.filter(pk=int(wanted["governorate"])).first()
    area = area_of(actor.programme_id)
    if figure:
        try:
            rows = narrow(rows, figure, area, unit)
        except ValueError as error:
            raise Http404 from error
    elif unit:
        rows = rows.visited_in(area, unit)
    return _simple(_of(rows, form, actor), wanted, actor)


def _of(rows: MeetingQuerySet, form: Form, actor: Actor) -> MeetingQuerySet:
    """Of one team, or with one stakeholder: what other pages' links narrow the list to."""
    try:
        if form.data.get("team"):
            rows = rows.of_team(UUID(form.data["team"]))
        if form.data.get("with"):
            people = Stakeholder.objects.visible_to(actor).filter(pk=UUID(form.data["with"]))
            rows = rows.with_people(actor, people)
    except ValueError as error:
        raise Http404 from error
    return rows


def _simple(rows: MeetingQuerySet, wanted: dict[str, Any], actor: Actor) -> MeetingQuerySet:
    if wanted.get("first"):
        rows = rows.filter(held_on__gte=wanted["first"])
    if wanted.get("last"):
        rows = rows.filter(held_on__lte=wanted["last"])
    for name in ("status", "mode"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    if wanted.get("q"):
        people = Stakeholder.objects.visible_to(actor).named_like(wanted["q"])
        rows = rows.with_people(actor, people)
    return rows
