"""Every indicator is declared once, and agrees with the brief."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from django.conf import settings

from engagement.access.scope import acting_as
from engagement.briefs.codes import Indicator as Code
from engagement.coverage.codes import Companion
from engagement.coverage.figures import Figure
from engagement.coverage.indicators import INDICATORS
from engagement.coverage.reading import read
from engagement.coverage.sums import Period
from engagement.meetings.drilldown import OVERALL
from engagement.regions.choices import area_of
from tests.cast import meet, register

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def test_every_indicator_of_the_brief_is_declared_in_its_order():
    assert list(INDICATORS) == Code.values


def test_an_indicator_serves_the_recommendations_that_the_brief_reads_by_it():
    told = settings.BASE_DIR / "engagement/briefs/data/recommendations.csv"
    with told.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    served = {
        code: {row["code"] for row in rows if code in row["indicators"].split()} for code in Code
    }

    assert {code: set(found.recommendations) for code, found in INDICATORS.items()} == served


@pytest.mark.django_db
def test_every_indicator_reads_an_empty_programme_without_a_value_or_with_zero(cast):
    with acting_as(cast.ruth, "read"):
        reading = read(YEAR, area_of(cast.programme.pk))
        figures = {code: found.read(reading) for code, found in INDICATORS.items()}

    assert all(isinstance(figure, Figure) for figure in figures.values())
    assert {code for code, figure in figures.items() if figure.value} == set()


@pytest.mark.django_db
def test_every_indicator_reads_a_programme_with_one_meeting(cast):
    meet(cast.amal, "basra", who=(register(cast.amal, "A"),))

    with acting_as(cast.ruth, "read"):
        reading = read(YEAR, area_of(cast.programme.pk))
        values = {code: found.read(reading).value for code, found in INDICATORS.items()}

    assert (values["I1"], values["I4"], values["I6"], values["I7"]) == (100, 100, 100, 1)


@pytest.mark.django_db
def test_every_list_that_an_indicator_names_is_one_that_opens(cast):
    with acting_as(cast.ruth, "read"):
        reading = read(YEAR, area_of(cast.programme.pk))
    for code, found in INDICATORS.items():
        figure = found.read(reading)
        named = {figure.figure, found.figure, *(line.figure for line in figure.lines)} - {""}

        assert figure.figure in ("", found.figure), code
        assert named <= set(OVERALL), code


@pytest.mark.django_db
def test_every_line_has_words_and_stands_once(cast):
    with acting_as(cast.ruth, "read"):
        reading = read(YEAR, area_of(cast.programme.pk))
    for found in INDICATORS.values():
        codes = [line.code for line in found.read(reading).lines]

        assert len(set(codes)) == len(codes)
        assert all(Companion(code).label for code in codes)
