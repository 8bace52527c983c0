"""The matrix and the gaps as pages show them: signs with words, links under printed numbers."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from engagement.access.scope import acting_as
from engagement.coverage.gaps import gaps
from engagement.coverage.matrix import matrix
from engagement.coverage.present import present
from engagement.coverage.sums import Kind, Period
from engagement.coverage.tables import (
    gaps_context,
    late_context,
    matrix_context,
    never_context,
    present_context,
)
from engagement.coverage.units import units
from engagement.coverage.unmet import never_met, overdue
from engagement.meetings.codes import Reason, Status
from engagement.regions.choices import area_of
from tests.cast import meet, register

pytestmark = pytest.mark.django_db
YEAR = Period(date(2026, 1, 1), date(2026, 3, 31))


def link(region, kind):
    return f"/to/{region.key}/{'all' if kind is None else Kind(kind).name.lower()}"


def matrix_page(cast, actor=None):
    with acting_as(actor or cast.ruth, "read"):
        found = matrix(YEAR, area_of(cast.programme.pk), with_seen=True)
        return render_to_string("coverage/matrix.html", {"m": matrix_context(found, link)})


def gaps_page(cast, actor):
    with acting_as(actor, "read"):
        area, day = area_of(cast.programme.pk), YEAR.last
        context = gaps_context(gaps(YEAR, area), units(actor, day)) | {
            "never": never_context(never_met(actor, day)),
            "late": late_context(overdue(actor, day)),
            "present": present_context(present(actor, area, day)),
        }
        return render_to_string("coverage/gaps.html", {"g": context})


def row_of(page, name):
    """The text of one row, its cells between bars."""
    row = re.search(rf"<tr>\s*<th scope=\"row\"><bdi[^>]*>{name}</bdi>.*?</tr>", page, re.DOTALL)
    cells = re.findall(r"<td.*?</td>", row[0], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


@pytest.fixture
def basra(cast):
    """In Basra: a unit and an NGO met together; a tribe registered there and not met."""
    unit, ngo = register(cast.amal, "Unit", "pmf_unit", "basra"), register(cast.amal, "Ngo")
    register(cast.amal, "Sheikh", "tribe", "basra")
    meet(cast.amal, "basra", who=(unit, ngo), held_on=date(2026, 3, 1))


def test_each_sign_of_the_matrix_has_its_words(cast, basra):
    found = row_of(matrix_page(cast), "Basra")

    assert found == [
        "1 1 you may not open (1)",
        "– nobody registered",
        "– nobody registered",
        "0–4 0 to 4, hidden to protect people",
        "1 1 you may not open (1)",
        "0 registered, not met",
        "… not shown, or it would give a hidden number away",
        "– nobody registered",
    ]


def test_only_numbers_that_are_printed_open_their_meetings(cast, basra):
    links = re.findall(r'href="/to/basra/(\w+)"', matrix_page(cast, cast.bassam))

    assert links == ["all", "civil_society"]


def test_the_matrix_reads_in_the_language_of_the_page(cast, basra):
    with translation.override("ar"):
        page = matrix_page(cast)

    assert "البصرة" in page
    assert '<bdi dir="ltr" aria-hidden="true">0–4</bdi>' in page


def test_the_gaps_say_why_in_words(cast, basra):
    tried = register(cast.amal, "Tried", "parliament", "wasit")
    for reason in (Reason.SECURITY, Reason.SECURITY, Reason.REFUSED):
        meet(cast.amal, "wasit", who=(tried,), status=Status.NOT_HELD, reason=reason, tlp=1)

    page = " ".join(re.sub(r"<[^>]+>", " ", gaps_page(cast, cast.bassam)).split())

    assert "Wasit tried and failed Security 2 · They refused 1 never" in page
    assert "Basra met less than a month ago" in page
    assert "Officials tried and failed Security 2 · They refused 1" in page
    assert "Tried Parliament Wasit tried and failed Security 2 · They refused 1" in page
    assert "Sheikh Tribe or sheikh Basra never tried" in page


def test_a_reader_who_may_open_no_unit_reads_no_name_of_one(cast, basra):
    register(cast.amal, "Hidden unit", "pmf_unit", "wasit", kind="unit")

    assert "Hidden unit" in gaps_page(cast, cast.bassam)
    page = gaps_page(cast, cast.ruth)
    assert "Hidden unit" not in page
    assert "No paramilitary unit that you may open is registered." in page


def test_every_member_reads_the_same_programme_figures(cast, basra):
    def figures(actor):
        return re.sub(
            r"<details class=\"more gap\".*",
            "",
            gaps_page(cast, actor),
            flags=re.DOTALL,
        )

    assert figures(cast.ruth) == figures(cast.bassam) == figures(cast.carla)
