"""A manager looks after letters that were not delivered."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from engagement.mail.actions import NOT_KNOWN
from engagement.mail.delivery import LATER
from engagement.mail.models import Letter, State
from tests.mail.server import letter_to, port, row, writer

__all__ = ["port", "writer"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("writer", "queue", "port"),
]


def test_a_manager_sends_one_letter_again_and_drops_another(visitor, cast):
    lost, late = letter_to(cast.carla), letter_to(cast.ruth)
    Letter.objects.filter(pk=lost.pk).update(state=State.DEAD, tries=1, error=NOT_KNOWN)
    Letter.objects.filter(pk=late.pk).update(tries=3, error=LATER)
    visitor.sign_in("bassam")
    visitor.open("/mail/")
    visitor.look("letters")

    visitor.page.locator(f"form[action='/mail/{lost.pk}/again/'] button").click()
    expect(visitor.page.locator(".messages li")).to_be_visible()
    visitor.page.locator(f"form[action='/mail/{late.pk}/drop/'] button").click()
    expect(visitor.page.locator(f"form[action='/mail/{late.pk}/drop/']")).to_have_count(0)

    assert (row(lost).state, row(lost).tries) == (State.WAITING, 0)
    assert row(late).state == State.DROPPED
