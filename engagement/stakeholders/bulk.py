"""Several stakeholders written anew at once: the same rows as one by one, in a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.inserting import update_rows
from engagement.access.scope import AUTHORS, Actor
from engagement.stakeholders.actions import _amended
from engagement.stakeholders.children import write_all_children
from engagement.stakeholders.drafts import StakeholderDraft
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.versions import Snapshot, as_written

#: What an amendment writes, as attributes of the row.
COLUMNS = (
    *("kind", "actor_type_id", "base_region_id", "owner_id", "birth_year", "at_risk"),
    *("not_to_be_engaged", "lead_team_id", "tlp"),
)


def amend_stakeholders(
    actor: Actor,
    people: Mapping[UUID, Stakeholder],
    drafts: Sequence[StakeholderDraft],
    now: Mapping[UUID, Snapshot],
) -> None:
    """Write several anew, which the actor wrote and holds locked; all or none, in few statements.

    The rules were asked (`fit_drafts`); `now` is how each stands. Raises NotAllowed, and Conflict.
    """
    actor.require(*AUTHORS)
    moved: list[Stakeholder] = []
    renamed = [draft for draft in drafts if _renames(draft, now[draft.id])]
    for draft in drafts:
        person = people[draft.id]
        if person.author_id != actor.user_id:
            raise NotAllowed("somebody else's")
        columns = _amended(person, draft)
        if any(getattr(person, name) != value for name, value in columns.items()):
            moved.append(person)
        for name, value in columns.items():
            setattr(person, name, value)
    try:
        with transaction.atomic():
            update_rows(moved, COLUMNS)
            write_all_children(actor, renamed)
    except IntegrityError as error:
        raise Conflict from error


def _renames(draft: StakeholderDraft, now: Snapshot) -> bool:
    """Whether names or tags become others."""
    written = as_written(draft, now)
    return any(written[part] != now[part] for part in ("names", "tags"))
