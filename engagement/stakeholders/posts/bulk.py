"""Many posts at once, by the same rules as one."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.scope import WRITERS, Actor
from engagement.stakeholders.actions import protect
from engagement.stakeholders.models import ARMED_GROUPS, Stakeholder
from engagement.stakeholders.posts.actions import _columns, _is_current
from engagement.stakeholders.posts.drafts import PostDraft
from engagement.stakeholders.posts.models import Post
from engagement.stakeholders.posts.rules import People, check_post, people_named


def add_posts(actor: Actor, drafts: Iterable[PostDraft]) -> list[Post]:
    """Write down several posts; all or none.

    Raises NotAllowed, ValidationError by field for the first draft that is wrong, and Conflict
    where an id is another row's or a holder is retired.
    """
    actor.require(*WRITERS)
    drafts = list(drafts)
    holders = _holders(actor, drafts)
    try:
        with transaction.atomic():
            people = people_named(actor, drafts)
            for draft in drafts:
                _check(actor, draft, holders[draft.stakeholder_id], people)
            rows: list[Post] = Post.objects.bulk_create(
                [
                    Post(
                        id=draft.id,
                        stakeholder_id=draft.stakeholder_id,
                        written_by_id=actor.user_id,
                        **_columns(draft),
                    )
                    for draft in drafts
                ]
            )
    except IntegrityError as error:
        raise Conflict from error
    return rows


def _holders(actor: Actor, drafts: list[PostDraft]) -> dict[object, Stakeholder]:
    rows = Stakeholder.objects.visible_to(actor).select_related("actor_type").order_by("pk")
    wanted = {draft.stakeholder_id for draft in drafts}
    found = rows.select_for_update(of=("self",), no_key=True).in_bulk(wanted)
    if len(found) < len(wanted):
        raise NotAllowed("no such stakeholder for you")
    if any(row.withdrawn_at is not None for row in found.values()):
        raise Conflict
    return dict(found)


def _check(actor: Actor, draft: PostDraft, holder: Stakeholder, people: People) -> None:
    body = check_post(actor, draft, people=people).get(draft.organisation_id)
    armed = body is not None and body.actor_type.group in ARMED_GROUPS
    if armed and _is_current(draft, actor.today()):
        protect(actor, holder)
