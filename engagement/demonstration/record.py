"""What the teams hold of those in the register: assessments, decisions, opinions, contacts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engagement.access.scope import acting_as
from engagement.demonstration.bodies import Body
from engagement.demonstration.casting import INTEGRATED, INTEGRATED_DAYS_AGO
from engagement.demonstration.people import Human, Register
from engagement.demonstration.stage import Stage
from engagement.demonstration.teams import ADVISORY, RAFIDAIN
from engagement.demonstration.texts import WITHDRAWN
from engagement.stakeholders.actions import name_owner, retire_stakeholder
from engagement.stakeholders.assessments.actions import add_assessment, decide, hold_opinion
from engagement.stakeholders.assessments.drafts import (
    AssessmentDraft,
    DecisionDraft,
    OpinionDraft,
)
from engagement.stakeholders.contacts.actions import add_contact
from engagement.stakeholders.contacts.drafts import ContactDraft
from engagement.stakeholders.models import Stakeholder

#: Units about which two sources contradict each other; whose assessments are old; unknown ones.
IN_CONFLICT, STALE, UNKNOWN = (
    ("unit102", "unit207"),
    ("unit105", "unit110", "unit209"),
    (
        "unit112",
        "unit208",
        "unit301",
    ),
)
SOURCES = (
    ("Interview with two elders, demo notes", "B", 2),
    ("Public statement of the unit (invented)", "C", 3),
    ("Visit of the team", "A", 2),
    ("Press report (invented)", "D", 4),
    ("Heard second hand", "F", 6),
)
LEANINGS = ("local", "independent", "state_command", "najaf", "minority", "unknown")
#: Days ago.
LATELY, LONG_SINCE = 120, 640
CONTACTS, OPINIONS = 40, 30


@dataclass(frozen=True)
class Claim:
    facet: str
    value: str
    standing: str = "accepted"
    days_ago: int = LATELY
    note: str = ""
    until: int | None = None
    degree: str = ""


def write_units(stage: Stage, register: Register) -> None:
    """Assessments of the units, and a decision to engage or not for each of them."""
    units = [body for body in register.bodies if body.kind == "unit"]
    for number, body in enumerate(units):
        actor = stage.officer(body.team)
        with acting_as(actor, "assessment.added"):
            for place, claim in enumerate(_claims(body, number)):
                add_assessment(actor, _assessment(stage, body, claim, f"{number}/{place}"))
        with acting_as(actor, "decision.taken"):
            decide(actor, _decision(stage, body, number))


def _claims(body: Body, number: int) -> Iterator[Claim]:
    if body.not_to_be_engaged or body.key in UNKNOWN:
        return
    ago = LONG_SINCE if body.key in STALE else LATELY + number
    if body.key == INTEGRATED:
        yield Claim("relation", "hybrid", days_ago=LONG_SINCE, until=INTEGRATED_DAYS_AGO)
        yield Claim("relation", "state", days_ago=INTEGRATED_DAYS_AGO)
    else:
        yield Claim("relation", "hybrid", days_ago=ago)
    yield Claim("legal_status", ("by_law", "payroll", "disputed")[number % 3], days_ago=ago)
    leaning = LEANINGS[number % len(LEANINGS)]
    if body.key in IN_CONFLICT:
        note = "Two sources say opposite things about whom the unit listens to"
        yield Claim("alignment", "local", "conflict", ago, note, degree="high")
        yield Claim("alignment", "iran", "conflict", ago + 30, note, degree="low")
    else:
        yield Claim("alignment", leaning, "needs_work" if number % 4 == 3 else "accepted", ago)
    if body.team == ADVISORY:  # the commission is known to this team only
        yield Claim("parent", "administrative", days_ago=ago)
    yield Claim("area", "base", days_ago=ago)
    if number % 3 == 0:
        yield Claim("area", "operations", "needs_work", ago)


def _assessment(stage: Stage, body: Body, claim: Claim, place: str) -> AssessmentDraft:
    source, reliability, credibility = SOURCES[sum(map(int, place.split("/"))) % len(SOURCES)]
    assessed = stage.days_ago(claim.days_ago)
    base = "diyala" if claim.value == "operations" else body.base
    return AssessmentDraft(
        id=stage.key(f"assessment/{place}"),
        stakeholder_id=stage.key(body.key),
        facet=claim.facet,
        value=claim.value,
        degree=claim.degree,
        parent_id=stage.key("commission") if claim.facet == "parent" else None,
        region=stage.regions[base] if claim.facet == "area" else None,
        legal_basis="Law of 26 November 2016" if claim.value == "by_law" else "",
        standing=claim.standing,
        assessed_on=assessed,
        source=source,
        source_on=assessed,
        source_grade=reliability,
        information_grade=credibility,
        protected_source="A shopkeeper who asked not to be named" if place == "0/0" else "",
        valid_from=_from(stage, claim),
        valid_to=None if claim.until is None else stage.days_ago(claim.until),
        note=claim.note,
    )


def _from(stage: Stage, claim: Claim) -> date | None:
    """An integrated unit became part of the state on a day; the rest holds as far as is known."""
    begun = claim.value == "state" and claim.facet == "relation"
    return stage.days_ago(claim.days_ago) if begun else None


def _decision(stage: Stage, body: Body, number: int) -> DecisionDraft:
    if body.not_to_be_engaged:
        course, reason = "not", "Attacks civilians; a subject of assessments only"
    elif number % 5 == 4:
        course, reason = "indirectly", "Through elders, until the grievance line is tried"
    elif number % 7 == 6:
        course, reason = "not", "Under investigation for a detention; to be looked at again"
    else:
        course, reason = "engage", "Holds the road that three villages depend on"
    return DecisionDraft(
        id=stage.key(f"decision/{number}"),
        stakeholder_id=stage.key(body.key),
        course=course,
        decided_by="Steering group of the programme (demo)",
        reason=reason,
        valid_from=stage.days_ago(500),
        valid_to=stage.days_ago(-180),
    )


def write_opinions_and_contacts(stage: Stage, register: Register) -> None:
    """What two teams think of people they know, and how they reach them."""
    chance = random.Random(42)  # noqa: S311  the same ones each time, on purpose
    known = [h for h in register.humans if h.key.startswith("person") and not h.at_risk]
    for team in (ADVISORY, RAFIDAIN):
        mine = [human for human in known if human.team == team]
        people = chance.sample(mine, min(len(mine), CONTACTS // 2))
        _opinions(stage, team, people[: OPINIONS // 2], chance)
        _contacts(stage, team, people)
        actor = stage.officer(team)
        with acting_as(actor, "stakeholder.owner_named"):
            name_owner(actor, [stage.key(human.key) for human in people], actor.person)


def _opinions(stage: Stage, team: str, people: list[Human], chance: random.Random) -> None:
    actor = stage.officer(team)
    places = ("champion", "supportive", "neutral", "sceptical", "opposed", "")
    with acting_as(actor, "opinion.held"):
        for number, human in enumerate(people):
            hold_opinion(
                actor,
                OpinionDraft(
                    id=stage.key(f"opinion/{team}/{number}"),
                    stakeholder_id=stage.key(human.key),
                    as_of=stage.days_ago(20 + 17 * number),
                    influence=chance.randint(1, 5),
                    interest=chance.randint(1, 5) if number % 4 else None,
                    position=places[number % len(places)],
                ),
            )


def _contacts(stage: Stage, team: str, people: list[Human]) -> None:
    actor = stage.officer(team)
    with acting_as(actor, "contact.added"):
        for number, human in enumerate(people):
            phone = number % 3 != 2
            serial = len(team) * 100 + number
            word = human.names[0][0].split()[0].casefold()
            add_contact(
                actor,
                ContactDraft(
                    id=stage.key(f"contact/{team}/{number}"),
                    stakeholder_id=stage.key(human.key),
                    kind="phone" if phone else "mail",
                    # A block of numbers that nobody has.
                    text=f"+964 7XX 000 {serial % 1000:04d}" if phone else f"{word}@example.org",
                    note="Weekday mornings" if number % 5 == 0 else "",
                ),
            )


def retire_one(stage: Stage, register: Register) -> None:
    """Somebody who left public life, after the meetings with them were held."""
    human = next(row for row in register.humans if row.key == "variant3")
    actor = stage.officer(human.team)
    with acting_as(actor, "stakeholder.retired", WITHDRAWN):
        key = stage.key(human.key)
        version = Stakeholder.objects.visible_to(actor).get(pk=key).version
        retire_stakeholder(actor, key, reason=WITHDRAWN, version=version)
