"""The register's list as a file, as far as its reader may open it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from engagement.access.scope import Actor
from engagement.audit.exports import Cell, Column, Table, tlp_column
from engagement.names.lists import in_a_row
from engagement.stakeholders.models import Stakeholder, StakeholderQuerySet, StakeholderTag
from engagement.stakeholders.profiles import with_names

#: Rows read at once; each batch takes the same few statements.
BATCH = 1000


def stakeholder_table(rows: StakeholderQuerySet, actor: Actor) -> Table:
    """Every stakeholder of the queryset, newest first; nothing is read before the rows are."""
    columns = [
        Column(_("Name"), "#contact+name"),
        Column(_("Other names"), "#contact+name+alt"),
        Column(_("Kind"), "#contact+kind"),
        Column(_("Actor type"), "#contact+type"),
        Column(_("Group"), "#contact+group"),
        Column(_("Where from"), "#adm1+name"),
        Column(_("Tags"), "#meta+tags"),
        Column(_("Relationship owner"), "#contact+owner"),
        Column(_("Not to be engaged"), "#status+engaged"),
        Column(_("Registered"), "#date+created", "date"),
        tlp_column(),
        Column(_("Number"), "#meta+id"),
    ]
    return Table(_("Stakeholders"), columns, _rows(rows, actor))


def _rows(rows: StakeholderQuerySet, actor: Actor) -> Iterator[list[Cell]]:
    tags = Prefetch("tags", StakeholderTag.objects.visible_to(actor).order_by("folded"))
    wanted = with_names(rows, actor).select_related("owner").prefetch_related(tags)
    for person in wanted.order_by("-pk").iterator(chunk_size=BATCH):
        yield _row(person, actor)


def _row(person: Stakeholder, actor: Actor) -> list[Cell]:
    return [
        person.name,
        in_a_row(name.text for name in person.names.all() if name.text != person.name),
        person.get_kind_display(),
        person.actor_type.label,
        person.actor_type.get_group_display(),
        person.base_region.label if person.base_region else "",
        in_a_row(tag.text for tag in person.tags.all()),
        person.owner.get_full_name() if person.owner else "",
        _("Yes") if person.not_to_be_engaged else "",
        actor.local(person.created_at).date(),
        person.access.code,
        str(person.pk),
    ]
