"""Closing a quarter on the list of reports."""

from __future__ import annotations

import pytest
from django.urls import reverse

from engagement.coverage.periods import Quarter
from engagement.reports.models import ClosedPeriod
from tests.cast import Cast
from tests.reports.browsing import page, quarter, signed_in
from tests.reports.story import few_meetings

pytestmark = pytest.mark.django_db


def close(cast: Cast, name: str = "bassam", **changed: str):
    sent = {"quarter": quarter(cast), "sure": "on", **changed}
    return signed_in(getattr(cast, name)).post(reverse("report_close"), sent)


def test_a_manager_closes_a_quarter_and_everybody_reads_that(cast: Cast) -> None:
    few_meetings(cast)
    answer = close(cast)
    closed = ClosedPeriod.objects.get()
    (told,) = page(cast.ruth, "report_list").context["closings"]

    assert (answer.status_code, answer["Location"]) == (303, reverse("report_list"))
    assert closed.first == Quarter.parse(quarter(cast)).first
    assert closed.position > 0
    assert (told["by"], told["period"].split()[0]) == ("bassam", "Quarter")


def test_a_quarter_is_closed_once_and_no_longer_offered(cast: Cast) -> None:
    close(cast)
    again = close(cast)

    assert again.status_code == 422
    assert ClosedPeriod.objects.count() == 1


@pytest.mark.parametrize(
    "changed", [{"sure": ""}, {"quarter": "x"}, {"quarter": "2999-Q1"}, {"quarter": ""}]
)
def test_without_confirmation_or_a_quarter_nothing_is_closed(
    cast: Cast, changed: dict[str, str]
) -> None:
    answer = close(cast, **changed)

    assert answer.status_code == 422
    assert list(answer.context["closing"].errors) == list(changed)
    assert not ClosedPeriod.objects.exists()


def test_a_quarter_that_still_runs_is_not_closed(cast: Cast) -> None:
    assert close(cast, quarter=str(Quarter.of(cast.amal.today()))).status_code == 422


@pytest.mark.parametrize("name", ["amal", "ruth", "idris"])
def test_nobody_but_a_manager_closes(cast: Cast, name: str) -> None:
    assert close(cast, name).status_code == 403
    assert not ClosedPeriod.objects.exists()
    if name != "idris":
        assert reverse("report_close") not in page(getattr(cast, name), "report_list").text


def test_another_programme_does_not_see_it(cast: Cast) -> None:
    close(cast)

    assert page(cast.omar, "report_list").context["closings"] == []
