"""Reports as the API shows them: the same tables, cell for cell, as on paper and in the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext

from engagement.access.scope import Actor
from engagement.reports.blocks import Cell, Grid
from engagement.reports.document import content
from engagement.reports.facts import LANGUAGES, thaw
from engagement.reports.kinds import KINDS, kind_title
from engagement.reports.models import Report, ReportFile

Link = Callable[[str], str]


def line_data(report: Report, link: Link) -> dict[str, Any]:
    """A report without what its figures say."""
    team, governorate = report.team, report.governorate
    return {
        "id": str(report.pk),
        "url": link(reverse("api_report", args=[report.pk])),
        "kind": report.kind,
        "title": kind_title(report.kind),
        "period": {"first": report.first.isoformat(), "last": report.last.isoformat()},
        "team": {"id": str(team.pk), "name": team.name} if team else None,
        "governorate": governorate.key if governorate else None,
        "status": report.job.state,
        "stage": report.stage,
        "asked_at": report.created_at.isoformat(),
        "scheduled": report.slot is not None,
        "frozen_at": _moment(report.frozen_at),
        "figures_sha256": report.figures_sha256 or None,
        "position": report.position,
        "method_version": report.method_version,
        "restates": str(report.restates_id) if report.restates_id else None,
    }


def report_data(
    report: Report, files: Iterable[ReportFile], actor: Actor, link: Link
) -> dict[str, Any]:
    """All of it; the tables once the figures are frozen."""
    return {
        **line_data(report, link),
        "progress": progress_data(report),
        "files": [file_data(report, row, link) for row in files],
        "tables": tables_data(report, actor),
    }


def progress_data(report: Report) -> dict[str, Any]:
    """How far the work on it is, and why it failed."""
    job = report.job
    return {
        "done": job.done,
        "total": job.total,
        "percent": job.percent,
        "phase": job.phase,
        "error": gettext(job.error) if job.error and not job.open else "",
    }


def file_data(report: Report, row: ReportFile, link: Link) -> dict[str, Any]:
    """One file with its address; its `size` was annotated."""
    at = {"pk": report.pk, "language": row.language, "extension": row.format}
    return {
        "language": row.language,
        "format": row.format,
        "url": link(reverse("api_report_file", kwargs=at)),
        "bytes": row.size,  # type: ignore[attr-defined]
        "sha256": row.sha256,
        "standard": row.standard,
    }


def tables_data(report: Report, actor: Actor) -> list[dict[str, Any]]:
    """Every table of a frozen report in the reader's language; one statement."""
    if report.figures is None or report.kind not in KINDS:
        return []
    language = get_language()
    asked = language if language in LANGUAGES else LANGUAGES[0]
    made = content(report, thaw(report.figures), asked, actor)
    return [_table(grid) for grid in made.grids]


def _table(grid: Grid) -> dict[str, Any]:
    return {
        "code": grid.code,
        "title": grid.title,
        "columns": [
            {"label": column.label, "hxl": column.hxl, "type": column.kind}
            for column in grid.columns
        ],
        "rows": [[cell_data(cell) for cell in row] for row in grid.rows],
    }


def cell_data(cell: Cell) -> Any:
    """A text as it is, a day by ISO 8601, a number exact and as near as JSON's numbers come."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return {"exact": f"{cell:g}", "number": cell}
    found = Fraction(cell)
    plain = found.numerator if found.denominator == 1 else float(found)
    return {"exact": str(found), "number": plain}


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
