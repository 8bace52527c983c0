"""Names and tags, written as sets: what is the same stays, and leaves no trace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from engagement.access.inserting import insert_rows, update_rows
from engagement.access.scope import Actor
from engagement.names.folding import fold
from engagement.stakeholders.drafts import NameDraft, StakeholderDraft
from engagement.stakeholders.models import Stakeholder, StakeholderName, StakeholderTag


def add_children(drafts: list[StakeholderDraft]) -> None:
    """The names and tags of new stakeholders; one statement each."""
    names = [row for draft in drafts for row in name_rows(draft.id, draft.given_names)]
    insert_rows(names)
    tags = [row for draft in drafts for row in tag_rows(draft.id, draft.tags)]
    insert_rows(tags)


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


def write_all_children(actor: Actor, drafts: Sequence[StakeholderDraft]) -> None:
    """The names and tags of several, each as its draft has them; seven statements at most."""
    if not drafts:
        return
    ids = [draft.id for draft in drafts]
    names: dict[Any, StakeholderName] = _there(StakeholderName, actor, ids, "text")
    wanted = {
        (draft.id, row.text): row
        for draft in drafts
        for row in name_rows(draft.id, draft.given_names)
    }
    bare = {(draft.id, text) for draft in drafts for text in draft.bare_names}
    kept = [
        names[key]
        for key in wanted.keys() & names.keys()
        if _take_over(names[key], wanted[key], bare=key in bare)
    ]
    _remove(StakeholderName, actor, [row.pk for key, row in names.items() if key not in wanted])
    update_rows(kept, NAMED)
    insert_rows([row for key, row in wanted.items() if key not in names])
    tags: dict[Any, StakeholderTag] = _there(StakeholderTag, actor, ids, "folded")
    put = {
        (draft.id, row.folded): row for draft in drafts for row in tag_rows(draft.id, draft.tags)
    }
    _remove(StakeholderTag, actor, [row.pk for key, row in tags.items() if key not in put])
    insert_rows([row for key, row in put.items() if key not in tags])


def _there(model: Any, actor: Actor, ids: Sequence[UUID], key: str) -> dict[Any, Any]:
    """(whose, key) -> row."""
    rows = model.objects.visible_to(actor).filter(stakeholder__in=ids)
    return {(row.stakeholder_id, getattr(row, key)): row for row in rows}


def _remove(model: Any, actor: Actor, gone: Sequence[int]) -> None:
    if gone:
        model.objects.visible_to(actor).filter(pk__in=gone).delete()


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


#: What a name that stays may take over from the one that was sent.
NAMED = ("position", "kind", "language")


def _keep(old: StakeholderName, new: StakeholderName, *, bare: bool) -> None:
    changed = _take_over(old, new, bare=bare)
    if changed:
        old.save(update_fields=changed)


def _take_over(old: StakeholderName, new: StakeholderName, *, bare: bool) -> list[str]:
    """What moved."""
    changed = [
        name for name in NAMED[: 1 if bare else 3] if getattr(old, name) != getattr(new, name)
    ]
    for name in changed:
        setattr(old, name, getattr(new, name))
    return changed


def write_tags(actor: Actor, person: Stakeholder, draft: StakeholderDraft) -> None:
    """Replace the tags as a set."""
    mine = StakeholderTag.objects.visible_to(actor).filter(stakeholder=person)
    there = {row.folded: row for row in mine}
    rows = {row.folded: row for row in tag_rows(person.pk, draft.tags)}
    gone = [row.pk for key, row in there.items() if key not in rows]
    if gone:
        mine.filter(pk__in=gone).delete()
    StakeholderTag.objects.bulk_create([row for key, row in rows.items() if key not in there])
