"""The page of schedules: whose it is, what it shows, and what is mended on it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagement.access.scope import Actor
from engagement.reports.models import ReportSchedule
from engagement.reports.schedules.periods import coming
from tests.cast import Cast
from tests.meetings.browsing import client_of
from tests.reports.plans import KIND, schedule

pytestmark = pytest.mark.django_db


def sent(cast: Cast, **changed: Any) -> dict[str, Any]:
    """A form that is taken."""
    values = {"kind": KIND, "every": "month", "hour": "7", "language": "ar", "active": "on"}
    return {**values, "roles": ["reader"], "people": [str(cast.amal.user_id)], **changed}


@pytest.mark.parametrize("name", ["amal", "ruth", "idris"])
def test_only_managers_see_them(cast: Cast, name: str) -> None:
    actor, plan = getattr(cast, name), schedule(cast)
    client = client_of(actor)

    for at in (reverse("schedule_list"), reverse("schedule_new"), reverse("schedule", args=[1])):
        assert client.get(at).status_code == 403
    assert client.post(reverse("schedule_new"), sent(cast)).status_code == 403
    assert client.post(reverse("schedule_active", args=[plan.pk])).status_code == 403
    if name != "idris":
        assert reverse("schedule_list") not in client.get(reverse("report_list")).content.decode()
    plan.refresh_from_db()
    assert plan.active


def test_a_manager_finds_the_page_and_makes_one(cast: Cast) -> None:
    client = client_of(cast.bassam)
    assert reverse("schedule_list") in client.get(reverse("report_list")).content.decode()
    answer = client.post(reverse("schedule_new"), sent(cast))
    [plan] = ReportSchedule.objects.all()

    assert answer.status_code == 302
    assert (plan.kind, plan.every, plan.hour, plan.language) == (KIND, "month", 7, "ar")
    assert (plan.owner_id, plan.roles, plan.active) == (cast.bassam.user_id, ["reader"], True)
    assert [one.user_id for one in plan.recipients.all()] == [cast.amal.user_id]
    text = client.get(reverse("schedule_list")).content.decode()
    assert "Reader" in text
    assert "amal" in text
    assert "07:00" in text


def test_the_list_says_when_each_asks_next(cast: Cast) -> None:
    from django.utils import timezone
    from django.utils.formats import date_format

    schedule(cast, every="week")
    schedule(cast, active=False)
    text = client_of(cast.bassam).get(reverse("schedule_list")).content.decode()
    next_on = coming("week", 0, cast.programme.zone, timezone.now()).day

    assert date_format(next_on, "j F Y") in text
    assert text.count("Paused") == 1
    assert "Nobody" in text


def test_a_schedule_is_changed(cast: Cast) -> None:
    plan = schedule(cast, cast.ruth, every="week", hour=22)
    client, at = client_of(cast.bassam), reverse("schedule", args=[plan.pk])
    text = client.get(at).content.decode()
    assert '<option value="22" selected>' in text
    changed = sent(cast, kind="team", team=str(cast.mission.pk), people=[], active="")
    assert client.post(at, changed).status_code == 302
    plan.refresh_from_db()

    assert (plan.kind, plan.team, plan.active) == ("team", cast.mission, False)
    assert plan.recipients.count() == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "team"}, "team"),
        ({"kind": "governorate"}, "governorate"),
        ({"kind": "gone"}, "kind"),
        ({"every": "year"}, "every"),
        ({"hour": "24"}, "hour"),
        ({"roles": ["emperor"]}, "roles"),
        ({"people": ["0198f1c2-7d3a-7c11-9a57-3f1f6a0c2b01"]}, "people"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    cast: Cast, changed: dict[str, Any], field: str
) -> None:
    answer = client_of(cast.bassam).post(reverse("schedule_new"), sent(cast, **changed))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not ReportSchedule.objects.exists()


def test_pausing_and_going_on(cast: Cast) -> None:
    plan = schedule(cast)
    client, at = client_of(cast.bassam), reverse("schedule_active", args=[plan.pk])
    client.post(at, {"active": "0"})
    plan.refresh_from_db()
    assert not plan.active
    client.post(at, {"active": "1"})
    plan.refresh_from_db()
    assert (plan.active, plan.since is None) == (True, False)


def test_a_schedule_of_another_programme_is_not_there(cast: Cast) -> None:
    plan = schedule(cast, programme_id=cast.omar.programme_id, owner_id=cast.omar.user_id)
    client = client_of(cast.bassam)

    assert client.get(reverse("schedule", args=[plan.pk])).status_code == 404
    assert client.post(reverse("schedule", args=[plan.pk]), sent(cast)).status_code == 404
    assert client.post(reverse("schedule_active", args=[plan.pk])).status_code == 404
    text = client.get(reverse("schedule_list")).content.decode()
    assert "Nothing is asked for by itself yet." in text


def statements(client: Client, at: str) -> int:
    client.get(at)
    with CaptureQueriesContext(connection) as found:
        assert client.get(at).status_code == 200
    return len(found)


def test_the_list_costs_the_same_however_many_there_are(cast: Cast) -> None:
    def cost(actor: Actor) -> int:
        return statements(client_of(actor), reverse("schedule_list"))

    schedule(cast, cast.ruth)
    one = cost(cast.bassam)
    for _more in range(3):
        schedule(cast, cast.ruth, cast.amal, kind="team", team=cast.partner)

    assert cost(cast.bassam) == one


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_the_page_is_translated(cast: Cast, language: str) -> None:
    schedule(cast, cast.ruth)
    client = client_of(cast.bassam)
    for at in (reverse("schedule_list"), reverse("schedule_new")):
        page = client.get(at, headers={"accept-language": language}).content.decode()
        main = page.split("<main")[1].split("</main")[0]
        assert "schedule" not in main.replace("/schedules/", "")
