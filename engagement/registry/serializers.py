"""Code lists in the API's payloads."""

from __future__ import annotations

from rest_framework import serializers

from engagement.regions.serializers import Labels
from engagement.registry.code_lists import NAMES


class CodeSerializer(serializers.Serializer):
    """One code; actor types say more."""

    code = serializers.CharField(allow_blank=True)
    labels = Labels()
    version = serializers.IntegerField(required=False)
    group = serializers.CharField(required=False)
    default_relation = serializers.CharField(required=False, allow_blank=True)
    security_actor = serializers.BooleanField(required=False)


class CodeListSerializer(serializers.Serializer):
    name = serializers.ChoiceField(choices=[(name, name) for name in NAMES])
    codes = CodeSerializer(many=True)


class CodeListRow(serializers.Serializer):
    name = serializers.ChoiceField(choices=[(name, name) for name in NAMES])
    url = serializers.CharField()


class CodeListPage(serializers.Serializer):
    items = CodeListRow(many=True)
    next = serializers.CharField(allow_null=True)
