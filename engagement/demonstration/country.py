"""The brief's own rows: assessments of the country, incidents, initiatives, avenues."""

from __future__ import annotations

from dataclasses import dataclass

from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.briefs.actions import install_brief, link_team, settle_matches
from engagement.briefs.codes import Verdict
from engagement.briefs.entries.actions import (
    act_on_assessment,
    ask_for_assessment,
    deliver_assessment,
    note_avenue,
    record_incident,
    start_initiative,
)
from engagement.briefs.entries.drafts import (
    AssessmentDraft,
    AvenueDraft,
    IncidentDraft,
    InitiativeDraft,
)
from engagement.briefs.matching import proposed
from engagement.briefs.models import Addressee, Recommendation
from engagement.demonstration.stage import Stage
from engagement.demonstration.teams import ADDRESSEES


@dataclass(frozen=True)
class View:
    """A strategic assessment: where, asked for, delivered and acted on so many days ago."""

    where: tuple[str, ...]
    asked: int
    delivered: int | None
    acted: int | None = None
    summary: str = ""


#: Twelve: three stale, two that contradict each other, two not delivered yet.
VIEWS = (
    View(("nineveh",), 500, 430, 400, "Cells on the plain rest by day; roads are open"),
    View(("anbar",), 470, 400, None, "Desert tracks in use again"),
    View(("salah-al-din",), 420, 350, 330, "Quiet, but nobody patrols the river"),
    View(("diyala",), 150, 110, None, "Conditions improve; two posts could close"),
    View(("diyala",), 140, 95, None, "Conditions worsen; no post should close"),
    View(("kirkuk",), 170, 120, 60, "Two forces at one crossing are the first risk"),
    View(("basra",), 160, 100, 70, "Protest, not cells, is what decides the summer"),
    View(("baghdad",), 130, 80, 40, "The belt is calm; payroll is not"),
    View(("erbil", "sulaymaniyah"), 120, 60, None, "Coordination works at the line"),
    View(("nineveh",), 90, 30, None, "Returns slow down again"),
    View(("maysan",), 60, None),
    View(("iraq",), 45, None),
)
#: kind, where, days ago, what
INCIDENTS = (
    ("attack", "diyala", 40, "Two guards hurt at a post by the river"),
    ("attack", "nineveh", 12, "Device found on the road to the village"),
    ("clash", "kirkuk", 33, "Two forces stopped each other at a crossing"),
    ("unrest", "dhi-qar", 75, "Three days of protest over water"),
    ("unrest", "basra", 55, "Lorry drivers blocked the port road"),
    ("displacement", "salah-al-din", 90, "Sixty families left two hamlets"),
    ("attack", "anbar", 150, "Shots at a patrol, nobody hurt"),
    ("clash", "maysan", 200, "Two families fought; police came a day later"),
    ("other", "baghdad", 20, "Payroll office closed for a week"),
)
#: name, lead organisation, led by Iraqis, where, days ago
INITIATIVES = (
    ("Open station hours", "soc9", True, "nineveh", 300),
    ("Harvest road agreement", "soc27", True, "basra", 260),
    ("Complaints desk for women", "soc3", True, "baghdad", 420),
    ("Demo payroll audit", "exec4", True, "baghdad", 600),
    ("Police trainers' course", "exec0", True, "baghdad", 700),
    ("Line of coordination", "pesh3", True, "erbil", 350),
    ("Border advice cell", None, False, "baghdad", 650),
    ("Youth and police football league", "soc12", True, "nineveh", 120),
)
#: days ago, about whom, what, source
AVENUES = (
    (
        520,
        "unit101",
        "Forty fighters were offered places in the local police",
        "The unit itself",
    ),
    (
        330,
        None,
        "The draft on pensions of the wounded was put off again",
        "Committee meeting",
    ),
    (300, "unit108", "The brigade was taken into a federal command", "Order shown to the team"),
    (140, "unit207", "Tribal guards keep their post but lose their pay", "Elders of the valley"),
    (35, None, "A course for former fighters opened at a technical school", "School's notice"),
)


def install(stage: Stage) -> None:
    """The brief, and which of its addressees each team answers for: by role only."""
    actor = stage.actor("manager")
    with acting_as(actor, "brief.installed"):
        install_brief(actor)
        rows = Addressee.objects.filter(programme=stage.programme)
        addressees = {row.code: row for row in rows}
        for team, code in ADDRESSEES.items():
            link_team(actor, stage.teams[team].pk, addressees[code].pk)


#: Recommendation -> how many of the meetings that the rule proposes the manager has confirmed.
CONFIRMED = {"US-1": 18, "EU-1": 60, "EU-2": 90}


def confirm_meetings(stage: Stage) -> None:
    """The manager has settled the older half of what the rules propose; the rest waits."""
    actor = stage.actor("manager")
    with acting_as(actor, "match.settled"):
        ours = dict(Recommendation.objects.visible_to(actor).values_list("code", "pk"))
        for code, most in CONFIRMED.items():
            oldest = proposed(actor, code).order_by("held_on", "pk").values_list("pk", flat=True)
            settle_matches(
                actor, [(meeting, ours[code], Verdict.CONFIRMED) for meeting in oldest[:most]]
            )


def write_country(stage: Stage) -> None:
    """Everything that is about the country rather than about a meeting."""
    _views(stage)
    actor = stage.actor("manager")
    with acting_as(actor, "incident.recorded"):
        for number, (kind, where, ago, text) in enumerate(INCIDENTS):
            record_incident(
                actor,
                IncidentDraft(
                    id=stage.key(f"incident/{number}"),
                    kind=kind,
                    region=stage.regions[where],
                    happened_on=stage.days_ago(ago),
                    text=text,
                    source="Invented for the demonstration",
                ),
            )
    _initiatives(stage)
    with acting_as(actor, "avenue.noted"):
        for number, (ago, whom, text, source) in enumerate(AVENUES):
            note_avenue(
                actor,
                AvenueDraft(
                    id=stage.key(f"avenue/{number}"),
                    as_of=stage.days_ago(ago),
                    text=text,
                    stakeholder_id=stage.key(whom) if whom else None,
                    source=source,
                ),
            )


def _views(stage: Stage) -> None:
    actor = stage.actor("manager")
    for number, view in enumerate(VIEWS):
        key = stage.key(f"view/{number}")
        places = ", ".join(stage.regions[name].label_en for name in view.where)
        draft = AssessmentDraft(
            id=key,
            title=f"Conditions in {places}",
            asked_by="Steering group of the programme (demo)",
            asked_on=stage.days_ago(view.asked),
            regions=tuple(stage.regions[name] for name in view.where),
            summary=view.summary,
            tlp=Tlp.GREEN if number % 2 else Tlp.AMBER,
        )
        with acting_as(actor, "strategic_assessment.asked_for"):
            row = ask_for_assessment(actor, draft)
        if view.delivered is None:
            continue
        with acting_as(actor, "strategic_assessment.delivered"):
            row = deliver_assessment(
                actor,
                key,
                delivered_on=stage.days_ago(view.delivered),
                # True for a day before it was handed over: freshness counts from here.
                valid_on=stage.days_ago(view.delivered + 15),
                summary=view.summary,
                version=row.version,
            )
        if view.acted is not None:
            with acting_as(actor, "strategic_assessment.acted_on"):
                act_on_assessment(
                    actor,
                    key,
                    acted_on=stage.days_ago(view.acted),
                    action="The plan of visits was changed",
                    version=row.version,
                )


def _initiatives(stage: Stage) -> None:
    actor = stage.actor("manager")
    with acting_as(actor, "initiative.started"):
        for number, (name, lead, iraqi, where, ago) in enumerate(INITIATIVES):
            start_initiative(
                actor,
                InitiativeDraft(
                    id=stage.key(f"initiative/{number}"),
                    name=name,
                    lead_organisation_id=stage.key(lead) if lead else None,
                    iraqi_led=iraqi,
                    region=stage.regions[where],
                    valid_from=stage.days_ago(ago).replace(day=1),
                    from_precision="month",
                    valid_to=stage.days_ago(60) if number == 3 else None,
                ),
            )
