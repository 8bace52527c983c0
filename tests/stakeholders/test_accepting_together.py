"""Two people at once: at most one assessment is accepted, and no circle is closed."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from engagement.access.scope import acting_as
from engagement.stakeholders.assessments.models import Assessment, EngagementDecision
from tests.cast import DAY, make_cast, register
from tests.conftest import run_together
from tests.meetings.browsing import client_of
from tests.stakeholders.knowing import assess, decided, stand

pytestmark = pytest.mark.django_db(transaction=True)


def accepted(actor, **which):
    with acting_as(actor, "read"):
        return Assessment.objects.visible_to(actor).accepted().filter(**which).count()


def test_of_two_accepted_at_once_one_is_refused_in_words():
    cast = make_cast()
    unit = register(cast.amal, "Unit", "pmf_unit", kind="unit")
    rows = [
        assess(cast.amal, unit, "relation", value, standing="needs_work")
        for value in ("hybrid", "non_state")
    ]

    raised = run_together(*(lambda row=row: stand(cast.amal, row, "accepted") for row in rows))

    assert [type(error) for error in raised] == [ValidationError]
    assert "is accepted for the same time" in raised[0].message_dict["standing"][0]
    assert accepted(cast.amal, stakeholder=unit) == 1


def test_of_two_that_would_command_each_other_one_is_refused():
    cast = make_cast()
    one, two = (register(cast.amal, name, "pmf_unit", kind="unit") for name in ("One", "Two"))
    rows = [
        assess(cast.amal, low, "parent", "command", parent=top, standing="needs_work")
        for low, top in ((one, two), (two, one))
    ]

    raised = run_together(*(lambda row=row: stand(cast.amal, row, "accepted") for row in rows))

    assert [type(error) for error in raised] == [ValidationError]
    assert accepted(cast.amal, facet="parent") == 1


def test_of_two_decisions_at_once_one_holds():
    cast = make_cast()
    about = register(cast.amal, "A")

    run_together(
        *(lambda course=course: decided(cast.amal, about, course) for course in ("engage", "not"))
    )

    with acting_as(cast.amal, "read"):
        rows = EngagementDecision.objects.visible_to(cast.amal).holding_on(DAY)
        assert rows.count() == 1


def test_each_judgement_moves_the_stakeholders_version_by_one():
    cast = make_cast()
    unit = register(cast.amal, "Unit", "pmf_unit", kind="unit")
    claim = assess(cast.amal, unit, "relation", "hybrid")
    stand(cast.amal, claim, "conflict")

    with acting_as(cast.amal, "read"):
        assert type(unit).objects.visible_to(cast.amal).get(pk=unit.pk).version == 3


def test_the_reason_of_a_stricter_act_is_not_told_by_the_record_it_moved():
    cast = make_cast()
    about = register(cast.amal, "A body", "cso_ngo", kind="organisation")
    claim = assess(cast.amal, about, "relation", "state", tlp=2, source="CANARY")
    stand(cast.amal, claim, "conflict", reason="CANARY reason")

    for who in (cast.ruth, cast.carla):
        page = client_of(who).get(reverse("stakeholder", args=[about.pk])).content.decode()
        assert "CANARY" not in page
