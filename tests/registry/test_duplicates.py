"""The scan of the register, and what people say of the pairs it finds."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagement.access.errors import NotAllowed
from engagement.access.keys import new_id
from engagement.access.models import Grant, Membership
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.jobs.actions import claim
from engagement.jobs.models import Job, State
from engagement.registry.duplicates import actions
from engagement.registry.duplicates.actions import cancel_scan, request_scan, run_scan
from engagement.registry.duplicates.models import DuplicatePair, DuplicateScan, Verdict
from engagement.stakeholders.drafts import NameDraft
from engagement.stakeholders.models import Stakeholder
from tests.cast import register
from tests.conftest import owner, run_together
from tests.registry.duplicates import changed, pairs, said, scanned, sides
from tests.registry.merging import merged, parted

pytestmark = pytest.mark.django_db

LATIN, ARABIC, SORANI = "Mohammed Jawad al-Saadi", "محمد جواد الساعدي", "موحەممەد جەواد"


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


def test_not_the_same_survives_every_scan_and_says_who(cast):
    register(cast.amal, LATIN)
    register(cast.amal, ARABIC)
    scanned(cast.amal)
    said(cast.amal, pairs(cast.amal)[0], Verdict.APART)

    scanned(cast.amal)
    scanned(cast.bassam)

    (pair,) = pairs(cast.bassam)
    assert (pair.verdict, pair.judged_by_id) == ("apart", cast.amal.user_id)
    with acting_as(cast.bassam, "read"):
        assert DuplicatePair.objects.visible_to(cast.bassam).open().count() == 0


def test_what_was_said_is_taken_back(cast):
    register(cast.amal, LATIN)
    register(cast.amal, ARABIC)
    scanned(cast.amal)
    pair = pairs(cast.amal)[0]
    said(cast.amal, pair, Verdict.APART)

    said(cast.bassam, pair, Verdict.OPEN)

    (pair,) = pairs(cast.amal)
    assert (pair.verdict, pair.judged_by_id, pair.judged_at) == ("", None, None)


def test_every_judgement_leaves_an_event_with_who_and_why(cast):
    register(cast.amal, LATIN)
    register(cast.amal, ARABIC)
    scanned(cast.amal)
    pair = pairs(cast.amal)[0]

    with acting_as(cast.amal, "duplicates.judged", "two villages"):
        actions.judge(cast.amal, pair.pk, Verdict.APART)
    said(cast.bassam, pair, Verdict.OPEN)
    scanned(cast.amal)

    events = DuplicatePair.pgh_event_model.objects
    with acting_as(cast.amal, "read"):
        told = events.order_by("pgh_id").values_list(
            "verdict", "pgh_context__metadata__actor", "pgh_context__metadata__reason"
        )
        assert next(iter(told)) == ("apart", str(cast.amal.user_id), "two villages")
        assert [row[0] for row in told] == ["apart", ""]


def test_a_pair_is_gone_with_its_merge_and_back_when_they_are_taken_apart(cast):
    one, other = register(cast.amal, LATIN), register(cast.amal, ARABIC)
    scanned(cast.amal)

    merge = merged(cast.amal, one, other)
    assert open_for(cast.amal) == 0
    scanned(cast.amal)
    assert open_for(cast.amal) == 0

    parted(cast.amal, merge)
    assert open_for(cast.amal) == 1


def test_not_the_same_holds_for_the_record_that_one_was_merged_into(cast):
    kept, gone = register(cast.amal, LATIN), register(cast.amal, "Mohamed Jawad Saadi")
    third = register(cast.amal, ARABIC)
    scanned(cast.amal)
    for pair in pairs(cast.amal):
        if third.pk in sides(pair):
            if gone.pk in sides(pair):
                said(cast.amal, pair, Verdict.APART)
            else:
                with acting_as(cast.amal, "x"):
                    DuplicatePair.objects.visible_to(cast.amal).filter(pk=pair.pk).delete()

    merged(cast.amal, kept, gone)
    scanned(cast.amal)

    assert open_for(cast.amal) == 0


def open_for(actor):
    with acting_as(actor, "read"):
        return DuplicatePair.objects.visible_to(actor).open().count()


def test_a_reader_and_an_outsider_judge_nothing(cast):
    register(cast.amal, LATIN)
    register(cast.amal, ARABIC)
    scanned(cast.amal)
    pair = pairs(cast.amal)[0]

    for actor in (cast.ruth, cast.idris, cast.omar):
        with pytest.raises(NotAllowed):
            said(actor, pair, Verdict.APART)


def test_a_judgement_of_no_pair_is_refused(cast):
    with pytest.raises(NotAllowed):
        said(cast.amal, DuplicatePair(pk=new_id()), "apart")


def test_whoever_may_not_write_asks_for_no_scan(cast):
    for actor in (cast.ruth, cast.idris):
        with pytest.raises(NotAllowed), acting_as(actor, "read"):
            request_scan(actor)


@given(
    st.lists(
        st.tuples(st.sampled_from(["amal", "bassam"]), st.sampled_from(Verdict.values)),
        min_size=1,
        max_size=6,
    ),
    st.booleans(),
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_judgement_holds_from_both_sides_and_through_scans(cast, steps, turned):
    names = (ARABIC, LATIN) if turned else (LATIN, ARABIC)
    point = transaction.savepoint()
    try:
        people = [register(cast.amal, name) for name in names]
        scanned(cast.amal)
        for who, verdict in steps:
            said(getattr(cast, who), pairs(cast.amal)[0], verdict)
            scanned(getattr(cast, who))
        (pair,) = pairs(cast.amal)
        last = steps[-1][1]
        assert pair.verdict == last
        for person in people:
            with acting_as(cast.bassam, "read"):
                rows = DuplicatePair.objects.visible_to(cast.bassam).with_person(person.pk)
                assert rows.open().count() == (last != Verdict.APART)
                assert rows.apart().count() == (last == Verdict.APART)
    finally:
        transaction.savepoint_rollback(point)


def test_a_scan_that_was_called_off_ends_and_keeps_what_it_found(cast, monkeypatch):
    register(cast.amal, LATIN)
    register(cast.amal, ARABIC)
    with acting_as(cast.amal, "duplicates.scan_requested"):
        scan = request_scan(cast.amal)
    batch = actions._batch

    def cancelled_meanwhile(register, place):
        found = batch(register, place)
        with acting_as(cast.amal, "duplicates.scan_cancelled"):
            assert cancel_scan(cast.amal)
        return found

    monkeypatch.setattr(actions, "_batch", cancelled_meanwhile)
    run_scan(scan.job_id)

    assert Job.objects.get(pk=scan.job_id).state == State.CANCELLED
    assert pairs(cast.amal) == []


def test_the_next_worker_goes_on_where_the_last_batch_ended(cast, monkeypatch):
    for name in (LATIN, ARABIC, SORANI):
        register(cast.amal, name)
    monkeypatch.setattr(actions, "MOST_PAIRS", 1)
    with acting_as(cast.amal, "duplicates.scan_requested"):
        scan = request_scan(cast.amal)
    monkeypatch.setattr(actions, "_batch", dying_in_the_second_batch(actions._batch))

    run_scan(scan.job_id)

    job = Job.objects.get(pk=scan.job_id)
    assert (job.state, len(pairs(cast.amal))) == (State.QUEUED, 2)  # the first with both others
    monkeypatch.undo()
    places = []
    monkeypatch.setattr(actions, "_batch", noting(places, actions._batch))
    run_scan(scan.job_id)
    assert places == [1]
    assert len(pairs(cast.amal)) == 3


def dying_in_the_second_batch(batch):
    def dying(register, place):
        if place:
            raise RuntimeError("killed")
        return batch(register, place)

    return dying


def noting(places, batch):
    def noted(register, place):
        places.append(place)
        return batch(register, place)

    return noted


def test_a_worker_that_lost_its_lease_writes_nothing(cast, monkeypatch):
    register(cast.amal, LATIN)
    register(cast.amal, ARABIC)
    with acting_as(cast.amal, "duplicates.scan_requested"):
        scan = request_scan(cast.amal)
    batch = actions._batch

    def overtaken(register, place):
        Job.objects.filter(pk=scan.job_id).update(lease_until="2020-01-01T00:00Z")
        assert claim(scan.job_id)
        return batch(register, place)

    monkeypatch.setattr(actions, "_batch", overtaken)
    run_scan(scan.job_id)

    assert pairs(cast.amal) == []


def test_a_lost_membership_stops_the_scan(cast):
    with acting_as(cast.amal, "duplicates.scan_requested"):
        scan = request_scan(cast.amal)
    with owner():
        Membership.objects.filter(user_id=cast.amal.user_id).update(role="reader")
        Membership.objects.filter(user_id=cast.amal.user_id).delete()

    run_scan(scan.job_id)

    assert Job.objects.get(pk=scan.job_id).state == State.FAILED


def test_asked_again_while_it_runs_it_is_the_same_scan(cast):
    with acting_as(cast.amal, "duplicates.scan_requested"):
        first, second = request_scan(cast.amal), request_scan(cast.amal)
    with acting_as(cast.bassam, "duplicates.scan_requested"):
        other = request_scan(cast.bassam)

    assert first.pk == second.pk != other.pk


def test_a_scan_is_seen_by_its_asker_only(cast):
    scanned(cast.amal)

    for actor, number in ((cast.amal, 1), (cast.bassam, 0), (cast.carla, 0)):
        with acting_as(actor, "read"):
            assert DuplicateScan.objects.count() == number


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_are_one_scan(cast):
    def ask():
        with acting_as(cast.amal, "duplicates.scan_requested"):
            request_scan(cast.amal)

    assert run_together(*[ask] * 4) == []
    with owner():
        assert (DuplicateScan.objects.count(), Job.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_one_scan_find_each_pair_once(cast):
    for name in (LATIN, ARABIC, SORANI):
        register(cast.amal, name)
    with acting_as(cast.amal, "duplicates.scan_requested"):
        scan = request_scan(cast.amal)

    assert run_together(*[lambda: run_scan(scan.job_id)] * 3) == []

    assert len(pairs(cast.amal)) == 3
    assert Job.objects.get(pk=scan.job_id).attempt == 1


@pytest.mark.django_db(transaction=True)
def test_scans_of_two_people_at_once_find_each_pair_once(cast):
    for name in (LATIN, ARABIC, SORANI):
        register(cast.amal, name)

    assert run_together(lambda: scanned(cast.amal), lambda: scanned(cast.bassam)) == []

    assert len(pairs(cast.amal)) == 3
