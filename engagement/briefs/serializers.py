"""Recommendations in the API's payloads."""

from __future__ import annotations

from rest_framework import serializers

from engagement.briefs.codes import Indicator
from engagement.regions.serializers import Labels


class RecommendationSerializer(serializers.Serializer):
    """A recommendation of the policy brief, in our own words."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    code = serializers.CharField()
    texts = Labels()
    indicators = serializers.ListField(child=serializers.ChoiceField(choices=Indicator.choices))


class RecommendationPage(serializers.Serializer):
    items = RecommendationSerializer(many=True)
    next = serializers.CharField(allow_null=True)
