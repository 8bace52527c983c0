"""What docs/api.md shows of staying in step works as it stands there."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from engagement.sync.codes import OPS, SharedType
from engagement.sync.reconciling.sums import hash_of
from tests.cast import Cast, register
from tests.jobs.queues import queue_down
from tests.sync.agreeing import agree, caller

__all__ = ["queue_down"]
pytestmark = pytest.mark.django_db
PAGE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## Staying in step")[2].partition("## Refusals")[0]


@pytest.mark.usefixtures("queue_down")
def test_the_five_lines_work(cast: Cast) -> None:
    register(cast.amal, "Karim")
    partner = caller(cast, agree(cast))
    lines = re.findall(r'Bearer \$KEY"(?: -X (\w+))? "\$JISR/api/v1/(.*?)"', SECTION)
    assert len(lines) == 5
    cursor = ""
    for method, path in lines:
        answer = partner(method or "GET", path.replace("$CURSOR", cursor))
        assert answer.status_code == (202 if method else 200), (path, answer.content)
        cursor = answer.json().get("cursor") or cursor


def test_every_op_and_type_is_told() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", SECTION, re.MULTILINE)
    assert set(rows) - {"op"} == set(OPS.values())
    assert all(f"`{kind}`" in SECTION for kind in SharedType.values)


def test_the_two_lines_of_python_are_the_hash() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL)
    data = {"b": "«ك»", "a": [1, None, {"d": 1, "c": 2}]}
    known = {"json": json, "hashlib": hashlib, "data": data}
    exec(code, known)
    assert known["number"] == hash_of(known["data"])
