"""What the rules of meetings ask the database, read once for many meetings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from engagement.access.models import Membership, Team
from engagement.access.scope import Actor
from engagement.meetings.drafts import Attendance, MeetingDraft
from engagement.meetings.models import Participant
from engagement.regions.models import ProgrammeArea
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.models import Post


@dataclass(frozen=True)
class Known:
    """Of all that some drafts name, what is there for the actor."""

    countries: set[int]
    #: In the register, visible and not retired.
    people: set[UUID]
    #: (whose, post)
    posts: set[tuple[UUID, UUID]]
    #: Of the programme; read where a draft names any but the writer's own.
    teams: set[UUID]
    #: Members whom promises are given to.
    members: set[UUID]
    #: Of meetings that are written anew: who is in each, and whom of them the actor may open.
    inside: Mapping[UUID, set[UUID]] = field(default_factory=dict)
    open: set[UUID] = field(default_factory=set)

    @classmethod
    def read(
        cls, actor: Actor, drafts: Iterable[MeetingDraft], meetings: Iterable[UUID] = ()
    ) -> Known:
        drafts = list(drafts)
        inside = cls._inside(actor, meetings)
        there = {pk for ids in inside.values() for pk in ids}
        attending = [row for draft in drafts for row in draft.who]
        named = {row.stakeholder_id for row in attending if row.new is None}
        named |= {pk for draft in drafts for pk in _named(draft)}
        posts = {row.post_id for row in attending} - {None}
        people = Stakeholder.objects.visible_to(actor).current().filter(pk__in=named)
        held = Post.objects.visible_to(actor).filter(withdrawn_at=None, pk__in=posts)
        areas = ProgrammeArea.objects.filter(programme_id=actor.programme_id)
        return cls(
            countries=set(areas.values_list("country_id", flat=True)),
            people=set(people.values_list("pk", flat=True)),
            posts=set(held.values_list("stakeholder_id", "pk")) if posts else set(),
            teams=cls._teams(actor, drafts),
            members=cls.members_of(
                actor, {row.assigned_to_id for draft in drafts for row in draft.follow_ups}
            ),
            inside=inside,
            open=cls.open_among(actor, there),
        )

    @staticmethod
    def _inside(actor: Actor, meetings: Iterable[UUID]) -> dict[UUID, set[UUID]]:
        found: dict[UUID, set[UUID]] = {pk: set() for pk in meetings}
        rows = Participant.objects.visible_to(actor).filter(meeting__in=list(found))
        for pk, who in rows.values_list("meeting_id", "stakeholder_id"):
            found[pk].add(who)
        return found

    @staticmethod
    def open_among(actor: Actor, ids: set[UUID]) -> set[UUID]:
        """Of these stakeholders, retired ones too, those that the actor may open."""
        rows = Stakeholder.objects.visible_to(actor).filter(pk__in=ids)
        return set(rows.values_list("pk", flat=True))

    @classmethod
    def _teams(cls, actor: Actor, drafts: Iterable[MeetingDraft]) -> set[UUID]:
        own = actor.writes_for
        asked = any(draft.guest_team_ids or draft.lead_team_id not in own for draft in drafts)
        return cls.teams_of(actor) if asked else set()

    @staticmethod
    def teams_of(actor: Actor) -> set[UUID]:
        """Every team of the programme."""
        teams = Team.objects.filter(programme_id=actor.programme_id)
        return set(teams.values_list("pk", flat=True))

    @staticmethod
    def members_of(actor: Actor, ids: Iterable[UUID | None]) -> set[UUID]:
        """Of these people, the members of the programme; no statement for nobody."""
        asked = {pk for pk in ids if pk}
        if not asked:
            return set()
        members = Membership.objects.filter(programme_id=actor.programme_id, user_id__in=asked)
        return set(members.values_list("user_id", flat=True))


def _named(draft: MeetingDraft) -> set[UUID]:
    """Whom a meeting names apart from who was in it."""
    issues = {row.raised_by_id for row in draft.issues}
    promises = {row.by_id for row in draft.follow_ups}
    return {pk for pk in {draft.arranged_through_id, *issues, *promises} if pk}


def as_they_are_now(actor: Actor, drafts: Iterable[MeetingDraft]) -> list[MeetingDraft]:
    """The drafts with whomever somebody became part of since; one statement.

    Whoever writes offline cannot know of a merge. Two who became one stand once, as the first.
    """
    drafts = list(drafts)
    named = {pk for draft in drafts for pk in _named(draft)}
    named |= {row.stakeholder_id for draft in drafts for row in draft.who}
    went = Stakeholder.objects.visible_to(actor).filter(pk__in=named, merged_into__isnull=False)
    now: dict[UUID | None, UUID] = dict(went.values_list("pk", "merged_into_id")) if named else {}
    return [_renamed(draft, now) for draft in drafts] if now else drafts


def _renamed(draft: MeetingDraft, now: dict[UUID | None, UUID]) -> MeetingDraft:
    there: dict[UUID, Attendance] = {}
    for row in draft.who:
        other = now.get(row.stakeholder_id)
        if other is None:
            there.setdefault(row.stakeholder_id, row)
        else:
            there.setdefault(other, replace(row, stakeholder_id=other, new=None))
    return replace(
        draft,
        who=tuple(there.values()),
        arranged_through_id=now.get(draft.arranged_through_id, draft.arranged_through_id),
        issues=tuple(
            replace(row, raised_by_id=now.get(row.raised_by_id, row.raised_by_id))
            for row in draft.issues
        ),
        follow_ups=tuple(
            replace(row, by_id=now.get(row.by_id, row.by_id)) for row in draft.follow_ups
        ),
    )
