"""The meetings list as a file: a row a meeting, as far as its reader may open what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from engagement.access.scope import Actor
from engagement.audit.exports import Cell, Column, Table, tlp_column
from engagement.meetings.codes import Role
from engagement.meetings.lists import newest_first, with_children
from engagement.meetings.models import GuestTeam, Meeting, Subject
from engagement.meetings.querysets import MeetingQuerySet
from engagement.meetings.who import people_by_id
from engagement.names.lists import in_a_row
from engagement.regions.models import Region, RegionCode
from engagement.stakeholders.models import Stakeholder

#: Meetings read at once; each batch takes the same few statements.
BATCH = 1000
#: The codes of governorates that OCHA's current boundaries use.
P_CODES = {"scheme": "ocha_pcode", "version": "2020"}


def meeting_table(rows: MeetingQuerySet, actor: Actor) -> Table:
    """Every meeting of the queryset, newest first; nothing is read before the rows are."""
    return Table(_("Meetings"), _columns(), _rows(rows, actor))


def _columns() -> list[Column]:
    return [
        Column(_("When"), "#date+start", "date"),
        Column(_("Did it happen?"), "#status"),
        Column(_("Why not"), "#status+reason"),
        Column(_("How"), "#activity+mode"),
        Column(_("Kind"), "#activity+type"),
        Column(_("Governorate"), "#adm1+name"),
        Column(_("P-code (OCHA, 2020)"), "#adm1+code"),
        Column(_("About"), "#adm1+name+subject"),
        Column(_("Lead team"), "#org+name+lead"),
        Column(_("Guest teams"), "#org+name+partner"),
        Column(_("Counterparts"), "#contact+name+list"),
        Column(_("Counterparts not named here"), "#contact+num+unnamed", "number"),
        Column(_("Groups met"), "#contact+type+list"),
        Column(_("What came of it"), "#description+outcome"),
        tlp_column(),
        Column(_("Number"), "#meta+id"),
    ]


def _rows(rows: MeetingQuerySet, actor: Actor) -> Iterator[list[Cell]]:
    codes = dict(RegionCode.objects.filter(**P_CODES).values_list("region_id", "code"))
    wanted = with_children(rows, actor).select_related("lead_team")
    wanted = wanted.prefetch_related(
        Prefetch("subjects", Subject.objects.visible_to(actor).select_related("region")),
        Prefetch("guest_teams", GuestTeam.objects.visible_to(actor).select_related("team")),
    )
    for batch in _batches(newest_first(wanted).iterator(chunk_size=BATCH)):
        people = people_by_id(actor, {p.stakeholder_id for m in batch for p in _met(m)})
        for meeting in batch:
            yield _row(meeting, people, codes)


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _met(meeting: Meeting) -> list[Any]:
    return [row for row in meeting.participants.all() if row.role == Role.COUNTERPART]


def _row(meeting: Meeting, people: dict[UUID, Stakeholder], codes: dict[int, str]) -> list[Cell]:
    met = _met(meeting)
    # What was said may be used, but not who said it: their names stay here.
    seen = [] if meeting.not_attributable else [people.get(row.stakeholder_id) for row in met]
    named = [person for person in seen if person]
    places = [venue.region for venue in meeting.venues.all()]
    return [
        meeting.held_on,
        meeting.get_status_display(),
        meeting.get_reason_display(),
        meeting.get_mode_display(),
        meeting.get_kind_display(),
        _labels(places),
        " ".join(codes[region.pk] for region in places if region.pk in codes),
        _labels(subject.region for subject in meeting.subjects.all()),
        meeting.lead_team.name if meeting.lead_team else "",
        in_a_row(guest.team.name for guest in meeting.guest_teams.all()),
        in_a_row(person.name for person in named),
        len(met) - len(named),
        in_a_row(dict.fromkeys(person.actor_type.get_group_display() for person in named)),
        meeting.outcome,
        meeting.access.code,
        str(meeting.pk),
    ]


def _labels(regions: Iterable[Region]) -> str:
    return in_a_row(region.label for region in regions)
