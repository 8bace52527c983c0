"""Short ways to the reports' pages: a signed-in client, a filled-in form, a count of statements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagement.access.scope import Actor, acting_as
from engagement.coverage.periods import Quarter
from engagement.reports.actions import build_report
from engagement.reports.models import Report
from engagement.reports.workflow import approve_report, check_report
from tests.cast import Cast
from tests.conftest import owner
from tests.reports.story import found, user_of


def signed_in(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user_of(actor), backend="django.contrib.auth.backends.ModelBackend")
    return client


def quarter(cast: Cast) -> str:
    """The quarter before the running one: it is always among those offered."""
    return str(Quarter.of(cast.amal.today()).before)


def form(cast: Cast, **changed: str) -> dict[str, str]:
    return {"kind": "beyond_capital", "period": quarter(cast), **changed}


def all_reports() -> list[Report]:
    with owner():
        return list(Report.objects.unscoped("a test").order_by("created_at"))


def page(actor: Actor, name: str, *args: Any, language: str = "en", **query: Any) -> Any:
    return signed_in(actor, language).get(reverse(name, args=args), query)


def post(actor: Actor, name: str, pk: UUID, **sent: Any) -> HttpResponse:
    answer: HttpResponse = signed_in(actor).post(reverse(name, args=[pk]), sent)
    return answer


def checked(actor: Actor, report: Report) -> Report:
    """The report, checked by somebody, its files made anew."""
    with acting_as(actor, "report.checked"):
        job = check_report(actor, report.pk).job_id
    build_report(job)
    return found(actor, report.pk)


def approved(checker: Actor, manager: Actor, report: Report) -> Report:
    """The report, checked and approved, its files made anew."""
    checked(checker, report)
    with acting_as(manager, "report.approved"):
        job = approve_report(manager, report.pk).job_id
    build_report(job)
    return found(manager, report.pk)


def statements(client: Client, address: str) -> int:
    client.get(address)  # whatever is cached is cached now
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
