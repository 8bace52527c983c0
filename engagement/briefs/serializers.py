"""The policy brief in the API's payloads."""

from __future__ import annotations

from rest_framework import serializers

from engagement.access.fields import Code, Day, Number, Strict, Text
from engagement.briefs.codes import Indicator, Verdict
from engagement.regions.serializers import Labels

MOST = 999_999


class AddresseeSerializer(serializers.Serializer):
    """Whom a recommendation is addressed to, as they were when the brief was written."""

    code = serializers.CharField()
    labels = Labels()


class TargetSerializer(serializers.Serializer):
    """What an indicator is to reach: ours, never the brief's."""

    indicator = serializers.ChoiceField(choices=Indicator.choices)
    baseline = serializers.FloatField(
        allow_null=True, help_text="Without one it is the first two quarters logged."
    )
    value = serializers.FloatField()
    unit = serializers.ChoiceField(choices=[(code, code) for code in ("percent", "number")])
    bound = serializers.ChoiceField(choices=[(code, code) for code in ("at_least", "at_most")])
    measure = serializers.CharField(help_text="What it is a number of, in words.")
    due_on = serializers.DateField(allow_null=True)
    note = serializers.CharField(allow_blank=True, help_text="Why this number.")
    written_at = serializers.DateTimeField()


class TargetChange(Strict):
    """A target written anew, in the indicator's own unit."""

    value = Number(min_value=0, max_value=MOST)
    baseline = Number(min_value=0, max_value=MOST, allow_null=True, default=None)
    due_on = Day(allow_null=True, default=None)
    note = Text(max_length=500, allow_blank=True, default="")
    change_reason = Text(
        max_length=500, required=False, write_only=True, help_text="Or the header Change-Reason."
    )


class RecommendationSerializer(serializers.Serializer):
    """A recommendation of the policy brief, in our own words."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    code = serializers.CharField()
    texts = Labels()
    indicators = serializers.ListField(child=serializers.ChoiceField(choices=Indicator.choices))
    addressees = AddresseeSerializer(many=True)
    targets = TargetSerializer(many=True)
    redacted = serializers.ListField(
        child=serializers.CharField(),
        read_only=True,
        required=False,
        help_text="To a partner: the fields that its agreement leaves out; they are then absent.",
    )


class RecommendationPage(serializers.Serializer):
    items = RecommendationSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class TargetPage(serializers.Serializer):
    items = TargetSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class RuleSerializer(serializers.Serializer):
    """A rule that proposes the recommendation for the meeting."""

    code = serializers.CharField()
    words = serializers.CharField()


class MatchSerializer(serializers.Serializer):
    """Whether a meeting serves a recommendation. A rule proposes, a person settles."""

    meeting = serializers.UUIDField()
    version = serializers.IntegerField(help_text="That of the meeting.")
    recommendation = serializers.UUIDField()
    code = serializers.CharField()
    verdict = serializers.ChoiceField(
        choices=Verdict.choices, allow_blank=True, help_text="Empty while nobody has settled it."
    )
    settled_at = serializers.DateTimeField(allow_null=True)
    proposed = serializers.BooleanField(help_text="By a rule; alike whether it is settled or not.")
    reasons = RuleSerializer(many=True)


class MatchPage(serializers.Serializer):
    items = MatchSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class VerdictRequest(Strict):
    """What a person says of it."""

    verdict = Code(choices=Verdict.choices)
