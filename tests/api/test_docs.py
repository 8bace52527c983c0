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
from tests.sync.agreeing import agree, caller

pytestmark = pytest.mark.django_db
PAGE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text(encoding="utf-8")
JSON = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
#: Those of batches apart.
SINGLE = [one for one in JSON if "person/1" not in one]
MEETING, POST, CLAIM, DONE, INITIATIVE, MERGE, REPORT, REFUSAL = SINGLE


def test_the_quick_start_works(cast: Cast, amal: Caller) -> None:
    meeting = json.loads(MEETING.replace("TEAM", str(cast.mission.pk)))
    answer = amal.post("meetings/", meeting)
    assert answer.status_code == 201, answer.content
    (patch,) = re.findall(r"-d '(.*?change_reason.*?)'", PAGE)
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
    answer = amal.post("reports/", json.loads(REPORT))
    assert answer.status_code == 202, answer.content
    at, *files = re.findall(r"\$JISR/api/v1/(reports/[0-9a-f-]{36}/[a-z/.]*)\"", PAGE)
    assert answer["Location"].endswith(at)
    assert amal.get(at, Accept_Language="ar").json()["status"] == "queued"
    for path in files:
        refused(amal.get(path), 404)  # it is not built yet


def test_the_refusal_is_as_shown(cast: Cast, amal: Caller) -> None:
    meeting = json.loads(MEETING.replace("TEAM", str(cast.mission.pk)))
    answer = amal.post("meetings/", {**meeting, "venues": ["IQ-ZZ"]})
    refused(answer, 422)
    assert answer.json() == json.loads(REFUSAL)


def test_the_table_of_refusals_names_those_there_are() -> None:
    told = dict(re.findall(r"^\| (\d{3}) \| `([a-z-]+)`", PAGE, re.MULTILINE))
    assert told.items() <= {str(status): code for status, (code, _title) in KINDS.items()}.items()


def test_two_records_are_merged_as_shown(cast: Cast, amal: Caller) -> None:
    meeting = json.loads(MEETING.replace("TEAM", str(cast.mission.pk)))
    assert amal.post("meetings/", meeting).status_code == 201
    asked = json.loads(MERGE)
    kept = meeting["participants"][0]["new"]["id"]
    assert f"stakeholders/{kept}:merge/" in PAGE
    other = a_stakeholder(id=asked["gone"], kind="person", base="IQ-NI")
    assert amal.post("stakeholders/", other).status_code == 201

    answer = amal.post(f"stakeholders/{kept}:merge/", asked)

    assert answer.status_code == 201, answer.content
    assert amal.get(f"stakeholders/{asked['gone']}/").json()["merged_into"] == kept
    assert amal.get(f"stakeholders/{kept}/").json()["base"] == "IQ-NI"


def test_what_hangs_on_people_and_meetings_is_written_as_shown(cast: Cast, amal: Caller) -> None:
    meeting = json.loads(MEETING.replace("TEAM", str(cast.mission.pk)))
    assert amal.post("meetings/", meeting).status_code == 201
    body = a_stakeholder(kind="organisation", names=["Council"], actor_type="cso_ngo")
    assert amal.post("stakeholders/", body).status_code == 201
    posts, claims, finish = re.findall(
        r"-d @(?:post|claim|done).json \\\n  \"\$JISR/api/v1/(.*?)\"", PAGE
    )
    for at, sent in ((posts, POST.replace("BODY", body["id"])), (claims, CLAIM)):
        answer = amal.post(at, json.loads(sent))
        assert answer.status_code == 201, answer.content
    version = amal.get(finish.partition(":")[0] + "/")["ETag"]
    assert version.startswith('"1-')
    answer = amal.post(finish, json.loads(DONE), If_Match='"1"')
    assert answer.json()["state"] == "done", answer.content


def test_an_initiative_is_written_as_shown(amal: Caller) -> None:
    answer = amal.post("initiatives/", json.loads(INITIATIVE))
    assert answer.status_code == 201, answer.content
    for name, value in json.loads(INITIATIVE).items():
        assert answer.json()[name] == value


def test_the_limit_is_as_told(settings: Any, amal: Caller) -> None:
    settings.API_LIMIT = 600
    answer = amal.get("meetings/")
    for name in ("RateLimit-Policy", "RateLimit"):
        assert f"{name}: {answer[name]}" in PAGE


def test_every_address_of_the_document_is_told(amal: Caller) -> None:
    told = PAGE[PAGE.index("## Addresses") : PAGE.index("## Rules")]
    for path in amal.get("schema/").json()["paths"]:
        first = path.removeprefix("/api/v1/").split("/")[0]
        assert f"`{first}/" in told or f"`{first}`" in told, path
        step = re.search(r":(?!\{)(\w+)/$", path)
        assert step is None or f":{step[1]}/`" in told, path


def test_batches_are_sent_and_answered_as_shown(cast: Cast) -> None:
    partner = caller(cast, agree(cast))
    people, visits, told = (json.loads(one) for one in JSON if "person/1" in one)
    keys = re.findall(r"Idempotency-Key: (.*?)\"", PAGE)
    answer = partner.post("sync/stakeholders:batch", people, Idempotency_Key=keys[0])
    found = answer.json()
    told["results"][0]["id"] = found["results"][0]["id"]
    assert found == told
    answer = partner.post("sync/meetings:batch", visits, Idempotency_Key=keys[1])
    assert [row["status"] for row in answer.json()["results"]] == [201]
