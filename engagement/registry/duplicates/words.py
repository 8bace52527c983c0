"""What speaks for and against a pair, in sentences, the weightiest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.names.lists import in_a_row
from engagement.registry.duplicates.facts import Around, Facts
from engagement.stakeholders.models import Stakeholder

#: Fewer meetings than this on a side show no turns.
FEWEST_TURNS = 2


@dataclass
class Signs:
    """Sentences; `speaks_for` is empty where nothing but names does."""

    speaks_for: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)


def signs(one: Stakeholder, other: Stakeholder, facts: Facts) -> Signs:
    """Of one pair; the same whichever side is first, but for the order inside a sentence."""
    found, a, b = Signs(), facts.people[one.pk], facts.people[other.pk]
    if a.contacts & b.contacts:
        found.speaks_for.append(_("The same number or mail address is on record for both."))
    _birth_years(found, one, other)
    _posts(found, a, b, facts)
    _bases(found, one, other)
    _meetings(found, one, other, facts)
    return found


def _birth_years(found: Signs, one: Stakeholder, other: Stakeholder) -> None:
    if not one.birth_year or not other.birth_year:
        return
    told: dict[str, Any] = {"one": one.birth_year, "other": other.birth_year}
    if one.birth_year == other.birth_year:
        found.speaks_for.append(_("Both were born in %(one)s.") % told)
    else:
        found.against.append(_("One was born in %(one)s, the other in %(other)s.") % told)


def _posts(found: Signs, a: Around, b: Around, facts: Facts) -> None:
    bodies = [facts.bodies[key] for key in a.posts if key in b.posts and key in facts.bodies]
    if bodies:
        told = {"bodies": in_a_row(sorted(bodies))}
        found.speaks_for.append(_("Both have a post in: %(bodies)s.") % told)


def _bases(found: Signs, one: Stakeholder, other: Stakeholder) -> None:
    if not one.base_region or not other.base_region:
        return
    told = {"one": one.base_region.label, "other": other.base_region.label}
    if one.base_region_id == other.base_region_id:
        found.speaks_for.append(_("Both are from %(one)s.") % told)
    else:
        found.against.append(_("One is from %(one)s, the other from %(other)s.") % told)


def _meetings(found: Signs, one: Stakeholder, other: Stakeholder, facts: Facts) -> None:
    a, b = facts.people[one.pk], facts.people[other.pk]
    together = len(a.meetings.keys() & b.meetings.keys())
    if together:
        words = ngettext(
            "Both sat in one and the same meeting: hardly one person.",
            "Both sat together in %(n)s meetings: hardly one person.",
            together,
        )
        found.against.insert(0, words % {"n": together})
        return
    beside = len((a.others & b.others) - {one.pk, other.pk})
    if beside:
        words = ngettext(
            "Both were met with %(n)s same other.", "Both were met with %(n)s same others.", beside
        )
        found.speaks_for.append(words % {"n": beside})
    places = sorted(facts.regions[key].label for key in a.places & b.places)
    if places:
        told = {"places": in_a_row(places)}
        found.speaks_for.append(_("Both were met in: %(places)s.") % told)
    if _in_turns(a, b):
        found.speaks_for.append(_("They were met over the same time, and never in one meeting."))


def _in_turns(a: Around, b: Around) -> bool:
    if min(len(a.meetings), len(b.meetings)) < FEWEST_TURNS:
        return False
    mine, theirs = sorted(a.meetings.values()), sorted(b.meetings.values())
    return mine[0] <= theirs[-1] and theirs[0] <= mine[-1]
