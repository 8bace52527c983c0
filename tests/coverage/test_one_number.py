"""One number on every channel: page, API, CSV and sheets say what the figures say."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from engagement.access.models import Team
from engagement.access.scope import acting_as
from engagement.briefs.actions import install_brief
from engagement.coverage.fixed import Fixed, fixed
from engagement.coverage.indicators import INDICATORS
from engagement.coverage.periods import asked
from engagement.coverage.sheets import FIXED
from engagement.coverage.sums import Period
from engagement.coverage.words import hidden_words
from engagement.regions.choices import area_of
from engagement.regions.models import GreaterCapital, Region
from tests.api.calls import Caller
from tests.cast import DAY, Cast
from tests.conftest import owner
from tests.coverage.logs import small_log
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db
#: Of the day that the cast counts from.
QUARTER = "2026-Q1"
#: (the quarter in the address, whether a team is chosen)
VARIANTS = {"twelve months": ("", False), "a quarter": (QUARTER, False), "a team": (QUARTER, True)}


@dataclass
class Channels:
    """The same coverage, as each channel says it."""

    figures: Fixed
    api: dict[str, Any]
    client: Client
    query: dict[str, str]
    book: CalamineWorkbook

    def csv(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table by hashtag, read back from the file."""
        text = self._get(table, "csv").decode("utf-8-sig")
        _labels, tags, *rows = list(csv.reader(StringIO(text)))
        return [dict(zip(tags, row, strict=True)) for row in rows]

    def xlsx(self, table: str) -> list[dict[str, Any]]:
        """The same, of the sheet of that table in the book of all."""
        title = "Gaps" if table == "gaps" else FIXED[table](self.figures).title
        _labels, tags, *rows = self.book.get_sheet_by_name(title).to_python()
        return [dict(zip(tags, row, strict=True)) for row in rows]

    def both(self, table: str) -> list[list[dict[str, Any]]]:
        return [self.csv(table), self.xlsx(table)]

    def _get(self, table: str, format: str) -> bytes:
        at = reverse("coverage_table", args=[table])
        answer = self.client.get(at, {**self.query, "format": format})
        assert answer.status_code == 200, answer.content
        return answer.content


@pytest.fixture(params=VARIANTS)
def channels(cast: Cast, request: pytest.FixtureRequest) -> Channels:
    quarter, of_team = VARIANTS[request.param]
    with acting_as(cast.bassam, "brief.installed"):
        install_brief(cast.bassam)
    with owner():  # without it I2 is not shown
        diyala = Region.objects.get(key="diyala")
        GreaterCapital.objects.create(programme=cast.programme, region=diyala)
    small_log(cast, DAY if quarter else cast.bassam.today())
    query = {"quarter": quarter} if quarter else {}
    if of_team:
        query["team"] = str(cast.partner.pk)
    with acting_as(cast.bassam, "read"):
        today = cast.bassam.today()
        period = Period(*asked(quarter, today), cast.partner.pk if of_team else None)
        names = dict(Team.objects.filter(programme=cast.programme).values_list("pk", "name"))
        found = fixed(period, area_of(cast.programme.pk), today, names)
    parameters = "&".join(
        f"{'period' if name == 'quarter' else name}={value}" for name, value in query.items()
    )
    api = Caller(cast.bassam).get(f"coverage/?{parameters}" if parameters else "coverage/")
    assert api.status_code == 200, api.content
    client = client_of(cast.bassam)
    book = client.get(reverse("coverage_table", args=["all"]), {**query, "format": "xlsx"})
    return Channels(
        found, api.json(), client, query, CalamineWorkbook.from_filelike(BytesIO(book.content))
    )


def near(one: Any, other: Fraction | int | float | None) -> bool:
    """A cell that was read back, and the number it was made from; a sheet keeps 16 digits."""
    if other is None:
        return one in ("", None)
    return float(one) == pytest.approx(float(other), rel=1e-14, abs=0)


def of_share(share: Any) -> tuple[Any, Any, Any]:
    return (None, None, None) if share is None else (share.part, share.whole, shown(share))


def shown(share: Any) -> int | None:
    return None if share.small else share.percent


def of_api(share: dict[str, Any] | None) -> tuple[Any, Any, Any]:
    if share is None:
        return None, None, None
    assert near(share["numerator"]["number"], Fraction(share["numerator"]["exact"]))
    return Fraction(share["numerator"]["exact"]), share["denominator"], share["percent"]


def cells(row: dict[str, Any], stem: str) -> list[Any]:
    return [row[f"{stem}+{name}+num"] for name in ("numerator", "denominator", "percent")]


def same(row: dict[str, Any], stem: str, share: Any) -> bool:
    pairs = zip(cells(row, stem), of_share(share), strict=True)
    return all(near(cell, value) for cell, value in pairs)


def test_the_small_log_is_what_was_counted_by_hand(channels: Channels) -> None:
    figures = {code: figure.exact for code, figure in channels.figures.figures.items()}
    wanted = {
        # Of the partner: one in Basra with a sheikh and the police, one in Baghdad with a party.
        True: {"I1": "1/2", "I2": "1/2", "I4": "(3/2)/2", "I6": "1/2", "I8": "1/2"},
        # Diyala is counted as greater Baghdad, and its one meeting is not beyond that.
        False: {"I1": "(11/2)/12", "I2": "(9/2)/12", "I4": "(11/2)/13", "I6": "5/14", "I8": "2/12"},
    }["team" in channels.query]

    assert {code: figures[code] for code in wanted} == wanted


def test_every_indicator_is_one_number(channels: Channels) -> None:
    figures = channels.figures.figures
    api = {row["code"]: row for row in channels.api["indicators"]}
    files = [{row["#indicator+code"]: row for row in rows} for rows in channels.both("indicators")]

    assert list(figures) == list(api) == list(INDICATORS)
    for code, figure in figures.items():
        assert of_api(api[code]["share"]) == of_share(figure.share), code
        number = api[code]["number"] and Fraction(api[code]["number"]["exact"])
        assert number == figure.number, code
        assert (api[code]["n"], api[code]["of"]) == (figure.n, figure.of), code
        for rows in files:
            assert same(rows[code], "#indicator", figure.share), code
            assert near(rows[code]["#indicator+value+num"], figure.number), code
            assert near(rows[code]["#indicator+n+num"], figure.n), code


def test_every_companion_is_one_number(channels: Channels) -> None:
    figures = {
        (code, line.code): line
        for code, figure in channels.figures.figures.items()
        for line in figure.lines
    }
    api = {
        (one["code"], row["code"]): row
        for one in channels.api["indicators"]
        for row in one["lines"]
    }
    assert set(figures) == set(api)
    for key, line in figures.items():
        assert of_api(api[key]["share"]) == of_share(line.share), key
        number = api[key]["number"] and Fraction(api[key]["number"]["exact"])
        assert number == line.number, key
    for rows in channels.both("companions"):
        found = {(row["#indicator+code"], row["#indicator+line+code"]): row for row in rows}
        assert set(found) == set(figures)
        for key, line in figures.items():
            assert same(found[key], "#indicator+line", line.share), key
            assert near(found[key]["#indicator+line+value+num"], line.number), key


def test_every_governorate_is_one_number(channels: Channels) -> None:
    tags = {
        "visited": "#activity+visited+num",
        "heard": "#activity+heard+num",
        "heard_remote": "#activity+heard+remote+num",
        "heard_intermediary": "#activity+heard+intermediary+num",
        "tried": "#activity+tried+num",
    }
    figures = {row.region.label_en: row for row in channels.figures.place.governorates}
    api = {row["labels"]["en"]: row for row in channels.api["governorates"]}
    files = [{row["#adm1+name"]: row for row in rows} for rows in channels.both("governorates")]

    assert set(figures) == set(api) == set(files[0]) == set(files[1])
    for name, row in figures.items():
        assert api[name]["state"] == row.state
        for field, tag in tags.items():
            assert api[name][field] == getattr(row, field), (name, field)
            assert all(near(rows[name][tag], getattr(row, field)) for rows in files), (name, tag)
    for rows in channels.both("gaps"):
        for row in rows:
            known = figures[row["#adm1+name"]]
            assert near(row["#activity+visited+num"], known.visited)
            assert near(row["#activity+tried+num"], known.tried)
        assert len(rows) == len(figures)


def test_every_cell_of_the_matrix_is_one_number_or_hidden_everywhere(channels: Channels) -> None:
    matrix = channels.figures.matrix
    api = {row["governorate"]: row for row in channels.api["matrix"]["rows"]}
    groups = channels.api["matrix"]["groups"]
    files = [{row["#adm1+name"]: row for row in rows} for rows in channels.both("matrix")]

    for row in matrix.rows:
        told = {cell["group"]: cell for cell in api[row.region.key]["cells"]}
        for group, cell in zip(groups, row.cells, strict=True):
            written = [rows[row.region.label][f"#activity+{group}+num"] for rows in files]
            if cell.n is None:
                assert "n" not in told[group]
                assert written == [hidden_words(cell.state)] * 2
            else:
                assert told[group]["n"] == cell.n
                assert all(near(one, cell.n) for one in written)


def test_the_unit_met_once_outside_the_capital_is_hidden_on_every_channel(
    channels: Channels,
) -> None:
    (row,) = [row for row in channels.api["matrix"]["rows"] if row["governorate"] == "anbar"]
    (cell,) = [cell for cell in row["cells"] if cell["group"] == "paramilitary"]
    files = [
        row["#activity+paramilitary+num"]
        for rows in channels.both("matrix")
        for row in rows
        if row["#adm1+name"] == "Anbar"
    ]

    if "team" in channels.query:  # the partner was never there, as the row's total says
        assert (cell["n"], [float(one) for one in files]) == (0, [0, 0])
    else:
        assert (cell["hidden"], "n" in cell, files) == ("0-4", False, ["0–4", "0–4"])


#: (table, what names a row in it, its hashtag, the shares of a row and their hashtags)
SERIES = {
    "trend": (
        "quarter",
        "#date+quarter",
        {"beyond": "i1", "non_state": "i4", "with_hybrid": "i4+hybrid", "civilians": "i6"},
    ),
    "teams": ("name", "#org+name", {"beyond": "i1", "beyond_state": "i4"}),
}


@pytest.mark.parametrize("table", SERIES)
def test_every_quarter_and_every_team_is_one_number(channels: Channels, table: str) -> None:
    key, tag, shares = SERIES[table]
    lines = channels.figures.trend if table == "trend" else channels.figures.teams.rows
    found = channels.api[table] if table == "trend" else channels.api[table]["items"]
    api = {row[key]: row for row in found}
    files = [{row[tag]: row for row in rows} for rows in channels.both(table)]

    assert lines
    for line in lines:
        at = str(getattr(line, key))
        assert api[at]["counted"] == line.counted
        assert all(near(rows[at]["#activity+num"], line.counted) for rows in files)
        for name, stem in shares.items():
            share = getattr(line, name)
            assert of_api(api[at][name]) == of_share(share), (at, name)
            assert all(same(rows[at], f"#indicator+{stem}", share) for rows in files), (at, name)


def test_the_teams_are_told_not_to_add_up(channels: Channels) -> None:
    teams = channels.api["teams"]

    assert {row["name"]: row["counted"] for row in teams["items"]} == {"Mission": 13, "Partner": 2}
    assert (teams["counted"], teams["joint"]) == (14, 1)


@pytest.mark.parametrize("tab", ["coverage_recommendations", "coverage_method"])
def test_what_a_page_says_of_an_indicator_is_the_same_number(channels: Channels, tab: str) -> None:
    text = channels.client.get(reverse(tab), channels.query).content.decode()
    said = dict(re.findall(r'data-indicator="(I\d+)"[^>]*data-value="([^"]*)"', text))

    figures = channels.figures.figures
    assert said == {code: figures[code].exact for code in said}
    # Recommendations are shown where the brief is installed and a team answers for them.
    assert tab != "coverage_method" or set(said) == set(INDICATORS)


def test_an_interval_is_the_same_on_every_channel(channels: Channels) -> None:
    api = {row["code"]: row["interval"] for row in channels.api["indicators"]}
    files = [{row["#indicator+code"]: row for row in rows} for rows in channels.both("indicators")]

    for code, figure in channels.figures.figures.items():
        low, high = figure.interval or (None, None)
        assert api[code] == (figure.interval and {"low": low, "high": high}), code
        for rows in files:
            assert near(rows[code]["#indicator+low+num"], low), code
            assert near(rows[code]["#indicator+high+num"], high), code
    if "team" not in channels.query:  # Wilson for 5 of 14: 16 % to 61 %
        found = channels.figures.figures["I6"].interval
        assert found == pytest.approx((0.1634, 0.6124), abs=5e-4)
