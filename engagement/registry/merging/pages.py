"""Two records side by side, and what a merge did, as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.access.scope import Actor
from engagement.meetings.models import Participant
from engagement.registry.merging.actions import hindrances, in_the_way, may_part
from engagement.registry.merging.rules import (
    FIELDS,
    check_two,
    first_words,
    hindered_words,
    newly_seeing,
)
from engagement.registry.models import Merge
from engagement.stakeholders.models import Stakeholder, StakeholderName, StakeholderTag
from engagement.stakeholders.profiles import with_names

#: What the rows of a table are called.
ROWS = {
    "participant": gettext_lazy("Meetings they were in"),
    "meeting": gettext_lazy("Meetings arranged through them"),
    "followup": gettext_lazy("Commitments"),
    "issueraised": gettext_lazy("Issues raised"),
    "stakeholdername": gettext_lazy("Names"),
    "stakeholdertag": gettext_lazy("Tags"),
    "post": gettext_lazy("Posts"),
    "assessment": gettext_lazy("Assessments"),
    "engagementdecision": gettext_lazy("Decisions to engage"),
    "opinion": gettext_lazy("Opinions"),
    "contactdetail": gettext_lazy("Contact details"),
    "initiative": gettext_lazy("Initiatives"),
    "inclusionavenue": gettext_lazy("Avenues of inclusion"),
    "stakeholder": gettext_lazy("The record itself"),
}
#: What could not be known, and what was done then.
UNKNOWN = {
    "added": gettext_lazy("Added since the merge: it stays with the record that was kept."),
    "gone": gettext_lazy("Removed since the merge: it could not go back."),
    "changed": gettext_lazy("Changed since the merge: it stays as it is now."),
    "field": gettext_lazy("Changed since the merge: it stays with the record that was kept."),
    "level": gettext_lazy("Something was added since, so it stays as strict as it was."),
    "aside": gettext_lazy("Both were taken out of a meeting since: neither was put back."),
    "beside": gettext_lazy("Both stood in one meeting, and what it says was changed since."),
}
#: What a column of the record is called.
COLUMNS = {
    "actor_type_id": gettext_lazy("Actor type"),
    "base_region_id": gettext_lazy("Where from"),
    "birth_year": gettext_lazy("Year of birth"),
    "owner_id": gettext_lazy("Relationship owner"),
    "lead_team_id": gettext_lazy("Lead team"),
    "author_id": gettext_lazy("Who registered it"),
    "tlp": gettext_lazy("Who may see this"),
    "at_risk": gettext_lazy("At risk"),
    "not_to_be_engaged": gettext_lazy("Not to be engaged"),
}


def pair_of(actor: Actor, kept: UUID, gone: UUID) -> tuple[Stakeholder, Stakeholder] | None:
    """Both records with all that the page compares, or None where one is not there."""
    tags = Prefetch("tags", StakeholderTag.objects.visible_to(actor).order_by("text"))
    rows = with_names(Stakeholder.objects.visible_to(actor), actor).prefetch_related(tags)
    found = rows.select_related("owner", "lead_team").in_bulk([kept, gone])
    return (found[kept], found[gone]) if kept in found and gone in found else None


def merge_context(
    actor: Actor, kept: Stakeholder, gone: Stakeholder, chosen: Mapping[str, str]
) -> dict[str, Any]:
    """The page on which two are compared; a fixed number of statements."""
    problems, naming = _problems(actor, kept, gone, chosen)
    met = _met(actor, {kept.pk, gone.pk})
    return {
        "kept": kept,
        "gone": gone,
        "rows": [_row(name, label, kept, gone, chosen) for name, label in FIELDS.items()],
        "facts": [
            {"label": label, "kept": ours, "gone": theirs}
            for label, ours, theirs in _facts(kept, gone, met)
        ],
        "problems": problems,
        "naming": naming,
    }


def _problems(
    actor: Actor, kept: Stakeholder, gone: Stakeholder, chosen: Mapping[str, str]
) -> tuple[list[str], list[dict[str, str]]]:
    """What hinders it, in words, and where people are named who would come to see more."""
    if kept.pk == gone.pk:
        return [_("This is one record already.")], []
    try:
        check_two(kept, gone)
    except ValidationError as error:
        return list(error.messages), []
    found = hindrances(kept.pk, gone.pk, dict(chosen))
    naming = [
        {"name": person.name, "url": _naming_url(person, who, kept, gone)}
        for person in (kept, gone)
        if (who := newly_seeing(found, person))
    ]
    return hindered_words(actor, found, kept, gone), naming


def _naming_url(
    person: Stakeholder, who: Iterable[UUID], kept: Stakeholder, gone: Stakeholder
) -> str:
    """The page that names people on a record, with these chosen, and back to this one."""
    back = reverse("merge", args=[kept.pk, gone.pk])
    query = urlencode({"who": sorted(map(str, who)), "back": back}, doseq=True)
    return f"{reverse('stakeholder_named', args=[person.pk])}?{query}"


def _met(actor: Actor, ids: set[UUID]) -> dict[UUID, int]:
    rows = Participant.objects.visible_to(actor).filter(stakeholder_id__in=ids)
    return dict(rows.values_list("stakeholder_id").annotate(n=Count("pk")).order_by())


def _value(name: str, row: Stakeholder) -> str:
    if name == "name":
        return row.name
    if name == "birth_year":
        return str(row.birth_year or "")
    if name == "owner":
        return row.owner.get_full_name() or row.owner.get_username() if row.owner else ""
    if name == "lead_team":
        return row.lead_team.name if row.lead_team else ""
    found = row.actor_type if name == "actor_type" else row.base_region
    return found.label if found else ""


def _row(
    name: str, label: Any, kept: Stakeholder, gone: Stakeholder, chosen: Mapping[str, str]
) -> dict[str, Any]:
    ours, theirs = _value(name, kept), _value(name, gone)
    usual = "" if name == "lead_team" else ("kept" if ours or not theirs else "gone")
    return {
        "name": name,
        "label": label,
        "kept": ours,
        "gone": theirs,
        "differ": ours != theirs,
        "open": name == "lead_team",
        "side": chosen.get(name, usual),
    }


def _facts(
    kept: Stakeholder, gone: Stakeholder, met: Mapping[UUID, int]
) -> list[tuple[str, str, str]]:
    def words(row: Stakeholder) -> list[str]:
        return [
            row.get_kind_display(),
            " · ".join(name.text for name in row.names.all()),
            " · ".join(tag.text for tag in row.tags.all()),
            str(row.access.label),
            _("Yes") if row.at_risk else _("No"),
            _("Yes") if row.not_to_be_engaged else _("No"),
            str(met.get(row.pk, 0)),
        ]

    labels = [
        *(_("Kind"), _("All names"), _("Tags"), _("Who may see this"), _("At risk")),
        *(_("Not to be engaged"), _("Meetings you may open")),
    ]
    return list(zip(labels, words(kept), words(gone), strict=True))


def merged_context(actor: Actor, found: Merge) -> dict[str, Any]:
    """What a merge did, and what its unmerge could not know; of rows that the reader may open."""
    told = _told(found)
    holder, gone = _sides(actor, found)
    may = may_part(found)
    first = in_the_way(actor, found) if may else None
    return {
        "merge": found,
        "holder": holder,
        "gone": gone if found.undone_at else None,
        "gone_name": _gone_name(actor, found, holder, gone),
        "moved": [_line(row) for row in told if row["kind"] == "moved"],
        "aside": [_line(row) for row in told if row["kind"] == "aside"],
        "unknown": [_line(row) for row in told if row["kind"] == "unknown"],
        "may_part": may and first is None,
        "first": first,
        "first_words": first_words(actor, first) if first else "",
    }


def _told(found: Merge) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, code, tab, about, n FROM jisr.merge_told(%s)", [found.pk])
        keys = ("kind", "code", "table", "about", "n")
        return [dict(zip(keys, row, strict=True)) for row in cursor.fetchall()]


def _line(row: dict[str, Any]) -> dict[str, Any]:
    record = row["table"] == "stakeholder"
    label = COLUMNS.get(row["about"]) if record else ROWS[row["table"]]
    return {
        "label": label or ROWS["stakeholder"],
        "n": None if record else row["n"],
        "words": UNKNOWN.get(row["code"], ""),
    }


def _sides(actor: Actor, found: Merge) -> tuple[Stakeholder | None, Stakeholder | None]:
    """Who has the rows of both now, and the one that went."""
    people = Stakeholder.objects.visible_to(actor)
    kept = people.filter(pk=found.kept_id).values("merged_into")
    rows = with_names(people, actor)
    there = {row.pk: row for row in rows.filter(pk__in=[found.kept_id, found.gone_id])}
    there |= {row.pk: row for row in rows.filter(pk__in=kept)}
    own = there.get(found.kept_id)
    return there.get(own.merged_into_id or own.pk) if own else None, there.get(found.gone_id)


def _gone_name(
    actor: Actor, found: Merge, holder: Stakeholder | None, gone: Stakeholder | None
) -> str:
    """What the one that went is called: by its names where they stand now."""
    if found.undone_at is not None:
        return gone.name if gone else ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT jisr.merge_names(%s)", [found.pk])
        ids = [row[0] for row in cursor.fetchall()]
    rows = StakeholderName.objects.visible_to(actor).filter(pk__in=ids).order_by("position")
    texts = list(rows.values_list("text", flat=True)[:1])
    return texts[0] if texts else (holder.name if holder else "")
