"""The tab Gaps: what `coverage/gaps.html` shows of a period, with the addresses of next pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.urls import reverse

from engagement.access.scope import Actor
from engagement.coverage.chosen import Chosen
from engagement.coverage.gaps import gaps
from engagement.coverage.present import present
from engagement.coverage.tables import gaps_context
from engagement.coverage.units import units
from engagement.coverage.unmet import never_met, overdue
from engagement.regions.models import ProgrammeArea


def gaps_page(
    actor: Actor, chosen: Chosen, area: ProgrammeArea, *, keys: Mapping[str, str]
) -> dict[str, Any]:
    """`keys` are those of the pages of the lists never and late. Raises ValueError for others."""
    day = chosen.period.last
    context = gaps_context(
        gaps(chosen.period, area),
        never_met(actor, day, keys["never"]),
        overdue(actor, day, keys["late"]),
        units(actor, day),
        present(actor, area, day),
        partial(_more, chosen),
    )
    for name, key in keys.items():
        context[name]["open"] = bool(key)
    return {"g": context}


def _more(chosen: Chosen, name: str, key: str) -> str:
    query = chosen.query(**{name: key})
    return f"{reverse('coverage_gaps')}?{query}"
