"""Short ways to pairs: a scan run at once, the pairs somebody sees, a judgement."""

from __future__ import annotations

from typing import Any

from engagement.access.scope import Actor, acting_as
from engagement.registry.duplicates.actions import judge, request_scan, run_scan
from engagement.registry.duplicates.models import DuplicatePair, DuplicateScan
from engagement.stakeholders.models import Stakeholder


def scanned(actor: Actor) -> DuplicateScan:
    """A scan asked for and run here, as a worker would."""
    with acting_as(actor, "duplicates.scan_requested"):
        asked = request_scan(actor)
    run_scan(asked.job_id)
    with acting_as(actor, "read"):
        return DuplicateScan.objects.select_related("job").get(pk=asked.pk)


def pairs(actor: Actor) -> list[DuplicatePair]:
    """By row security alone, without the filter."""
    with acting_as(actor, "read"):
        return list(DuplicatePair.objects.unscoped("row security alone").order_by("pk"))


def sides(pair: DuplicatePair) -> set[Any]:
    return {pair.one_id, pair.other_id}


def said(actor: Actor, pair: DuplicatePair, verdict: str) -> DuplicatePair:
    with acting_as(actor, "duplicates.judged"):
        return judge(actor, pair.pk, verdict)


def changed(actor: Actor, person: Stakeholder, **columns: Any) -> None:
    """Past the rules of an amendment: what a test needs to be so."""
    with acting_as(actor, "stakeholder.amended"):
        Stakeholder.objects.visible_to(actor).filter(pk=person.pk).update(**columns)
