"""Which recommendations a meeting serves, as a rule proposes it.

Nothing of this is stored: a person settles it (`settle_matches`), and only that is. A rule looks at
what the actor may open, so that no proposal tells of somebody hidden. US-3 asks for an assessment
and not for meetings: no rule proposes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from engagement.access.models import Programme
from engagement.access.scope import Actor
from engagement.briefs.codes import Verdict
from engagement.briefs.models import MeetingRecommendation
from engagement.meetings.codes import ON_THE_SPOT, Purpose, Role
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.models import Meeting, Participant, Venue
from engagement.meetings.querysets import MeetingQuerySet
from engagement.regions.models import ProgrammeArea, Region
from engagement.stakeholders.assessments.models import Assessment
from engagement.stakeholders.models import ActorGroup, Relation, Stakeholder
from engagement.stakeholders.posts.models import Post

#: Proposals are counted as far as this; beyond it the page says "more than".
MOST_COUNTED = 1000
_NEVER = Q(pk__in=[])


def _counterparts(actor: Actor) -> Any:
    """Of whom the actor may open the person, and the post and the body that they spoke for."""
    people = Stakeholder.objects.visible_to(actor).values("pk")
    posts = Post.objects.visible_to(actor).values("pk")
    rows = Participant.objects.visible_to(actor).filter(meeting=OuterRef("pk"))
    return rows.filter(
        Q(post=None) | Q(post__in=posts),
        Q(frozen_organisation=None) | Q(frozen_organisation__in=people),
        role=Role.COUNTERPART,
        stakeholder__in=people,
    )


def _beyond_the_capital(actor: Actor) -> Q:
    area = ProgrammeArea.objects.filter(programme_id=actor.programme_id)
    here, kind = area.values("country"), Region.Kind
    places = Venue.objects.visible_to(actor).filter(
        Q(region__kind=kind.GOVERNORATE, region__capital=False, region__parent__in=here)
        | Q(
            region__kind=kind.DISTRICT,
            region__parent__capital=False,
            region__parent__parent__in=here,
        ),
        meeting=OuterRef("pk"),
    )
    return Q(Exists(places), mode__in=ON_THE_SPOT)


def _not_state(actor: Actor) -> Q:
    claims = Assessment.objects.visible_to(actor).values("pk")
    rows = _counterparts(actor).filter(
        Q(frozen_assessment=None) | Q(frozen_assessment__in=claims),
        frozen_relation__in=(Relation.HYBRID, Relation.NON_STATE),
    )
    return Q(Exists(rows))


def _civilians(actor: Actor) -> Q:
    groups = (ActorGroup.CIVIL_SOCIETY, ActorGroup.COMMUNITIES)
    return Q(Exists(_counterparts(actor).filter(frozen_type__group__in=groups)))


def _paramilitary_dialogue(actor: Actor) -> Q:
    armed = _counterparts(actor).filter(frozen_type__group=ActorGroup.PARAMILITARY)
    return Q(Exists(armed), purpose__in=(Purpose.DIALOGUE, Purpose.CONSULTATION))


def _issue_of_iraqis(actor: Actor) -> Q:
    unknown_or_not = (ActorGroup.INTERNATIONAL, ActorGroup.NOT_SURE)
    people = Stakeholder.objects.visible_to(actor).exclude(actor_type__group__in=unknown_or_not)
    issues = IssueRaised.objects.visible_to(actor).filter(meeting=OuterRef("pk"))
    return Q(Exists(issues.filter(raised_by__in=people.values("pk"))))


@dataclass(frozen=True)
class Rule:
    """One reason to propose a recommendation, said to the database and to a person."""

    name: str
    code: str
    words: Any
    match: Callable[[Actor], Q]


RULES = (
    Rule(
        "beyond_the_capital",
        "EU-2",
        _("People met in person, or partly online, outside the capital’s governorate."),
        _beyond_the_capital,
    ),
    Rule(
        "not_state",
        "EU-1",
        _("A counterpart’s relation to the state at the time was hybrid or non-state."),
        _not_state,
    ),
    Rule(
        "civilians",
        "US-1",
        _("A counterpart was from civil society or a community."),
        _civilians,
    ),
    Rule(
        "paramilitary_dialogue",
        "US-1",
        _("A counterpart was paramilitary, and the purpose was dialogue or consultation."),
        _paramilitary_dialogue,
    ),
    Rule(
        "issue_of_iraqis",
        "US-2",
        _("An Iraqi stakeholder raised an issue in it."),
        _issue_of_iraqis,
    ),
)
#: The recommendations that a rule proposes.
CODES = tuple(dict.fromkeys(rule.code for rule in RULES))


def rules_of(code: str) -> list[Rule]:
    """The rules that propose one recommendation; none for US-3."""
    return [rule for rule in RULES if rule.code == code]


def with_rules(meetings: MeetingQuerySet, actor: Actor) -> MeetingQuerySet:
    """With a yes or no for every rule, for `reasons`; no statement more."""
    marks = {
        f"rule_{rule.name}": ExpressionWrapper(rule.match(actor), models.BooleanField())
        for rule in RULES
    }
    rows: MeetingQuerySet = meetings.annotate(**marks)
    return rows


def reasons(meeting: Meeting, code: str) -> list[Rule]:
    """The rules that propose the recommendation for a meeting read `with_rules`."""
    return [rule for rule in rules_of(code) if getattr(meeting, f"rule_{rule.name}")]


def proposed(actor: Actor, code: str) -> MeetingQuerySet:
    """Counted meetings that the rule proposes and nobody has settled, as far as one may open."""
    settled = MeetingRecommendation.objects.visible_to(actor).filter(
        meeting=OuterRef("pk"), recommendation__code=code
    )
    match = reduce(or_, (rule.match(actor) for rule in rules_of(code)), _NEVER)
    return _counted(actor).filter(match).exclude(Exists(settled))


def confirmed(actor: Actor, code: str) -> MeetingQuerySet:
    """Counted meetings of which somebody confirmed that they serve it, as far as one may open."""
    settled = MeetingRecommendation.objects.visible_to(actor).filter(
        recommendation__code=code, verdict=Verdict.CONFIRMED
    )
    return _counted(actor).filter(pk__in=settled.values("meeting"))


def _counted(actor: Actor) -> MeetingQuerySet:
    rows: MeetingQuerySet = Meeting.objects.visible_to(actor).counted()
    return rows


class _Count(Subquery):
    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = models.IntegerField()


def counts(actor: Actor, codes: Sequence[str]) -> dict[str, tuple[int, int]]:
    """How many are confirmed, and how many proposed, by recommendation; one statement."""
    if not codes:
        return {}
    parts = [
        _Count(rows(actor, code).order_by().values("pk")[: MOST_COUNTED + 1])
        for code in codes
        for rows in (confirmed, proposed)
    ]
    here = Programme.objects.filter(pk=actor.programme_id)
    found = here.values_list(*(part for part in parts)).get()
    # A count of what can have no rows is left out of the statement, and comes back as NULL.
    return {code: (found[2 * n] or 0, found[2 * n + 1] or 0) for n, code in enumerate(codes)}
