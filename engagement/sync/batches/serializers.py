"""Batches in the API's payloads."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from engagement.access.fields import Flag, Id, Strict, Text, Whole
from engagement.access.openapi import PROBLEM
from engagement.meetings.serializers import MeetingSerializer, ParticipantSerializer, rows_of
from engagement.stakeholders.serializers import StakeholderSerializer
from engagement.sync.batches.models import LONGEST_EXTERNAL_ID, LONGEST_NAMESPACE

#: Items of one batch.
MOST_ITEMS = 500
LAST_VERSION = 2**31 - 1


def external_id(**options: Any) -> Text:
    """What a program calls a record."""
    words = "What you call the record; unique in its namespace."
    return Text(max_length=LONGEST_EXTERNAL_ID, help_text=words, **options)


def namespace() -> Text:
    """Which of a program's lists."""
    return Text(
        max_length=LONGEST_NAMESPACE,
        allow_blank=True,
        default="",
        help_text="Where several of your lists have numbers of their own.",
    )


class StakeholderData(StakeholderSerializer):
    """A stakeholder as `POST /stakeholders/` takes it, without `id`."""

    id = None  # type: ignore[assignment]


class CitedParticipant(ParticipantSerializer):
    """Who takes part: by our id, by what you call them, or somebody new, inline."""

    external_id = external_id(required=False, write_only=True)
    namespace = namespace()

    def validate(self, attrs: Any) -> Any:
        if sum(name in attrs for name in ("stakeholder", "new", "external_id")) != 1:
            words = _("Give one of: stakeholder (our id), external_id (yours), new.")
            raise serializers.ValidationError(words)
        return attrs


class MeetingData(MeetingSerializer):
    """A meeting as `POST /meetings/` takes it, without `id`."""

    id = None  # type: ignore[assignment]
    lead_team = Id(
        allow_null=True, default=None, help_text="Without one: the team of your agreement."
    )
    participants = rows_of(CitedParticipant())


class BatchItem(Strict):
    """One record with what you call it."""

    external_id = external_id()
    namespace = namespace()
    client_uuid = Id(
        allow_null=True, default=None, help_text="Becomes the id of a new record, if it is free."
    )
    base_version = Whole(
        min_value=1,
        max_value=LAST_VERSION,
        allow_null=True,
        default=None,
        help_text="The version that you changed; needed where others wrote since you last did.",
    )
    data = serializers.DictField()


class StakeholderItem(BatchItem):
    data = StakeholderData()


class MeetingItem(BatchItem):
    data = MeetingData()


class Batch(Strict):
    """Records in the order in which they are to be written."""

    items = serializers.ListField(min_length=1, max_length=MOST_ITEMS)
    dry_run = Flag(default=False, help_text="Check everything, and write nothing.")


class StakeholderBatch(Batch):
    items = serializers.ListField(child=StakeholderItem(), min_length=1, max_length=MOST_ITEMS)


class MeetingBatch(Batch):
    items = serializers.ListField(child=MeetingItem(), min_length=1, max_length=MOST_ITEMS)


@extend_schema_field(PROBLEM)
class ProblemField(serializers.Field):
    """Problem details; pointers lead into the body of the batch."""


class ItemResult(serializers.Serializer):
    """What came of one item."""

    index = serializers.IntegerField()
    external_id = serializers.CharField(allow_null=True)
    namespace = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(choices=[200, 201, 403, 409, 422])
    id = serializers.UUIDField(allow_null=True)
    version = serializers.IntegerField(allow_null=True)
    provisional = serializers.BooleanField(
        required=False, help_text="It may be somebody registered before; a person will say."
    )
    possible_duplicates = serializers.ListField(child=serializers.DictField(), required=False)
    merged = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="Pointers to what others wrote meanwhile, which was kept. Read the record again.",
    )
    problem = ProblemField(required=False)


class BatchSummary(serializers.Serializer):
    """How many items ended so."""

    received = serializers.IntegerField()
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    conflicts = serializers.IntegerField()
    refused = serializers.IntegerField()
    dry_run = serializers.BooleanField()


class BatchResults(serializers.Serializer):
    """One result per item, in their order."""

    results = serializers.ListField(child=ItemResult())
    summary = BatchSummary()
