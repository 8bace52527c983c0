"""Rows of a workbook as items that a program would send: what it would know, looked up.

Nobody without a developer keeps versions. A row is a change of what the partner last knew of the
record, so that what somebody here wrote since is kept beside it, or is a clash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from engagement.access.scope import Actor
from engagement.stakeholders.models import Stakeholder
from engagement.sync.batches.models import ExternalReference
from engagement.sync.codes import SharedType

Item = dict[str, Any]
Name = tuple[Any, Any]


def as_known(partner: Actor, kind: str, items: Sequence[Mapping[str, Any]]) -> list[Item]:
    """The items with `base_version` and with our ids of whom they name; three statements at most.

    What is named and not known stays as it is, and is refused with the others.
    """
    found: list[Item] = [deepcopy(dict(item)) for item in items]
    versions = _versions(partner, kind, [_name(item) for item in found])
    for item in found:
        if "base_version" not in item and _name(item) in versions:
            item["base_version"] = versions[_name(item)]
    if kind == SharedType.MEETING:
        _resolve(partner, found)
    return found


def _name(item: Mapping[str, Any]) -> Name:
    return item.get("namespace", ""), item.get("external_id")


def _versions(partner: Actor, kind: str, names: Iterable[Name]) -> dict[Name, int]:
    """What the partner last knew; of who became part of another, whose versions are others, not."""
    asked = set(names)
    rows = list(_references(partner, kind, asked))
    merged: set[Any] = set()
    if kind == SharedType.STAKEHOLDER and rows:
        people = Stakeholder.objects.visible_to(partner).filter(merged_into__isnull=False)
        ids = people.filter(pk__in=[row.object_id for row in rows])
        merged = set(ids.values_list("pk", flat=True))
    return {row.name: row.known_version for row in rows if row.object_id not in merged}


def _references(partner: Actor, kind: str, names: set[Name]) -> Iterator[ExternalReference]:
    own = ExternalReference.objects.of(partner).filter(object_type=kind)
    # One that cannot be written down is refused later, with the others.
    asked = {str(name[1]) for name in names if name[1] and "\x00" not in str(name[1])}
    for row in own.filter(external_id__in=asked):
        if row.name in names:
            yield row


def _resolve(partner: Actor, items: Sequence[Item]) -> None:
    """Somebody named by the partner's own id where the API takes only ours."""
    places = [place for item in items for place in _named(item["data"])]
    names = {("", holder[field]) for holder, field in places}
    people = {
        row.external_id: str(row.object_id)
        for row in (_references(partner, SharedType.STAKEHOLDER, names) if names else ())
    }
    for holder, field in places:
        holder[field] = people.get(holder[field], holder[field])


def _named(data: Item) -> Iterator[tuple[Item, str]]:
    holders = [(data, "arranged_through")]
    holders += [(row, "by") for row in data.get("follow_ups", ())]
    holders += [(row, "raised_by") for row in data.get("issues", ())]
    yield from (pair for pair in holders if pair[0].get(pair[1]))
