"""Reconciliation in the API's document."""

from __future__ import annotations

from rest_framework import serializers

from engagement.sync.codes import SharedType

HEX = "16 digits, hexadecimal."


class BucketSerializer(serializers.Serializer):
    """Records of one type, month and region."""

    type = serializers.ChoiceField(choices=SharedType.choices)
    month = serializers.CharField()
    region = serializers.CharField()
    count = serializers.IntegerField()
    hash = serializers.CharField(help_text=HEX)


class HashSerializer(serializers.Serializer):
    """One record of the bucket that was asked for."""

    id = serializers.UUIDField()
    hash = serializers.CharField(help_text=HEX)


class Reconciliation(serializers.Serializer):
    """Either of the two, the other is empty."""

    buckets = BucketSerializer(many=True)
    items = HashSerializer(many=True)
