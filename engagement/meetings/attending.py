"""Who took part, as a meeting's page shows them: at the time, and today where it differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext as _

from engagement.access.scope import Actor
from engagement.meetings.models import Meeting, Participant
from engagement.stakeholders.assessments.models import Assessment, Facet
from engagement.stakeholders.models import Relation, Stakeholder
from engagement.stakeholders.posts.models import Seniority

SEXES = ("women", "men")
AGES = ("under_18", "aged_18_to_29", "aged_30_to_59", "aged_60_up")


@dataclass
class Seen:
    """What the reader may open of everybody whom a meeting names."""

    people: Mapping[UUID, Stakeholder] = field(default_factory=dict)
    #: stakeholder -> the relation accepted for today
    relations: Mapping[UUID, str] = field(default_factory=dict)
    #: stakeholder -> name, where nothing else of them is shown
    names: Mapping[UUID, str] = field(default_factory=dict)

    def name(self, key: UUID | None) -> str:
        """The name, or that the reader may not open them; empty for nobody."""
        if key is None:
            return ""
        person = self.people.get(key)
        name = person.name if person else self.names.get(key)
        return name or _("Somebody you may not open")


def relations_today(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The accepted relation to the state of each, as far as the actor may open it; 1 statement."""
    rows = Assessment.objects.visible_to(actor).accepted_on(actor.today())
    rows = rows.of_facet(Facet.RELATION).filter(stakeholder_id__in=set(ids))
    return dict(rows.values_list("stakeholder_id", "value"))


def named_in(meeting: Meeting) -> set[UUID]:
    """Everybody whom the participants of a meeting name."""
    found: set[UUID | None] = set()
    for row in meeting.participants.all():
        found |= {row.stakeholder_id, row.frozen_organisation_id}
        if row.post:
            found.add(row.post.organisation_id)
    return {key for key in found if key}


def attending(meeting: Meeting, seen: Seen) -> list[dict[str, Any]]:
    """A line for each participant; one whom the reader may not open has no name."""
    return [_line(row, seen) for row in meeting.participants.all()]


def seniority_of(meeting: Meeting, seen: Seen) -> str:
    """The highest rank among the counterparts whom the reader may open."""
    ranks = {
        _rank(row)
        for row in meeting.participants.all()
        if row.role == Participant.Role.COUNTERPART and _whole(row, seen)
    }
    found = [rank for rank in Seniority if rank.value in ranks]
    return str(found[0].label) if found else ""


def _rank(row: Participant) -> str:
    if row.frozen_at:
        return row.frozen_seniority
    return row.post.seniority if row.post else ""


def _whole(row: Participant, seen: Seen) -> bool:
    """Whether the reader may open the person, the post, and the body they speak for."""
    body = _body(row)
    post = row.post_id is None or row.post is not None
    return row.stakeholder_id in seen.people and post and (body is None or body in seen.people)


def _body(row: Participant) -> UUID | None:
    if row.frozen_at:
        return row.frozen_organisation_id
    return row.post.organisation_id if row.post else None


def _line(row: Participant, seen: Seen) -> dict[str, Any]:
    person = seen.people.get(row.stakeholder_id)
    if person is None:
        # Relation, type, post and head count would tell who it is.
        name = _("Somebody you may not open")
        return {"id": None, "name": name, "role_label": row.get_role_display()}
    whole = _whole(row, seen)
    kind = row.frozen_type if whole and row.frozen_type else person.actor_type
    base = row.frozen_base if row.frozen_at else person.base_region
    return {
        "id": person.pk,
        "name": person.name,
        "names": [name.text for name in person.names.all() if name.text != person.name],
        "role_label": row.get_role_display(),
        "headcount": row.headcount,
        "counts": _counts(row),
        "at_their_place": row.at_their_place,
        "attending_as": _attending_as(row, seen) if whole else "",
        "type_label": kind.label,
        "base": base.label if base else "",
        "detail": " · ".join(part for part in (kind.label, base.label if base else "") if part),
        **_relation(row, whole),
        "today": _today(row, person, seen) if row.frozen_at else [],
    }


def _attending_as(row: Participant, seen: Seen) -> str:
    title = row.frozen_title if row.frozen_at else (row.post.title if row.post else "")
    body = seen.name(_body(row))
    if title and body:
        words = {"title": _isolated(title), "body": _isolated(body)}
        return _("%(title)s, %(body)s") % words
    return _isolated(title or body)


def _isolated(text: str) -> str:
    """In a direction of its own: a title in one script does not turn the body in another round."""
    return f"\u2068{text}\u2069" if text else ""


def _relation(row: Participant, whole: bool) -> dict[str, Any]:
    """The relation on the day; by an assessment that the reader may not open it is not told."""
    if not row.frozen_at:
        return {"at_the_time": False}
    hidden = not whole or bool(row.frozen_assessment_id and row.frozen_assessment is None)
    if hidden:
        words = {"relation_label": _("by an assessment you may not open"), "basis_label": ""}
    else:
        words = {
            "relation_label": str(Relation(row.frozen_relation).label),
            "basis_label": row.get_frozen_basis_display(),
        }
    return {"at_the_time": True, "relation_hidden": hidden, **words}


def _counts(row: Participant) -> list[str]:
    """The head count by sex and by age, as far as it was counted."""
    words = []
    for name in (*SEXES, *AGES):
        number = getattr(row, name)
        if number is not None:
            label = label_of(name)
            words.append(_("%(label)s: %(n)s") % {"label": label, "n": number})
    return words


def label_of(name: str) -> str:
    """What a participant's field is called."""
    return str(cast(Any, Participant._meta.get_field(name)).verbose_name)


def _today(row: Participant, person: Stakeholder, seen: Seen) -> list[dict[str, str]]:
    """Where what was true on the day is no longer: label, then, now."""
    if not _whole(row, seen):
        return []
    body = seen.people.get(row.post.organisation_id) if row.post else None
    speaks_for = body or person
    kind = speaks_for.actor_type
    facts = [
        (_("Actor type"), row.frozen_type.label if row.frozen_type else "", kind.label),
        (
            _("Where from"),
            row.frozen_base.label if row.frozen_base else "",
            person.base_region.label if person.base_region else "",
        ),
    ]
    if not (row.frozen_assessment_id and row.frozen_assessment is None):
        now = seen.relations.get(speaks_for.pk, kind.default_relation)
        facts.append(
            (
                _("Relation to the state"),
                str(Relation(row.frozen_relation).label),
                str(Relation(now).label),
            )
        )
    if row.post:
        facts.append((_("Attending as"), row.frozen_title, row.post.title))
    unknown = _("Not recorded")
    return [
        {"label": label, "then": then or unknown, "now": now or unknown}
        for label, then, now in facts
        if then != now
    ]
