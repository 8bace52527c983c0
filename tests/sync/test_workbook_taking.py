"""A workbook that is brought again, whose worker dies, whose agreement ends meanwhile."""

from __future__ import annotations

from contextlib import suppress
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from engagement.access.scope import acting_as
from engagement.stakeholders.models import Stakeholder
from engagement.sync.actions import end_agreement
from engagement.sync.batches.models import Batch
from engagement.sync.workbooks import actions
from engagement.sync.workbooks.models import Workbook
from tests.cast import Cast
from tests.conftest import owner
from tests.jobs.queues import queue_down
from tests.meetings.browsing import client_of
from tests.sync.agreeing import agree
from tests.sync.filling import (
    bring,
    counts,
    filled,
    meeting,
    person,
    taken,
)
from tests.sync.forking import die, dies_at_work

__all__ = ["queue_down"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queue_down")]


@pytest.fixture
def cast(people: Cast) -> Cast:
    """Really committed: versions move once in a transaction."""
    return people


def live(model: Any) -> int:
    with owner():
        return int(model.plain.count())


def test_the_same_file_again_is_told_and_changes_nothing(cast: Cast) -> None:
    agreement = agree(cast)
    content = filled([person("p-1")])
    row = taken(cast.idris, agreement, content)
    answer = bring(cast.bassam, agreement, content)
    assert answer["Location"] == reverse("workbook", args=[agreement.pk, row.pk])
    with owner():
        assert Workbook.objects.count() == 1
    page = client_of(cast.bassam).get(answer["Location"])
    assert page.status_code == 200


def test_the_same_rows_in_another_file_are_unchanged(cast: Cast) -> None:
    agreement = agree(cast)
    follow = {
        "follow_ups": "Send the list | due_on=2026-04-01\nCall | side=theirs",
        "issues": "Gas",
    }
    rows = [person("p-1"), person("p-2")]
    taken(cast.idris, agreement, filled(rows, [meeting("m", "p-1", **follow)]))
    row = taken(cast.idris, agreement, filled(reversed(rows), [meeting("m", "p-1", **follow)]))
    assert (counts(row), counts(row, "meeting")) == ({"unchanged": 2}, {"unchanged": 1})


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_worker_killed_in_the_middle_leaves_the_rest_to_the_next_and_doubles_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "CHUNK", 2)
    agreement = agree(cast)
    bring(cast.idris, agreement, filled([person(f"p-{n}") for n in range(5)]))
    with owner():
        job_id = Workbook.objects.get().job_id
    dies_at_work(lambda: _die_in_the_second_batch(job_id))
    assert live(Stakeholder) == 2

    for _ in range(4):  # until the database has seen that nobody is there
        with owner(), connection.cursor() as cursor:
            cursor.execute("UPDATE engagement_job SET lease_until = now() - interval '1 minute'")
        with suppress(OperationalError):
            actions.take_workbook(job_id)
            break
    with owner():
        row = Workbook.objects.get()
        assert Batch.objects.filter(state="done").count() == 3
    assert counts(row) == {"created": 5}
    assert live(Stakeholder) == 5


def _die_in_the_second_batch(job_id: UUID) -> None:
    take, calls = actions.take_batch, count(1)

    def killed(*given: Any) -> Any:
        answer = take(*given)
        if next(calls) == 2:
            die()  # written, and not committed
        return answer

    actions.take_batch = killed
    actions.take_workbook(job_id)


def test_an_agreement_that_ended_meanwhile_takes_nothing_in(cast: Cast) -> None:
    agreement = agree(cast)
    bring(cast.idris, agreement, filled([person("p-1")]))
    with acting_as(cast.idris, "agreement.ended", "over"):
        end_agreement(cast.idris, agreement.pk, reason="over")
    with owner():
        row = Workbook.objects.get()
    actions.take_workbook(row.job_id)
    page = client_of(cast.idris).get(reverse("workbook", args=[agreement.pk, row.pk]))
    assert "The data-sharing agreement is not in force any more." in page.content.decode()
    assert live(Stakeholder) == 0
    assert bring(cast.idris, agreement, filled([person("p-2")])).status_code == 422
