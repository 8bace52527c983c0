"""What a partner sent that may be somebody registered before, as its page shows it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from engagement.access.scope import Actor
from engagement.meetings.lists import names_by_id
from engagement.registry.duplicates.lists import open_pairs
from engagement.sync.batches.models import ExternalReference
from engagement.sync.codes import SharedType

MOST = 20


def arrived_context(actor: Actor, user_id: UUID) -> dict[str, Any]:
    """Stakeholders of one partner's user that are one side of an open pair; two statements."""
    sent = ExternalReference.objects.visible_to(actor).filter(
        user_id=user_id, object_type=SharedType.STAKEHOLDER
    )
    theirs = sent.values("object_id")
    pairs = open_pairs(actor).filter(Q(one__in=theirs) | Q(other__in=theirs))
    wanted = sent.filter(
        Q(object_id__in=pairs.values("one")) | Q(object_id__in=pairs.values("other"))
    )
    found = list(dict.fromkeys(wanted.order_by("pk").values_list("object_id", flat=True)))
    names = names_by_id(actor, set(found[:MOST]))
    queue = reverse("duplicate_list")
    return {
        "arrived": [
            {"name": names.get(pk, ""), "url": f"{queue}?{urlencode({'with': pk})}"}
            for pk in found[:MOST]
        ],
        "n_arrived": len(found),
        "more_arrived": len(found) > MOST,
    }
