"""A scan as a job: called off, taken over, asked for twice."""

from __future__ import annotations

import pytest

from engagement.access.models import Membership
from engagement.access.scope import acting_as
from engagement.jobs.actions import claim
from engagement.jobs.models import Job, State
from engagement.registry.duplicates import actions
from engagement.registry.duplicates.actions import cancel_scan, request_scan, run_scan
from engagement.registry.duplicates.models import DuplicateScan
from tests.cast import register
from tests.conftest import owner, run_together
from tests.registry.duplicates import ARABIC, LATIN, SORANI, pairs, scanned

pytestmark = pytest.mark.django_db


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
