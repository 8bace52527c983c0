"""The first screen as one slide: who may have it, what it hides, and that it is one page."""

from __future__ import annotations

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import translation

from engagement.access.scope import acting_as
from engagement.audit.models import Export
from engagement.coverage.chosen import Chosen
from engagement.regions.models import ProgrammeArea
from engagement.reports.render import drawn
from engagement.reports.slide import slide
from tests.cast import DAY, meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db
LONG = "Engagement with the institutions of the state and with those beyond it " * 6


def of(cast, language="en", actor=None):
    area = ProgrammeArea.objects.get(programme=cast.programme)
    with translation.override(language), acting_as(actor or cast.ruth, "read"):
        return slide(cast.programme, Chosen.usual(DAY), area)


def log(cast, times=6):
    person = register(cast.amal, "A")
    for _ in range(times):
        meet(cast.amal, "basra", who=(person,))
    meet(cast.amal, "wasit", who=(person,))


def pages_of(content):
    return pypdfium2.PdfDocument(content)


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_a_slide_is_one_page_in_every_language(cast, language):
    log(cast)

    assert len(pages_of(drawn(of(cast, language), "pdf"))) == 1


def test_the_longest_sentence_stays_on_the_page(cast):
    log(cast)
    found = of(cast)
    found["sentence"] = [{"text": LONG, "strong": True}]

    assert len(pages_of(drawn(found, "pdf"))) == 1


def test_it_holds_the_sentence_the_figures_and_whose_they_are(cast):
    log(cast)

    text = pages_of(drawn(of(cast), "pdf"))[0].get_textpage().get_text_range()

    for part in ("7 of 7 meetings", "2 of 18 governorates", "programme figures", "list of 18"):
        assert part in text.replace("\r\n", " ")


def test_every_small_cell_is_hidden_in_what_leaves_the_programme(cast):
    log(cast)

    rows = {row["name"]: row for row in of(cast)["matrix"]["rows"]}

    assert [cell["sign"] for cell in rows["Basra"]["cells"]].count("6") == 1
    assert rows["Wasit"]["total"] == "1"
    assert "1" not in [cell["sign"] for cell in rows["Wasit"]["cells"]]


def test_days_within_months_have_no_table(cast):
    log(cast)
    client = client_of(cast.bassam)

    answer = client.get(reverse("coverage_slide") + f"?first={DAY}&last={DAY}")

    text = pages_of(answer.content)[0].get_textpage().get_text_range()
    assert "of what one reader may open" in text
    assert "Who we meet, and where" not in text


@pytest.mark.parametrize(
    ("name", "type_", "begins"),
    [
        ("coverage_slide", "application/pdf", b"%PDF"),
        ("coverage_slide_png", "image/png", b"\x89PNG"),
    ],
)
def test_both_kinds_are_served_with_their_type(cast, name, type_, begins):
    answer = client_of(cast.ruth).get(reverse(name))

    assert (answer.status_code, answer["Content-Type"]) == (200, type_)
    assert answer.content.startswith(begins)


def test_what_leaves_is_noted_with_who_took_it(cast):
    client_of(cast.ruth).get(reverse("coverage_slide") + "?quarter=2026-Q1")

    with owner():
        noted = Export.objects.get(programme=cast.programme)

    assert (noted.user_id, noted.what, noted.query) == (
        cast.ruth.user_id,
        "coverage-slide.pdf",
        "quarter=2026-Q1",
    )


def test_who_is_no_member_for_content_gets_no_slide(cast):
    assert client_of(cast.idris).get(reverse("coverage_slide")).status_code == 403


@pytest.mark.parametrize("query", ["?quarter=x", "?nonsense=1", "?team=x"])
def test_what_cannot_be_counted_is_refused_in_words(cast, query):
    answer = client_of(cast.ruth).get(reverse("coverage_slide") + query)

    assert answer.status_code == 400
    assert "This cannot be counted as asked." in answer.content.decode()


def test_a_slide_costs_the_same_statements_however_many(cast, django_assert_num_queries):
    log(cast)
    area = ProgrammeArea.objects.get(programme=cast.programme)

    with acting_as(cast.ruth, "read"), django_assert_num_queries(3):
        slide(cast.programme, Chosen.usual(DAY), area)
