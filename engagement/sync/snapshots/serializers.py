"""Snapshots in the API's document."""

from __future__ import annotations

from rest_framework import serializers

from engagement.access.fields import Strict
from engagement.jobs.models import State


class SnapshotRequest(Strict):
    """Nothing need be said."""


class SnapshotSerializer(serializers.Serializer):
    """A snapshot, and once it is made its manifest."""

    id = serializers.UUIDField()
    url = serializers.URLField()
    status = serializers.ChoiceField(choices=State.choices)
    percent = serializers.IntegerField(min_value=0, max_value=100)
    error = serializers.CharField(allow_blank=True, help_text="Why it failed, in words.")
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    items = serializers.URLField(
        allow_null=True, help_text="The file, once it is made: one item of the feed on each line."
    )
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="By type.")
    size = serializers.IntegerField(allow_null=True, help_text="In bytes.")
    sha256 = serializers.CharField(allow_null=True)
    cursor = serializers.CharField(
        allow_null=True, help_text="Where the feed goes on once the file is applied."
    )
