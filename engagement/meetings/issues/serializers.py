"""Issues raised in the API's payloads, by themselves."""

from __future__ import annotations

from rest_framework import serializers

from engagement.access.fields import Day, Id, Strict, Text
from engagement.meetings.issues.actions import LONGEST, LONGEST_ISSUE


class IssueLine(Strict):
    """An issue raised, with the meeting it was raised in."""

    id = Id(help_text="Made by the writer, so that a repeated request is the same row.")
    version = serializers.IntegerField(
        read_only=True, help_text="That of the meeting, which moves with everything in it."
    )
    meeting = Id()
    text = Text(max_length=LONGEST_ISSUE)
    raised_by = Id(allow_null=True, default=None)
    answer = serializers.CharField(read_only=True, help_text="What we answered.")
    answered_on = serializers.DateField(read_only=True, allow_null=True)
    decision = serializers.CharField(read_only=True, help_text="The decision that it changed.")


class AnswerRequest(Strict):
    """What we answered and which decision it changed; an empty answer takes it back."""

    answer = Text(max_length=LONGEST, allow_blank=True)
    answered_on = Day(allow_null=True, default=None)
    decision = Text(max_length=LONGEST, allow_blank=True, default="")


class IssuePage(serializers.Serializer):
    items = IssueLine(many=True)
    next = serializers.CharField(allow_null=True)
