"""Asking for a report on a page: the form, and what it says the report will hold."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from engagement.access.scope import acting_as
from engagement.coverage.periods import Quarter
from engagement.coverage.sums import Period
from engagement.jobs.models import Job, State
from engagement.regions.models import Region
from engagement.reports.kinds import KINDS
from engagement.reports.workflow import close_period
from tests.cast import Cast, meet, register
from tests.reports.browsing import all_reports, approved, form, page, quarter, signed_in
from tests.reports.story import built

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queue_down")]


def sent(cast: Cast, name: str = "amal", **changed: str):
    return signed_in(getattr(cast, name)).post(reverse("report_ask"), form(cast, **changed))


def days(cast: Cast) -> tuple[date, date]:
    asked = Quarter.parse(quarter(cast))
    return asked.first, asked.last


def test_asking_answers_at_once_though_the_queue_is_away(cast: Cast) -> None:
    began = timezone.now()
    response = sent(cast)
    [report] = all_reports()

    assert response.status_code == 303
    assert response.url == reverse("report", args=[report.pk])
    assert (timezone.now() - began).total_seconds() < 3
    assert Job.objects.get(pk=report.job_id).state == State.QUEUED


def test_asking_twice_leads_to_the_same_page(cast: Cast) -> None:
    assert sent(cast).url == sent(cast).url
    assert len(all_reports()) == 1


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_can_be_asked_for(cast: Cast, kind: str) -> None:
    basra = Region.objects.get(key="basra")
    response = sent(cast, kind=kind, team=str(cast.partner.pk), governorate=str(basra.pk))
    [report] = all_reports()

    assert response.status_code == 303
    assert (report.kind, report.first, report.last) == (kind, *days(cast))
    # What the kind does not ask for is left out.
    assert report.team_id == (cast.partner.pk if kind == "team" else None)
    assert report.governorate_id == (basra.pk if kind == "governorate" else None)


def test_a_month_can_be_asked_for(cast: Cast) -> None:
    first = cast.amal.today().replace(day=1)
    sent(cast, period=f"{first:%Y-%m}")
    [report] = all_reports()

    assert (report.first, report.last) == (first, cast.amal.today())


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"period": "1999-Q1"}, "period"),
        ({"period": "x"}, "period"),
        ({"kind": "other"}, "kind"),
        ({"kind": "team"}, "team"),
        ({"kind": "governorate"}, "governorate"),
        ({"kind": "governorate", "governorate": "0"}, "governorate"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_beside_the_field(
    cast: Cast, changed: dict[str, str], wrong: str
) -> None:
    response = sent(cast, **changed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [wrong]
    assert b'class="errorlist"' in response.content
    assert all_reports() == []


def test_a_governorate_that_was_counted_in_another_is_refused_in_words(cast: Cast) -> None:
    halabja = Region.objects.get(key="halabja")
    response = sent(cast, kind="governorate", governorate=str(halabja.pk))
    listed = cast.amal.today() >= date(2025, 4, 14) and response.status_code == 303

    assert listed or "counted inside another" in response.content.decode()


def test_a_team_of_another_programme_is_refused(cast: Cast) -> None:
    assert sent(cast, kind="team", team=str(cast.omar.teams[0])).status_code == 422


@pytest.mark.parametrize("name", ["ruth", "idris"])
def test_whoever_may_not_ask_is_refused(cast: Cast, name: str) -> None:
    assert sent(cast, name).status_code == 403
    assert page(getattr(cast, name), "report_ask").status_code == 403
    assert page(getattr(cast, name), "report_count").status_code == 403
    assert all_reports() == []


def test_readers_are_not_offered_to_ask(cast: Cast) -> None:
    address = reverse("report_ask").encode()

    assert address not in page(cast.ruth, "report_list").content
    assert address in page(cast.amal, "report_list").content


def test_without_a_script_the_form_shows_every_field_and_a_count(cast: Cast) -> None:
    content = page(cast.amal, "report_ask").content.decode()

    for name in ("kind", "period", "team", "governorate"):
        assert f'name="{name}"' in content
    assert "No meeting counts in this period so far." in content
    for kind in KINDS.values():
        assert escape(str(kind.about)) in content


def test_what_the_address_names_is_chosen_already(cast: Cast) -> None:
    response = page(cast.amal, "report_ask", kind="team", team=str(cast.partner.pk))

    assert response.context["form"]["kind"].value() == "team"
    assert f'value="{cast.partner.pk}" selected' in response.content.decode()
    assert page(cast.amal, "report_ask", kind="no such").status_code == 200


def test_the_count_says_what_the_report_will_hold(cast: Cast) -> None:
    first, _last = days(cast)
    sheikh = register(cast.amal, "Sheikh Aqil", "tribe", "basra")
    for where in ("basra", "baghdad"):
        meet(cast.amal, where, who=(sheikh,), held_on=first)
    meet(cast.amal, who=(sheikh,), mode="remote", held_on=first)
    content = page(cast.carla, "report_count", **form(cast)).content.decode()

    assert "3 meetings count, 2 in person or partly online;" in content
    assert "2 of " in content
    assert "governorates visited so far" in content


def test_the_count_is_of_the_team_or_the_governorate(cast: Cast) -> None:
    first, _last = days(cast)
    sheikh = register(cast.amal, "Sheikh Aqil", "tribe", "basra")
    meet(cast.amal, "basra", who=(sheikh,), held_on=first)
    basra = str(Region.objects.get(key="basra").pk)
    partner = {"kind": "team", "team": str(cast.partner.pk)}
    there = {"kind": "governorate", "governorate": basra}

    assert "No meeting counts" in page(cast.amal, "report_count", **form(cast, **partner)).text
    assert "Basra: visited once" in page(cast.amal, "report_count", **form(cast, **there)).text
    assert "Choose a team." in page(cast.amal, "report_count", **form(cast, kind="team")).text


def test_the_count_says_that_a_period_is_closed_or_restated(cast: Cast) -> None:
    first, last = days(cast)
    approved(cast.carla, cast.bassam, built(cast.amal, first=first, last=last))
    with acting_as(cast.bassam, "period.closed"):
        close_period(cast.bassam, Period(first, last))
    content = page(cast.amal, "report_count", **form(cast)).content.decode()

    assert "This period was closed on" in content
    assert "The same report was approved on" in content


@pytest.mark.parametrize("asked", [{}, {"kind": "x"}, {"kind": "team", "team": "\x00"}])
def test_a_count_of_nothing_is_no_fault(cast: Cast, asked: dict[str, str]) -> None:
    assert page(cast.amal, "report_count", **asked).status_code == 200
