"""Governorates as files: what was reached, whom, and what was not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from engagement.audit.exports import Cell, Column, Table
from engagement.coverage.fixed import Fixed
from engagement.coverage.gaps import REASONS, GovernorateGap
from engagement.coverage.matrix import Cell as MatrixCell
from engagement.coverage.words import hidden_words, state_words
from engagement.meetings.sheets import P_CODES
from engagement.regions.models import Region
from engagement.stakeholders.models import ActorGroup


def governorate_table(fixed: Fixed) -> Table:
    """The governorates of the list in force, in whole meetings."""
    columns = [
        *_region_columns(),
        Column(_("Visited"), "#activity+visited+num", "number"),
        Column(_("Heard in person"), "#activity+heard+num", "number"),
        Column(_("Heard remotely"), "#activity+heard+remote+num", "number"),
        Column(_("Heard through someone"), "#activity+heard+intermediary+num", "number"),
        Column(_("Tried and failed"), "#activity+tried+num", "number"),
        Column(_("What the map says"), "#status+adm1"),
        Column(_("List of governorates"), "#meta+list"),
    ]
    numbers = ("visited", "heard", "heard_remote", "heard_intermediary", "tried")
    rows = (
        [
            *_region(fixed, row.region),
            *(getattr(row, name) for name in numbers),
            state_words(row.state),
            fixed.place.list_code,
        ]
        for row in fixed.place.governorates
    )
    return Table(_("Governorates"), columns, rows)


def gap_table(fixed: Fixed, rows: Iterable[GovernorateGap]) -> Table:
    """Every governorate, the longest unmet first: whether anybody tried, and who is there."""
    columns = [
        *_region_columns(),
        Column(_("What holds first"), "#status+adm1"),
        Column(_("Visited"), "#activity+visited+num", "number"),
        Column(_("Months since the last visit"), "#activity+age+num", "number"),
        Column(_("Heard in person"), "#activity+heard+num", "number"),
        Column(_("Tried and failed"), "#activity+tried+num", "number"),
        *(
            Column(str(reason.label), f"#activity+tried+{reason.value}+num", "number")
            for reason in REASONS
        ),
        Column(_("Registered here"), "#contact+num", "number"),
    ]
    return Table(_("Gaps"), columns, (_gap(fixed, row) for row in rows))


def _gap(fixed: Fixed, row: GovernorateGap) -> list[Cell]:
    tries = dict(row.tries)
    return [
        *_region(fixed, row.region),
        state_words(row.state),
        row.visited,
        row.months,
        row.heard,
        row.tried,
        *(tries.get(reason, 0) for reason in REASONS),
        row.registered,
    ]


def matrix_table(fixed: Fixed) -> Table:
    """Groups by governorates; what is hidden on the page is hidden here."""
    groups = list(ActorGroup)
    columns = [
        *_region_columns(),
        Column(_("All meetings"), "#activity+total+num", "number"),
        *(
            Column(str(groups[kind].label), f"#activity+{groups[kind].value}+num", "number")
            for kind in fixed.matrix.columns
        ),
    ]
    return Table(_("Who is met where"), columns, _matrix_rows(fixed))


def _matrix_rows(fixed: Fixed) -> Iterator[list[Cell]]:
    for row in fixed.matrix.rows:
        yield [
            *_region(fixed, row.region),
            row.total,
            *(matrix_cell(cell) for cell in row.cells),
        ]
    if fixed.matrix.totals:
        cells = (matrix_cell(cell) for cell in fixed.matrix.totals)
        yield [_("Outside the capital, each meeting once"), "", "", None, *cells]


def matrix_cell(cell: MatrixCell) -> Cell:
    """The number, or the words for one that is hidden."""
    return hidden_words(cell.state) if cell.n is None else cell.n


def _region_columns() -> list[Column]:
    return [
        Column(_("Governorate"), "#adm1+name"),
        Column(_("P-code (OCHA, 2020)"), "#adm1+code"),
        Column(_("ISO 3166"), "#adm1+code+iso"),
    ]


def _region(fixed: Fixed, region: Region) -> list[Cell]:
    held = fixed.reading.codes.get(region.pk, ())
    codes = {(code["scheme"], code["version"]): code["code"] for code in held}
    iso = next((code for (scheme, _version), code in codes.items() if scheme == "iso_3166_2"), "")
    return [region.label, codes.get((P_CODES["scheme"], P_CODES["version"]), ""), iso]
