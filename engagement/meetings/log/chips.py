"""Who is in the meeting, as the form shows them: one chip each, with what may be said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.access.scope import Actor
from engagement.meetings.codes import Role
from engagement.meetings.log.offers import Offers
from engagement.meetings.models import Participant
from engagement.meetings.who import HEADS, HIDDEN, Who, detail_of, people_by_id
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.models import Post, Seniority


@dataclass
class People:
    """Everybody a page of the form names, read together: three statements at most."""

    found: dict[UUID, Stakeholder] = field(default_factory=dict)
    posts: dict[UUID, list[Post]] = field(default_factory=dict)


def read_people(
    actor: Actor,
    ids: Iterable[UUID],
    day: date | None,
    *,
    posts_of: set[UUID],
    chosen: Iterable[UUID] = (),
) -> People:
    """Those the actor may open, and the posts that some of them held on the day or attend in."""
    rows = Post.objects.visible_to(actor).filter(stakeholder__in=posts_of)
    held = rows.filter(withdrawn_at=None).posts_on(day or actor.today())
    posts: dict[UUID, list[Post]] = {}
    for post in (
        (held | rows.filter(pk__in=chosen)).order_by("-valid_from", "pk") if posts_of else ()
    ):
        posts.setdefault(post.stakeholder_id, []).append(post)
    bodies = {post.organisation_id for held in posts.values() for post in held}
    return People(people_by_id(actor, {*ids, *posts_of, *bodies}), posts)


def chip(who: Who, people: People, offers: Offers) -> dict[str, Any]:
    """What the page shows of one: value, name, detail, error, and the fields beside them."""
    key = str(who.stakeholder_id) if who.data else ""
    person = people.found.get(who.stakeholder_id) if "stakeholder" in who.data else None
    shown = {"value": who.text, "error": who.error, **_heading(who, person, offers)}
    if not who.data or ("stakeholder" in who.data and person is None):
        return shown  # not readable, or not for this officer: nothing beside them
    held = people.posts.get(who.stakeholder_id, [])
    chosen = _chosen(who, held, person)
    community = person.kind if person else who.data.get("kind")
    return {
        **shown,
        "key": key,
        "role": who.data.get("role") or Role.COUNTERPART.value,
        "roles": Role.choices,
        "posts": [_post(post, people, chosen) for post in held] + _hidden_post(who, held),
        "rank": _rank(held, chosen),
        "at_their_place": bool(who.data.get("at_their_place")),
        "heads": _heads(who)
        if community == Stakeholder.Kind.COMMUNITY or who.data.get("headcount")
        else [],
    }


def _heading(who: Who, person: Stakeholder | None, offers: Offers) -> dict[str, str]:
    if not who.data:
        return {"name": _("Not readable"), "detail": ""}
    if "stakeholder" in who.data:
        name = person.name if person else _("Somebody you may not open")
        parts = [detail_of(person)] if person else []
    else:
        kind = offers.types.get(str(who.data.get("actor_type")))
        # A lone surrogate is refused, and could not be shown either.
        name = str(who.data.get("name", ""))[:500].encode(errors="replace").decode()
        parts = [kind.label if kind else "", offers.labels.get(str(who.data.get("base")), "")]
    heads = who.data.get("headcount")
    if isinstance(heads, int) and parts:
        parts.append(ngettext("%(n)s person", "%(n)s people", heads) % {"n": heads})
    return {"name": name, "detail": " · ".join(part for part in parts if part)}


def _chosen(who: Who, held: list[Post], person: Stakeholder | None) -> Post | None:
    """The post they attend in; proposed where they hold one, and it is no stricter than they."""
    if "post" in who.data or not person:
        return next((post for post in held if str(post.pk) == str(who.data.get("post"))), None)
    only = held[0] if len(held) == 1 else None
    return only if only and only.tlp <= person.tlp else None


def _post(post: Post, people: People, chosen: Post | None) -> dict[str, Any]:
    body = people.found.get(post.organisation_id)
    parts = (post.title, body.name if body else "")
    return {
        "id": str(post.pk),
        "label": " · ".join(part for part in parts if part) or _("A post without a title"),
        "rank": Seniority(post.seniority).label if post.seniority else "",
        "chosen": post == chosen,
    }


def _hidden_post(who: Who, held: list[Post]) -> list[dict[str, Any]]:
    if not who.data.get("post") or str(who.data["post"]) in {str(post.pk) for post in held}:
        return []
    return [{"id": HIDDEN, "label": _("A post you may not open"), "rank": "", "chosen": True}]


def _rank(held: list[Post], chosen: Post | None) -> str:
    post = chosen or (held[0] if len(held) == 1 else None)
    return str(Seniority(post.seniority).label) if post and post.seniority else ""


def _heads(who: Who) -> list[dict[str, Any]]:
    fields = {name: Participant._meta.get_field(name) for name in HEADS}
    labels = {name: str(getattr(row, "verbose_name", name)) for name, row in fields.items()}
    labels["headcount"] = _("Head count")
    return [
        {"name": name, "label": labels[name], "value": _shown(who.data, name)} for name in HEADS
    ]


def _shown(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return "" if value is None else str(value)[:20]
