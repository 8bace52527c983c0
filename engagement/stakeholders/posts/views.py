"""The pages of posts: add, amend, withdraw, and finding a body by its name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from engagement.access.doors import as_member, reason_in, version_in
from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.scope import WRITERS, Actor, acting_as
from engagement.access.tlp import Tlp
from engagement.stakeholders.forms import ReasonForm
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.actions import add_post, amend_post, withdraw_post
from engagement.stakeholders.posts.forms import CHOSEN, PostForm, initial_of
from engagement.stakeholders.posts.lists import choices
from engagement.stakeholders.posts.models import Post
from engagement.stakeholders.profiles import line, with_names


@require_safe
@as_member
def choose(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """Whom a name finds, as radio buttons to choose from; a fragment."""
    if name not in CHOSEN:
        raise Http404
    text, chosen = request.GET.get(f"{name}_find", "")[:200], request.GET.get(name, "")
    with acting_as(actor, "read"):
        found = choices(actor, text, chosen, bodies=CHOSEN[name])
        context = {"name": name, "sought": text, **found}
        return render(request, "stakeholders/choose_options.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def add(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    actor.require(*WRITERS)
    if request.method != "POST":
        with acting_as(actor, "read"):
            person = _person(actor, pk)
            return _form_page(request, person, PostForm(actor, initial={"id": new_id()}))
    status = 422
    try:
        with acting_as(actor, "post.added"):
            person = _person(actor, pk)
            form = PostForm(actor, request.POST)
            if "find" in request.POST:
                return _form_page(request, person, form.once_more())
            if form.is_valid():
                return _saved(request, person, add_post(actor, form.draft(pk)))
    except ValidationError as error:
        form.refuse(error)
    except Conflict:
        form.add_error(None, _clash())
        status = 409
    with acting_as(actor, "read"):
        return _form_page(request, _person(actor, pk), form, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def edit(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    actor.require(*WRITERS)
    if request.method != "POST":
        with acting_as(actor, "read"):
            post, person = _post(actor, pk)
            first = initial_of(post, person.version)
            return _form_page(request, person, PostForm(actor, post=post, initial=first))
    status = 422
    try:
        with acting_as(actor, "post.amended", reason_in(request)):
            post, person = _post(actor, pk)
            form = PostForm(actor, request.POST, post=post)
            if "find" in request.POST:
                return _form_page(request, person, form.once_more())
            if form.is_valid():
                draft = form.draft(person.pk)
                made = amend_post(actor, pk, draft, version=version_in(request))
                return _saved(request, person, made)
    except ValidationError as error:
        form.refuse(error)
    except Conflict:
        form.add_error(None, _clash())
        status = 409
    with acting_as(actor, "read"):
        return _form_page(request, _post(actor, pk)[1], form, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def withdraw(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    actor.require(*WRITERS)
    form, status = ReasonForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status, reason = 422, reason_in(request)
        try:
            with acting_as(actor, "post.withdrawn", reason):
                person = _post(actor, pk)[1]
                if form.is_valid():
                    withdraw_post(actor, pk, reason=reason)
                    messages.success(request, _("The post is taken back."))
                    return redirect("stakeholder", pk=person.pk)
        except ValidationError as error:
            form.add_error("reason", error.messages)
    with acting_as(actor, "read"):
        post, person = _post(actor, pk)
        context = {
            "form": form,
            "person": line(person),
            "heading": _("Take a post back"),
            "hint": _(
                "For a post that was never true. If it has ended, change it and say until when."
            ),
            "what": post.title,
        }
        return render(request, "stakeholders/take_back.html", context, status=status)


def _person(actor: Actor, pk: UUID) -> Stakeholder:
    rows = with_names(Stakeholder.objects.visible_to(actor), actor)
    person: Stakeholder | None = rows.current().filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


def _post(actor: Actor, pk: UUID) -> tuple[Post, Stakeholder]:
    """A post that the actor may change, and who holds it. Raises Http404 and NotAllowed."""
    post: Post | None = Post.objects.visible_to(actor).current().filter(pk=pk).first()
    if post is None:
        raise Http404
    person = _person(actor, post.stakeholder_id)
    if not post.changed_by(actor, person):
        raise NotAllowed("somebody else's post")
    return post, person


def _form_page(
    request: HttpRequest, person: Stakeholder, form: PostForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "person": line(person), "choices": form.choices}
    return render(request, "stakeholders/post.html", context, status=status)


def _saved(request: HttpRequest, before: Stakeholder, post: Post) -> HttpResponse:
    messages.success(request, _("Saved."))
    if post.stakeholder.tlp > before.tlp:
        messages.warning(
            request,
            _("Fewer people may see them now, because this body is armed: %(level)s.")
            % {"level": Tlp(post.stakeholder.tlp).label},
        )
    return redirect("stakeholder", pk=before.pk)


def _clash() -> str:
    return _(
        "This was not saved: a record with this number is already there with other content, or "
        "somebody changed it meanwhile. What you wrote is still in the form."
    )
