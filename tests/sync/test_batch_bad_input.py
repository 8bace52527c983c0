"""Batches and items that are none: each refused with where it is wrong, nothing half-written."""

from __future__ import annotations

from typing import Any

import pytest

from engagement.access.keys import new_id
from engagement.sync.batches.models import Batch
from tests.api.calls import Caller, refused
from tests.cast import Cast
from tests.conftest import owner
from tests.sync.agreeing import agree, caller
from tests.sync.sending import meeting, person, pointers, post, send, statuses

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(cast: Cast) -> Caller:
    return caller(cast, agree(cast))


BAD: dict[str, tuple[Any, int]] = {
    "an array": ([], 422),
    "no items": ({}, 422),
    "none": ({"items": []}, 422),
    "too many": ({"items": [{}] * 501}, 422),
    "no list": ({"items": {}}, 422),
    "a name that is none": ({"items": [{}], "more": 1}, 422),
    "a trial that is none": ({"items": [{}], "dry_run": "yes"}, 422),
    "nothing": (b"", 422),
    "six megabytes": (b'{"items": ["' + b"x" * (6 << 20) + b'"]}', 413),
    "open brackets": (b"[" * 100_000, 400),
    "a NUL outside": (b'{"items": [], "\\u0000": 1}', 422),
}


@pytest.mark.parametrize("name", BAD)
def test_a_batch_that_is_none_is_refused_whole(partner: Caller, name: str) -> None:
    body, status = BAD[name]
    answer = partner.post("sync/meetings:batch", body, Idempotency_Key="1")
    refused(answer, status)
    with owner():
        assert not Batch.objects.exists()


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "سلام"])
def test_a_batch_needs_a_key_of_printable_signs(partner: Caller, key: str) -> None:
    refused(
        post(partner, "stakeholders", person("p-1"), key=key)
        if key
        else partner.post("sync/stakeholders:batch", {"items": [person("p-1")]}),
        400,
    )


BAD_ITEMS: list[Any] = [
    None,
    7,
    "",
    [],
    {},
    {"external_id": "x"},
    {"external_id": "", "data": {}},
    {"external_id": "x" * 201, "data": {}},
    {"external_id": None, "data": {}},
    {"external_id": "x", "data": None},
    {"external_id": "x", "data": []},
    {"external_id": "x", "namespace": None, "data": {}},
    {"external_id": "x", "client_uuid": "1", "data": {}},
    {"external_id": "x", "base_version": 0, "data": {}},
    {"external_id": "x", "base_version": 2**40, "data": {}},
    {"external_id": "x", "base_version": "1", "data": {}},
    {"external_id": "\u0000", "data": {}},
    {"external_id": "x", "data": {"\ud800": 1}},
    meeting("x", {"external_id": "p"}, mode=7),
    meeting("x", {"external_id": "p", "stakeholder": str(new_id())}),
    meeting("x", {}),
    meeting("x", {"external_id": {"a": 1}}),
    meeting("x", {"external_id": "p", "namespace": 7}),
    meeting("x", held_on="2026-02-31"),
    meeting("x", participants="all"),
    meeting("x", lead_team="ours"),
    meeting("x", tlp="PINK"),
    meeting("x", venues=[["IQ-BA"]]),
    meeting("x", duration=10**30),
    meeting("x", id=str(new_id())),
]


def test_items_that_are_none_are_each_refused_with_a_pointer(partner: Caller) -> None:
    found = send(partner, "meetings", *BAD_ITEMS)
    assert statuses(found) == [422] * len(BAD_ITEMS)
    for index, row in enumerate(found):
        assert all(at.startswith(f"/items/{index}") for at in pointers(row)), row
