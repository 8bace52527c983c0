"""Words that look like markup, formulas or code come out as those signs in every format."""

from __future__ import annotations

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from engagement.access.models import Programme, Team
from engagement.access.scope import acting_as
from engagement.briefs.actions import install_brief
from engagement.jobs.models import State
from engagement.reports.actions import build_report
from engagement.reports.models import Report
from engagement.reports.render import Pdf
from engagement.reports.workflow import write_texts
from tests.cast import Cast
from tests.conftest import owner
from tests.coverage.writes import run
from tests.reports.pdfs import pages, squeezed, text
from tests.reports.story import built, file, found, many_meetings

pytestmark = pytest.mark.django_db
LONG = "Longword " * 55  # 495 signs
HOSTILE = (
    '#read("/etc/passwd")',
    '=HYPERLINK("x")',
    "<script>alert(1)</script>",
    "*bold* _it_ `raw` $x$ @a <b>",
    "a {{ b }} {% c %} \\ // /* d */",
)
every_text = pytest.mark.parametrize("hostile", HOSTILE)


def reported(cast: Cast, hostile: str) -> Report:
    """A quarterly report in which a team, the programme, a recommendation and a section say so."""
    with owner():
        Team.objects.filter(pk=cast.mission.pk).update(name=hostile)
        Programme.objects.filter(pk=cast.programme.pk).update(name=hostile)
    with acting_as(cast.bassam, "brief.installed"):
        install_brief(cast.bassam)
    run("UPDATE engagement_recommendation SET text_en = %s", hostile)
    many_meetings(cast)
    report = built(cast.amal, kind="quarterly")
    with acting_as(cast.amal, "report.written"):
        job = write_texts(cast.amal, report.pk, {"context": hostile}).job_id
    build_report(job)
    return found(cast.amal, report.pk)


def paper(cast: Cast, report: Report, language: str = "en") -> str:
    made = Pdf(file(cast.amal, report, "pdf", language), "ua-1")
    return "".join(text(page) for page in pages(made))


@every_text
def test_every_format_holds_the_signs_as_they_are(cast: Cast, hostile: str) -> None:
    report = reported(cast, hostile)
    said = squeezed(paper(cast, report))
    book = CalamineWorkbook.from_filelike(io.BytesIO(file(cast.amal, report, "xlsx")))
    names = book.sheet_names
    cells = {
        str(c)
        for at in range(len(names))
        for r in book.get_sheet_by_index(at).to_python()
        for c in r
    }
    rows = csv.reader(io.StringIO(file(cast.amal, report, "csv").decode("utf-8-sig")))
    guarded = {cell for row in rows for cell in row}

    assert report.job.state == State.DONE
    # The programme, a card of a recommendation, the section, the team.
    assert said.count(squeezed(hostile)) >= 4
    assert "root:" not in said
    assert hostile in cells
    assert (f"'{hostile}" if hostile[0] in "=+-@" else hostile) in guarded


@pytest.mark.parametrize("hostile", ["Team 🦅 of eagles", LONG.strip()], ids=["emoji", "long"])
def test_what_no_font_has_or_no_line_holds_still_gives_a_report(cast: Cast, hostile: str) -> None:
    """An emoji costs the standard, as the paper has no letter for it, and not the report."""
    with owner():
        Team.objects.filter(pk=cast.mission.pk).update(name=hostile[:80])
    many_meetings(cast)
    report = built(cast.amal, kind="team", team=cast.mission.pk)
    with acting_as(cast.amal, "report.written"):
        job = write_texts(cast.amal, report.pk, {"plan": hostile}).job_id
    build_report(job)
    report = found(cast.amal, report.pk)

    assert report.job.state == State.DONE
    words = [word for word in hostile.split() if word.isascii()]
    said = squeezed(paper(cast, report))
    assert all(word in said for word in words)
    assert said.count("Longword") >= 55 or "eagles" in said
