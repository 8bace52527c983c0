"""Writes to posts: add, amend, withdraw."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import InsufficientPrivilege

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.scope import WRITERS, Actor
from engagement.stakeholders.actions import locked_stakeholder, protect
from engagement.stakeholders.models import ARMED_GROUPS, Stakeholder
from engagement.stakeholders.posts.drafts import PostDraft
from engagement.stakeholders.posts.models import Post
from engagement.stakeholders.posts.rules import People, check_post


def add_post(actor: Actor, draft: PostDraft) -> Post:
    """Write down what somebody is in a body; the same request again gives the same row.

    Who holds a post in a paramilitary body today is seen by fewer people from then on. Raises
    NotAllowed, ValidationError by field, and Conflict where the id is another row's.
    """
    actor.require(*WRITERS)
    person = _open(locked_stakeholder(actor, draft.stakeholder_id))
    replay = _replayed(actor, draft)
    if replay is not None:
        return replay
    people = check_post(actor, draft)
    post = Post(id=draft.id, stakeholder=person, written_by_id=actor.user_id, **_columns(draft))
    with _refused():
        _protect_members(actor, person, draft, people)
        post.save(force_insert=True)
    return post


def amend_post(actor: Actor, pk: UUID, draft: PostDraft, *, version: int) -> Post:
    """Write a post anew; `version` is that of the stakeholder who holds it. Raises as `add_post`.

    Raises Conflict where the stakeholder's record has moved on since `version`.
    """
    post, person = _changed(actor, pk)
    if person.version != version or draft.stakeholder_id != person.pk:
        raise Conflict
    people = check_post(actor, draft, was=post)
    columns = _columns(draft)
    changed = [name for name, value in columns.items() if getattr(post, name) != value]
    for name in changed:
        setattr(post, name, columns[name])
    if changed:
        with _refused():
            _protect_members(actor, person, draft, people)
            post.save(update_fields=changed)
    return post


def withdraw_post(actor: Actor, pk: UUID, *, reason: str) -> Post:
    """Take a post back that was never true; one that has ended is amended instead.

    Raises NotAllowed, ValidationError without a reason, and Conflict where it is taken back.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    post, _person = _changed(actor, pk)
    post.withdrawn_at, post.withdrawn_reason = timezone.now(), reason.strip()
    post.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    return post


def _open(person: Stakeholder) -> Stakeholder:
    if person.withdrawn_at is not None:
        raise Conflict
    return person


def _changed(actor: Actor, pk: UUID) -> tuple[Post, Stakeholder]:
    """The post and who holds it, both there for the actor to change."""
    actor.require(*WRITERS)
    post: Post | None = Post.objects.visible_to(actor).filter(pk=pk).first()
    if post is None:
        raise NotAllowed("no such post for you")
    person = _open(locked_stakeholder(actor, post.stakeholder_id))
    post.refresh_from_db()  # as it stands now that the record is held
    if not post.changed_by(actor, person):
        raise NotAllowed("somebody else's post")
    if post.withdrawn_at is not None:
        raise Conflict
    post.stakeholder = person
    return post, person


def _columns(draft: PostDraft) -> dict[str, object]:
    return {
        "organisation_id": draft.organisation_id,
        "title": draft.title.strip(),
        "seniority": draft.seniority,
        "valid_from": draft.valid_from,
        "from_precision": draft.from_precision,
        "valid_to": draft.valid_to,
        "to_precision": draft.to_precision,
        "on_behalf_of_id": draft.on_behalf_of_id,
        "source": draft.source.strip(),
    }


def _replayed(actor: Actor, draft: PostDraft) -> Post | None:
    old: Post | None = Post.objects.visible_to(actor).filter(pk=draft.id).first()
    if old is None:
        return None
    same = all(getattr(old, name) == value for name, value in _columns(draft).items())
    mine = old.written_by_id == actor.user_id and old.stakeholder_id == draft.stakeholder_id
    if same and mine:
        return old
    raise Conflict


def _protect_members(actor: Actor, person: Stakeholder, draft: PostDraft, people: People) -> None:
    body = people.get(draft.organisation_id)
    armed = body is not None and body.actor_type.group in ARMED_GROUPS
    if armed and _is_current(draft, actor.today()):
        protect(actor, person)


def _is_current(draft: PostDraft, today: date) -> bool:
    begun = draft.valid_from is None or draft.valid_from <= today
    return begun and (draft.valid_to is None or today < draft.valid_to)


@contextmanager
def _refused() -> Iterator[None]:
    """The database's refusals in words: a clash of ids, and a row that its writer may not see."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Conflict from error
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        message = _(
            "You could not see this post yourself: the body is better protected than the person. "
            "Ask a manager to write it down."
        )
        raise ValidationError({"organisation": message}) from error
