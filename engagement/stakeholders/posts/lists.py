"""Posts as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from engagement.access.dates import end_in_words, in_words
from engagement.access.scope import Actor
from engagement.stakeholders.candidates import suggestion, suggestions
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.models import Post, PostQuerySet
from engagement.stakeholders.profiles import line, with_names

People = dict[UUID, Stakeholder]
#: Candidates that a name finds.
MOST_FOUND = 12
BODIES = tuple(kind.value for kind in Stakeholder.Kind if kind != Stakeholder.Kind.PERSON)


def post_rows(actor: Actor, person: Stakeholder) -> list[dict[str, Any]]:
    """What somebody is in which body, today's posts first; three statements."""
    posts = _ordered(Post.objects.visible_to(actor).filter(stakeholder=person))
    people = _named(
        actor, [key for post in posts for key in (post.organisation_id, post.on_behalf_of_id)]
    )
    return [_row(actor, post, person, people, post.organisation_id) for post in posts]


def member_rows(actor: Actor, body: Stakeholder) -> list[dict[str, Any]]:
    """Who is what in a body, today's posts first; three statements."""
    posts = _ordered(Post.objects.visible_to(actor).filter(organisation=body))
    people = _named(
        actor, [key for post in posts for key in (post.stakeholder_id, post.on_behalf_of_id)]
    )
    return [
        _row(actor, post, people.get(post.stakeholder_id), people, post.stakeholder_id)
        for post in posts
    ]


def posts_of(
    actor: Actor, stakeholder_ids: Iterable[UUID], day: date
) -> dict[UUID, list[dict[str, Any]]]:
    """The posts that these people held on a day, to choose from: {id, title, name, words}."""
    rows = Post.objects.visible_to(actor).filter(stakeholder__in=list(stakeholder_ids))
    posts = list(rows.posts_on(day).order_by("-valid_from", "pk"))
    people = _named(actor, [post.organisation_id for post in posts])
    found: dict[UUID, list[dict[str, Any]]] = {}
    for post in posts:
        name = _name(people, post.organisation_id)
        found.setdefault(post.stakeholder_id, []).append(
            {
                "id": post.pk,
                "organisation_id": post.organisation_id,
                "title": post.title,
                "name": name,
                "seniority": post.seniority,
                "words": " · ".join(part for part in (post.title, name) if part),
            }
        )
    return found


def choices(actor: Actor, text: str, chosen: object, *, bodies: bool) -> dict[str, Any]:
    """Whom a name finds, to choose one from; who is chosen already stands first."""
    key = _key(chosen)
    kinds = BODIES if bodies else ()
    found = suggestions(actor, text, kinds=kinds, most=MOST_FOUND) if text.strip() else []
    options = [{"id": str(one.person.pk), **suggestion(one)} for one in found]
    if key and str(key) not in {option["id"] for option in options}:
        rows = Stakeholder.objects.visible_to(actor).filter(pk=key)
        chosen_one = [{"id": str(row.pk), **line(row)} for row in with_names(rows, actor)]
        options = [*chosen_one, *options]
    for option in options:
        option["checked"] = option["id"] == str(key)
    hidden = key is not None and not any(option["checked"] for option in options)
    return {"options": options, "hidden": str(key) if hidden else "", "nobody": not options}


def _key(chosen: object) -> UUID | None:
    try:
        return UUID(str(chosen)) if chosen else None
    except ValueError:
        return None


def _ordered(rows: PostQuerySet) -> list[Post]:
    posts = list(rows.current().order_by("pk"))
    posts.sort(key=lambda post: post.valid_from or date.min, reverse=True)
    posts.sort(key=lambda post: post.valid_to or date.max, reverse=True)
    return posts


def _named(actor: Actor, ids: Iterable[UUID | None]) -> People:
    wanted = {key for key in ids if key}
    if not wanted:
        return {}
    found: People = with_names(Stakeholder.objects.visible_to(actor), actor).in_bulk(wanted)
    return found


def _name(people: People, key: UUID | None) -> str:
    if key is None:
        return ""
    return people[key].name if key in people else _("a body you may not open")


def _row(
    actor: Actor, post: Post, person: Stakeholder | None, people: People, other: UUID
) -> dict[str, Any]:
    may = person is not None and person.withdrawn_at is None and post.changed_by(actor, person)
    return {
        "id": post.pk,
        "name": _name(people, other),
        "url": reverse("stakeholder", args=[other]) if other in people else "",
        "title": post.title,
        "seniority_label": post.get_seniority_display() if post.seniority else "",
        "from_words": in_words(post.valid_from, post.from_precision),
        "to_words": end_in_words(post.valid_to, post.to_precision),
        "current": post.holds_on(actor.today()),
        "on_behalf_of": _name(people, post.on_behalf_of_id),
        "source": post.source,
        "edit_url": reverse("post_edit", args=[post.pk]) if may else "",
        "withdraw_url": reverse("post_withdraw", args=[post.pk]) if may else "",
    }
