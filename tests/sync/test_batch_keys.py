"""One key, one effect, one answer: byte for byte, at once, again, and after a crash."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from engagement.access.scope import acting_as
from engagement.stakeholders.models import Stakeholder
from engagement.sync.batches import api, claims, taking
from engagement.sync.batches.models import Batch, BatchAnswer
from tests.api.calls import Caller, refused
from tests.cast import Cast
from tests.conftest import owner, run_together
from tests.jobs.queues import queue_down
from tests.sync.agreeing import agree, caller, partner_of
from tests.sync.forking import die, dies_at_work
from tests.sync.sending import person, post

__all__ = ["queue_down"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(cast: Cast) -> Caller:
    return caller(cast, agree(cast))


def test_the_same_request_is_answered_byte_for_byte_and_does_nothing(partner: Caller) -> None:
    first = post(partner, "stakeholders", person("p-1"), person("p-2", kind=""), key="one")
    again = post(partner, "stakeholders", person("p-1"), person("p-2", kind=""), key="one")
    assert (again.content, again.status_code) == (first.content, 200)
    assert (first.get("Idempotency-Replayed"), again["Idempotency-Replayed"]) == (None, "true")
    with owner():
        assert (Stakeholder.plain.count(), Batch.objects.count()) == (1, 1)


def test_names_in_another_order_are_the_same_request(partner: Caller) -> None:
    body = {"items": [person("p-1")], "dry_run": False}
    first = partner.post("sync/stakeholders:batch", body, Idempotency_Key="one")
    turned = dict(reversed(body.items()))
    again = partner.post("sync/stakeholders:batch", turned, Idempotency_Key="one")
    assert again.content == first.content


def test_a_key_of_another_body_or_type_is_refused(partner: Caller) -> None:
    post(partner, "stakeholders", person("p-1"), key="one")
    refused(post(partner, "stakeholders", person("p-2"), key="one"), 422)
    refused(post(partner, "meetings", person("p-1"), key="one"), 422)


def test_a_key_is_its_senders_own(cast: Cast, partner: Caller) -> None:
    other = caller(cast, agree(cast, name="Zagros Listening"))
    post(partner, "stakeholders", person("p-1"), key="one")
    assert post(other, "stakeholders", person("p-2"), key="one").status_code == 200


def test_a_batch_says_how_many_of_its_items_ended_how(partner: Caller) -> None:
    post(partner, "stakeholders", person("p-1"), person("p-2", kind=""))
    post(partner, "stakeholders", person("p-1"), person("p-1", names=["Salim"]), person("p-3"))
    with owner():
        rows = Batch.objects.order_by("received_at")
        found = [(row.created, row.updated, row.unchanged, row.refused) for row in rows]
    assert found == [(1, 0, 0, 1), (1, 1, 1, 0)]


def test_only_its_sender_reads_an_answer_and_managers_how_it_ended(
    cast: Cast, partner: Caller
) -> None:
    post(partner, "stakeholders", person("p-1"))
    seen = {}
    for who in ("bassam", "amal", "ruth", "omar"):
        with acting_as(getattr(cast, who), "read"):
            seen[who] = (Batch.objects.count(), BatchAnswer.objects.count())
    assert seen == {"bassam": (1, 0), "amal": (0, 0), "ruth": (0, 0), "omar": (0, 0)}


def test_answers_are_kept_for_thirty_days_and_not_for_ever(partner: Caller) -> None:
    for key, days in (("old", 33), ("kept", 30)):
        post(partner, "stakeholders", person(key), key=key)
        with owner():
            then = timezone.now() - timedelta(days=days)
            Batch.objects.filter(key=key).update(received_at=then)
    assert claims.prune() == 1
    with owner():
        assert [row.key for row in Batch.objects.all()] == ["kept"]
        assert BatchAnswer.objects.count() == 1


def test_a_queue_that_is_down_stops_no_batch(partner: Caller, queue_down: Any) -> None:
    assert post(partner, "stakeholders", person("p-1")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_fifty_posts_at_once_have_one_effect_and_equal_answers(cast: Cast) -> None:
    key = caller(cast, agree(cast)).headers["Authorization"].removeprefix("Bearer ")

    def one(_number: int) -> tuple[int, bytes]:
        try:
            answer = post(Caller(key=key), "stakeholders", person("p-1"), person("p-2"), key="one")
            return answer.status_code, answer.content
        finally:
            connection.close()

    # As many as the test's database has connections for.
    with ThreadPoolExecutor(40) as pool:
        answers = set(pool.map(one, range(50)))
    assert [status for status, _body in answers] == [200]
    with owner():
        assert (Stakeholder.plain.count(), Batch.objects.count()) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_while_it_is_at_work_a_second_request_is_told_to_come_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreement = agree(cast)
    partner, actor = caller(cast, agreement), partner_of(agreement)
    monkeypatch.setattr(claims, "PATIENCE", 200)
    found: list[Any] = []
    body = {"items": [person("p-1")]}
    told = claims.fingerprint("stakeholder", body)
    with acting_as(actor, "batch.claimed"):
        pk = claims.claim(actor, "one", "stakeholder", told, 1)

    def second() -> None:
        found.append(partner.post("sync/stakeholders:batch", body, Idempotency_Key="one"))

    with acting_as(actor, "batch.written"):
        claims.held(actor, pk, told)
        assert run_together(second) == []
    refused(found[0], 409)
    assert found[0]["Retry-After"] == str(api.RETRY_AFTER)
    second()  # whoever held it is gone without an answer
    assert found[1].status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_process_killed_between_claim_and_answer_leaves_its_work_to_the_retry(
    cast: Cast,
) -> None:
    partner = caller(cast, agree(cast))

    def work() -> None:
        taking.keep = die  # type: ignore[assignment]
        post(partner, "stakeholders", person("p-1"), key="one")

    dies_at_work(work)
    with owner():
        assert (Batch.objects.get().state, Stakeholder.plain.count()) == ("running", 0)

    first = post(partner, "stakeholders", person("p-1"), key="one")
    for _ in range(10):  # as a client does, until the database has seen that nobody is there
        if first.status_code != 409:
            break
        time.sleep(int(first["Retry-After"]))
        first = post(partner, "stakeholders", person("p-1"), key="one")
    again = post(partner, "stakeholders", person("p-1"), key="one")

    assert first.status_code == 200
    assert first.content == again.content
    with owner():
        assert (Batch.objects.get().state, Stakeholder.plain.count()) == ("done", 1)
