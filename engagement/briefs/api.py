"""The API's doors to the policy brief."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from engagement.access.paging import ListDoor
from engagement.access.scope import Actor
from engagement.briefs.models import Recommendation
from engagement.briefs.serializers import RecommendationPage
from engagement.regions.serializers import labels_of


class RecommendationList(ListDoor):
    """The recommendations of the policy brief."""

    order = ("order", "id")

    @extend_schema(operation_id="recommendations", responses=RecommendationPage, tags=["brief"])
    def get(self, request: Any) -> HttpResponse:
        return self.within(self._read)

    def _read(self, actor: Actor) -> HttpResponse:
        rows = Recommendation.objects.visible_to(actor).filter(withdrawn_at=None)
        found, following = self.page(self.narrowed(rows))
        items = [
            {
                "id": str(row.pk),
                "version": row.version,
                "code": row.code,
                "texts": labels_of(row, "text"),
                "indicators": row.indicators,
            }
            for row in found
        ]
        return self.listed(items, following)
