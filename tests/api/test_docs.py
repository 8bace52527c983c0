"""The examples of docs/api.md work as they stand there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from engagement.access.problems import KINDS
from tests.api.calls import Caller, a_stakeholder, refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PAGE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text(encoding="utf-8")
JSON = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)


def test_the_quick_start_works(cast: Cast, amal: Caller) -> None:
    meeting = json.loads(JSON[0].replace("TEAM", str(cast.mission.pk)))
    answer = amal.post("meetings/", meeting)
    assert answer.status_code == 201, answer.content
    (patch,) = re.findall(r"-d '(.*?)'", PAGE)
    ((version, at),) = re.findall(
        r"If-Match: (\"\d+\")'.*?/api/v1/(meetings/[0-9a-f-]+/)", PAGE, re.DOTALL
    )
    kind = "application/merge-patch+json"
    answer = amal("PATCH", at, json.loads(patch), If_Match=version, content_type=kind)
    assert answer.status_code == 200, answer.content
    assert answer.json()["outcome"] == "They sent the list."
    for path in re.findall(r'Bearer \$KEY" "\$JISR/api/v1/(.*?)"', PAGE):
        assert amal.get(path).json(), path


def test_the_report_is_asked_for_as_shown(cast: Cast, amal: Caller, queue_down: Any) -> None:
    answer = amal.post("reports/", json.loads(JSON[2]))
    assert answer.status_code == 202, answer.content
    at, *files = re.findall(r"\$JISR/api/v1/(reports/[0-9a-f-]{36}/[a-z/.]*)\"", PAGE)
    assert answer["Location"].endswith(at)
    assert amal.get(at, Accept_Language="ar").json()["status"] == "queued"
    for path in files:
        refused(amal.get(path), 404)  # it is not built yet


def test_the_refusal_is_as_shown(cast: Cast, amal: Caller) -> None:
    meeting = json.loads(JSON[0].replace("TEAM", str(cast.mission.pk)))
    answer = amal.post("meetings/", {**meeting, "venues": ["IQ-ZZ"]})
    refused(answer, 422)
    assert answer.json() == json.loads(JSON[3])


def test_the_table_of_refusals_names_those_there_are() -> None:
    told = dict(re.findall(r"^\| (\d{3}) \| `([a-z-]+)`", PAGE, re.MULTILINE))
    assert told.items() <= {str(status): code for status, (code, _title) in KINDS.items()}.items()


def test_two_records_are_merged_as_shown(cast: Cast, amal: Caller) -> None:
    meeting = json.loads(JSON[0].replace("TEAM", str(cast.mission.pk)))
    assert amal.post("meetings/", meeting).status_code == 201
    asked = json.loads(JSON[1])
    kept = meeting["participants"][0]["new"]["id"]
    assert f"stakeholders/{kept}:merge/" in PAGE
    other = a_stakeholder(id=asked["gone"], kind="person", base="IQ-NI")
    assert amal.post("stakeholders/", other).status_code == 201

    answer = amal.post(f"stakeholders/{kept}:merge/", asked)

    assert answer.status_code == 201, answer.content
    assert amal.get(f"stakeholders/{asked['gone']}/").json()["merged_into"] == kept
    assert amal.get(f"stakeholders/{kept}/").json()["base"] == "IQ-NI"
