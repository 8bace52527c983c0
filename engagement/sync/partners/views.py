"""The pages of partners: agreements, keys, what each would see, and what it was given."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagement.access.doors import as_member, reason_in
from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.models import Role
from engagement.access.scope import Actor, acting_as
from engagement.access.sharing import settle_shares
from engagement.audit.exports import log_export
from engagement.audit.models import Export
from engagement.sync.actions import (
    IssuedKey,
    change_agreement,
    end_agreement,
    issue_key,
    make_agreement,
    withdraw_key,
)
from engagement.sync.codes import SharedType
from engagement.sync.conflicts.pages import clashes_of
from engagement.sync.models import Agreement
from engagement.sync.partners.doors import ADDRESSES, as_partner
from engagement.sync.partners.forms import AgreementForm, KeyForm
from engagement.sync.partners.lists import (
    agreements_of,
    given_rows,
    lines,
    page_of,
    partner_actor,
    recommendation_codes,
    sent_by,
    told,
)

#: Who keeps agreements; administrators make them and see no content by their role.
KEEPERS = (Role.MANAGER, Role.ADMINISTRATOR)


@require_safe
@as_member
def partner_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    actor.require(*KEEPERS)
    with acting_as(actor, "read"):
        return render(request, "sync/list.html", {"lines": lines(actor)})


@require_safe
@as_member
def partner(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    return _page(request, actor, _found(actor, pk, *KEEPERS))


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def partner_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    return _edit(request, actor, None)


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def partner_change(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    return _edit(request, actor, _found(actor, pk, Role.ADMINISTRATOR))


@require_POST
@as_member
def partner_end(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """End it for good; its keys go with it."""
    agreement = _found(actor, pk, Role.ADMINISTRATOR)
    reason = reason_in(request)
    try:
        with acting_as(actor, "agreement.ended", reason):
            end_agreement(actor, pk, reason=reason)
    except ValidationError as error:
        return _page(request, actor, agreement, 422, end_error=" ".join(error.messages))
    except Conflict:
        messages.error(request, _("It had been ended before."))
    else:
        messages.success(request, _("Ended. Its keys work no more."))
    return redirect("partner", pk)


@require_POST
@as_member
def partner_key(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """One more key, shown on the page that answers and never again."""
    agreement = _found(actor, pk, Role.ADMINISTRATOR)
    form = KeyForm(request.POST)
    if form.is_valid():
        try:
            with acting_as(actor, "key.issued"):
                given = form.given(agreement.programme.zone)
                return _page(request, actor, agreement, key=issue_key(actor, pk, **given))
        except ValidationError as error:
            form.refuse(error)
    return _page(request, actor, agreement, 422, form=form)


@require_POST
@as_member
def partner_key_withdraw(request: HttpRequest, actor: Actor, pk: UUID, key: UUID) -> HttpResponse:
    _found(actor, pk, Role.ADMINISTRATOR)
    try:
        with acting_as(actor, "key.withdrawn"):
            withdraw_key(actor, pk, key)
    except NotAllowed as error:
        raise Http404 from error
    messages.success(request, _("Withdrawn. Programs that use this key are refused from now on."))
    return redirect("partner", pk)


@require_safe
@as_member
def partner_preview(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The API's own answers to this partner; that they were read is noted."""
    agreement = _found(actor, pk, Role.ADMINISTRATOR)
    kind = request.GET.get("type", SharedType.STAKEHOLDER.value)
    if kind not in ADDRESSES:
        raise Http404
    answer = as_partner(request, partner_actor(agreement), kind, request.GET.get("cursor", ""))
    items = answer.get("items", [])
    with acting_as(actor, "read"):
        log_export(actor, "partner-preview", Export.Format.JSON, f"{pk}/{kind}", len(items))
    context = {
        "row": agreement,
        "address": ADDRESSES[kind],
        "tabs": [
            {"label": SharedType(one).label, "kind": one, "current": one == kind}
            for one in ADDRESSES
        ],
        "items": [json.dumps(item, ensure_ascii=False, indent=2) for item in items],
        "refused": answer.get("detail", "") if "items" not in answer else "",
        "next_url": _next(answer.get("next"), kind),
    }
    return render(request, "sync/preview.html", context)


@require_safe
@as_member
def partner_given(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """What the partner was given and when; managers, who may open it."""
    agreement = _found(actor, pk, Role.MANAGER)
    kind = request.GET.get("type", "")
    if kind and kind not in SharedType.values:
        raise Http404
    with acting_as(actor, "read"):
        rows, after = given_rows(agreement, kind, _before(request.GET.get("before", "")))
        query = {"type": kind, "before": f"{after[0].isoformat()}/{after[1]}"} if after else {}
        context = {
            "row": agreement,
            "rows": told(actor, rows),
            "tabs": [
                {"label": label, "kind": one, "current": one == kind}
                for one, label in [("", _("All")), *SharedType.choices]
            ],
            "next_url": f"?{urlencode(query)}" if query else "",
        }
        return render(request, "sync/given.html", context)


def _found(actor: Actor, pk: UUID, *roles: Role) -> Agreement:
    """An agreement of the actor's programme, for these roles: 404 elsewhere, 403 for others."""
    found = agreements_of(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    actor.require(*roles)
    return found


def _page(
    request: HttpRequest,
    actor: Actor,
    agreement: Agreement,
    status: int = 200,
    *,
    form: KeyForm | None = None,
    key: IssuedKey | None = None,
    end_error: str = "",
) -> HttpResponse:
    partner = partner_actor(agreement)
    with acting_as(partner, "read"):
        settle_shares()  # so that what waits is counted as of now
        sent = sent_by(partner)
    with acting_as(actor, "read"):
        agreement.refresh_from_db()
        context = {
            "row": agreement,
            "form": form or KeyForm(),
            "issued": key,
            "end_error": end_error,
            "keeps": actor.role == Role.ADMINISTRATOR,
            "reads": actor.role == Role.MANAGER,
            **page_of(actor, agreement),
            **sent,
            **(clashes_of(actor, partner.user_id) if actor.role == Role.MANAGER else {}),
        }
        return render(request, "sync/partner.html", context, status=status)


def _edit(request: HttpRequest, actor: Actor, row: Agreement | None) -> HttpResponse:
    actor.require(Role.ADMINISTRATOR)
    with acting_as(actor, "read"):
        data = request.POST if request.method == "POST" else None
        form = AgreementForm(actor, recommendation_codes(), data, row)
        if data is None:
            return _form_page(request, form, row)
    if form.is_valid():
        try:
            saved = _saved(actor, form, row)
        except ValidationError as error:
            form.refuse(error)
        except Conflict:
            form.add_error(None, _("The name is taken, or somebody changed it meanwhile."))
        else:
            messages.success(request, _("Saved. Look at what the partner sees now."))
            return redirect("partner", saved.pk)
    with acting_as(actor, "read"):
        return _form_page(request, form, row, 422)


def _saved(actor: Actor, form: AgreementForm, row: Agreement | None) -> Agreement:
    if row is None:
        with acting_as(actor, "agreement.made"):
            return make_agreement(actor, form.draft(new_id()))
    with acting_as(actor, "agreement.changed"):
        rule = form.cleaned_data["rule"] or 0
        return change_agreement(actor, row.pk, form.draft(row.pk), rule=rule)


def _form_page(
    request: HttpRequest, form: AgreementForm, row: Agreement | None, status: int = 200
) -> HttpResponse:
    return render(request, "sync/form.html", {"form": form, "row": row}, status=status)


def _next(address: Any, kind: str) -> str:
    cursor = parse_qs(urlsplit(address or "").query).get("cursor")
    return f"?{urlencode({'type': kind, 'cursor': cursor[0]})}" if cursor else ""


def _before(text: str) -> tuple[datetime, int] | None:
    if not text:
        return None
    moment, _slash, number = text.partition("/")
    try:
        found = (datetime.fromisoformat(moment), int(number))
    except ValueError as error:
        raise Http404 from error
    if found[0].tzinfo is None or not 0 <= found[1] < 2**63:
        raise Http404
    return found
