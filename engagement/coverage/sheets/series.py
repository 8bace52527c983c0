"""Quarters and teams beside each other, as files."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from engagement.audit.exports import Cell, Column, Table
from engagement.coverage.fixed import Fixed
from engagement.coverage.sheets.cells import share_cells, share_columns


def trend_table(fixed: Fixed) -> Table:
    """The eight quarters to the period's last day, oldest first."""
    columns = [
        Column(_("Quarter"), "#date+quarter"),
        Column(_("From"), "#date+start", "date"),
        Column(_("Counted meetings"), "#activity+num", "number"),
        Column(_("Governorates visited"), "#adm1+visited+num", "number"),
        *share_columns("#indicator+i1", _beyond_words()),
        *share_columns(
            "#indicator+i4",
            (_("With a non-state counterpart"), _("With Iraqis"), _("Non-state, per cent")),
        ),
        *share_columns(
            "#indicator+i4+hybrid",
            (_("Non-state or hybrid"), _("With Iraqis"), _("Non-state or hybrid, per cent")),
        ),
        *share_columns(
            "#indicator+i6",
            (_("With civilians"), _("Of all meetings"), _("With civilians, per cent")),
        ),
    ]
    rows = (
        [
            str(row.quarter),
            row.quarter.first,
            row.counted,
            row.visited,
            *share_cells(row.beyond),
            *share_cells(row.non_state),
            *share_cells(row.with_hybrid),
            *share_cells(row.civilians),
        ]
        for row in fixed.trend
    )
    return Table(_("Trend"), columns, rows)


def team_table(fixed: Fixed) -> Table:
    """The teams beside each other; they do not add up to the last rows."""
    columns = [
        Column(_("Team"), "#org+name"),
        Column(_("Counted meetings"), "#activity+num", "number"),
        *share_columns("#indicator+i1", _beyond_words()),
        *share_columns("#indicator+i4", _state_words()),
    ]
    return Table(_("Teams"), columns, _team_rows(fixed))


def _team_rows(fixed: Fixed) -> Iterator[list[Cell]]:
    for row in fixed.teams.rows:
        yield [row.name, row.counted, *share_cells(row.beyond), *share_cells(row.beyond_state)]
    empty: list[Cell] = [None] * 6
    yield [_("The programme, each meeting once"), fixed.teams.counted, *empty]
    yield [_("Meetings of several teams"), fixed.teams.joint, *empty]


def _beyond_words() -> tuple[str, str, str]:
    """The three columns of I1."""
    return _("Beyond Baghdad"), _("In person or partly online"), _("Beyond Baghdad, per cent")


def _state_words() -> tuple[str, str, str]:
    """The three columns of I4."""
    return _("Beyond state actors"), _("With Iraqis"), _("Beyond state actors, per cent")
