"""A stakeholder's page and the forms behind it, looked at in both directions and sizes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from engagement.stakeholders.models import Stakeholder
from tests.cast import Cast, meet, register
from tests.stakeholders.knowing import assess, decided, opinion, post
from tests.stories.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def unit(cast: Cast) -> Stakeholder:
    """An invented brigade about which two sources disagree."""
    amal = cast.amal
    body = {"kind": "unit"}
    above = register(
        amal, ("Euphrates command", "قيادة الفرات"), "pmf_commission", "baghdad", **body
    )
    unit = register(amal, ("Palm Brigade", "لواء النخيل"), "pmf_unit", "anbar", **body)
    below = register(amal, ("First regiment", "الفوج الأول"), "pmf_unit", "anbar", **body)
    who = register(amal, ("Commander Nadir", "القائد نادر"), "pmf_unit", "anbar")
    day = amal.today()
    since = day - timedelta(days=900)
    assess(
        amal, unit, "relation", "hybrid", valid_from=since, from_precision="month",
        assessed_on=day - timedelta(days=40), legal_basis="Law of 26 November 2016",
        protected_source="The clerk",
    )  # fmt: skip
    assess(
        amal, unit, "relation", "non_state", standing="conflict", valid_from=date(2026, 1, 1),
        from_precision="month", source="Partner team, visit to the checkpoint", source_grade="C",
        information_grade=3, note="Left the chain of command after the dispute over posts.",
    )  # fmt: skip
    assess(amal, unit, "legal_status", "payroll", source_grade="A", information_grade=1)
    assess(amal, unit, "parent", "command", parent=above, valid_from=date(2020, 1, 1))
    assess(amal, unit, "parent", "patron", parent=above, standing="conflict", note="Denied by them")
    assess(amal, below, "parent", "command", parent=unit)
    assess(amal, unit, "area", "operations", place="anbar")
    assess(amal, unit, "area", "base", place="salah-al-din", standing="needs_work")
    decided(
        amal, unit, "indirectly", day - timedelta(days=30), valid_to=day + timedelta(days=70),
        reason="Only through the tribal council; no meeting at their place.",
    )  # fmt: skip
    opinion(amal, unit, day, influence=4, interest=2, position="sceptical", note="Waits for pay.")
    post(amal, who, unit, title="Commander", seniority="senior", valid_from=date(2022, 1, 1))
    meet(amal, "anbar", who=(unit,), held_on=day - timedelta(days=20))
    meet(amal, "baghdad", who=(unit, who), held_on=day - timedelta(days=60))
    return unit


def test_what_we_hold_of_a_unit_stands_beside_each_other(
    cast: Cast, unit: Stakeholder, visitor: Visitor
) -> None:
    page = visitor.page
    visitor.sign_in("amal")
    visitor.open(f"/stakeholders/{unit.pk}/")
    visitor.look("profile")

    claims = page.locator("section[aria-labelledby=facet-relation] .claim")
    assert top(claims.nth(0)) == top(claims.nth(1)), "one above the other"
    if visitor.size == "phone":
        assert top(page.locator(".decision")) < top(page.locator(".facts"))
    visitor.open("/stakeholders/areas/")
    visitor.look("areas")


@pytest.mark.parametrize("size", ["desktop"])
def test_a_grade_is_read_before_its_words_and_its_day(
    cast: Cast, unit: Stakeholder, visitor: Visitor
) -> None:
    visitor.sign_in("amal")
    visitor.open(f"/stakeholders/{unit.pk}/")
    grade = visitor.page.locator("section[aria-labelledby=facet-relation] dd", has_text="B2").first
    meaning = grade.inner_text().split(" · ")[1].split()[0]
    fact = visitor.page.locator(".facts > div", has_text="B2")
    day = str((cast.amal.today() - timedelta(days=40)).year)

    assert reads(grade, "B2") < reads(grade, meaning)
    assert reads(fact, "B2") < reads(fact, day)


def test_the_forms_behind_it(cast: Cast, unit: Stakeholder, visitor: Visitor) -> None:
    page, at = visitor.page, f"/stakeholders/{unit.pk}/"
    visitor.sign_in("amal")
    visitor.open(at + "assessments/new/?facet=relation")
    visitor.look("assess")
    page.locator("article form .main").click()
    expect(page.locator(".errorlist").first).to_be_visible()
    visitor.look("assess-refused")
    visitor.open(at)
    page.locator("section[aria-labelledby=facet-relation] .small-acts a").first.click()
    visitor.look("standing")
    for form in ("assessments/new/?facet=parent", "decision/", "opinion/"):
        visitor.open(at + form)
        visitor.look("form-" + form.split("/")[0])


def top(one: Any) -> float:
    box = one.bounding_box()
    assert box, "not to be seen"
    return float(box["y"])


def reads(one: Any, word: str) -> tuple[float, float]:
    """Where in an element a word comes in reading: its line, then how far along the line."""
    x, y = one.evaluate(
        """(element, word) => {
          const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(word);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + word.length);
            const box = range.getBoundingClientRect();
            return [document.documentElement.dir === "rtl" ? -box.right : box.left, box.top];
          }
        }""",
        word,
    )
    return y, x
