"""Stakeholders of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from engagement.access.fields import tlp_code
from engagement.access.redaction import shows
from engagement.meetings.versions import Difference, Snapshot
from engagement.regions.models import Region
from engagement.regions.references import code_of
from engagement.stakeholders import versions
from engagement.stakeholders.actions import (
    add_stakeholders,
    amend_stakeholder,
    fit_drafts,
)
from engagement.stakeholders.bulk import amend_stakeholders
from engagement.stakeholders.candidates import likely_among
from engagement.stakeholders.children import tag_rows
from engagement.stakeholders.drafts import StakeholderDraft
from engagement.stakeholders.models import ActorType, Stakeholder, StakeholderName, StakeholderTag
from engagement.stakeholders.payloads import Codes, candidate_payload, draft_from
from engagement.sync.batches.drafts import Item
from engagement.sync.batches.records import Records
from engagement.sync.codes import SharedType

#: Part -> field of the payload, where they are not called the same.
FIELDS = {
    "actor_type_id": "actor_type",
    "base_region_id": "base",
    "lead_team_id": "lead_team",
    "owner_id": "owner",
}


class StakeholderRecords(Records):
    """People, organisations, units and communities."""

    object_type = SharedType.STAKEHOLDER.value
    model = Stakeholder
    sets = versions.SETS
    amended = "stakeholder.amended"
    beside = ("actor_type",)

    def _codes(self, items: Sequence[Item]) -> Codes:
        bases = [item.data["base"] for item in items if item.data["base"]]
        return Codes(bases, [item.data["actor_type"] for item in items])

    def draft(self, item: Item, pk: UUID, was: Any) -> StakeholderDraft:
        found = draft_from({**item.data, "id": pk}, self.codes)
        self.settled(item)
        return found

    def groups(self, drafts: Iterable[Any]) -> Iterable[tuple[str, list[Any]]]:
        yield "stakeholder.added", list(drafts)

    def add(self, drafts: list[Any], refused: dict[UUID, ValidationError]) -> list[Any]:
        return add_stakeholders(self.actor, drafts, refused=refused)

    def likely(self, rows: Sequence[Any], drafts: Sequence[Any]) -> Mapping[UUID, list[Any]]:
        if not shows(self.actor, self.object_type, "names"):
            return {}
        written = {row.pk for row in rows}
        asked = {draft.id: (_full(draft), draft.kind) for draft in drafts if draft.id in written}
        # Of two in one batch the later one may be the earlier.
        order = {pk: at for at, pk in enumerate(asked)}
        found = likely_among(self.actor, asked)
        return {
            pk: [
                candidate_payload(one)
                for one in rows
                if order.get(one.stakeholder_id, -1) < order[pk]
            ]
            for pk, rows in found.items()
        }

    def as_it_was(self, row: Any, version: int) -> Snapshot | None:
        return versions.as_it_was(row, version)

    def as_it_is(self, row: Any) -> Snapshot:
        return versions.as_it_is(self.actor, row)

    def as_written(self, draft: Any, now: Snapshot) -> Snapshot:
        return versions.as_written(draft, now)

    def merged(self, draft: Any, now: Snapshot, found: Sequence[Difference]) -> StakeholderDraft:
        changes: dict[str, Any] = {}
        for one in found:
            if one.key == "tags" and one.kept in ("theirs", "both"):
                changes["tags"] = self._tags(draft, one.merged)
            elif one.kept == "theirs":
                changes |= _of_ours(one.key, one.theirs)
        found_draft: StakeholderDraft = replace(draft, **changes)
        return found_draft

    def _tags(self, draft: StakeholderDraft, wanted: Iterable[str]) -> tuple[str, ...]:
        rows = StakeholderTag.objects.visible_to(self.actor).filter(stakeholder=draft.id)
        there = dict(rows.values_list("folded", "text"))
        there |= {row.folded: row.text for row in tag_rows(draft.id, draft.tags)}
        return tuple(there[key] for key in sorted(wanted))

    def amend(self, row: Any, draft: Any) -> Stakeholder:
        return amend_stakeholder(self.actor, row.pk, draft, version=row.version)

    def as_they_are(self, rows: Sequence[Any]) -> dict[UUID, Snapshot]:
        return versions.as_they_are(self.actor, rows)

    def amend_all(
        self, rows: Mapping[UUID, Any], drafts: Sequence[Any], now: Mapping[UUID, Snapshot]
    ) -> set[UUID]:
        fit = fit_drafts(self.actor, list(drafts), {}, rows)
        amend_stakeholders(self.actor, rows, fit, now)
        return {draft.id for draft in fit}

    def field(self, key: str) -> tuple[str, str]:
        name = FIELDS.get(key, key)
        return name, f"/{name}"

    def told(self, key: str, value: Any) -> Any:
        if key == "base_region_id" and value:
            rows = Region.objects.filter(pk=value).annotate(code=code_of("pk"))
            return rows.values_list("code", flat=True).first()
        if key == "names":
            return [
                {"text": name.text, "kind": name.kind, "language": name.language}
                for name in value or ()
            ]
        if key == "tlp":
            return None if value is None else tlp_code(value)
        return str(value) if isinstance(value, UUID) else value


def _full(draft: StakeholderDraft) -> list[str]:
    full = StakeholderName.Kind.FULL
    return [name.text for name in draft.given_names if name.kind == full]


def _of_ours(key: str, value: Any) -> dict[str, Any]:
    if key == "actor_type_id":
        return {"actor_type": ActorType.objects.get(pk=value)}
    if key == "base_region_id":
        return {"base_region": Region.objects.get(pk=value) if value else None}
    return {key: value}
