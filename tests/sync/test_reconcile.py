"""The arithmetic of reconciling, and what its door refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.python import jisr_sync
from engagement.sync.reconciling.sums import Bucket, Total, bucket_of, hash_of, in_hex
from tests.api.calls import Caller, refused
from tests.cast import Cast
from tests.sync.agreeing import agree, caller

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
records = st.dictionaries(texts, values, max_size=5)


@pytest.mark.parametrize(
    ("data", "month", "region"),
    [
        ({"held_on": "2026-03-10", "created_at": "2026-04-01T08:00"}, "2026-03", "-"),
        ({"created_at": "2026-04-01T08:00", "base": "IQ-BA"}, "2026-04", "IQ-BA"),
        ({"held_on": None, "base": None, "region": "IQ-NI"}, "-", "IQ-NI"),
        ({"venues": ["IQ-NI", "IQ-BA"]}, "-", "IQ-BA+IQ-NI"),
        ({"venues": [], "regions": ["IQ"]}, "-", "IQ"),
    ],
)
def test_a_record_counts_under_its_month_and_place(data: Any, month: str, region: str) -> None:
    assert bucket_of("meeting", data) == Bucket("meeting", month, region)
    assert jisr_sync.bucket_of("meeting", data) == ("meeting", month, region)


def test_the_hash_of_a_record_as_by_hand() -> None:
    # printf '{"a":"ك","b":[1,null]}' | sha256sum
    assert in_hex(hash_of({"b": [1, None], "a": "ك"})) == "3b715239c9304fe0"


@given(records)
def test_the_client_computes_the_same(data: dict[str, Any]) -> None:
    assert jisr_sync.hash_of(json.loads(json.dumps(data))) == hash_of(data)


@given(st.lists(st.integers(0, 2**64 - 1), max_size=8), st.randoms())
def test_the_order_of_records_does_not_matter(hashes: list[int], chance: Any) -> None:
    one, other = Total(), Total()
    for hashed in hashes:
        one.add(hashed)
    chance.shuffle(hashes)
    for hashed in hashes:
        other.add(hashed)
    assert (one, one.sum) == (other, sum(hashes) % 2**64)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("type=meeting", ["month", "region"]),
        ("type=report&month=-&region=-", ["type"]),
        ("month=", ["month"]),
        ("page=2", ["page"]),
    ],
)
def test_a_wrong_question_is_refused(cast: Cast, query: str, named: list[str]) -> None:
    assert refused(caller(cast, agree(cast)).get(f"reconcile?{query}"), 400) == named


@pytest.mark.django_db
def test_members_have_nothing_to_reconcile(cast: Cast) -> None:
    refused(Caller(cast.bassam).get("reconcile"), 403)
    refused(Caller(cast.bassam).post("snapshots/", {}), 403)


@pytest.mark.django_db
def test_an_unknown_bucket_is_empty(cast: Cast) -> None:
    answer = caller(cast, agree(cast)).get("reconcile?type=meeting&month=1990-01&region=IQ-BA")
    assert answer.json() == {"buckets": [], "items": []}
