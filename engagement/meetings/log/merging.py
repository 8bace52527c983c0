"""Putting what others wrote into a form that somebody filled in meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, time
from typing import Any, cast

from django.http import QueryDict

from engagement.access.scope import Actor
from engagement.meetings.log.entries import KINDS, Entry
from engagement.meetings.log.first import initial_of
from engagement.meetings.log.forms import LogForm
from engagement.meetings.log.values import UNKNOWN
from engagement.meetings.models import Meeting
from engagement.meetings.versions import PLAIN, Difference

#: Part of a meeting -> the fields that hold it.
FIELDS = {
    **{name: (name.removesuffix("_id"),) for name in PLAIN},
    "status": ("status", "how_not", "reason"),
    "tlp": ("tlp",),
}


def with_theirs(actor: Actor, form: LogForm, meeting: Meeting, keys: Collection[str]) -> QueryDict:
    """What was sent, with these parts as the meeting has them today."""
    data = cast(QueryDict, form.data).copy()
    theirs = initial_of(actor, meeting)
    for key in keys:
        for name in FIELDS.get(key, ()):
            _put(data, name, theirs.get(name))
    if any(key.startswith("who.") for key in keys):
        _put_people(actor, data, form, meeting, theirs, keys)
    for kind in KINDS:
        _put_entries(data, form, kind, theirs.get(kind, []), keys)
    return data


def put_sets(data: QueryDict, found: Iterable[Difference]) -> None:
    """The merged places, regions and teams, those of the form in their order."""
    for one in found:
        merged = [str(key) for key in one.merged or ()]
        if one.key == "venues":
            sent = [data.get("place", ""), *data.getlist("more_places")]
            places = [*(key for key in sent if key in merged), *sorted(set(merged) - set(sent))]
            data["place"] = places[0] if places else UNKNOWN
            data.setlist("more_places", places[1:])
        elif one.key in ("subjects", "guest_teams"):
            data.setlist(one.key, sorted(merged))


def _put(data: QueryDict, name: str, value: Any) -> None:
    if value is False:
        data.pop(name, None)
    elif isinstance(value, time):
        data[name] = value.strftime("%H:%M")
    elif isinstance(value, date):
        data[name] = value.isoformat()
    else:
        data[name] = "on" if value is True else "" if value is None else str(value)


def _put_people(
    actor: Actor,
    data: QueryDict,
    form: LogForm,
    meeting: Meeting,
    theirs: Mapping[str, Any],
    keys: Collection[str],
) -> None:
    rows = meeting.participants.visible_to(actor).order_by("pk")
    there = {
        f"who.{row.stakeholder_id}": text for row, text in zip(rows, theirs["who"], strict=True)
    }
    people: list[str] = []
    for text, who in zip(data.getlist("who"), form.values.who, strict=True):
        if not who.data or f"who.{who.stakeholder_id}" not in keys:
            people.append(text)
    for key in keys:
        for name in [name for name in data if name.startswith(f"{key}.")]:
            del data[name]
        if key in there:
            people.append(there[key])
    data.setlist("who", people)


def _put_entries(
    data: QueryDict, form: LogForm, kind: str, theirs: Iterable[Entry], keys: Collection[str]
) -> None:
    part = "issue" if kind == "issue" else "follow_up"
    own = [row for row in form.values.entries[kind] if f"{part}.{row.id}" not in keys]
    rows = [*own, *(row for row in theirs if f"{part}.{row.id}" in keys)]
    if rows == form.values.entries[kind]:
        return
    columns = {f"{kind}_id": "id", kind: "text", f"{kind}_due": "due", f"{kind}_who": "who"}
    for name, field in columns.items():
        data.setlist(name, [getattr(row, field) for row in rows])
