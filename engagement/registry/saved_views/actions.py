"""Keeping a list with its filters under a name, for oneself only."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from engagement.access.errors import NotAllowed
from engagement.access.scope import Actor
from engagement.registry.models import SavedView

#: Of one page; more would be a list to search in.
MOST = 50
#: What stands in an address without narrowing the list.
_PASSING = ("after", "format")


def views_of(actor: Actor, page: str) -> list[SavedView]:
    """The actor's own views of one page, by name."""
    rows = SavedView.objects.filter(
        programme_id=actor.programme_id, user_id=actor.person, page=page
    )
    return list(rows.order_by("name")[:MOST])


def save_view(actor: Actor, page: str, name: str, query: str) -> SavedView:
    """Keep the filters of a page under a name. Raises ValidationError by field."""
    if page not in SavedView.Page.values:
        raise ValidationError({"page": _("There is no such list.")})
    kept = _kept(query)
    there = views_of(actor, page)
    if len(there) >= MOST:
        raise ValidationError(
            {"name": _("You keep %(most)s views of this list. Delete one first.") % {"most": MOST}}
        )
    view = SavedView(
        programme_id=actor.programme_id,
        user_id=actor.person,
        page=page,
        name=_named(name),
        query=kept,
    )
    return _saved(view)


def rename_view(actor: Actor, pk: UUID, name: str) -> SavedView:
    """Give one of the actor's views another name. Raises NotAllowed, ValidationError."""
    view = _own(actor, pk)
    view.name = _named(name)
    return _saved(view)


def delete_view(actor: Actor, pk: UUID) -> SavedView:
    """Forget one of the actor's views. Raises NotAllowed."""
    view = _own(actor, pk)
    SavedView.objects.filter(pk=view.pk).delete()
    return view


def _own(actor: Actor, pk: UUID) -> SavedView:
    rows = SavedView.objects.filter(programme_id=actor.programme_id, user_id=actor.person)
    view = rows.filter(pk=pk).first()
    if view is None:
        raise NotAllowed("not a view of yours")
    return view


def _named(name: str) -> str:
    kept = " ".join(name.replace("\x00", "").split())
    if not kept:
        raise ValidationError({"name": _("Give the view a name.")})
    if len(kept) > 80:
        raise ValidationError({"name": _("A name has at most 80 characters.")})
    return kept


def _kept(query: str) -> str:
    data = QueryDict(query[:8000].replace("\x00", ""), mutable=True)
    for name in list(data):
        if name in _PASSING or not data[name]:
            del data[name]
    text = str(data.urlencode())
    if len(text) > 2000:
        raise ValidationError({"query": _("These filters are too long to keep.")})
    return text


def _saved(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise ValidationError({"name": _("You have a view of this name already.")}) from error
    return view
