"""The feed of changes in the API's document."""

from __future__ import annotations

from rest_framework import serializers

from engagement.sync.codes import OPS, SharedType


class ChangeItem(serializers.Serializer):
    """One record as the partner is to hold it, or the word that it is gone."""

    type = serializers.ChoiceField(choices=SharedType.choices)
    id = serializers.UUIDField()
    op = serializers.ChoiceField(choices=[(op, op) for op in OPS.values()])
    version = serializers.IntegerField(
        allow_null=True, help_text="Of an upsert. Apply it where yours is not higher."
    )
    data = serializers.DictField(
        allow_null=True, help_text="Of an upsert: the record as its list answers it."
    )
    became = serializers.UUIDField(
        allow_null=True, help_text="Of `merged_into`: the record that it became part of."
    )
    reason = serializers.CharField(
        allow_null=True, help_text="Why it is gone; of what you wrote yourself."
    )


class ChangePage(serializers.Serializer):
    items = ChangeItem(many=True)
    cursor = serializers.CharField(help_text="Keep it once the items are applied.")
    more = serializers.BooleanField(help_text="Whether there is more to be had at once.")
