"""Other readings of a period: people as known today, and as if what is planned were held."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from engagement.access.scope import acting_as
from engagement.coverage.chosen import PLANNED, TODAY, Chosen
from engagement.coverage.place import places_of
from engagement.coverage.state import beyond_state
from engagement.coverage.sums import Sums
from engagement.meetings.codes import Reason, Status
from engagement.stakeholders.models import Stakeholder
from tests.cast import Cast, meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db


def sums(cast: Cast, known: str) -> Sums:
    chosen = Chosen.usual(cast.ruth.today())
    chosen = chosen.with_planned() if known == PLANNED else chosen
    with acting_as(cast.ruth, "read"):
        return replace(chosen, known=known).sums()


def changed(person: Stakeholder, **values: Any) -> None:
    with owner():
        Stakeholder.plain.filter(pk=person.pk).update(**values)


def test_who_has_become_non_state_since_moves_today_and_not_then(cast):
    person = register(cast.amal, "A", "federal_executive", "basra")
    meet(cast.amal, "baghdad", who=(person,), held_on=cast.amal.today())
    changed(person, actor_type_id="tribe")

    then, today = (beyond_state(sums(cast, known)).any.part for known in ("then", TODAY))

    assert (then, today) == (0, 1)


def test_what_is_planned_counts_as_if_held_and_nothing_else_does(cast):
    person, today = register(cast.amal, "A", "tribe", "basra"), cast.amal.today()
    meet(cast.amal, "baghdad", who=(person,), held_on=today)
    meet(cast.amal, "basra", who=(person,), held_on=today, status=Status.PLANNED)
    for status in (Status.CANCELLED, Status.POSTPONED):
        meet(cast.amal, "basra", who=(person,), status=status, reason=Reason.SECURITY)

    then, planned = (places_of(sums(cast, known)) for known in ("then", PLANNED))

    assert (then.held, then.beyond) == (1, 0)
    assert (planned.held, planned.beyond) == (2, 1)


def test_plans_of_the_rest_of_the_quarter_are_in_the_reading(cast):
    chosen = Chosen.usual(cast.ruth.today()).with_planned()

    assert chosen.period.last >= cast.ruth.today()
    assert (chosen.period.last + timedelta(days=1)).day == 1


@pytest.mark.parametrize("known", [TODAY, PLANNED])
def test_a_page_says_which_reading_it_shows(cast, known):
    page = client_of(cast.bassam).get(reverse("coverage") + f"?known={known}").content.decode()

    words = {TODAY: "as known today", PLANNED: "as if every planned meeting were held"}[known]
    assert f"<b>{words}</b>" in page
