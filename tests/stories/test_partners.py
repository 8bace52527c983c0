"""An administrator brings in the workbook of a partner without a developer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.sync.agreeing import agree
from tests.sync.filling import filled, meeting, person, sheet_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("worker"),
]


def test_a_workbook_goes_out_empty_and_comes_in_filled(visitor, cast, tmp_path):
    agreement = agree(cast)
    visitor.sign_in("idris")
    visitor.open(f"/partners/{agreement.pk}/")
    visitor.page.locator(f"a[href='/partners/{agreement.pk}/workbooks/']").click()
    visitor.look("workbooks")
    assert _downloaded(visitor).startswith(b"PK")

    _bring(visitor, tmp_path, filled([{"Telephone": "1"}]))
    expect(visitor.page.locator("form.prose")).to_contain_text("Telephone")
    visitor.look("workbooks-refused")

    rows = [person("1", names="الشيخ كريم"), person("2"), person("3", base="IQ-ZZ")]
    talks = [meeting("m-1", "1; 2"), meeting("m-2", "3"), meeting("m-3", "1", held_on="10/3/2026")]
    visitor.page.locator("input[name=trial]").check()
    _bring(visitor, tmp_path, filled(rows, talks))
    expect(visitor.page.locator("#refused")).to_be_visible()
    visitor.look("workbook-tried")
    visitor.page.locator("form[action$='/take/'] button").click()
    expect(visitor.page.locator("form[action$='/take/']")).to_have_count(0)
    expect(visitor.page.locator("#refused")).to_be_visible()
    visitor.look("workbook")
    expect(visitor.page.locator(".refused-rows > li")).to_have_count(3)
    lines = sheet_of(_downloaded(visitor), "Meetings")
    assert [line["external_id"] for line in lines] == ["m-2", "m-3"]

    for name, path in (("workbooks-brought", "workbooks/"), ("partner-after-workbook", "")):
        visitor.open(f"/partners/{agreement.pk}/{path}")
        visitor.look(name)


def _downloaded(visitor):
    with visitor.page.expect_download() as found:
        visitor.page.locator("a[download]").click()
    assert found.value.suggested_filename.endswith(".xlsx")
    return found.value.path().read_bytes()


def _bring(visitor, tmp_path, content):
    visitor.page.locator("input[type=file]").set_input_files(_file(tmp_path, content))
    visitor.page.locator("form.prose button.main").click()


def _file(tmp_path, content):
    path = tmp_path / "آذار 2026 Palm Grove.xlsx"
    path.write_bytes(content)
    return path
