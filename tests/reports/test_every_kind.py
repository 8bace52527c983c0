"""Every kind of report, on nothing and on the twenty meetings, with numbers worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from engagement.jobs.models import State
from engagement.regions.models import Region
from engagement.reports import kinds
from engagement.reports.blocks import Content, Section
from engagement.reports.kinds import KINDS, Kind
from engagement.reports.models import Report
from tests.cast import Cast
from tests.reports.story import LANGUAGES, asked_of, built, files, many_meetings, shown

pytestmark = pytest.mark.django_db
every_kind = pytest.mark.parametrize("kind", list(KINDS))


def says_something(section: Section) -> bool:
    """Something stands in it, or why nothing does; and never both."""
    held = (section.paragraphs, section.figures, section.map, section.charts, section.grids)
    return bool(section.title) and any(held) is not bool(section.empty)


@every_kind
def test_on_an_empty_programme_every_section_says_why_it_is_empty(cast: Cast, kind: str) -> None:
    report = built(cast.amal, **asked_of(cast, kind))

    assert report.job.state == State.DONE
    for language in LANGUAGES:
        made = shown(cast.amal, report, language)
        assert [part.code for part in made.sections if not says_something(part)] == []


@every_kind
def test_on_the_twenty_meetings_every_file_is_built_and_every_paper_is_pdf_ua(
    cast: Cast, kind: str
) -> None:
    many_meetings(cast)
    report = built(cast.amal, **asked_of(cast, kind))
    made = files(cast.amal, report)

    assert (report.job.state, len(made)) == (State.DONE, 9)
    assert [row.standard for row in made if row.format == "pdf"] == ["ua-1"] * 3
    content = shown(cast.amal, report)
    assert [part.code for part in content.sections if not says_something(part)] == []
    assert len({grid.code for grid in content.grids}) == len(content.grids)


def table(made: Content, code: str) -> dict[Any, tuple[Any, ...]]:
    """The rows of a table by their first cell."""
    [grid] = [grid for grid in made.grids if grid.code == code]
    return {row[0]: row[1:] for row in grid.rows}


def quarterly(cast: Cast, **more: Any) -> Content:
    many_meetings(cast)
    report: Report = built(cast.amal, **({"kind": "quarterly"} | more))
    return shown(cast.amal, report)


def test_the_quarterly_report_has_its_parts_in_order(cast: Cast) -> None:
    assert [part.code for part in quarterly(cast).sections] == [
        *("summary", "context", "recommendations", "statistics", "where", "not_reached"),
        *("matrix", "diversity", "readings", "trend", "issues", "promises", "initiatives"),
        *("teams", "assessments", "risks", "lessons", "plan", "sure", "method"),
        *("indicators", "restated"),
    ]


def test_the_numbers_of_the_twenty_meetings_are_those_of_the_hand(cast: Cast) -> None:
    """Tried 22: 20 on the spot, one remote, one that security forbade. Beyond Baghdad are six in
    Basra and half of the joint one, in Baghdad twelve and the other half; one is of unknown place.
    All 21 were with the sheikh: non-state in every reading."""
    made = quarterly(cast)

    assert table(made, "funnel") == {
        "Meetings tried, those held among them": (22,),
        "Meetings held": (21,),
        "Of these in person or partly online": (20,),
        "Issues raised in them": (0,),
        "Follow-ups and commitments that fell due": (0,),
        "Of these kept in time": (0,),
    }
    assert [str(row[0]) for row in table(made, "counted").values()] == [
        *("13/2", "25/2", "0", "1", "20", "1", "0")
    ]
    assert set(table(made, "parts")["Non-state counterparts"]) == {21, 100}
    assert table(made, "groups")["Communities"] == (21, 7)
    assert table(made, "teams") == {
        # Of 20 on the spot 6½; of 21 with Iraqis all 21.
        "Mission": (21, 13 / 2, 20, 21, 21),
        "Partner": (0, None, None, None, None),
        "The programme, each meeting once": (21, None, None, None, None),
    }
    # Logged today, held in March: none within seven days.
    assert table(made, "sure")["Meetings logged within 7 days"] == (0,)
    assert table(made, "sure")["Meetings without a place"] == (1,)


def test_the_matrix_holds_seven_in_basra_and_thirteen_in_baghdad(cast: Cast) -> None:
    rows = table(quarterly(cast), "matrix")

    assert (rows["Basra"][0], rows["Baghdad"][0]) == (7, 13)
    assert 7 in rows["Basra"][1:]
    assert 13 in rows["Baghdad"][1:]


def test_a_team_that_met_nobody_has_a_report_that_says_so(cast: Cast) -> None:
    made = quarterly(cast, kind="team", team=cast.partner.pk)

    assert {"label": "Team", "value": "Partner"} in made.head
    [numbers] = [part for part in made.sections if part.code == "statistics"]
    assert numbers.empty == "No meeting that counts is logged for this period."
    # The others stand beside it all the same.
    assert table(made, "teams")["Mission"][0] == 21


def test_a_governorate_tells_what_was_held_tried_and_heard_there(cast: Cast) -> None:
    """Basra: six and the joint one visited; heard in all twenty on the spot, and once remotely."""
    made = quarterly(cast, kind="governorate", governorate=Region.objects.get(key="basra"))

    assert list(table(made, "governorate").values()) == [(7,), (20,), (1,), (0,), (0,), (0,)]
    assert made.sections[0].title == "Basra"


def test_a_governorate_that_was_only_tried_says_why_that_came_to_nothing(cast: Cast) -> None:
    made = quarterly(cast, kind="governorate", governorate=Region.objects.get(key="anbar"))

    assert list(table(made, "governorate").values()) == [(0,), (0,), (0,), (0,), (1,), (0,)]
    assert "Why attempts came to nothing: Security 1." in made.sections[0].paragraphs


def test_stakeholders_counts_one_sheikh_known_by_one_officer(cast: Cast) -> None:
    made = quarterly(cast, kind="stakeholders")

    # The sheikh: registered, met in March, and only by Amal.
    assert table(made, "known")["Communities"][0] == 1
    assert table(made, "known")["Communities"][5] == 1


@contextmanager
def a_file(path: Path, words: str) -> Iterator[None]:
    path.write_text(words)
    try:
        yield
    finally:
        path.unlink()


def test_a_kind_is_found_by_its_file_being_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = Kind("another", "Another", "About", headline=(), sections=(), place=0)
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path)])
    words = "from engagement.reports.kinds import Kind\nKIND = " + repr(kind).replace(
        "Kind(", "Kind(", 1
    )
    with a_file(tmp_path / "another_kind.py", words):
        found = kinds._found()

    assert list(found) == ["another", *KINDS]
