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
from engagement.stakeholders.models import ActorGroup, Stakeholder


def filtered(rows: MeetingQuerySet, form: Form, actor: Actor, figure: str) -> MeetingQuerySet:
    """The rows that the filters leave, or those behind a figure. Raises Http404."""
    if not form.is_valid() and figure:
        raise Http404  # the list would not be the figure's
    wanted = form.cleaned_data
    rows = rows.withdrawn().led_by(actor) if wanted.get("withdrawn") else rows.current()
    if figure or wanted.get("governorate"):
        rows = _by_place(rows, wanted, actor, figure)
    if form.data.get("met"):
        rows = _met_group(rows, form.data["met"])
    return _simple(_of(rows, form, actor), wanted, actor)


def _by_place(
    rows: MeetingQuerySet, wanted: dict[str, Any], actor: Actor, figure: str
) -> MeetingQuerySet:
    area, unit = area_of(actor.programme_id), None
    if wanted.get("governorate"):
        unit = Region.objects.filter(pk=int(wanted["governorate"])).first()
    if not figure:
        return rows.visited_in(area, unit) if unit else rows
    try:
        return narrow(rows, figure, area, unit)
    except ValueError as error:
        raise Http404 from error


def _met_group(rows: MeetingQuerySet, group: str) -> MeetingQuerySet:
    """With a counterpart of a group as it was on the day: behind a cell of coverage's matrix."""
    if group not in ActorGroup.values:
        raise Http404
    return rows.met(frozen_type__group=group)


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
    for name in ("status", "mode", "purpose", "kind", "tlp", "to_complete"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    if wanted.get("mine"):
        rows = rows.filter(author_id=actor.user_id)
    return _by_people(rows, wanted, actor)


def _by_people(rows: MeetingQuerySet, wanted: dict[str, Any], actor: Actor) -> MeetingQuerySet:
    people = Stakeholder.objects.visible_to(actor)
    if wanted.get("group"):
        rows = rows.with_people(actor, people.in_group(wanted["group"]))
    if wanted.get("q"):
        rows = rows.found_by(actor, wanted["q"])
    return rows
