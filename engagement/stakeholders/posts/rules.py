"""The rules of one post, shared by every way in."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagement.access.models import Precision
from engagement.access.scope import Actor
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.drafts import PostDraft
from engagement.stakeholders.posts.models import Post, Seniority
from engagement.stakeholders.rules import Errors, is_one_line

People = dict[UUID, Stakeholder]


def check_post(
    actor: Actor, draft: PostDraft, was: Post | None = None, people: People | None = None
) -> People:
    """The stakeholders that the post names and the actor may open; `people` where read before.

    Raises ValidationError with a message for each field that is wrong.
    """
    errors: Errors = {}
    people = people_named(actor, [draft]) if people is None else people
    _check_bodies(draft, people, errors, was)
    _check_texts(draft, errors)
    _check_dates(draft, errors)
    if errors:
        raise ValidationError(errors)
    return people


def people_named(actor: Actor, drafts: Iterable[PostDraft]) -> People:
    """Of those whom posts name, the ones whom the actor may open."""
    wanted = {pk for row in drafts for pk in (row.organisation_id, row.on_behalf_of_id) if pk}
    rows = Stakeholder.objects.visible_to(actor).select_related("actor_type")
    found: People = rows.in_bulk(wanted)
    return found


def _check_bodies(draft: PostDraft, people: People, errors: Errors, was: Post | None) -> None:
    body = people.get(draft.organisation_id)
    kept = was is not None and was.organisation_id == draft.organisation_id
    if draft.organisation_id == draft.stakeholder_id:
        errors["organisation"] = _("Choose another body: nobody holds a post in themselves.")
    elif not kept and (body is None or body.withdrawn_at is not None):
        errors["organisation"] = _("Choose a body that is in the register.")
    elif body is not None and body.kind == Stakeholder.Kind.PERSON:
        errors["organisation"] = _("Choose a body: this is a person.")
    behalf = draft.on_behalf_of_id
    kept = was is not None and was.on_behalf_of_id == behalf
    if behalf and not kept and (behalf not in people or behalf == draft.stakeholder_id):
        errors["on_behalf_of"] = _("Choose somebody else who is in the register.")


def _check_texts(draft: PostDraft, errors: Errors) -> None:
    for field, text, most in (("title", draft.title, 200), ("source", draft.source, 500)):
        if len(text.strip()) > most:
            errors[field] = _("At most %(most)s characters.") % {"most": most}
        elif not is_one_line(text.strip()):
            errors[field] = _("Without line breaks or control characters, please.")
    if draft.seniority not in ("", *Seniority.values):
        errors["seniority"] = _("Choose the seniority.")


def _check_dates(draft: PostDraft, errors: Errors) -> None:
    if not {draft.from_precision, draft.to_precision} <= set(Precision.values):
        errors["valid_from"] = _("Say how exactly the dates are known: day, month or year.")
    if draft.valid_from and draft.valid_to and draft.valid_to <= draft.valid_from:
        errors["valid_to"] = _("This post ends before it starts.")
