"""What of the form stands in several rows: people, promises, issues, and who is named by them."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from engagement.access.scope import Actor
from engagement.meetings.apart import Apart
from engagement.meetings.codes import Status, Whose
from engagement.meetings.drafts import Attendance, FollowUpDraft, IssueDraft
from engagement.meetings.log.entries import KINDS, Entry, blank, entries_in, merged
from engagement.meetings.log.offers import Offers
from engagement.meetings.models import Meeting
from engagement.meetings.who import HIDDEN, Who, parse_who

UNKNOWN = "unknown"
HAPPENED = (
    (Status.HELD.value, Status.HELD.label),
    (Status.PLANNED.value, Status.PLANNED.label),
    (Status.NOT_HELD.value, Status.NOT_HELD.label),
)
HOW_NOT = (
    (Status.NOT_HELD.value, Status.NOT_HELD.label),
    (Status.POSTPONED.value, Status.POSTPONED.label),
    (Status.CANCELLED.value, Status.CANCELLED.label),
)


class Values:
    """Read from what the page sent, or from the form's first values."""

    def __init__(
        self,
        actor: Actor,
        offers: Offers,
        meeting: Meeting | None,
        data: QueryDict | None,
        initial: MutableMapping[str, Any],
    ) -> None:
        self.actor, self.offers, self.meeting = actor, offers, meeting
        self.data, self.initial = data, initial
        self.who = self._who()

    def _who(self) -> list[Who]:
        kept = {}
        if self.meeting:
            kept = {row.pk: row for row in self.meeting.participants.visible_to(self.actor)}
        given = self.data.getlist("who") if self.data is not None else self.initial.get("who", [])
        data: Mapping[str, object] = self.data or {}
        fields = {key: str(data[key]) for key in data if key.startswith("who.")}
        types, regions = self.offers.types, set(self.offers.labels)
        return [parse_who(text, types, regions, kept, fields) for text in given]

    @cached_property
    def entries(self) -> dict[str, list[Entry]]:
        """The rows of each kind, as written or as they were."""
        if self.data is not None:
            return {kind: entries_in(self.data, kind) for kind in KINDS}
        return {kind: list(self.initial.get(kind, [])) for kind in KINDS}

    def shown(self, kind: str) -> list[Entry]:
        """The rows to show: one at least, and one more where the officer asked for it."""
        rows = self.entries[kind]
        more = self.data is not None and self.data.get("op") == f"more:{kind}"
        return [*rows, blank()] if more or not rows else rows

    @property
    def entry_errors(self) -> list[str]:
        return [row.error for rows in self.entries.values() for row in rows if row.error]

    @property
    def through(self) -> str:
        """Through whom it was arranged: a number, HIDDEN, or nothing."""
        if self.data is not None:
            if "arranged_through" in self.data or not self.meeting:
                return self.data.get("arranged_through", "").strip()
            return HIDDEN if self.meeting.arranged_through_id else ""
        return str(self.initial.get("arranged_through", ""))

    @property
    def through_id(self) -> UUID | None:
        if self.through == HIDDEN:
            return self.meeting.arranged_through_id if self.meeting else None
        return self.apart.person(self.through_sent())

    def through_sent(self) -> UUID | None:
        """The same as it was sent, whoever it may be."""
        try:
            return UUID(self.through) if self.through not in ("", HIDDEN) else None
        except ValueError:
            return None

    def attendances(self, lead: UUID) -> tuple[Attendance, ...]:
        """Everybody, as the action takes them. A guest team registers newcomers as its own."""
        own = self.actor.own_teams
        registers = lead if not own or lead in own else own[0]
        rows = ((who, who.attendance(self.offers.types, registers)) for who in self.who)
        return tuple(row if who.kept else self.apart.attendance(row) for who, row in rows)

    @cached_property
    def apart(self) -> Apart:
        """What was sent by number, and is not for this officer: as if it did not exist."""
        given = [who.stakeholder_id for who in self.who if who.data and not who.kept]
        posts = [UUID(str(who.data["post"])) for who in self.who if who.data.get("post")]
        return Apart.of(self.actor, self.meeting, [*given, *self.named()], posts)

    def follow_ups(self) -> tuple[FollowUpDraft, ...]:
        old = self.meeting.follow_ups.visible_to(self.actor).in_bulk() if self.meeting else {}
        ours = [row for row in old.values() if row.side == Whose.OURS]
        theirs = [row for row in old.values() if row.side == Whose.THEIRS]
        return (
            *(
                self._promise(entry, row, Whose.OURS, "assigned_to_id")
                for entry, row in merged(self.entries["follow_up"], ours)
            ),
            *(
                self._promise(entry, row, Whose.THEIRS, "by_id")
                for entry, row in merged(self.entries["promise"], theirs)
            ),
        )

    def _promise(self, entry: Entry | None, row: Any, side: str, person: str) -> FollowUpDraft:
        """As written, over as it was; the form asks who does ours, and who promised theirs."""
        people = {name: getattr(row, name, None) for name in ("by_id", "assigned_to_id")}
        if entry is None:
            return FollowUpDraft(id=row.pk, text=row.text, due_on=row.due_on, side=side, **people)
        if entry.who != HIDDEN:
            people[person] = self._sent(entry, person)
        return FollowUpDraft(
            id=entry.key, text=entry.text, due_on=entry.due_on, side=side, **people
        )

    def _sent(self, entry: Entry, person: str) -> UUID | None:
        return entry.who_id if person == "assigned_to_id" else self.apart.person(entry.who_id)

    def issues(self) -> tuple[IssueDraft, ...]:
        rows = self.meeting.issues.visible_to(self.actor) if self.meeting else ()
        return tuple(
            IssueDraft(
                id=entry.key if entry else row.pk,
                text=entry.text if entry else row.text,
                raised_by_id=self.apart.person(entry.who_id)
                if entry and entry.who != HIDDEN
                else getattr(row, "raised_by_id", None),
            )
            for entry, row in merged(self.entries["issue"], list(rows))
        )

    def kept_ticks(self) -> dict[str, list[str]]:
        """The boxes as they were, for an amendment that does not bring them."""
        if not self.meeting:
            return {}
        teams = self.meeting.guest_teams.visible_to(self.actor).order_by("team_id")
        about = self.meeting.subjects.visible_to(self.actor).order_by("pk")
        return {
            "guest_teams": [str(key) for key in teams.values_list("team_id", flat=True)],
            "subjects": [str(key) for key in about.values_list("region_id", flat=True)],
        }

    def named(self) -> list[UUID]:
        """Everybody whom the page names apart from who was in the meeting."""
        people = [row.who_id for kind in ("promise", "issue") for row in self.entries[kind]]
        return [key for key in (*people, self.through_sent()) if key]

    def choices(self, chips: list[dict[str, Any]], names: dict[UUID, str]) -> list[tuple[str, str]]:
        """Whom a promise or an issue may come from: those in the meeting, and those named."""
        inside = [(chip["key"], chip["name"]) for chip in chips if chip.get("key")]
        there = {key for key, _name in inside}
        rows = [row for kind in ("promise", "issue") for row in self.entries[kind]]
        others = {row.who: names[row.who_id] for row in rows if row.who_id in names}
        hidden = (
            [(HIDDEN, _("Somebody you may not open"))] if any(r.who == HIDDEN for r in rows) else []
        )
        return [*inside, *((k, v) for k, v in others.items() if k not in there), *hidden]
