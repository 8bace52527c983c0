"""Assessments, incidents, initiatives, avenues: who writes them, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.briefs.entries.actions import (
    act_on_assessment,
    amend_incident,
    amend_initiative,
    ask_for_assessment,
    deliver_assessment,
    note_avenue,
    record_incident,
    start_initiative,
    withdraw_brief_entry,
)
from engagement.briefs.entries.drafts import (
    AssessmentDraft,
    AvenueDraft,
    IncidentDraft,
    InitiativeDraft,
)
from engagement.briefs.models import Incident, Initiative, StrategicAssessment
from engagement.regions.models import Region
from engagement.stakeholders.models import Stakeholder
from tests.cast import DAY, register
from tests.conftest import owner

pytestmark = pytest.mark.django_db


def region(key):
    return Region.objects.get(key=key)


def assessment(**more):
    values = {"id": new_id(), "title": "Cells in the west", "asked_on": DAY}
    return AssessmentDraft(**{**values, "regions": (region("anbar"),), **more})


def incident(**more):
    values = {"id": new_id(), "kind": "attack", "happened_on": DAY, "text": "A", "source": "B"}
    return IncidentDraft(**{**values, "region": region("anbar"), **more})


def initiative(**more):
    return InitiativeDraft(**{"id": new_id(), "name": "Local peace", **more})


def avenue(**more):
    values = {"id": new_id(), "as_of": DAY, "text": "A law was passed", "source": "Gazette"}
    return AvenueDraft(**{**values, **more})


def do(actor, write, /, *args, **more):
    with acting_as(actor, "entry.written", more.get("reason", "")):
        return write(actor, *args, **more)


WRITES = (
    (ask_for_assessment, assessment),
    (record_incident, incident),
    (start_initiative, initiative),
    (note_avenue, avenue),
)


@pytest.mark.parametrize(("action", "draft"), WRITES)
def test_the_same_request_again_is_the_same_row_and_another_is_a_clash(cast, action, draft):
    first = draft()
    rows = [do(cast.amal, action, first) for _ in range(2)]

    assert rows[0].pk == rows[1].pk == first.id
    with pytest.raises(Conflict):
        do(cast.amal, action, replace(first, tlp=3))
    with pytest.raises(Conflict):
        do(cast.omar, action, first)


@pytest.mark.parametrize(("action", "draft"), WRITES)
@pytest.mark.parametrize("who", ["ruth", "idris"])
def test_who_only_reads_writes_none(cast, action, draft, who):
    with pytest.raises(NotAllowed):
        do(getattr(cast, who), action, draft())


@pytest.mark.parametrize(
    ("action", "draft", "values", "field"),
    [
        (ask_for_assessment, assessment, {"title": " "}, "title"),
        (ask_for_assessment, assessment, {"title": "x" * 301}, "title"),
        (ask_for_assessment, assessment, {"regions": ()}, "regions"),
        (ask_for_assessment, assessment, {"asked_on": date(2999, 1, 1)}, "asked_on"),
        (ask_for_assessment, assessment, {"tlp": 9}, "tlp"),
        (record_incident, incident, {"kind": "x"}, "kind"),
        (record_incident, incident, {"source": ""}, "source"),
        (record_incident, incident, {"text": "x" * 1001}, "text"),
        (record_incident, incident, {"happened_on": date(1, 1, 1)}, "happened_on"),
        (start_initiative, initiative, {"name": ""}, "name"),
        (
            start_initiative,
            initiative,
            {"valid_from": date(2026, 1, 1), "valid_to": date(2025, 1, 1)},
            "valid_to",
        ),
        (start_initiative, initiative, {"lead_organisation_id": new_id()}, "lead_organisation"),
        (note_avenue, avenue, {"text": ""}, "text"),
        (note_avenue, avenue, {"source": " "}, "source"),
        (note_avenue, avenue, {"stakeholder_id": new_id()}, "stakeholder"),
    ],
)
def test_what_makes_no_sense_is_told_by_field(cast, action, draft, values, field):
    with pytest.raises(ValidationError) as told:
        do(cast.amal, action, draft(**values))
    assert set(told.value.message_dict) == {field}


def test_an_assessment_is_asked_for_then_delivered_then_acted_on(cast):
    row = do(cast.amal, ask_for_assessment, assessment())
    later = DAY + timedelta(days=30)

    row = do(
        cast.amal, deliver_assessment, row.pk,
        delivered_on=later, valid_on=DAY, summary="Few", version=row.version,
    )  # fmt: skip
    row = do(
        cast.amal, act_on_assessment, row.pk,
        acted_on=later, action="More patrols", version=row.version,
    )  # fmt: skip

    assert (row.asked_on, row.delivered_on, row.valid_on, row.acted_on) == (DAY, later, DAY, later)


@pytest.mark.parametrize(
    ("delivered", "valid", "field"),
    [(-1, -1, "delivered_on"), (5, 6, "valid_on"), (3000, 0, "delivered_on")],
)
def test_a_delivery_in_the_wrong_order_is_refused(cast, delivered, valid, field):
    row = do(cast.amal, ask_for_assessment, assessment())
    days = [DAY + timedelta(days=n) for n in (delivered, valid)]
    with pytest.raises(ValidationError) as told:
        do(
            cast.amal, deliver_assessment, row.pk,
            delivered_on=days[0], valid_on=days[1], summary="", version=row.version,
        )  # fmt: skip
    assert set(told.value.message_dict) == {field}


def test_acting_before_delivery_is_refused(cast):
    row = do(cast.amal, ask_for_assessment, assessment())
    with pytest.raises(ValidationError) as told:
        do(
            cast.amal, act_on_assessment, row.pk,
            acted_on=DAY, action="x", version=row.version,
        )  # fmt: skip
    assert set(told.value.message_dict) == {"acted_on"}
    row = do(
        cast.amal, deliver_assessment, row.pk,
        delivered_on=DAY, valid_on=DAY, summary="", version=row.version,
    )  # fmt: skip
    with pytest.raises(ValidationError) as told:
        do(
            cast.amal, act_on_assessment, row.pk,
            acted_on=DAY - timedelta(days=1), action="", version=row.version,
        )  # fmt: skip
    assert set(told.value.message_dict) == {"acted_on", "action"}


def test_a_row_that_moved_on_is_a_clash(cast):
    row = do(cast.amal, record_incident, incident())
    with pytest.raises(Conflict):
        do(cast.amal, amend_incident, row.pk, incident(id=row.pk), version=row.version + 1)


def test_a_withdrawn_entry_needs_a_reason_and_stays_as_it_was(cast):
    row = do(cast.amal, record_incident, incident())
    more = {"version": row.version}
    with pytest.raises(ValidationError):
        do(cast.amal, withdraw_brief_entry, Incident, row.pk, reason=" ", **more)
    row = do(cast.amal, withdraw_brief_entry, Incident, row.pk, reason="Not true", **more)

    assert row.withdrawn_reason == "Not true"
    with pytest.raises(Conflict):
        do(cast.amal, amend_incident, row.pk, incident(id=row.pk), version=row.version)


def test_another_teams_entry_is_changed_by_its_author_its_team_and_the_manager_only(cast):
    row = do(cast.amal, record_incident, incident())
    draft = incident(id=row.pk, text="Changed")

    with pytest.raises(NotAllowed):
        do(cast.carla, amend_incident, row.pk, draft, version=row.version)
    changed = do(cast.bassam, amend_incident, row.pk, draft, version=row.version)
    assert (changed.text, changed.lead_team_id) == ("Changed", cast.mission.pk)


def test_an_initiative_is_as_protected_as_whom_it_names(cast):
    unit = register(cast.amal, "Canary Unit", "pmf_unit", kind="unit")
    row = do(cast.amal, start_initiative, initiative(lead_organisation_id=unit.pk))

    assert row.tlp == unit.tlp == 2
    with acting_as(cast.ruth, "read"):
        assert not Initiative.objects.visible_to(cast.ruth).exists()


def test_a_person_leads_no_initiative_but_their_organisation_does(cast):
    person = register(cast.amal, "A")
    with pytest.raises(ValidationError):
        do(cast.amal, start_initiative, initiative(lead_organisation_id=person.pk))


@pytest.mark.parametrize("whose", ["omar", "carla"])
def test_a_lead_organisation_one_may_not_open_is_refused(cast, whose):
    theirs = register(getattr(cast, whose), "Theirs", "pmf_unit", kind="organisation")
    with pytest.raises(ValidationError) as told:
        do(cast.amal, start_initiative, initiative(lead_organisation_id=theirs.pk))
    assert set(told.value.message_dict) == {"lead_organisation"}


def test_somebody_hidden_who_stands_there_stays_and_the_level_does_not_fall(cast):
    unit = register(cast.amal, "Canary Unit", "pmf_unit", kind="unit")
    row = do(cast.amal, start_initiative, initiative(lead_organisation_id=unit.pk))
    with owner():
        Stakeholder.plain.filter(pk=unit.pk).update(tlp=4)
    again = initiative(id=row.pk, lead_organisation_id=unit.pk, name="Other", tlp=1)

    row = do(cast.bassam, amend_initiative, row.pk, again, version=row.version)

    assert (row.name, row.lead_organisation_id, row.tlp) == ("Other", unit.pk, 2)


def test_a_team_that_is_not_ones_own_is_refused(cast):
    with pytest.raises(ValidationError):
        do(cast.amal, record_incident, incident(lead_team_id=cast.partner.pk))


def test_whoever_makes_another_ones_entry_stricter_still_sees_it(cast):
    row = do(cast.amal, record_incident, incident())
    do(cast.bassam, amend_incident, row.pk, incident(id=row.pk, tlp=4), version=row.version)

    for actor in (cast.amal, cast.bassam):
        with acting_as(actor, "read"):
            assert Incident.objects.visible_to(actor).get().tlp == 4


def test_nothing_of_it_is_seen_in_another_programme(cast):
    for action, draft in WRITES:
        do(cast.amal, action, draft())
    with acting_as(cast.omar, "read"):
        for model in (StrategicAssessment, Incident, Initiative):
            assert not model.objects.visible_to(cast.omar).exists()
            assert not model.objects.unscoped("row security alone").exists()
