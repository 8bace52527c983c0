"""The facts under a stakeholder's name, each with what it rests on."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.access.scope import Actor
from engagement.registry.profiles.met import YEAR, Met
from engagement.stakeholders.assessments.codes import value_label
from engagement.stakeholders.assessments.models import Assessment, Facet, Standing
from engagement.stakeholders.models import ARMED_GROUPS, Relation, Stakeholder

Fact = dict[str, Any]


def facts(actor: Actor, person: Stakeholder, own: list[Assessment], figures: Met) -> list[Fact]:
    """Actor type, relation to the state with its basis, base, owner, last met."""
    kind = person.actor_type
    base = person.base_region.label if person.base_region else _("Not recorded")
    return [
        _fact(_("Actor type"), kind.label, f"{kind.get_group_display()} · {_kind(person)}"),
        _relation(actor, person, own),
        _last_met(person, figures),
        _fact(_("Where from"), base),
        _fact(
            _("Relationship owner"),
            _owner(person),
            person.lead_team.name if person.lead_team else "",
        ),
    ]


def understanding(actor: Actor, person: Stakeholder, own: list[Assessment]) -> dict[str, str]:
    """Whether what we hold of a body that bears arms is current, stale or nothing; else empty."""
    armed = person.actor_type.security_actor or person.actor_type.group in ARMED_GROUPS
    if person.kind == Stakeholder.Kind.PERSON or not (armed or person.kind == person.Kind.UNIT):
        return {}
    days = [row.assessed_on for row in own if row.standing == Standing.ACCEPTED]
    if not days:
        words = _("None: there is no accepted assessment that you may open.")
        return {"state": "none", "words": words}
    day = date_format(max(days), "j F Y")
    if actor.today() - max(days) > YEAR:
        words = _("Stale: the newest accepted assessment is of %(day)s, over 12 months ago.")
        return {"state": "stale", "words": words % {"day": day}}
    words = _("Current: the newest accepted assessment is of %(day)s.")
    return {"state": "current", "words": words % {"day": day}}


def impact(own: list[Assessment], figures: Met) -> list[str]:
    """What accepting a contested relation would change, in meetings."""
    return [_impact(row, figures) for row in own if row.pk in figures.moved]


def _impact(row: Assessment, figures: Met) -> str:
    value = value_label(row.facet, row.value)
    moved = figures.moved[row.pk]
    words = ngettext(
        "If “%(value)s” were accepted, %(n)s of %(all)s counted meetings with them that you may "
        "open would be counted otherwise.",
        "If “%(value)s” were accepted, %(n)s of %(all)s counted meetings with them that you may "
        "open would be counted otherwise.",
        moved,
    )
    return words % {"value": value, "n": moved, "all": figures.times}


def _relation(actor: Actor, person: Stakeholder, own: list[Assessment]) -> Fact:
    ours = [row for row in own if row.facet == Facet.RELATION]
    today = actor.today()
    accepted = next(
        (row for row in ours if row.standing == Standing.ACCEPTED and row.holds_on(today)), None
    )
    contested = any(row.standing == Standing.CONFLICT for row in ours)
    label = _("Relation to the state")
    if accepted is not None:
        day = date_format(accepted.assessed_on, "j F Y")
        note = _("by an accepted assessment (%(grade)s, %(day)s)") % {
            # Isolated: in Arabic its letter would draw the day's number over to its other side.
            "grade": f"\u2066{accepted.grade}\u2069",
            "day": day,
        }
        return _fact(label, value_label(Facet.RELATION, accepted.value), note, contested)
    note = _("by the default of the actor type; no accepted assessment that you may open")
    return _fact(label, Relation(person.actor_type.default_relation).label, note, contested)


def _last_met(person: Stakeholder, figures: Met) -> Fact:
    label = _("Last met")
    if figures.last is None:
        if person.not_to_be_engaged:
            return _fact(label, _("Not to be engaged"))
        return _fact(label, _("Never"), _("in no counted meeting that you may open"))
    times = ngettext(
        "%(n)s meeting in 12 months that you may open",
        "%(n)s meetings in 12 months that you may open",
        figures.last_year,
    )
    return _fact(label, date_format(figures.last, "j F Y"), times % {"n": figures.last_year})


def _kind(person: Stakeholder) -> str:
    return str(person.get_kind_display())


def _owner(person: Stakeholder) -> str:
    return person.owner.get_full_name() if person.owner else _("Nobody yet")


def _fact(label: str, value: Any, note: str = "", contested: bool = False) -> Fact:
    return {"label": label, "value": value, "note": note, "contested": contested}
