"""A word in every text of every scoped row, so that a leak can be heard wherever it comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from engagement.access.keys import new_id
from engagement.access.models import Role, Team
from engagement.access.sealing import seal
from engagement.access.tlp import Tlp
from engagement.briefs.models import (
    Addressee,
    Incident,
    InclusionAvenue,
    Initiative,
    Recommendation,
    StrategicAssessment,
    StrategicAssessmentRegion,
    Target,
)
from engagement.jobs.models import Job
from engagement.mail.models import Letter
from engagement.meetings.attachments.models import Attachment
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.models import Meeting, Participant, Subject, Venue
from engagement.names.folding import fold
from engagement.regions.models import Region
from engagement.registry.duplicates.models import DuplicatePair
from engagement.registry.models import Merge, SavedView
from engagement.reports.models import Report, ReportFile, ReportSchedule
from engagement.stakeholders.assessments.actions import SEALED_IN
from engagement.stakeholders.assessments.models import Assessment, EngagementDecision, Opinion
from engagement.stakeholders.contacts.actions import FIELD, TABLE
from engagement.stakeholders.contacts.models import ContactDetail
from engagement.stakeholders.models import Stakeholder, StakeholderName, StakeholderTag
from engagement.stakeholders.posts.models import Post
from tests.cast import DAY, Cast, member


@dataclass
class Nest:
    """Rows of one level and team, all of whose texts hold one word, and who may open them."""

    word: str
    opened_by: frozenset[str]
    ids: dict[str, UUID] = field(default_factory=dict)


@dataclass
class _Where:
    word: str
    team: Team
    author: UUID
    tlp: int

    def root(self) -> dict[str, Any]:
        return {
            "programme_id": self.team.programme_id,
            "lead_team": self.team,
            "author_id": self.author,
            "tlp": self.tlp,
        }


def plant(cast: Cast) -> list[Nest]:
    """Four nests in one programme and one in another; call it as the owner."""
    hidden = member(cast.programme, "hala", Role.MANAGER).person
    carla, omar = cast.carla.person, cast.omar.person
    far = Team.objects.get(programme_id=cast.omar.programme_id)
    levels = [
        ("Zqred", cast.mission, hidden, Tlp.RED, ()),
        ("Zqstrict", cast.partner, carla, Tlp.AMBER_STRICT, ("carla", "bassam")),
        ("Zqamber", cast.mission, cast.amal.person, Tlp.AMBER, ("amal", "bassam")),
        ("Zqgreen", cast.mission, cast.amal.person, Tlp.GREEN, ("amal", "carla", "bassam", "ruth")),
        ("Zqfar", far, omar, Tlp.GREEN, ("omar",)),
    ]
    nests = [
        _nest(_Where(word, team, author, level), frozenset(who))
        for word, team, author, level, who in levels
    ]
    _pairs(cast, nests)
    return nests


def _pairs(cast: Cast, nests: list[Nest]) -> None:
    """Two of one nest that may be one, and somebody of each with somebody everybody opens."""
    (green,) = [nest for nest in nests if nest.word == "Zqgreen"]
    for nest in nests:
        nest.ids["pair"] = _pair(nest.ids["stakeholder"], nest.ids["body"])
        if nest.word not in ("Zqgreen", "Zqfar"):
            _pair(nest.ids["stakeholder"], green.ids["stakeholder"])
    assert cast.programme.pk == DuplicatePair.plain.get(pk=green.ids["pair"]).programme_id


def _pair(*sides: UUID) -> UUID:
    one, other = sorted(sides)
    programme = Stakeholder.plain.get(pk=one).programme_id
    pair = DuplicatePair(programme_id=programme, one_id=one, other_id=other, score=990, likely=True)
    pair.found_at = timezone.now()
    pair.save(force_insert=True)
    return pair.pk


def _nest(where: _Where, opened_by: frozenset[str]) -> Nest:
    nest = Nest(where.word, opened_by)
    body = _stakeholder(where, "organisation", "body")
    person = _stakeholder(where, "person", "person")
    nest.ids.update(body=body.pk, stakeholder=person.pk)
    nest.ids["merge"] = Merge.objects.create(
        kept=person, gone=body, by_id=where.author, at=timezone.now(), reason=f"{where.word} merged"
    ).pk
    _record(where, nest, person, body)
    _meeting(where, nest, person)
    _brief(where, nest, body)
    _kept(where, nest)
    return nest


def _stakeholder(where: _Where, kind: str, what: str) -> Stakeholder:
    row = Stakeholder(id=new_id(), kind=kind, actor_type_id="pmf_unit", **where.root())
    row.save(force_insert=True)
    text = f"{where.word} {what}"
    name = StakeholderName(stakeholder=row, text=text)
    name.prepare()
    StakeholderName.objects.bulk_create([name])
    StakeholderTag.objects.bulk_create(
        [StakeholderTag(stakeholder=row, text=f"{text} tag", folded=fold(f"{text} tag"))]
    )
    return row


def _record(where: _Where, nest: Nest, person: Stakeholder, body: Stakeholder) -> None:
    own = {"lead_team": where.team, "author_id": where.author, "stakeholder": person}
    word = where.word
    rows: dict[str, Any] = {
        "post": Post(stakeholder=person, organisation=body, title=f"{word} post", source=word),
        "assessment": Assessment(
            stakeholder=person,
            facet="alignment",
            value="independent",
            assessed_on=DAY,
            source=f"{word} source",
            note=f"{word} note",
            own_tlp=where.tlp,
        ),
        "decision": EngagementDecision(
            stakeholder=person, course="engage", decided_by=word, reason=f"{word} reason"
        ),
        "opinion": Opinion(as_of=DAY, influence=3, note=f"{word} opinion", **own),
        "contact": ContactDetail(kind="phone", note=f"{word} phone", **own),
    }
    # What is sealed holds the word too, and opens for whoever may open it.
    contact, claim = rows["contact"], rows["assessment"]
    contact.sealed = seal(f"{word} number", TABLE, contact.pk, FIELD)
    claim.protected_source = seal(f"{word} protected", *_bound(claim.pk))
    for name, row in rows.items():
        row.save(force_insert=True)
        nest.ids[name] = row.pk


def _bound(key: UUID) -> tuple[str, UUID, str]:
    table, field_name = SEALED_IN
    return table, key, field_name


def _meeting(where: _Where, nest: Nest, person: Stakeholder) -> None:
    word, basra = where.word, Region.objects.get(key="basra")
    meeting = Meeting(
        id=new_id(),
        status="held",
        mode="in_person",
        held_on=DAY,
        own_tlp=where.tlp,
        outcome=f"{word} outcome",
        summary=f"{word} summary",
        **where.root(),
    )
    meeting.save(force_insert=True)
    Venue.objects.bulk_create([Venue(meeting=meeting, region=basra)])
    Subject.objects.bulk_create([Subject(meeting=meeting, region=basra)])
    Participant.objects.bulk_create([Participant(meeting=meeting, stakeholder=person)])
    rows: dict[str, Any] = {
        "follow_up": FollowUp(meeting=meeting, text=f"{word} promise", due_on=DAY),
        "issue": IssueRaised(meeting=meeting, text=f"{word} issue", answer=f"{word} answer"),
        "attachment": Attachment(
            meeting=meeting,
            name=f"{word}.txt",
            media_type="text/plain",
            size=9,
            sha256="0" * 64,
            content=f"{word} file".encode(),
            own_tlp=where.tlp,
        ),
    }
    nest.ids["meeting"] = meeting.pk
    for name, row in rows.items():
        row.save(force_insert=True)
        nest.ids[name] = row.pk


def _brief(where: _Where, nest: Nest, body: Stakeholder) -> None:
    word, basra = where.word, Region.objects.get(key="basra")
    recommendation = Recommendation(
        code=word[2:8].upper(),
        text_en=f"{word} text",
        text_ar=f"{word} text",
        text_ckb=f"{word} text",
        indicators=["I1"],
        **where.root(),
    )
    found = StrategicAssessment(title=f"{word} assessment", asked_by=word, **where.root())
    rows: dict[str, Any] = {
        "recommendation": recommendation,
        "strategic_assessment": found,
        "incident": Incident(
            kind="attack",
            region=basra,
            happened_on=DAY,
            text=f"{word} incident",
            source=word,
            **where.root(),
        ),
        "initiative": Initiative(
            name=f"{word} initiative", lead_organisation=body, summary=word, **where.root()
        ),
        "avenue": InclusionAvenue(
            as_of=DAY, text=f"{word} avenue", source=word, stakeholder=body, **where.root()
        ),
    }
    for name, row in rows.items():
        row.save(force_insert=True)
        nest.ids[name] = row.pk
    StrategicAssessmentRegion.objects.bulk_create(
        [StrategicAssessmentRegion(strategic_assessment=found, region=basra)]
    )
    target = Target(recommendation=recommendation, indicator="I1", value=50, note=f"{word} target")
    target.save(force_insert=True)
    nest.ids["target"] = target.pk
    Addressee.objects.get_or_create(
        programme_id=where.team.programme_id, code="eu", defaults={"label_en": "EU"}
    )


def _kept(where: _Where, nest: Nest) -> None:
    """A report, a view of a list that its author saved, and a letter to them."""
    programme = where.team.programme_id
    job = Job.objects.create(programme_id=programme, user_id=where.author, task="none")
    report = Report(
        job=job, kind="beyond_capital", first=DAY, last=DAY.replace(day=31), **where.root()
    )
    report.save(force_insert=True)
    kept = {"report": report, "job": job, "language": "en", "content": where.word.encode()}
    ReportFile(sha256="0", **kept).save()
    schedule = ReportSchedule.objects.create(  # holds no words of its own
        programme_id=programme, kind="beyond_capital", owner_id=where.author
    )
    view = SavedView.objects.create(
        programme_id=programme, user_id=where.author, page="meeting_list", name=where.word
    )
    letter = Letter.objects.create(  # holds no words of its own
        programme_id=programme,
        recipient_id=where.author,
        kind="none",
        about=report.pk,
        once=where.word,
    )
    nest.ids.update(report=report.pk, saved_view=view.pk, letter=letter.pk)
    nest.ids["schedule"] = schedule.pk
