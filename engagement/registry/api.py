"""The API's doors to what spans rooms: code lists, the document of the API and its page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import OpenApiParameter, extend_schema

from engagement.access.api_doors import Door
from engagement.access.doors import as_member
from engagement.access.problems import problem
from engagement.access.scope import Actor, acting_as
from engagement.registry.code_lists import NAMES, codes_of
from engagement.registry.serializers import CodeListPage, CodeListSerializer

NAME = OpenApiParameter("name", {"type": "string", "enum": NAMES}, OpenApiParameter.PATH)


class CodeLists(Door):
    """The lists of codes that payloads use."""

    opens_to_partners = True

    @extend_schema(operation_id="code_lists", responses=CodeListPage, tags=["codes"])
    def get(self, request: Any) -> HttpResponse:
        items = [
            {"name": name, "url": request.build_absolute_uri(reverse("api_code_list", args=[name]))}
            for name in NAMES
        ]
        return self.within(lambda actor: self.answer({"items": items, "next": None}))


class CodeList(Door):
    """One list of codes, with labels in the three languages."""

    opens_to_partners = True

    @extend_schema(
        operation_id="code_list", parameters=[NAME], responses=CodeListSerializer, tags=["codes"]
    )
    def get(self, request: Any, name: str) -> HttpResponse:
        if name not in NAMES:
            raise Http404
        return self.within(lambda actor: self.answer({"name": name, "codes": codes_of(name)}))


class SchemaDoor(Door):
    """The OpenAPI document, as JSON or YAML by Accept."""

    opens_to_partners = True

    renderer_classes = (OpenApiJsonRenderer, OpenApiYamlRenderer)

    @extend_schema(exclude=True)
    def get(self, request: Any) -> HttpResponse:
        document = SchemaGenerator().get_schema(request=None, public=True)
        body = request.accepted_renderer.render(document, renderer_context={})
        return self.tagged(body, request.accepted_media_type)


@csrf_exempt  # nothing is written here, and the refusal of a method is not to be a page
def docs_page(request: HttpRequest) -> HttpResponse:
    """The document as a page on which it can be tried out, from packaged files."""
    if request.method not in ("GET", "HEAD"):
        refused = problem(405)
        refused["Allow"] = "GET, HEAD"
        return refused
    return _docs(request)


@as_member
def _docs(request: HttpRequest, actor: Actor) -> HttpResponse:
    with acting_as(actor, "read"):
        return render(request, "api/docs.html")
