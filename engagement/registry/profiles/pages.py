"""One stakeholder as the page shows them, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.scope import Actor
from engagement.audit.trail import events_of, trail
from engagement.meetings.lists import count_of, lines_with, names_by_id, page_of
from engagement.meetings.models import Meeting
from engagement.registry.duplicates.lists import open_pairs
from engagement.registry.models import Merge
from engagement.registry.profiles.facts import facts, impact, understanding
from engagement.registry.profiles.met import Met, met
from engagement.stakeholders.assessments.models import (
    Assessment,
    EngagementDecision,
    Facet,
    Opinion,
    Standing,
)
from engagement.stakeholders.assessments.words import (
    card,
    decision_words,
    facets,
    in_order,
    opinion_lines,
    part,
)
from engagement.stakeholders.contacts.lists import contact_rows
from engagement.stakeholders.contacts.models import ContactDetail
from engagement.stakeholders.models import (
    Stakeholder,
    StakeholderName,
    StakeholderTag,
)
from engagement.stakeholders.naming.lists import named_people
from engagement.stakeholders.posts.lists import member_rows, post_rows
from engagement.stakeholders.posts.models import Post
from engagement.stakeholders.profiles import line, with_names

VERBS = {
    "stakeholder.added": gettext_lazy("Registered"),
    "stakeholder.amended": gettext_lazy("Changed"),
    "stakeholder.owner_named": gettext_lazy("Relationship owner named"),
    "stakeholder.tagged": gettext_lazy("Tagged"),
    "stakeholder.retired": gettext_lazy("Retired"),
    "stakeholder.restored": gettext_lazy("Restored"),
    "stakeholder.merged": gettext_lazy("Merged with another record"),
    "stakeholder.unmerged": gettext_lazy("Taken apart from another record"),
    "meeting.logged": gettext_lazy("Registered with a meeting"),
    "meeting.planned": gettext_lazy("Registered with a meeting"),
    "meeting.amended": gettext_lazy("Registered with a meeting"),
    "post.added": gettext_lazy("Post added"),
    "post.amended": gettext_lazy("Post changed"),
    "post.withdrawn": gettext_lazy("Post withdrawn"),
    "contact.added": gettext_lazy("Contact detail added"),
    "contact.withdrawn": gettext_lazy("Contact detail withdrawn"),
    "assessment.added": gettext_lazy("Assessed"),
    "assessment.standing_set": gettext_lazy("An assessment judged"),
    "assessment.withdrawn": gettext_lazy("An assessment withdrawn"),
    "decision.taken": gettext_lazy("Decided whether to engage"),
    "decision.withdrawn": gettext_lazy("A decision withdrawn"),
    "opinion.held": gettext_lazy("Opinion written down"),
    "opinion.withdrawn": gettext_lazy("An opinion withdrawn"),
}
#: Lines of the trail, and meetings, that the page shows.
MOST_HISTORY = 20
MOST_OPINIONS = 12


def profile_context(actor: Actor, pk: UUID) -> dict[str, Any] | None:
    """Everything the page shows, or None where there is nobody for this actor."""
    person = _person(actor, pk)
    if person is None:
        return None
    if person.merged_into_id is not None:
        return {"stakeholder": person}
    above = Q(stakeholder=person) | Q(facet=Facet.PARENT, parent=person)
    rows = Assessment.objects.visible_to(actor).current().filter(above)
    claims = list(rows.select_related("region", "written_by"))
    own = [row for row in claims if row.stakeholder_id == person.pk]
    figures = met(actor, person, own)
    meetings, after = _meetings(actor, person)
    names = names_by_id(actor, _ids(claims, meetings))
    older = urlencode({"with": pk, "after": str(after)})
    return {
        **line(person),
        **_head(actor, person),
        "facts": facts(actor, person, own, figures),
        "decision": decision_words(actor, _decisions(actor, person)),
        "facets": _facets(actor, own, names, figures),
        "understanding": understanding(actor, person, own),
        **_around(actor, person, claims, names),
        "opinions": opinion_lines(actor, _opinions(actor, person)),
        "posts": post_rows(actor, person),
        "members": member_rows(actor, person) if person.kind != person.Kind.PERSON else [],
        "contacts": contact_rows(actor, person),
        "meetings": lines_with(meetings, names),
        "next_url": f"{reverse('meeting_list')}?{older}" if after else "",
        "duplicates": count_of(open_pairs(actor).with_person(person.pk)),
        "duplicates_url": f"{reverse('duplicate_list')}?{urlencode({'with': pk})}",
        "history": _history(actor, person),
        "merges": list(_merges(actor, person)),
    }


def _merges(actor: Actor, person: Stakeholder) -> Any:
    """What became part of them and still is, the newest first."""
    rows = Merge.objects.visible_to(actor).filter(kept=person, undone_at=None)
    return rows.order_by("-at")[:MOST_HISTORY]


def _person(actor: Actor, pk: UUID) -> Stakeholder | None:
    rows = with_names(Stakeholder.objects.visible_to(actor), actor)
    tags = Prefetch("tags", StakeholderTag.objects.visible_to(actor).order_by("text"))
    rows = rows.select_related("actor_type", "base_region", "owner", "lead_team")
    found: Stakeholder | None = rows.prefetch_related(tags).filter(pk=pk).first()
    return found


def _head(actor: Actor, person: Stakeholder) -> dict[str, Any]:
    may = actor.can_log and person.withdrawn_at is None
    return {
        "names": [
            {
                "text": row.text,
                "lang": ""
                if row.language == "other"
                else row.language or {"Arab": "ar", "Latn": "en"}.get(row.script, ""),
                "dir": "rtl" if row.script == "Arab" else "ltr",
                "kind_label": row.get_kind_display(),
            }
            for row in person.names.all()
        ],
        "tags": [row.text for row in person.tags.all()],
        "group_url": reverse("stakeholder_list") + f"?group={person.actor_type.group}",
        "tlp_label": person.access.label,
        "tlp_code": person.access.code,
        "may_write": may,
        "may_retire": may and person.led_by(actor),
        "may_restore": person.withdrawn_at is not None and person.led_by(actor),
    }


def _facets(
    actor: Actor, own: list[Assessment], names: dict[UUID, str], figures: Met
) -> list[dict[str, Any]]:
    found = facets(actor, own, names)
    for row in found:
        relation = row["code"] == Facet.RELATION
        row["changes"] = impact(own, figures) if relation and row["conflicts"] else []
    return found


def _around(
    actor: Actor, person: Stakeholder, claims: list[Assessment], names: dict[UUID, str]
) -> dict[str, Any]:
    """The bodies above and below, and where it operates."""
    own = [row for row in claims if row.stakeholder_id == person.pk]
    parents = in_order(row for row in own if row.facet == Facet.PARENT)
    areas = in_order(row for row in own if row.facet == Facet.AREA)
    below = in_order(row for row in claims if row.stakeholder_id != person.pk)
    return {
        "parents": [card(actor, row, names) for row in parents],
        "parents_disputed": _disputed(parents),
        "parts": [part(row, names) for row in below],
        "areas": [card(actor, row, names) for row in areas],
    }


def _disputed(parents: Iterable[Assessment]) -> bool:
    return any(row.standing == Standing.CONFLICT for row in parents)


def _decisions(actor: Actor, person: Stakeholder) -> Any:
    rows = EngagementDecision.objects.visible_to(actor).current().filter(stakeholder=person)
    return rows.select_related("written_by").order_by("-valid_from", "-pk")


def _opinions(actor: Actor, person: Stakeholder) -> Any:
    rows = Opinion.objects.visible_to(actor).current().filter(stakeholder=person)
    rows = rows.select_related("lead_team", "written_by")
    return rows.order_by("-as_of", "-pk")[:MOST_OPINIONS]


def _meetings(actor: Actor, person: Stakeholder) -> tuple[list[Meeting], Any]:
    them = Stakeholder.objects.visible_to(actor).filter(pk=person.pk)
    rows = Meeting.objects.visible_to(actor).current().with_people(actor, them)
    return page_of(rows, actor, None)


def _ids(claims: list[Assessment], meetings: list[Meeting]) -> set[UUID]:
    ids = {key for row in claims for key in (row.parent_id, row.stakeholder_id) if key}
    return ids | {row.stakeholder_id for meeting in meetings for row in meeting.participants.all()}


def _events(person: Stakeholder) -> list[Any]:
    """Of the stakeholder and of every entry in the record, each by acts upon itself.

    An entry that names a body moves with that body's level: why, is the body's business.
    """
    acts = {
        StakeholderName: "stakeholder.",
        StakeholderTag: "stakeholder.",
        Post: "post.",
        ContactDetail: "contact.",
        Assessment: "assessment.",
        EngagementDecision: "decision.",
        Opinion: "opinion.",
    }
    return [
        events_of(Stakeholder).filter(pgh_obj=person),
        *(
            events_of(model).filter(
                stakeholder=person, pgh_context__metadata__verb__startswith=verb
            )
            for model, verb in acts.items()
        ),
    ]


def _history(actor: Actor, person: Stakeholder) -> list[dict[str, Any]]:
    """The trail; what was given as the reason of a meeting's act may tell of who was in it."""
    acts = trail(actor, _events(person), VERBS, MOST_HISTORY)
    for act in acts:
        if act["verb"].startswith("meeting."):
            act["reason"] = ""
    acts += [
        {
            "at": one["on"],
            "who": one["by"] or one["name"],
            "verb_label": _("Named %(name)s on it") % {"name": one["name"]},
            "reason": one["why"],
        }
        for one in named_people(actor, person.pk)
        if one["by_hand"]
    ]
    return sorted(acts, key=lambda act: act["at"], reverse=True)[:MOST_HISTORY]
