"""Contact details as a stakeholder's page lists them: never opened."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from engagement.access.scope import Actor
from engagement.stakeholders.contacts.models import ContactDetail
from engagement.stakeholders.models import Stakeholder


def contact_rows(actor: Actor, person: Stakeholder) -> list[dict[str, Any]]:
    """How the actor's team can reach somebody, newest first; one statement."""
    rows = ContactDetail.objects.visible_to(actor).filter(stakeholder=person, withdrawn_at=None)
    return [
        {
            "id": row.pk,
            "kind_label": row.get_kind_display(),
            "note": row.note,
            "team": row.lead_team.name if row.lead_team else "",
            "written_on": actor.local(row.written_at).date(),
            "written_by": row.written_by.get_full_name() if row.written_by else "",
            "open_url": reverse("contact_open", args=[row.pk]) if actor.can_log else "",
            "withdraw_url": reverse("contact_withdraw", args=[row.pk])
            if row.changed_by(actor)
            else "",
        }
        for row in rows.select_related("lead_team", "written_by").order_by("-written_at")
    ]
