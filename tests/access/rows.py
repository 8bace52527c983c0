"""Rows past every rule: seeded as the owner, with any level, team, author and grant."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from random import Random
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils import timezone

from engagement.access.keys import new_id
from engagement.access.models import Grant, Membership, Programme, Role, User
from engagement.access.rights import SCOPED
from engagement.access.tlp import Tlp
from engagement.coverage.models import ConsistencyCheck
from engagement.jobs.models import Job
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.models import GuestTeam, Meeting, Participant, Venue
from engagement.regions.models import Region
from engagement.registry.duplicates.models import DuplicatePair, DuplicateScan
from engagement.reports.models import Report, ReportFile
from engagement.stakeholders.models import Stakeholder, StakeholderName
from engagement.sync.batches.models import Batch, BatchAnswer, ExternalReference, SyncConflict
from engagement.sync.models import Agreement, Feed, Share
from engagement.sync.snapshots.models import Snapshot, SnapshotPiece
from engagement.sync.workbooks.models import Workbook, WorkbookPart
from tests.access.record import brief_rows, meeting_rows, record_rows
from tests.cast import DAY, Cast


def scoped_models() -> list[Any]:
    """Every scoped table's model, by the list that the wall is made from."""
    return [apps.get_model("engagement", name) for name in SCOPED]


def meeting_row(programme: Programme, lead: Any, author: UUID | None, tlp: int) -> Meeting:
    """One meeting, not saved."""
    return Meeting(
        programme=programme,
        lead_team=lead,
        author_id=author,
        own_tlp=tlp,
        status="held",
        mode="in_person",
        held_on=DAY,
    )


def stakeholder_row(programme: Programme, lead: Any, author: UUID | None, tlp: int) -> Stakeholder:
    """One stakeholder, not saved."""
    return Stakeholder(
        programme=programme,
        lead_team=lead,
        author_id=author,
        tlp=tlp,
        kind="person",
        actor_type_id="tribe",
    )


def scatter(cast: Cast, chance: Random) -> None:
    """Rows in two programmes with random levels, teams, authors and grants, and their children.

    Call it as the owner. Some meetings move to another level afterwards, so that their history
    holds a level that differs from today's; some grants name a programme that is not their row's.
    """
    for programme in (cast.programme, Programme.objects.get(pk=cast.omar.programme_id)):
        teams = list(programme.teams.all())
        users = [actor.user_id for actor in cast.everybody] + [None]
        people = [
            stakeholder_row(
                programme,
                chance.choice([*teams, None]),
                chance.choice(users),
                chance.choice(list(Tlp)),
            )
            for _ in range(12)
        ]
        Stakeholder.objects.bulk_create(people)
        StakeholderName.objects.bulk_create(
            [
                StakeholderName(stakeholder=row, text=f"name {i}", folded=f"name {i}")
                for i, row in enumerate(people)
            ]
        )
        meetings = [
            meeting_row(
                programme, chance.choice(teams), chance.choice(users), chance.choice(list(Tlp))
            )
            for _ in range(24)
        ]
        Meeting.objects.bulk_create(meetings)
        _children(chance, teams, people, meetings)
        record_rows(chance, programme, teams, users, people)
        meeting_rows(chance, people, meetings)
        brief_rows(chance, programme, teams, users, meetings)
        _reports(chance, programme, users)
        ConsistencyCheck.objects.create(programme=programme)
        _duplicates(chance, programme, users, people)
        partner = _shares(programme, teams[0], [row.pk for row in people])
        _batches(programme, partner, people[0])
        _grants(cast, chance, [row.pk for row in (*people, *meetings)])
        for row in chance.sample(meetings, 8):
            Meeting.plain.filter(pk=row.pk).update(own_tlp=chance.choice(list(Tlp)))


def _children(chance: Random, teams: Any, people: Any, meetings: Any) -> None:
    region = Region.objects.get(key="basra")
    Venue.objects.bulk_create([Venue(meeting=row, region=region) for row in meetings])
    FollowUp.objects.bulk_create([FollowUp(meeting=row, text="write") for row in meetings])
    GuestTeam.objects.bulk_create(
        [GuestTeam(meeting=row, team=chance.choice(teams)) for row in meetings[::2]]
    )
    Participant.objects.bulk_create(
        [Participant(meeting=row, stakeholder=chance.choice(people)) for row in meetings[::3]]
    )


def _reports(chance: Random, programme: Programme, users: list[UUID | None]) -> None:
    for _ in range(6):
        job = Job.objects.create(programme=programme, user_id=users[0], task="none")
        report = Report(
            programme=programme,
            author_id=chance.choice(users),
            tlp=chance.choice(list(Tlp)),
            job=job,
            kind="beyond_capital",
            first=date(2026, 1, 1),
            last=date(2026, 3, 31),
        )
        report.save(force_insert=True)
        ReportFile(report=report, job=report.job, language="en", content=b"-", sha256="0").save()


def _duplicates(
    chance: Random, programme: Programme, users: list[UUID | None], people: Any
) -> None:
    """Pairs, one of them judged, and a scan."""
    found = timezone.now()
    pairs = [
        DuplicatePair(programme=programme, one=one, other=other, score=900, found_at=found)
        for one, other in pairwise(sorted(people, key=lambda row: row.pk))
    ]
    DuplicatePair.objects.bulk_create(pairs)
    user = next(user for user in users if user)
    DuplicatePair.plain.filter(pk=chance.choice(pairs).pk).update(
        verdict="apart", judged_by_id=user
    )
    job = Job.objects.create(programme=programme, user_id=user, task="none")
    DuplicateScan.objects.create(programme=programme, user_id=user, job=job)


def _shares(programme: Programme, team: Any, people: list[UUID]) -> User:
    """A partner that holds the first three people, and was told that the fourth is gone."""
    user = User.objects.create(username=f"partner-{new_id()}")
    membership = Membership.objects.create(programme=programme, user=user, role=Role.PARTNER)
    agreement = Agreement.objects.create(
        programme=programme,
        membership=membership,
        team=team,
        name="Palm",
        purpose="To see.",
        legal_basis="A letter.",
        valid_from=DAY,
        valid_until=date(2099, 12, 31),
    )
    Feed.objects.create(agreement=agreement, top=4)
    job = Job.objects.create(programme=programme, user=user, task="sync.snapshot")
    owned = {"programme": programme, "partner": user}
    snapshot = Snapshot.objects.create(**owned, agreement=agreement, job=job)
    SnapshotPiece.objects.create(**owned, snapshot=snapshot, attempt=1, number=1, content=b"{}")
    owned["uploaded_by"] = user
    job = Job.objects.create(programme=programme, user=user, task="sync.workbook")
    workbook = Workbook.objects.create(**owned, agreement=agreement, job=job)
    WorkbookPart.objects.create(**owned, workbook=workbook, part="sent", content=b"PK")
    Share.objects.bulk_create(
        [
            Share(
                programme=programme,
                agreement=agreement,
                partner=user,
                object_type="stakeholder",
                object_id=pk,
                state="held" if position < 4 else "withdrawn",
                position=position,
                changed_at=timezone.now(),
            )
            for position, pk in enumerate(people[:4], start=1)
        ]
    )
    return user


def _batches(programme: Programme, partner: User, person: Any) -> None:
    """What a partner sent: a batch with its answer, an id of its own, and a clash."""
    batch = Batch.objects.create(
        programme=programme,
        user=partner,
        key="one",
        fingerprint=b"-",
        object_type="stakeholder",
        items=1,
    )
    BatchAnswer.objects.create(batch=batch, status=200, body=b"-")
    ExternalReference.plain.create(
        programme=programme,
        user=partner,
        external_id="1",
        object_type="stakeholder",
        object_id=person.pk,
        known_version=1,
        request_hash=b"-",
        request_version=1,
    )
    SyncConflict.plain.create(
        programme=programme,
        author=partner,
        tlp=Tlp.GREEN,
        object_type="stakeholder",
        object_id=person.pk,
        base_version=1,
        version=2,
        sent={},
        fields=[],
        noticed_at=timezone.now(),
    )


def _grants(cast: Cast, chance: Random, roots: list[UUID]) -> None:
    programmes = (cast.programme.pk, cast.omar.programme_id)
    named = [(root, chance.choice(cast.everybody).user_id) for root in chance.sample(roots, 10)]
    Grant.objects.bulk_create(
        [
            Grant(
                id=new_id(),
                programme_id=chance.choice(programmes),
                root_id=root,
                user_id=user,
                granted_by_id=user,
                reason="test",
            )
            for root, user in named
        ]
    )
