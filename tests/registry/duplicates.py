"""Short ways to pairs: a scan run at once, the pairs somebody sees, a judgement."""

from __future__ import annotations

from typing import Any

from engagement.access.keys import new_id
from engagement.access.scope import Actor, acting_as
from engagement.registry.duplicates.actions import judge, request_scan, run_scan
from engagement.registry.duplicates.models import DuplicatePair, DuplicateScan
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.actions import add_post
from engagement.stakeholders.posts.drafts import PostDraft
from engagement.stakeholders.posts.models import Post
from tests.cast import Cast, register

QUEUE = "/duplicates/"
LATIN, ARABIC, SORANI = "Mohammed Jawad al-Saadi", "محمد جواد الساعدي", "موحەممەد جەواد"


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


def two(cast: Cast, name: str = LATIN, other: str = ARABIC, **more: Any) -> tuple[Stakeholder, ...]:
    """A pair, both of Amal's."""
    return register(cast.amal, name, **more), register(cast.amal, other, **more)


def page_of(client: Any, query: str = "") -> str:
    """The queue as somebody sees it."""
    answer = client.get(QUEUE + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def give_post(cast: Cast, person: Stakeholder, body: Stakeholder) -> Post:
    """A post of which nothing is said but where."""
    draft = PostDraft(id=new_id(), stakeholder_id=person.pk, organisation_id=body.pk)
    with acting_as(cast.amal, "post.added"):
        return add_post(cast.amal, draft)
