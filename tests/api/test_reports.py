"""Reports over the API: asked for once, read as tables, taken as files, refused with reasons."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.audit.models import Export
from engagement.coverage.periods import Quarter
from engagement.jobs.models import Job
from engagement.reports.actions import build_report
from engagement.reports.models import Report
from tests.api.calls import ROOT, Caller, refused
from tests.cast import DAY, Cast
from tests.conftest import owner
from tests.coverage.logs import small_log

pytestmark = pytest.mark.django_db
KIND = "beyond_capital"


@pytest.fixture(autouse=True)
def no_queue(queue_down: Any) -> None:
    """Rows wait for the sweeper; a test builds them itself."""


def wanted(**changes: Any) -> dict[str, Any]:
    """A request that is taken."""
    return {"id": str(new_id()), "kind": KIND, "period": "2026-Q1", **changes}


def built(cast: Cast, caller: Caller, **changes: Any) -> dict[str, Any]:
    """A report, asked for and built; as its address answers."""
    asked = wanted(**changes)
    assert caller.post("reports/", asked).status_code == 202
    with acting_as(cast.amal, "read"):
        job = Report.objects.visible_to(cast.amal).get(pk=asked["id"]).job_id
    build_report(job)
    return caller.get(f"reports/{asked['id']}/").json()


def schema_of(caller: Caller, path: str, method: str = "get", status: str = "200") -> Any:
    document = caller.get("schema/").json()
    answers = document["paths"][f"{ROOT}{path}"][method]["responses"]
    schema = answers[status]["content"]["application/json"]["schema"]
    return {**schema, "components": document["components"]}


def test_a_report_is_asked_for_with_where_to_look_and_when(cast: Cast, amal: Caller) -> None:
    asked = wanted()
    answer = amal.post("reports/", asked)

    assert (answer.status_code, answer["Retry-After"]) == (202, "5")
    assert answer["Location"] == f"http://testserver/api/v1/reports/{asked['id']}/"
    found = answer.json()
    assert (found["status"], found["stage"], found["tables"]) == ("queued", "draft", [])
    assert found["period"] == {"first": "2026-01-01", "last": "2026-03-31"}
    jsonschema.validate(found, schema_of(amal, "reports/", "post", "202"))


def test_the_same_request_again_is_the_same_report(cast: Cast, amal: Caller) -> None:
    asked = wanted()
    first = amal.post("reports/", asked)
    again = amal.post("reports/", asked)

    assert (again.status_code, again.content) == (202, first.content)
    assert Job.objects.count() == 1


def test_other_content_or_somebody_else_under_the_same_id_is_a_conflict(
    cast: Cast, amal: Caller
) -> None:
    asked = wanted()
    amal.post("reports/", asked)

    refused(amal.post("reports/", {**asked, "kind": "quarterly"}), 409)
    refused(amal.post("reports/", {**asked, "period": "2025-Q4"}), 409)
    refused(Caller(cast.carla).post("reports/", asked), 409)
    refused(Caller(cast.omar).post("reports/", asked), 409)
    assert Job.objects.count() == 1


BAD = {
    "kind": ("nothing", "beyond_capital"),
    "period": ("2026-Q5", "2026-Q3"),
    "team": ("0198f1c2-7d3a-7c11-9a57-3f1f6a0c2b01", "team"),
    "governorate": ("atlantis", "basra"),
}


@pytest.mark.parametrize("field", BAD)
def test_what_there_is_not_is_refused_with_what_is_allowed(amal: Caller, field: str) -> None:
    value, allowed = BAD[field]
    answer = amal.post("reports/", wanted(**{field: value}))

    assert refused(answer, 400) == [f"/{field}"]
    assert allowed in answer.json()["errors"][0]["detail"]


def test_a_quarter_that_has_not_begun_is_told_the_latest(cast: Cast, amal: Caller) -> None:
    now = Quarter.of(cast.amal.today())
    answer = amal.post("reports/", wanted(period=str(now.after)))

    assert refused(answer, 400) == ["/period"]
    assert str(now) in answer.json()["errors"][0]["detail"]


def test_a_kind_that_asks_for_more_says_so(cast: Cast, amal: Caller) -> None:
    assert refused(amal.post("reports/", wanted(kind="team")), 422) == ["/team"]
    assert refused(amal.post("reports/", wanted(kind="governorate")), 422) == ["/governorate"]
    assert refused(amal.post("reports/", wanted(governorate="basra")), 422) == ["/governorate"]
    assert refused(amal.post("reports/", {"kind": KIND}), 422) == ["/id", "/period"]
    team = wanted(kind="team", team=str(cast.mission.pk))
    assert amal.post("reports/", team).json()["team"]["name"] == "Mission"
    place = wanted(kind="governorate", governorate="basra")
    assert amal.post("reports/", place).json()["governorate"] == "basra"


@pytest.mark.parametrize(
    ("who", "ask", "read"),
    [("amal", 202, 200), ("bassam", 202, 200), ("ruth", 403, 200), ("idris", 403, 403)],
)
def test_roles_ask_and_read_as_on_the_pages(
    cast: Cast, amal: Caller, who: str, ask: int, read: int
) -> None:
    asked = wanted()
    amal.post("reports/", asked)
    caller = Caller(getattr(cast, who))

    assert caller.post("reports/", wanted()).status_code == ask
    for path in ("reports/", f"reports/{asked['id']}/"):
        assert caller.get(path).status_code == read
    file = caller.get(f"reports/{asked['id']}/files/en.pdf")
    assert file.status_code == (403 if read == 403 else 404)  # not built yet


def test_a_report_of_another_programme_is_not_there(cast: Cast, amal: Caller) -> None:
    found = built(cast, amal)
    omar = Caller(cast.omar)

    refused(omar.get(f"reports/{found['id']}/"), 404)
    refused(omar.get(found["files"][0]["url"].removeprefix("http://testserver")), 404)
    assert omar.get("reports/").json()["items"] == []


def test_a_built_report_has_its_figures_their_hash_and_every_table(
    cast: Cast, amal: Caller
) -> None:
    small_log(cast, DAY)
    found = built(cast, amal)

    jsonschema.validate(found, schema_of(amal, "reports/{id}/"))
    assert (found["status"], found["progress"]["percent"]) == ("done", 100)
    assert len(found["figures_sha256"]) == 64
    assert found["position"] > 0
    assert len(found["files"]) == 9
    table = next(row for row in found["tables"] if row["code"] == "governorates")
    assert [column["type"] for column in table["columns"]].count("number") > 0
    assert all(len(row) == len(table["columns"]) for row in table["rows"])
    numbers = [cell for row in table["rows"] for cell in row if isinstance(cell, dict)]
    assert any(cell["number"] for cell in numbers)
    assert "Retry-After" not in amal.get(f"reports/{found['id']}/")


def test_tables_come_in_the_language_asked_for_with_the_same_codes(
    cast: Cast, amal: Caller
) -> None:
    small_log(cast, DAY)
    english = built(cast, amal)
    arabic = amal.get(f"reports/{english['id']}/", Accept_Language="ar").json()

    assert [row["code"] for row in arabic["tables"]] == [row["code"] for row in english["tables"]]
    assert arabic["tables"][0]["title"] != english["tables"][0]["title"]
    assert arabic["figures_sha256"] == english["figures_sha256"]


def test_a_file_is_taken_with_its_hash_and_written_down(cast: Cast, amal: Caller) -> None:
    found = built(cast, amal)
    starts = {"pdf": b"%PDF-", "xlsx": b"PK", "csv": b"\xef\xbb\xbf"}
    for row in found["files"]:
        url = row["url"].removeprefix("http://testserver")
        answer = amal.get(url, Accept="application/pdf")
        assert answer.status_code == 200, answer.content
        assert answer.content.startswith(starts[row["format"]])
        assert answer["ETag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
        assert (row["bytes"], row["sha256"]) == (len(answer.content), answer["ETag"].strip('"'))
        assert amal.get(url, If_None_Match=answer["ETag"]).status_code == 304
    with owner():
        taken = Export.objects.filter(what__startswith="report-").values_list("query", flat=True)
        assert len(taken) == 9  # and none for what the caller had already
        assert f"{found['id']} ar" in taken


def test_a_file_that_there_is_not_is_refused_with_what_is_allowed(cast: Cast, amal: Caller) -> None:
    at = f"reports/{new_id()}/files"

    assert refused(amal.get(f"{at}/fr.pdf"), 400) == ["language"]
    answer = amal.get(f"{at}/en.docx")
    assert refused(answer, 400) == ["extension"]
    assert "pdf, xlsx, csv" in answer.json()["errors"][0]["detail"]
    refused(amal.get(f"{at}/en.pdf"), 404)


def test_the_list_pages_and_narrows(cast: Cast, amal: Caller) -> None:
    for kind, period in ((KIND, "2026-Q1"), (KIND, "2025-Q4"), ("quarterly", "2026-Q1")):
        amal.post("reports/", wanted(kind=kind, period=period))

    def kinds(query: str) -> list[str]:
        return [row["kind"] for row in amal.get(f"reports/?{query}").json()["items"]]

    jsonschema.validate(amal.get("reports/").json(), schema_of(amal, "reports/"))
    assert kinds("") == ["quarterly", KIND, KIND]
    assert kinds(f"kind={KIND}&period=2026-Q1") == [KIND]
    assert kinds("stage=approved") == []
    first = amal.get("reports/?limit=2").json()
    rest = amal.get(first["next"].removeprefix("http://testserver")).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)


@pytest.mark.parametrize(
    ("query", "allowed"),
    [
        ("kind=nothing", KIND),
        ("stage=done", "approved"),
        ("period=2026", "2026-Q3"),
        ("period=2026-Q1%0A", "2026-Q3"),
        ("period=" + quote("٢٠٢٦-Q1"), "2026-Q3"),
        ("team=1", "parameter"),
    ],
)
def test_a_filter_that_there_is_not_is_refused_by_name(
    amal: Caller, query: str, allowed: str
) -> None:
    answer = amal.get(f"reports/?{query}")

    assert refused(answer, 400) == [query.split("=")[0]]
    assert allowed in answer.json()["errors"][0]["detail"]


def statements(caller: Caller, path: str) -> int:
    caller.get(path)  # from now on the key's last use is written down
    with CaptureQueriesContext(connection) as found:
        assert caller.get(path).status_code == 200
    ours = [row["sql"] for row in found if not row["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    return len([sql for sql in ours if "set_config" not in sql and "partnerkey" not in sql])


def test_it_costs_the_same_statements_however_much_there_is(cast: Cast, amal: Caller) -> None:
    found = built(cast, amal)
    ruth = Caller(cast.ruth)
    few = statements(ruth, f"reports/{found['id']}/"), statements(ruth, "reports/")
    small_log(cast, DAY)
    more = built(cast, amal)

    assert (statements(ruth, f"reports/{more['id']}/"), statements(ruth, "reports/")) == few
    assert few == (3, 1)
