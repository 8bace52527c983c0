"""One meeting all the way through: logged on a phone, read on coverage, printed in a report."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import expect

from engagement.regions.models import Region
from tests.cast import Cast
from tests.reports.pdfs import letters
from tests.stories.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: "heard once" as the tile of Basra says it.
TOLD = {"en": "Basra: not visited, heard once", "ar": "البصرة"}
SENTENCE = {"en": "0 of 1 meeting", "ar": "خارج بغداد"}


def _log_the_meeting(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("amal")
    visitor.look("my-day")
    visitor.open("/meetings/new/")
    visitor.look("log")
    page.locator("select[name=place]").select_option(str(Region.objects.get(key="baghdad").pk))
    for name in ("Sheikh Jabbar al-Sawadi", "الشيخ مزهر الدلفي"):
        visitor.add_sheikh(name)
    page.locator("[name=outcome]").fill("A second visit is agreed")
    visitor.look("log-filled")
    page.locator("form button[type=submit].main, form button.main[type=submit]").last.click()
    page.wait_for_url(lambda url: "/new/" not in url)
    expect(page.locator("main")).to_contain_text("A second visit is agreed")
    visitor.look("meeting")


def _read_coverage(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("bassam")
    visitor.open("/coverage/")
    visitor.look("coverage")
    page.locator("main details.more > summary").last.click()  # counted in full
    row = page.locator("table.governorates tr", has_text=_label(visitor, "basra"))
    cells = [text.strip()[:1] for text in row.locator("td").all_inner_texts()]
    assert cells == ["0", "1", "0", "0", "0"]  # visited, heard, remotely, through someone, tried
    expect(page.locator("ol.map")).to_contain_text(TOLD[visitor.language])


def _label(visitor: Visitor, key: str) -> str:
    return str(getattr(Region.objects.get(key=key), f"label_{visitor.language}"))


def _ask_for_the_report(visitor: Visitor, folder: Path) -> str:
    page = visitor.page
    visitor.open("/reports/")
    visitor.look("reports")
    page.locator("main .head a.main").click()
    page.locator("select[name=period]").select_option(index=0)
    expect(page.locator(".holds")).to_contain_text("1")
    visitor.look("report-ask")
    page.locator("main form button.main").click()
    link = page.locator(f"a[href$='/{visitor.language}.pdf']")
    expect(link).to_be_visible(timeout=60_000)
    expect(page.locator("ol.map")).to_contain_text(TOLD[visitor.language])
    visitor.look("report")
    with page.expect_download() as started:
        link.click()
    path = folder / "report.pdf"
    started.value.save_as(path)
    pages = pypdfium2.PdfDocument(path)
    return "\n".join(pages[n].get_textpage().get_text_bounded() for n in range(len(pages)))


@pytest.mark.usefixtures("worker")
def test_two_sheikhs_from_basra_in_a_baghdad_hotel(
    cast: Cast, visitor: Visitor, tmp_path: Path
) -> None:
    _log_the_meeting(visitor)
    visitor.sign_out()
    _read_coverage(visitor)

    text = _ask_for_the_report(visitor, tmp_path)

    assert letters(SENTENCE[visitor.language]) <= letters(text)
