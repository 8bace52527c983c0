"""Rows of every further scoped table, for `scatter`: the record, the log's children, the brief."""

from __future__ import annotations

from random import Random
from typing import Any

from django.utils import timezone

from engagement.access.models import Programme
from engagement.access.tlp import Tlp
from engagement.audit.models import Export
from engagement.briefs.models import (
    Addressee,
    Incident,
    InclusionAvenue,
    Initiative,
    MeetingRecommendation,
    Recommendation,
    RecommendationAddressee,
    StrategicAssessment,
    StrategicAssessmentRegion,
    Target,
)
from engagement.meetings.attachments.models import Attachment
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.models import Subject
from engagement.regions.models import Region
from engagement.registry.models import Merge, SavedView
from engagement.stakeholders.assessments.models import Assessment, EngagementDecision, Opinion
from engagement.stakeholders.contacts.models import ContactDetail
from engagement.stakeholders.models import StakeholderTag
from engagement.stakeholders.posts.models import Post
from tests.cast import DAY


def record_rows(chance: Random, programme: Programme, teams: Any, users: Any, people: Any) -> None:
    """Entries in everybody's record: the root's own, and those of the team that wrote them."""
    StakeholderTag.objects.bulk_create(
        [StakeholderTag(stakeholder=row, text="farmer", folded="farmer") for row in people]
    )
    Post.objects.bulk_create(
        [Post(stakeholder=row, organisation=people[i - 1]) for i, row in enumerate(people)]
    )
    EngagementDecision.objects.bulk_create(
        [
            EngagementDecision(stakeholder=row, course="engage", decided_by="board", reason="why")
            for row in people
        ]
    )
    Assessment.objects.bulk_create([_assessment(chance, row) for row in people])
    own = [
        {"stakeholder": row, "lead_team": chance.choice(teams), "author_id": chance.choice(users)}
        for row in people
    ]
    Opinion.objects.bulk_create([Opinion(as_of=DAY, influence=3, **row) for row in own])
    ContactDetail.objects.bulk_create(
        [ContactDetail(kind="phone", sealed=b"-", **row) for row in own]
    )
    user = next(user for user in users if user)
    Merge.objects.bulk_create(
        [
            Merge(kept=row, gone=people[i - 1], by_id=user, at=timezone.now(), reason="one man")
            for i, row in enumerate(people)
        ]
    )


def _assessment(chance: Random, person: Any) -> Assessment:
    return Assessment(
        stakeholder=person,
        facet="relation",
        value="hybrid",
        assessed_on=DAY,
        source="a report",
        own_tlp=chance.choice(list(Tlp)),
    )


def meeting_rows(chance: Random, people: Any, meetings: Any) -> None:
    """What else a meeting holds."""
    region = Region.objects.get(key="basra")
    Subject.objects.bulk_create([Subject(meeting=row, region=region) for row in meetings])
    IssueRaised.objects.bulk_create([IssueRaised(meeting=row, text="roads") for row in meetings])
    Attachment.objects.bulk_create(
        [
            Attachment(
                meeting=row,
                name="list.txt",
                media_type="text/plain",
                size=1,
                sha256="0",
                content=b"-",
                own_tlp=chance.choice([Tlp.GREEN, Tlp.AMBER]),
            )
            for row in meetings[::4]
        ]
    )


def brief_rows(chance: Random, programme: Programme, teams: Any, users: Any, meetings: Any) -> None:
    """Roots of the brief with any level, and their children."""

    def scope() -> dict[str, Any]:
        return {
            "programme": programme,
            "lead_team": chance.choice([*teams, None]),
            "author_id": chance.choice(users),
            "tlp": chance.choice(list(Tlp)),
        }

    region = Region.objects.get(key="basra")
    addressee = Addressee.objects.create(programme=programme, code="eu", label_en="EU")
    for i in range(8):
        recommendation = Recommendation.objects.create(code=f"R{i}", text_en="x", **scope())
        Target.objects.create(recommendation=recommendation, indicator="I1", value=50)
        RecommendationAddressee.objects.create(recommendation=recommendation, addressee=addressee)
        found = StrategicAssessment.objects.create(title="North", **scope())
        StrategicAssessmentRegion.objects.create(strategic_assessment=found, region=region)
        Incident.objects.create(region=region, happened_on=DAY, text="x", source="x", **scope())
        Initiative.objects.create(name="Open hour", **scope())
        InclusionAvenue.objects.create(as_of=DAY, text="x", source="x", **scope())
    user = next(user for user in users if user)
    MeetingRecommendation.objects.bulk_create(
        [
            MeetingRecommendation(
                meeting=row, recommendation=recommendation, verdict="confirmed", settled_by_id=user
            )
            for row in meetings
        ]
    )
    Export.objects.create(programme=programme, user_id=user, what="meetings", format="csv", rows=1)
    SavedView.objects.create(programme=programme, user_id=user, page="meeting_list", name="mine")
