"""The API's doors to the register."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters import CharFilter, ChoiceFilter, FilterSet
from drf_spectacular.utils import OpenApiParameter, extend_schema

from engagement.access.api_doors import Door
from engagement.access.api_filters import UpdatedSince
from engagement.access.errors import Conflict, NotAllowed
from engagement.access.paging import ListDoor
from engagement.access.patches import patched, read_change
from engagement.access.problems import Fault, Problem
from engagement.access.redaction import redacted, shows
from engagement.access.scope import AUTHORS, Actor
from engagement.stakeholders.actions import add_stakeholder, amend_stakeholder
from engagement.stakeholders.candidates import candidates
from engagement.stakeholders.models import ActorGroup, Stakeholder
from engagement.stakeholders.pages import nearest
from engagement.stakeholders.payloads import (
    candidate_payload,
    codes_of,
    draft_from,
    payload,
    with_payload,
)
from engagement.stakeholders.serializers import (
    CandidatePage,
    StakeholderChange,
    StakeholderMade,
    StakeholderPage,
    StakeholderSerializer,
)

TAGS = ["stakeholders"]
MOST_CANDIDATES, LONGEST_NAME = 20, 500
NAME = OpenApiParameter(
    "name", {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME}, required=True
)
KIND = OpenApiParameter("kind", {"type": "string", "enum": Stakeholder.Kind.values})


class StakeholderFilters(FilterSet):
    kind = ChoiceFilter(choices=Stakeholder.Kind.choices)
    actor_group = ChoiceFilter(field_name="actor_type__group", choices=ActorGroup.choices)
    actor_type = CharFilter(field_name="actor_type_id", help_text="A code of actor-types.")
    q = CharFilter(method="named", help_text="Words of a name, in any letter variant.")
    updated_since = UpdatedSince("stakeholder")

    def named(self, rows: Any, name: str, value: str) -> Any:
        return rows.named_like(value)


class StakeholderList(ListDoor):
    """The register."""

    opens_to_partners = True
    filters = StakeholderFilters
    order = ("-created_at", "-id")
    shared = "stakeholder"
    asks = {"kind": "kind", "actor_group": "actor_group", "actor_type": "actor_type", "q": "names"}

    @extend_schema(operation_id="stakeholders", responses=StakeholderPage, tags=TAGS)
    def get(self, request: Any) -> HttpResponse:
        return self.within(self._read)

    @extend_schema(
        operation_id="add_stakeholder",
        request=StakeholderSerializer,
        responses={200: StakeholderMade, 201: StakeholderMade},
        tags=TAGS,
    )
    def post(self, request: Any) -> HttpResponse:
        """Register a stakeholder; the same request again is answered 200, other content 409.

        `possible_duplicates` names whom it may already be. Nothing is merged, and nothing refused.
        """
        self.actor.require(*AUTHORS)
        given = StakeholderSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return self.within(
            lambda actor: self._add(actor, given.validated_data), "stakeholder.added"
        )

    def _read(self, actor: Actor) -> HttpResponse:
        rows = with_payload(Stakeholder.objects.visible_to(actor).current())
        found, following = self.page(self.narrowed(rows))
        self.given(found)
        return self.listed([_read_by(actor, row) for row in found], following)

    def _add(self, actor: Actor, data: Any) -> HttpResponse:
        codes = codes_of(data)
        draft = draft_from(data, codes)
        codes.settle()
        begun = timezone.now()
        person = add_stakeholder(actor, draft)
        names = [name.text for name in draft.given_names]
        found = []
        if _named(actor):
            found = nearest(actor, names, kind=draft.kind, without=(person.pk,))
        row = _row(actor, person.pk)
        told = {"possible_duplicates": [candidate_payload(one) for one in found]}
        status = 201 if person.created_at >= begun else 200
        return self.answer(_read_by(actor, row) | told, status=status, version=row.version)


class Candidates(Door):
    """Whom a name may mean, however it is written."""

    opens_to_partners = True
    parameters = ("name", "kind")

    @extend_schema(
        operation_id="candidates",
        responses=CandidatePage,
        tags=TAGS,
        parameters=[NAME, KIND],
    )
    def get(self, request: Any) -> HttpResponse:
        """At most 20 stakeholders, the likeliest first, with the reasons. Nothing is decided."""
        name, kind = (request.query_params.get(one, "") for one in self.parameters)
        faults = [*_name_faults(name), *_kind_faults(kind)]
        if faults:
            raise Problem(400, errors=faults)
        return self.within(lambda actor: self._read(actor, name, (kind,) if kind else ()))

    def _read(self, actor: Actor, name: str, kinds: tuple[str, ...]) -> HttpResponse:
        if not _named(actor):
            raise NotAllowed("the agreement shares no names")
        found = candidates(actor, name, kinds=kinds, most=MOST_CANDIDATES, typing=True)
        self.given(found)
        return self.answer({"items": [candidate_payload(one) for one in found]})


def _named(actor: Actor) -> bool:
    return shows(actor, "stakeholder", "names")


def _name_faults(name: str) -> list[Fault]:
    if len(name.strip()) > 0 and len(name) <= LONGEST_NAME and "\x00" not in name:
        return []
    return [Fault(_("A name of 1 to %(most)s signs.") % {"most": LONGEST_NAME}, parameter="name")]


def _kind_faults(kind: str) -> list[Fault]:
    kinds = Stakeholder.Kind.values
    if not kind or kind in kinds:
        return []
    return [Fault(_("One of: %(codes)s.") % {"codes": ", ".join(kinds)}, parameter="kind")]


class StakeholderDetail(Door):
    """One stakeholder."""

    opens_to_partners = True

    @extend_schema(operation_id="stakeholder", responses=StakeholderSerializer, tags=TAGS)
    def get(self, request: Any, pk: UUID) -> HttpResponse:
        return self.within(lambda actor: self._read(actor, pk))

    def _read(self, actor: Actor, pk: UUID) -> HttpResponse:
        row = _row(actor, pk)
        self.given([row])
        return _shown(self, row)

    @extend_schema(
        operation_id="amend_stakeholder",
        request=StakeholderChange,
        responses=StakeholderSerializer,
        tags=TAGS,
    )
    def put(self, request: Any, pk: UUID) -> HttpResponse:
        """Write a stakeholder anew."""
        return self._amended(request, pk, patch=False)

    @extend_schema(
        operation_id="patch_stakeholder",
        request={
            "application/merge-patch+json": StakeholderChange(partial=True),
            "application/json": StakeholderChange(partial=True),
        },
        responses=StakeholderSerializer,
        tags=TAGS,
    )
    def patch(self, request: Any, pk: UUID) -> HttpResponse:
        """Change some fields of a stakeholder; lists are replaced whole."""
        return self._amended(request, pk, patch=True)

    def _amended(self, request: Any, pk: UUID, *, patch: bool) -> HttpResponse:
        self.actor.require(*AUTHORS)
        version = self.wanted_version()
        sent = request.data
        reason = self.change_reason(sent)

        def work(actor: Actor) -> HttpResponse:
            there = _row(actor, pk)
            self.same_version(version, there.version)
            data = read_change(
                StakeholderChange, pk, patched(payload(there), sent) if patch else sent
            )
            codes = codes_of(data)
            draft = draft_from(data, codes)
            codes.settle()
            try:
                amend_stakeholder(actor, pk, draft, version=version)
            except Conflict as error:
                raise _moved_on(there) from error
            return _shown(self, _row(actor, pk))

        return self.within(work, "stakeholder.amended", reason)


def _moved_on(there: Stakeholder) -> Exception:
    return Conflict() if there.withdrawn_at else Problem(412)


def _row(actor: Actor, pk: UUID) -> Stakeholder:
    found: Stakeholder | None = (
        with_payload(Stakeholder.objects.visible_to(actor)).filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


def _shown(door: Door, row: Stakeholder, status: int = 200) -> HttpResponse:
    return door.answer(_read_by(door.actor, row), status=status, version=row.version)


def _read_by(actor: Actor, row: Stakeholder) -> dict[str, Any]:
    return redacted(actor, "stakeholder", payload(row), row.author_id)
