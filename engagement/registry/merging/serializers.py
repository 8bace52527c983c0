"""Merges in the API's payloads."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from engagement.access.fields import Code, Id, Strict, Text, Whole
from engagement.registry.merging.rules import FIELDS, SIDES
from engagement.registry.models import Merge

SIDE = [(side, side) for side in SIDES]


class Choices(Strict):
    """Whose value stands, by field; without one the kept one's, or the other's if it is empty."""

    def get_fields(self) -> dict[str, Any]:
        return {name: Code(choices=SIDE, required=False) for name in FIELDS}


class MergeRequest(Strict):
    """Which record becomes part of the one in the address, and the versions that were read."""

    gone = Id()
    kept_version = Whole(min_value=1)
    gone_version = Whole(min_value=1)
    choices = Choices(required=False)
    change_reason = Text(max_length=500, required=False, help_text="Or the header Change-Reason.")


class UnmergeRequest(Strict):
    """Why they are two."""

    change_reason = Text(max_length=500, required=False, help_text="Or the header Change-Reason.")


class MergeSerializer(serializers.Serializer):
    """What was made one, by whom and why, and whether it still is."""

    id = serializers.UUIDField()
    kept = serializers.UUIDField()
    gone = serializers.UUIDField()
    by = serializers.UUIDField()
    at = serializers.DateTimeField()
    reason = serializers.CharField()
    choices = serializers.DictField(child=serializers.CharField())
    undone_at = serializers.DateTimeField(allow_null=True)
    undone_reason = serializers.CharField(allow_blank=True)


def merge_payload(row: Merge) -> dict[str, Any]:
    """One merge."""
    return {
        "id": str(row.pk),
        "kept": str(row.kept_id),
        "gone": str(row.gone_id),
        "by": str(row.by_id),
        "at": row.at.isoformat(),
        "reason": row.reason,
        "choices": row.choices,
        "undone_at": row.undone_at and row.undone_at.isoformat(),
        "undone_reason": row.undone_reason,
    }
