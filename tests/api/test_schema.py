"""The API's document: made without a warning, true to what is answered, and its page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.api.calls import ROOT, Caller, a_meeting, refused
from tests.cast import Cast, register
from tests.coverage.logs import small_log
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db


def test_the_document_is_made_without_a_warning(tmp_path: Path) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "api.yml"))
    assert "openapi: 3.1.0" in (tmp_path / "api.yml").read_text()


def test_the_document_is_offered_as_json_and_yaml(cast: Cast, amal: Caller) -> None:
    found = amal.get("schema/")
    assert found.json()["openapi"] == "3.1.0"
    yaml = amal.get("schema/", Accept="application/vnd.oai.openapi")
    assert yaml.content.startswith(b"openapi: 3.1.0")
    refused(Caller().get("schema/"), 401)


def test_every_operation_says_how_it_refuses(amal: Caller) -> None:
    for path, methods in amal.get("schema/").json()["paths"].items():
        assert path.startswith(ROOT)
        for method, operation in methods.items():
            wanted = {"400", "401", "403", "404", "405", "406"}
            if method != "get":
                wanted |= {"409", "413", "415", "422"}
            if method in ("put", "patch"):
                wanted |= {"412", "428"}
            assert wanted <= set(operation["responses"]), (method, path)
            assert operation["security"] == [{"key": []}, {"session": []}]


def test_what_is_answered_is_what_the_document_says(cast: Cast, amal: Caller) -> None:
    register(cast.amal, "الشيخ جبار", "tribe", "basra", tags=("farmer",))
    amal.post("meetings/", a_meeting(cast))
    document = amal.get("schema/").json()
    for path in ("code-lists/", "regions/", "recommendations/", "stakeholders/", "meetings/"):
        answers: dict[str, Any] = document["paths"][f"{ROOT}{path}"]["get"]["responses"]
        schema = answers["200"]["content"]["application/json"]["schema"]
        found = amal.get(path).json()
        assert found["items"] or path == "recommendations/"
        jsonschema.validate(found, {**schema, "components": document["components"]})


def test_coverage_answers_what_the_document_says(cast: Cast, amal: Caller) -> None:
    small_log(cast, cast.amal.today())
    document = amal.get("schema/").json()
    answers: dict[str, Any] = document["paths"][f"{ROOT}coverage/"]["get"]["responses"]
    schema = answers["200"]["content"]["application/json"]["schema"]
    for path in ("coverage/", f"coverage/?period=2026-Q1&team={cast.partner.pk}"):
        found = amal.get(path).json()
        jsonschema.validate(found, {**schema, "components": document["components"]})
        assert set(found) == set(document["components"]["schemas"]["Coverage"]["properties"])


def test_code_lists_have_labels_in_three_languages(amal: Caller) -> None:
    for row in amal.get("code-lists/").json()["items"]:
        found = amal.get(row["url"].removeprefix("http://testserver")).json()
        assert found["name"] == row["name"]
        assert found["codes"]
        for code in found["codes"]:
            assert all(code["labels"][language] for language in ("en", "ar", "ckb"))
    held = amal.get("code-lists/statuses/").json()["codes"][1]
    assert (held["code"], held["labels"]["en"]) == ("held", "Held")
    codes = [row["code"] for row in amal.get("code-lists/tlp/").json()["codes"]]
    assert codes == ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]


def test_regions_have_their_codes_by_scheme(amal: Caller) -> None:
    rows = {row["key"]: row for row in amal.get("regions/?kind=governorate").json()["items"]}
    codes = {(row["scheme"], row["version"]): row["code"] for row in rows["basra"]["codes"]}
    assert codes["iso_3166_2", "2020"] == "IQ-BA"
    assert codes["ocha_pcode", "2020"] == "IQG02"
    assert rows["basra"]["parent"] == "iraq"
    assert len(rows) == 19


def test_the_page_needs_no_inline_script_or_style(cast: Cast) -> None:
    answer = client_of(cast.amal).get(reverse("api_docs"))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert "<style" not in text
    assert " style=" not in text
    assert "swagger-ui-bundle.js" in text
