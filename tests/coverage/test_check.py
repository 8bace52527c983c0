"""The consistency check: it finds what is wrong, names it, and whoever may see it asks for it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.coverage.actions import check, check_all
from engagement.coverage.models import ConsistencyCheck
from engagement.coverage.tasks import check as task
from tests.cast import Cast, meet, register
from tests.conftest import owner
from tests.coverage.writes import run
from tests.jobs.queues import queue, queue_down, worker  # noqa: F401
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db


def checked(cast: Cast) -> ConsistencyCheck:
    made = check(cast.programme.pk)
    with acting_as(cast.bassam, "read"):
        found: ConsistencyCheck = ConsistencyCheck.objects.get(pk=made)
    return found


@pytest.fixture
def log(cast: Cast) -> Cast:
    """In Basra, in Baghdad and Basra on one day; a sheikh at both."""
    sheikh = register(cast.amal, "Sheikh", "tribe", "basra")
    for places in (("basra",), ("baghdad", "basra")):
        meet(cast.amal, *places, who=(sheikh,))
    return cast


def test_what_was_compared_is_written_down_where_all_agrees(log):
    found = checked(log)

    assert found.differences == []
    # Two facts; one line of places; visits to Baghdad and to Basra; one relation.
    assert {name: found.compared[name] for name in ("facts", "place", "visited", "relations")} == {
        "facts": 2,
        "place": 1,
        "visited": 2,
        "relations": 1,
    }
    assert found.compared["cells"] > 20


def test_a_programme_without_meetings_agrees(cast):
    assert checked(cast).differences == []


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        # The facts are no longer the rule's, and the cells no longer the facts'.
        ("UPDATE engagement_coveragefact SET mode = 2", {"facts": 2, "cells": 6}),
        ("UPDATE engagement_coveragedelta SET a = a + 1 WHERE measure = 7", {"cells": 4}),
        ("DELETE FROM engagement_coveragedelta WHERE measure = 2", {"cells": 2, "relations": 1}),
        (
            "DELETE FROM engagement_coveragedelta WHERE measure = 4 AND b = -1",
            {"cells": 4, "visited": 2},
        ),
        ("DELETE FROM engagement_coveragedelta WHERE measure = 1", {"cells": 4, "place": 1}),
    ],
)
def test_each_difference_names_itself(log, damage, named):
    run(damage)

    found = {one["check"]: one["differing"] for one in checked(log).differences}

    assert set(found) == set(named)
    assert {name: n for name, n in found.items() if name != "cells"} == {
        name: n for name, n in named.items() if name != "cells"
    }


def test_a_programme_that_is_not_there_is_not_checked(cast):
    assert check(new_id()) is None


def test_the_nightly_task_checks_every_programme_and_a_page_its_own(cast):
    task()
    task(str(cast.programme.pk))

    with owner():
        programmes = list(ConsistencyCheck.objects.values_list("programme_id", flat=True))
    assert sorted(programmes, key=str) == sorted(
        [cast.programme.pk, cast.programme.pk, cast.omar.programme_id], key=str
    )


def test_runs_are_kept_for_a_year(log):
    check_all()
    run("UPDATE engagement_consistencycheck SET started_at = started_at - interval '2 years'")
    last = checked(log)

    with acting_as(log.bassam, "read"):
        assert list(ConsistencyCheck.objects.all()) == [last]


def test_another_programme_reads_none_of_the_runs(log):
    checked(log)
    with acting_as(log.omar, "read"):
        assert not ConsistencyCheck.objects.exists()


@pytest.mark.parametrize("who", ["bassam", "idris"])
def test_a_manager_and_an_administrator_read_what_was_compared_and_what_differed(log, who):
    checked(log)
    run("DELETE FROM engagement_coveragedelta WHERE measure = 2")
    checked(log)

    page = client_of(getattr(log, who)).get(reverse("coverage_check")).content.decode()

    assert page.count("Everything agrees.") == 1
    assert "Relations to the state by month" in page
    assert "1 of 1 differs" in page


@pytest.mark.parametrize("who", ["amal", "ruth"])
def test_the_page_is_not_for_others(cast, who):
    client = client_of(getattr(cast, who))
    assert client.get(reverse("coverage_check")).status_code == 403
    assert client.post(reverse("coverage_check")).status_code == 403


def test_the_page_shows_the_last_ten_runs(cast):
    for _ in range(11):
        check(cast.programme.pk)

    page = client_of(cast.bassam).get(reverse("coverage_check"))

    assert len(page.context["rows"]) == 10


@pytest.mark.usefixtures("queue_down")
def test_asking_answers_and_says_so_though_the_queue_is_away(cast):
    page = client_of(cast.bassam).post(reverse("coverage_check"), follow=True)

    assert page.status_code == 200
    assert "the queue cannot be reached" in page.content.decode()


@pytest.mark.usefixtures("queue")
def test_asking_puts_the_check_on_the_queue_and_says_so(cast):
    page = client_of(cast.bassam).post(reverse("coverage_check"), follow=True)

    assert "The check is asked for" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_command_folds_checks_and_makes_anew(transactional_db):
    from tests.cast import make_cast

    cast = make_cast()
    meet(cast.amal, "basra", who=(register(cast.amal, "Sheikh"),))
    out = StringIO()
    call_command("coverage", "--compact", stdout=out)
    call_command("coverage", "--check", stdout=out)
    run("UPDATE engagement_coveragecell SET n = n + 1")
    with pytest.raises(CommandError, match="differs"):
        call_command("coverage", "--check", stdout=out)
    call_command("coverage", "--rebuild", stdout=out)
    call_command("coverage", "--check", stdout=out)

    assert out.getvalue().count("agrees") == 5  # two programmes, and once only one of them
