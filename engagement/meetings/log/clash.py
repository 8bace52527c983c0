"""Two people amend at once: what stood, what the other wrote, what I wrote, and what is kept."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time
from typing import Any, cast
from uuid import UUID

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.meetings.attending import label_of
from engagement.meetings.codes import (
    Kind,
    Mode,
    ParticipationLevel,
    Purpose,
    Reason,
    Role,
    Status,
    Whose,
)
from engagement.meetings.lists import names_by_id
from engagement.meetings.log.forms import LogForm
from engagement.meetings.log.merging import FIELDS, put_sets, with_theirs
from engagement.meetings.models import Meeting, Participant
from engagement.meetings.versions import (
    SETS,
    Difference,
    as_it_is,
    as_it_was,
    as_written,
    differences,
)
from engagement.meetings.who import HEADS
from engagement.names.lists import in_a_row
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.models import Post

#: How a choice between two comes back: `keep.<part>` is `mine` or `theirs`.
KEEP = "keep."
_CODES: dict[str, Any] = {
    "mode": Mode,
    "kind": Kind,
    "purpose": Purpose,
    "participation_level": ParticipationLevel,
    "asked_by": Whose,
    "tlp": Tlp,
}


def settled(actor: Actor, form: LogForm, meeting: Meeting) -> LogForm:
    """The form with what its sender chose to keep of the other's; and without who is gone."""
    data = cast(QueryDict, form.data)
    chosen = {
        name.removeprefix(KEEP) for name in data if name.startswith(KEEP) and data[name] == "theirs"
    }
    chosen -= _of_hidden(actor, chosen)
    kept = _without_gone(actor, data, meeting)
    if not chosen and kept is data:
        return form
    form = LogForm(actor, kept, meeting=meeting)
    if chosen:
        form = LogForm(actor, with_theirs(actor, form, meeting, chosen), meeting=meeting)
    return form


def _of_hidden(actor: Actor, keys: Collection[str]) -> set[str]:
    """Of these parts, the people whom the officer may not open: no page offers a choice of them."""
    asked: dict[str, UUID] = {}
    for key in (key for key in keys if key.startswith("who.")):
        with suppress(ValueError):
            asked[key] = UUID(key.removeprefix("who."))
    if not asked:
        return set()
    rows = Stakeholder.objects.visible_to(actor).filter(pk__in=asked.values())
    seen = set(rows.values_list("pk", flat=True))
    return {key for key, pk in asked.items() if pk not in seen}


def clashed(actor: Actor, form: LogForm, meeting: Meeting) -> tuple[LogForm, list[dict[str, Any]]]:
    """The form on top of the newer version, merged where it can be, and what differed.

    Nothing of it is saved: the officer looks, chooses, and saves again.
    """
    sent = LogForm(actor, form.data, meeting=meeting)
    began = str(form.data.get("version", ""))
    began_with = int(began) if began.isdecimal() and len(began) < 9 else 0
    if not sent.is_valid() or began_with == meeting.version or meeting.withdrawn_at:
        return sent, []
    base = as_it_was(meeting, began_with)
    found = differences(base, as_it_is(actor, meeting), as_written(sent.draft()))
    theirs = {one.key for one in found if one.kept == "theirs" and one.key not in SETS}
    data = with_theirs(actor, sent, meeting, theirs)
    put_sets(data, (one for one in found if one.key in SETS))
    for name in [name for name in data if name.startswith(KEEP)]:
        del data[name]
    data["version"] = str(meeting.version)
    merged = LogForm(actor, data, meeting=meeting)
    merged.full_clean()
    return merged, _rows(actor, merged, found)


def _without_gone(actor: Actor, data: QueryDict, meeting: Meeting) -> QueryDict:
    """Without those whom the officer may not open and somebody else took out meanwhile."""
    people = data.getlist("who")
    if not any('"kept"' in text for text in people):
        return data
    rows = Participant.objects.visible_to(actor).filter(meeting=meeting)
    there = set(rows.values_list("pk", flat=True))
    stay = [text for text in people if _kept_key(text) in {*there, None}]
    if len(stay) == len(people):
        return data
    data = data.copy()
    data.setlist("who", stay)
    return data


def _kept_key(text: str) -> Any:
    try:
        found = json.loads(text[:5000])
        key = found.get("kept") if isinstance(found, dict) else None
    except (ValueError, RecursionError):
        return None
    return key if isinstance(key, int) else None


def _rows(actor: Actor, form: LogForm, found: list[Difference]) -> list[dict[str, Any]]:
    """What differed, in words; never a name that the reader may not open."""
    words = _words(actor, form, found)
    return [
        {
            "key": one.key if one.kept == "ask" and words.may_tell(one.key) else "",
            "label": words.label(one),
            "base": words.say(one.key, one.base),
            "theirs": words.say(one.key, one.theirs),
            "mine": words.say(one.key, one.mine),
            "kept": one.kept,
        }
        for one in sorted(found, key=lambda one: one.kept != "ask")
        if one.kept != "mine"
    ]


@dataclass(frozen=True)
class Words:
    """The names that the values stand for."""

    form: LogForm
    names: dict[UUID, str]
    posts: dict[UUID, str]

    def label(self, one: Difference) -> str:
        """What the part is called."""
        kind, _dot, key = one.key.partition(".")
        if kind == "who":
            return self.name(UUID(key))
        if kind == "issue":
            return _("Issue raised")
        if kind == "follow_up":
            side = (one.theirs or one.mine or one.base)["side"]
            return _("Commitment") if side == Whose.THEIRS else _("Follow-up")
        return self._field_label(one.key)

    def may_tell(self, key: str) -> bool:
        """Whether the key names nobody whom the reader may not open."""
        kind, _dot, number = key.partition(".")
        return kind != "who" or UUID(number) in self.names

    def _field_label(self, key: str) -> str:
        if key in ("venues", "arranged_through_id"):
            return _("Where") if key == "venues" else _("Arranged through")
        name = key if key in SETS else FIELDS[key][0]
        return str(self.form.fields[name].label)

    def name(self, key: UUID | None) -> str:
        return (self.names.get(key) if key else "") or _("Somebody you may not open")

    def say(self, key: str, value: Any) -> str:
        """A value as the reader calls it."""
        kind = key.partition(".")[0]
        if kind in ("who", "issue", "follow_up"):
            if not value:
                return _("Not there")
            if kind == "who" and UUID(key.partition(".")[2]) not in self.names:
                return str(Role(value["role"]).label)  # the rest would tell who it is
            return self._attendance(value) if kind == "who" else self._entry(value)
        if value is None or value == "" or value == frozenset():
            return _("Not recorded")
        return self._plain(key, value)

    def _plain(self, key: str, value: Any) -> str:
        if key == "status":
            status, reason = value
            parts = (Status(status).label, Reason(reason).label if reason else "")
            return ": ".join(str(part) for part in parts if part)
        if key in _CODES:
            return str(_CODES[key](value).label)
        if key in ("guest_teams", "lead_team_id"):
            return self._teams(value if key == "guest_teams" else [value])
        if key in SETS:
            labels = self.form.offers.labels
            return in_a_row(sorted(labels.get(str(one), _("Another place")) for one in value))
        if key == "arranged_through_id":
            return self.name(value)
        return _simple(value)

    def _teams(self, keys: Iterable[UUID]) -> str:
        teams = {team.pk: team.name for team in self.form.offers.teams}
        return in_a_row(sorted(teams.get(key, "") for key in keys))

    def _attendance(self, row: dict[str, Any]) -> str:
        parts = [str(Role(row["role"]).label)]
        if row["post_id"]:
            parts.append(self.posts.get(row["post_id"], _("a post you may not open")))
        if row["at_their_place"]:
            parts.append(_("at their place"))
        for name in HEADS:
            if row[name] is not None:
                label = _("Head count") if name == "headcount" else label_of(name)
                parts.append(_("%(label)s: %(n)s") % {"label": label, "n": row[name]})
        return " · ".join(parts)

    def _entry(self, row: dict[str, Any]) -> str:
        parts = [row["text"]]
        if row.get("due_on"):
            parts.append(_("due %(day)s") % {"day": _simple(row["due_on"])})
        person = row.get("by_id") or row.get("raised_by_id")
        if person:
            parts.append(self.name(person))
        members = dict(self.form.offers.members)
        if row.get("assigned_to_id"):
            parts.append(members.get(str(row["assigned_to_id"]), ""))
        return " · ".join(part for part in parts if part)


def _simple(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)


def _words(actor: Actor, form: LogForm, found: list[Difference]) -> Words:
    people: set[UUID] = set()
    posts: set[UUID] = set()
    for one in found:
        kind, _dot, key = one.key.partition(".")
        if kind == "who":
            people.add(UUID(key))
        for value in (one.base, one.theirs, one.mine):
            if isinstance(value, dict):
                people |= _ids(value, ("by_id", "raised_by_id"))
                posts |= _ids(value, ("post_id",))
            elif kind == "arranged_through_id" and value:
                people.add(value)
    rows = Post.objects.visible_to(actor).filter(pk__in=posts)
    titles = dict(rows.values_list("pk", "title")) if posts else {}
    return Words(form, names_by_id(actor, people) if people else {}, titles)


def _ids(row: dict[str, Any], fields: Collection[str]) -> set[UUID]:
    return {row[name] for name in fields if row.get(name)}
