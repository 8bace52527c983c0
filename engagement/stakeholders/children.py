"""Names and tags, written as sets: what is the same stays, and leaves no trace."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from engagement.access.scope import Actor
from engagement.names.folding import fold
from engagement.stakeholders.drafts import NameDraft, StakeholderDraft
from engagement.stakeholders.models import Stakeholder, StakeholderName, StakeholderTag


def add_children(drafts: list[StakeholderDraft]) -> None:
    """The names and tags of new stakeholders; one statement each."""
    names = [row for draft in drafts for row in name_rows(draft.id, draft.given_names)]
    StakeholderName.objects.bulk_create(names)
    tags = [row for draft in drafts for row in tag_rows(draft.id, draft.tags)]
    if tags:
        StakeholderTag.objects.bulk_create(tags)


def name_rows(pk: UUID, names: Iterable[NameDraft]) -> list[StakeholderName]:
    """As rows, in the order given, as typed."""
    rows = [
        StakeholderName(
            stakeholder_id=pk,
            text=name.text,
            kind=name.kind,
            language=name.language,
            position=position,
        )
        for position, name in enumerate(names)
    ]
    for row in rows:
        row.prepare()
    return rows


def tag_rows(pk: UUID, tags: Iterable[str]) -> list[StakeholderTag]:
    """As rows, the same tag in other letters once."""
    rows: dict[str, StakeholderTag] = {}
    for text in (tag.strip() for tag in tags):
        key = fold(text)[:80]
        if key:
            rows.setdefault(key, StakeholderTag(stakeholder_id=pk, text=text, folded=key))
    return list(rows.values())


def write_names(actor: Actor, person: Stakeholder, draft: StakeholderDraft) -> None:
    """Replace the names as a set; those given as bare text keep their kind and language."""
    mine = StakeholderName.objects.visible_to(actor).filter(stakeholder=person)
    there = {row.text: row for row in mine}
    rows = {row.text: row for row in name_rows(person.pk, draft.given_names)}
    gone = [row.pk for text, row in there.items() if text not in rows]
    if gone:
        mine.filter(pk__in=gone).delete()
    for text in rows.keys() & there.keys():
        _keep(there[text], rows[text], bare=text in draft.bare_names)
    StakeholderName.objects.bulk_create([row for text, row in rows.items() if text not in there])


def _keep(old: StakeholderName, new: StakeholderName, *, bare: bool) -> None:
    fields = ("position",) if bare else ("position", "kind", "language")
    changed = [name for name in fields if getattr(old, name) != getattr(new, name)]
    for name in changed:
        setattr(old, name, getattr(new, name))
    if changed:
        old.save(update_fields=changed)


def write_tags(actor: Actor, person: Stakeholder, draft: StakeholderDraft) -> None:
    """Replace the tags as a set."""
    mine = StakeholderTag.objects.visible_to(actor).filter(stakeholder=person)
    there = {row.folded: row for row in mine}
    rows = {row.folded: row for row in tag_rows(person.pk, draft.tags)}
    gone = [row.pk for key, row in there.items() if key not in rows]
    if gone:
        mine.filter(pk__in=gone).delete()
    StakeholderTag.objects.bulk_create([row for key, row in rows.items() if key not in there])
