"""Reading a batch item by item, and telling what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from engagement.access.parsing import StrictJSON, unwritable
from engagement.access.problems import Fault, Problem, faults_of, pointer_to, problem_body
from engagement.access.requests import canonical
from engagement.sync.batches.drafts import Item, Result
from engagement.sync.batches.serializers import Batch, BatchItem

#: Bytes of one batch.
MOST_BYTES = 5 << 20
#: Printable ASCII, as a header's value may be.
PRINTABLE = {chr(code) for code in range(0x21, 0x7F)} | {" "}
COUNTS = ("created", "updated", "unchanged", "conflicts", "refused")


class BatchJSON(StrictJSON):
    """A batch: larger, and with a text that cannot be written down only its own item is refused."""

    most = MOST_BYTES

    def checked(self, found: Any) -> Any:
        unwritable(found)  # as deep as it may be
        return found


def read_key(text: str, longest: int) -> str:
    """The Idempotency-Key. Raises Problem 400."""
    if not text.strip() or len(text) > longest or not set(text) <= PRINTABLE:
        words = _("Send Idempotency-Key: 1 to %(n)s printable ASCII signs, new for every request.")
        raise Problem(400, words % {"n": longest})
    return text


def read_batch(body: Any) -> Mapping[str, Any]:
    """Items and `dry_run`. Raises ValidationError, and Problem 422 where a name outside the items
    cannot be written down."""
    if isinstance(body, Mapping):
        outside = {name: value for name, value in body.items() if name != "items"}
        faults = unwritable(outside)
        if faults:
            raise Problem(422, errors=faults)
    found: Mapping[str, Any] = Batch().run_validation(body)
    return found


def read_items(
    sent: Sequence[Any], shape: serializers.Serializer
) -> tuple[list[Item], list[Result]]:
    """The items that have the right shape, and the refusals of those that have not."""
    items, refused = [], []
    envelope = BatchItem()
    for index, one in enumerate(sent):
        faults = [Fault(row.detail, _at(index, row.pointer)) for row in unwritable(one)]
        try:
            if not faults:
                items.append(_item(index, one, envelope, shape))
        except serializers.ValidationError as error:
            faults = list(faults_of(error.detail, "items", index))
        if faults:
            refused.append(_unreadable(index, one, faults))
    return items, refused


def _at(index: int, pointer: str | None) -> str:
    return pointer_to("items", index) + (pointer or "")


def _item(
    index: int, one: Any, envelope: serializers.Serializer, shape: serializers.Serializer
) -> Item:
    read = envelope.run_validation(one)
    try:
        data = shape.run_validation(read["data"])
    except serializers.ValidationError as error:
        raise serializers.ValidationError({"data": error.detail}) from error
    return Item(
        index=index,
        name=(read["namespace"], read["external_id"]),
        client_uuid=read["client_uuid"],
        base_version=read["base_version"],
        data=data,
        sent=read["data"],
        digest=hashlib.sha256(canonical(read["data"])).digest(),
    )


def item_of(sent: Mapping[str, Any], shape: serializers.Serializer) -> Item:
    """A payload that was kept, read again."""
    return Item(
        index=0,
        name=("", ""),
        client_uuid=None,
        base_version=None,
        data=shape.run_validation(sent),
        sent=sent,
        digest=b"",
    )


def _unreadable(index: int, one: Any, faults: Sequence[Fault]) -> Result:
    return Result(index=index, name=_name(one), status=422, problem=problem_body(422, "", faults))


def _name(one: Any) -> tuple[str, str] | None:
    """What an item that could not be read calls itself, where that is a text."""
    if not isinstance(one, Mapping):
        return None
    name = (one.get("namespace", ""), one.get("external_id"))
    fits = all(isinstance(part, str) and not unwritable(part) for part in name)
    return name if fits else None  # type: ignore[return-value]


def told(results: Sequence[Result], *, dry_run: bool) -> dict[str, Any]:
    """The answer: one result per item in their order, and how many ended how."""
    ordered = sorted(results, key=lambda one: one.index)
    outcomes = [one.outcome for one in ordered]
    counts = {name: outcomes.count(name) for name in COUNTS}
    return {
        "results": [_told(one, dry_run=dry_run) for one in ordered],
        "summary": {"received": len(ordered), **counts, "dry_run": dry_run},
    }


def _told(one: Result, *, dry_run: bool) -> dict[str, Any]:
    namespace, external_id = one.name or (None, None)
    # An id that a trial made is nobody's.
    made = dry_run and one.status == 201
    found: dict[str, Any] = {
        "index": one.index,
        "external_id": external_id,
        "namespace": namespace,
        "status": one.status,
        "id": str(one.id) if one.id and not made else None,
        "version": one.version,
    }
    if one.provisional:
        found |= {"provisional": True, "possible_duplicates": list(one.possible_duplicates)}
    if one.merged:
        found["merged"] = [_at(one.index, pointer) for pointer in one.merged]
    if one.problem is not None:
        found["problem"] = one.problem
    return found
