"""Which pairs a scan finds, and who sees them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, ProgrammingError, connection

from engagement.access.models import Grant
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.jobs.models import State
from engagement.registry.duplicates.models import DuplicatePair, Verdict
from engagement.stakeholders.drafts import NameDraft
from engagement.stakeholders.models import Stakeholder
from tests.cast import register
from tests.conftest import owner
from tests.registry.duplicates import ARABIC, LATIN, SORANI, changed, pairs, said, scanned, sides

pytestmark = pytest.mark.django_db


def test_one_man_in_three_scripts_is_three_pairs(cast):
    people = [register(cast.amal, name) for name in (LATIN, ARABIC, SORANI)]

    scan = scanned(cast.amal)

    found = pairs(cast.amal)
    ids = [person.pk for person in people]
    assert {frozenset(sides(pair)) for pair in found} == {
        frozenset(two) for two in ((ids[0], ids[1]), (ids[0], ids[2]), (ids[1], ids[2]))
    }
    assert all(pair.one_id < pair.other_id for pair in found)
    (whole,) = [pair for pair in found if sides(pair) == {ids[0], ids[1]}]
    assert whole.likely
    assert (scan.job.state, scan.people, scan.pairs) == (State.DONE, 3, 3)


def test_mohammed_and_mahmud_are_never_likely(cast):
    register(cast.amal, "محمد")
    register(cast.amal, "محمود")

    scanned(cast.amal)

    assert [pair.likely for pair in pairs(cast.amal)] in ([], [False])


@pytest.mark.parametrize("kind", ["kunya", "nom_de_guerre", "short", "nisba"])
def test_no_name_but_a_full_one_makes_a_pair_likely(cast, kind):
    register(cast.amal, ("Jabbar Mizhir al-Sawadi", NameDraft("Abu Karrar Haddad", kind)))
    register(cast.amal, ("Qasim Ridha al-Tamimi", NameDraft("Abu Karrar Haddad", kind)))

    scanned(cast.amal)

    assert [pair.likely for pair in pairs(cast.amal)] == [False]


def test_brothers_are_no_pair(cast):
    register(cast.amal, "Ridha Mizhir al-Sawadi")
    register(cast.amal, "Qasim Mizhir al-Sawadi")

    scanned(cast.amal)

    assert pairs(cast.amal) == []


def test_a_person_and_a_body_are_no_pair(cast):
    register(cast.amal, "Mizhir al-Sawadi")
    register(cast.amal, "Mizhir al-Sawadi", kind="organisation")

    scanned(cast.amal)

    assert pairs(cast.amal) == []


def test_who_is_retired_is_in_no_pair(cast):
    register(cast.amal, LATIN)
    gone = register(cast.amal, ARABIC)
    with owner():
        Stakeholder.plain.filter(pk=gone.pk).update(
            withdrawn_at=gone.created_at, withdrawn_reason="died"
        )

    scanned(cast.amal)

    assert pairs(cast.amal) == []


def test_a_scan_finds_only_among_whom_its_asker_may_open(cast):
    register(cast.amal, LATIN)
    hidden = register(cast.carla, ARABIC, tlp=Tlp.RED)

    for actor in (cast.amal, cast.bassam):
        scanned(actor)

    assert [len(pairs(actor)) for actor in cast.everybody] == [0] * 6
    scanned(cast.carla)
    assert [len(pairs(actor)) for actor in cast.everybody] == [0, 1, 0, 0, 0, 0]
    assert hidden.pk in sides(pairs(cast.carla)[0])


def test_a_pair_is_gone_for_whom_one_side_is_closed_to(cast):
    person = register(cast.amal, LATIN)
    register(cast.amal, ARABIC)
    scanned(cast.amal)
    assert [len(pairs(one)) for one in (cast.amal, cast.carla, cast.bassam)] == [1, 1, 1]

    changed(cast.amal, person, tlp=Tlp.RED)

    assert [len(pairs(one)) for one in (cast.amal, cast.carla, cast.bassam)] == [1, 0, 0]


def test_whoever_is_named_on_the_closed_side_sees_the_pair(cast):
    person = register(cast.amal, LATIN, tlp=Tlp.RED)
    register(cast.amal, ARABIC)
    scanned(cast.amal)
    with acting_as(cast.amal, "named"):
        Grant.objects.create(
            programme_id=cast.programme.pk,
            root_id=person.pk,
            user_id=cast.ruth.user_id,
            granted_by_id=cast.amal.user_id,
            reason="test",
        )

    assert [len(pairs(one)) for one in (cast.ruth, cast.carla)] == [1, 0]


def test_nobody_writes_a_pair_with_somebody_hidden(cast):
    mine, hidden = register(cast.amal, LATIN), register(cast.carla, ARABIC, tlp=Tlp.RED)
    one, other = sorted((mine.pk, hidden.pk))

    with pytest.raises(ProgrammingError, match="row-level security"):
        write_pair(cast.amal, one, other)


def test_nobody_pairs_across_programmes(cast):
    mine, far = register(cast.amal, LATIN), register(cast.omar, ARABIC)
    one, other = sorted((mine.pk, far.pk))

    with owner(), pytest.raises(IntegrityError):
        write_pair(cast.amal, one, other)


def write_pair(actor, one, other):
    with acting_as(actor, "duplicates.found"):
        DuplicatePair.objects.create(
            programme_id=actor.programme_id,
            one_id=one,
            other_id=other,
            score=900,
            found_at="2026-01-01T00:00Z",
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_second_scan_adds_nothing(cast):
    for name in (LATIN, ARABIC, SORANI):
        register(cast.amal, name)
    scanned(cast.amal)
    before = {pair.pk: (pair.score, pair.likely) for pair in pairs(cast.amal)}

    scanned(cast.amal)
    scanned(cast.bassam)

    assert {pair.pk: (pair.score, pair.likely) for pair in pairs(cast.amal)} == before


def test_a_pair_whose_names_are_no_longer_alike_is_taken_out(cast):
    person = register(cast.amal, LATIN)
    register(cast.amal, ARABIC)
    scanned(cast.amal)
    with acting_as(cast.amal, "stakeholder.amended"):
        row = person.names.visible_to(cast.amal).get()
        row.text = "Qasim Ridha al-Tamimi"
        row.prepare()
        row.save()

    scanned(cast.amal)

    assert pairs(cast.amal) == []


def test_what_was_said_of_a_pair_stays_when_its_names_change(cast):
    person = register(cast.amal, LATIN)
    register(cast.amal, ARABIC)
    scanned(cast.amal)
    said(cast.amal, pairs(cast.amal)[0], Verdict.UNSURE)
    with acting_as(cast.amal, "stakeholder.amended"):
        row = person.names.visible_to(cast.amal).get()
        row.text = "Qasim Ridha al-Tamimi"
        row.prepare()
        row.save()

    scanned(cast.amal)

    assert [pair.verdict for pair in pairs(cast.amal)] == ["unsure"]
