"""Coverage's tables as files: CSV for one, a spreadsheet for one or for all."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagement.access.doors import as_member
from engagement.access.models import Role, Team
from engagement.access.scope import Actor, acting_as
from engagement.audit.doors import export, export_book, wanted_format
from engagement.audit.exports import Table
from engagement.audit.models import Export
from engagement.coverage.fixed import Fixed, fixed
from engagement.coverage.gaps import governorate_gaps, months_since
from engagement.coverage.periods import asked
from engagement.coverage.scorecard import scorecard
from engagement.coverage.sheets import ALL, FIXED, GAPS, SCORECARD, gap_table, scorecard_table
from engagement.coverage.sums import Period
from engagement.regions.choices import area_of

NAMES = (SCORECARD, *FIXED, GAPS)
KNOWN = ("format", "quarter", "team")


@require_safe
@as_member
def table(request: HttpRequest, actor: Actor, table: str) -> HttpResponse:
    """One table, as CSV if nothing else is said, or `all` as a book, over the period asked for."""
    actor.require(Role.READER, Role.OFFICER, Role.MANAGER)
    _check(request, table)
    with acting_as(actor, "read"):
        names = dict(Team.objects.filter(programme_id=actor.programme_id).values_list("pk", "name"))
        found = fixed(
            _period(request, actor, names), area_of(actor.programme_id), actor.today(), names
        )
        if table == ALL:
            tables = [_table(actor, found, name) for name in NAMES]
            return export_book(request, actor, tables, "coverage")
        return export(request, actor, _table(actor, found, table), f"coverage-{table}")


def _table(actor: Actor, found: Fixed, name: str) -> Table:
    reading = found.reading
    if name == SCORECARD:
        return scorecard_table(scorecard(actor, reading, actor.today(), found.teams.sums))
    if name == GAPS:
        months = months_since(reading.period)
        rows = governorate_gaps(reading.sums, list(reading.regions), found.register, months)
        return gap_table(found, rows)
    return FIXED[name](found)


def _check(request: HttpRequest, table: str) -> None:
    """Raise Http404, in words, for a table, a format or a parameter that there is not."""
    if table not in (ALL, *NAMES):
        raise Http404(_("There is no such table of coverage."))
    formats = (Export.Format.XLSX,) if table == ALL else (Export.Format.CSV, Export.Format.XLSX)
    if "format" in request.GET and wanted_format(request) not in formats:
        raise Http404(_("There is no such file. Ask for format=csv or format=xlsx."))
    if set(request.GET) - set(KNOWN):
        raise Http404(_("There is no such filter here."))


def _period(request: HttpRequest, actor: Actor, names: dict[UUID, str]) -> Period:
    text = request.GET.get("team", "")
    team = next((pk for pk in names if str(pk) == text), None)
    if text and team is None:
        raise Http404(_("There is no such team."))
    try:
        return Period(*asked(request.GET.get("quarter", ""), actor.today()), team)
    except ValueError as error:
        raise Http404(str(error)) from error
