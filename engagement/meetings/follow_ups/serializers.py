"""Follow-ups and commitments in the API's payloads, by themselves."""

from __future__ import annotations

from rest_framework import serializers

from engagement.access.fields import Code, Day, Id, Strict, Text
from engagement.meetings.follow_ups.models import FollowUp

STATES = ("open", "overdue", "done", "verified", "dropped")
STEPS = ("finish", "verify", "drop", "reopen")


class FollowUpLine(Strict):
    """A follow-up of ours, or a commitment of theirs, with the meeting it was made in."""

    id = Id(help_text="Made by the writer, so that a repeated request is the same row.")
    version = serializers.IntegerField(
        read_only=True, help_text="That of the meeting, which moves with everything in it."
    )
    meeting = Id()
    text = Text(max_length=500)
    due_on = Day(allow_null=True, default=None)
    side = Code(choices=FollowUp.Side.choices, default=FollowUp.Side.OURS.value)
    by = Id(allow_null=True, default=None, help_text="The stakeholder whose commitment it is.")
    assigned_to = Id(allow_null=True, default=None)
    state = Code(choices=[(code, code) for code in STATES], read_only=True)
    done_on = serializers.DateField(read_only=True, allow_null=True)
    verified_on = serializers.DateField(read_only=True, allow_null=True)
    dropped_on = serializers.DateField(read_only=True, allow_null=True)
    dropped_reason = serializers.CharField(read_only=True)


class FollowUpStepRequest(Strict):
    """What a step needs: the day for finish, the reason for drop, nothing for the others."""

    done_on = Day(allow_null=True, default=None)
    change_reason = Text(
        max_length=500, required=False, help_text="Of drop. Or the header Change-Reason."
    )


class FollowUpPage(serializers.Serializer):
    items = FollowUpLine(many=True)
    next = serializers.CharField(allow_null=True)
