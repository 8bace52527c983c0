"""The tab Gaps: what `coverage/gaps.html` shows of a period, with the addresses of next pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.urls import reverse

from engagement.access.scope import Actor
from engagement.coverage.chosen import AT_ONCE, Chosen
from engagement.coverage.gaps import gaps
from engagement.coverage.present import present
from engagement.coverage.tables import gaps_context, late_context, never_context, present_context
from engagement.coverage.units import units
from engagement.coverage.unmet import never_met, overdue
from engagement.regions.models import ProgrammeArea

#: What is read with the reader's own rights, over the log from its beginning.
PARTS = ("never", "late", "present")


def gaps_page(
    actor: Actor, chosen: Chosen, area: ProgrammeArea, *, keys: Mapping[str, str]
) -> dict[str, Any]:
    """`keys` are those of the pages of the lists never and late. Raises ValueError for others.

    Of a very large log the parts that name people come later, one by one (`gaps_part`).
    """
    day = chosen.period.last
    later = chosen.sums().counted > AT_ONCE
    context = gaps_context(gaps(chosen.period, area), units(actor, day))
    for name in PARTS:
        if later and not keys.get(name):
            context[name] = {"later": _more(chosen, "part", name)}
        else:
            context |= gaps_part(actor, chosen, area, name, keys)["g"]
    return {"g": context}


def gaps_part(
    actor: Actor, chosen: Chosen, area: ProgrammeArea, part: str, keys: Mapping[str, str]
) -> dict[str, Any]:
    """One of `PARTS`. Raises ValueError for a part or a key that is none."""
    day, more = chosen.period.last, partial(_more, chosen)
    key = keys.get(part, "")
    if part == "never":
        found: dict[str, Any] = never_context(never_met(actor, day, key), more)
    elif part == "late":
        found = late_context(overdue(actor, day, key), more)
    elif part == "present":
        found = present_context(present(actor, area, day))
    else:
        raise ValueError(part)
    return {"part": part, "g": {part: {**found, "open": bool(key)}}}


def _more(chosen: Chosen, name: str, key: str) -> str:
    query = chosen.query(**{name: key})
    return f"{reverse('coverage_gaps')}?{query}"
