"""docs/method.md says how every figure is made."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest
from django.conf import settings

from engagement.coverage.figures import Figure
from engagement.coverage.indicators import INDICATORS
from engagement.coverage.place import METHOD_VERSION
from engagement.coverage.sums import Period
from engagement.meetings.drilldown import BY_UNIT, OVERALL
from engagement.regions.models import Region
from tests.cast import meet, register
from tests.coverage.readings import every_figure, line

METHOD = (settings.BASE_DIR / "docs" / "method.md").read_text(encoding="utf-8")

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def sections() -> dict[str, str]:
    """Heading -> text."""
    parts = re.split(r"^## (.+)$", METHOD, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_every_figure_has_its_section() -> None:
    rows = re.findall(r"^\| (`.+`) \| (.+) \|$", METHOD, flags=re.MULTILINE)
    told = {code: section for codes, section in rows for code in re.findall(r"`(\w+)`", codes)}

    assert set(told) == {*BY_UNIT, *OVERALL, "tried"}
    assert set(told.values()) <= set(sections())


def test_every_section_of_a_figure_has_a_formula() -> None:
    rows = re.findall(r"^\| `.+` \| (.+) \|$", METHOD, flags=re.MULTILINE)

    assert [name for name in rows if "```" not in sections()[name]] == []


def test_the_version_of_the_method_is_said() -> None:
    assert f"version {METHOD_VERSION}" in METHOD


def test_every_indicator_has_a_paragraph_and_a_formula() -> None:
    found = sections()
    titles = {code: f"{indicator.name} ({code})" for code, indicator in INDICATORS.items()}

    assert set(titles.values()) - set(found) == set()
    for code, title in titles.items():
        before, _, formula = found[title].partition("```")
        assert len(before.split()) > 30, title
        assert code in formula, title


#: Whom the worked example names, by actor type.
WHO = {
    "a ministry": "federal_executive",
    "an association": "cso_ngo",
    "a brigade": "pmf_unit",
    "the United Nations": "un",
    "somebody we are not sure of": "not_sure",
}
SIGNS = {"½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3)}


def table(heading: str) -> list[list[str]]:
    """The rows of the table with these columns in the worked example."""
    _, _, after = sections()["A worked example"].partition(heading)
    rows = after.split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def amount(text: str) -> Fraction:
    whole = text.rstrip("".join(SIGNS))
    return Fraction(whole or 0) + SIGNS.get(text[len(whole) :], Fraction(0))


@pytest.fixture
def example(cast) -> dict[str, Figure]:
    """The meetings that the page lists, logged; and what the indicators read of them."""
    people = {name: register(cast.amal, name, kind) for name, kind in WHO.items()}
    keys = {region.label_en: region.key for region in Region.objects.all()}
    for times, places, who in table("| meetings | held in | counterparts |"):
        held_in = [] if places == "not known" else [keys[name] for name in places.split(", ")]
        for _ in range(int(times)):
            meet(cast.amal, *held_in, who=tuple(people[name] for name in who.split(", ")))
    return every_figure(cast, MARCH)


@pytest.mark.django_db
def test_the_numbers_of_the_worked_example_are_those_that_are_counted(example) -> None:
    rows = table("| indicator | line | part | of | at most |")
    assert len(rows) == 20
    for code, name, part, of, most in rows:
        found = line(example[code], name) if name else example[code]
        if found.share is None:
            told = (found.number, found.of, found.number)
        else:
            share = found.share
            told = (share.part, share.whole, share.part + share.unknown)
        assert told == (amount(part), int(of), amount(most)), (code, name)


@pytest.mark.django_db
def test_the_diversity_of_the_worked_example_is_the_one_that_is_counted(example) -> None:
    text = sections()["A worked example"]

    usual, dominant = (
        float(value) for value in (example["I7"].number, line(example["I7"], "dominant").number)
    )

    assert f"¹D = {usual:.2f} and ²D = {dominant:.2f}" in text
    assert (line(example["I7"], "richness").number, example["I9"].value) == (5, None)
