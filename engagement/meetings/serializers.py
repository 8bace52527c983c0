"""Meetings in the API's payloads: one nested object, the same both ways."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from engagement.access.fields import Clock, Code, Day, Flag, Id, Strict, Text, TlpCode, Whole
from engagement.meetings.codes import (
    Kind,
    Mode,
    ParticipationLevel,
    Purpose,
    Reason,
    Role,
    Status,
    Whose,
)
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.models import Participant
from engagement.regions.serializers import RegionField
from engagement.stakeholders.models import Relation
from engagement.stakeholders.posts.models import Seniority
from engagement.stakeholders.serializers import CandidateSerializer, StakeholderSerializer

MOST_HEADS = 100_000
#: More rows of one kind than any meeting has.
MOST_ROWS = 200
HEADS = ("women", "men", "under_18", "aged_18_to_29", "aged_30_to_59", "aged_60_up")


class AtTheTime(serializers.Serializer):
    """What was true of somebody on the day, frozen when the meeting became held."""

    hidden = serializers.BooleanField(
        help_text="True where it rests on something that you may not open; the rest is then null."
    )
    actor_type = serializers.CharField(allow_null=True)
    relation = serializers.ChoiceField(
        choices=[row for row in Relation.choices if row[0]], allow_blank=True, allow_null=True
    )
    basis = serializers.ChoiceField(choices=Participant.Basis.choices, allow_null=True)
    assessment = serializers.UUIDField(allow_null=True)
    base = serializers.CharField(allow_null=True)
    title = serializers.CharField(allow_null=True, allow_blank=True)
    seniority = serializers.ChoiceField(
        choices=Seniority.choices, allow_blank=True, allow_null=True
    )
    organisation = serializers.UUIDField(allow_null=True)


def heads() -> Any:
    """How many people of a group."""
    return Whole(min_value=0, max_value=MOST_HEADS, allow_null=True, default=None)


class ParticipantSerializer(Strict):
    """Who takes part: somebody registered, by id, or somebody new, inline."""

    stakeholder = Id(required=False)
    new = StakeholderSerializer(required=False, write_only=True)
    name = serializers.CharField(read_only=True)
    role = Code(choices=Role.choices, default=Role.COUNTERPART.value)
    post = Id(allow_null=True, default=None, help_text="The post they attend in.")
    at_their_place = Flag(default=False)
    headcount = Whole(min_value=1, max_value=MOST_HEADS, allow_null=True, default=None)
    women = heads()
    men = heads()
    under_18 = heads()
    aged_18_to_29 = heads()
    aged_30_to_59 = heads()
    aged_60_up = heads()
    at_the_time = AtTheTime(read_only=True, allow_null=True)

    def validate(self, attrs: Any) -> Any:
        if ("stakeholder" in attrs) == ("new" in attrs):
            words = _("Give either stakeholder, the id of somebody registered, or new.")
            raise serializers.ValidationError(words)
        return attrs


class FollowUpSerializer(Strict):
    """A follow-up of ours, or a commitment of theirs."""

    id = Id()
    text = Text(max_length=500)
    due_on = Day(allow_null=True, default=None)
    side = Code(choices=FollowUp.Side.choices, default=FollowUp.Side.OURS.value)
    by = Id(allow_null=True, default=None, help_text="The stakeholder whose commitment it is.")
    assigned_to = Id(allow_null=True, default=None)
    done_on = serializers.DateField(read_only=True, allow_null=True)
    verified_on = serializers.DateField(read_only=True, allow_null=True)
    dropped_on = serializers.DateField(read_only=True, allow_null=True)
    dropped_reason = serializers.CharField(read_only=True)


class IssueSerializer(Strict):
    """An issue raised in the meeting."""

    id = Id()
    text = Text(max_length=1000)
    raised_by = Id(allow_null=True, default=None)
    answer = serializers.CharField(read_only=True)
    answered_on = serializers.DateField(read_only=True, allow_null=True)
    decision = serializers.CharField(read_only=True)


def optional_code(choices: Any) -> Code:
    """A code that may be left out."""
    return Code(choices=choices, allow_blank=True, default="")


def rows_of(child: Any) -> Any:
    """A list, empty where it is left out."""
    return serializers.ListField(child=child, max_length=MOST_ROWS, default=list)


class MeetingSerializer(Strict):
    """A meeting: planned, held, or meant to be held."""

    id = Id(help_text="Made by the writer, so that a repeated request is the same row.")
    version = serializers.IntegerField(read_only=True)
    status = Code(choices=Status.choices)
    reason = Code(
        choices=Reason.choices, allow_blank=True, default="", help_text="Why it was not held."
    )
    kind = Code(choices=Kind.choices, default=Kind.ENGAGEMENT.value)
    mode = Code(choices=Mode.choices)
    held_on = Day(help_text="A local date in the programme's time zone.")
    starts_at = Clock(allow_null=True, default=None)
    duration = Whole(min_value=1, max_value=1440, allow_null=True, default=None)
    lead_team = Id()
    guest_teams = rows_of(Id())
    venues = rows_of(RegionField())
    subjects = rows_of(RegionField())
    participants = rows_of(ParticipantSerializer())
    hidden_participants = serializers.IntegerField(
        read_only=True, help_text="How many more there are that you may not open."
    )
    outcome = Text(max_length=4000, allow_blank=True, default="")
    summary = Text(max_length=20_000, allow_blank=True, default="")
    purpose = optional_code(Purpose.choices)
    participation_level = optional_code(ParticipationLevel.choices)
    asked_by = optional_code(Whose.choices)
    arranged_through = Id(allow_null=True, default=None)
    not_attributable = Flag(default=False)
    to_complete = Flag(default=False)
    follow_ups = rows_of(FollowUpSerializer())
    issues = rows_of(IssueSerializer())
    tlp = TlpCode(required=False, help_text="As its author set it; AMBER for a new one.")
    effective_tlp = TlpCode(read_only=True, help_text="The strictest of this and what is in it.")
    created_at = serializers.DateTimeField(read_only=True)
    withdrawn_at = serializers.DateTimeField(read_only=True, allow_null=True)
    redacted = serializers.ListField(
        child=serializers.CharField(),
        read_only=True,
        required=False,
        help_text="To a partner: the fields that its agreement leaves out; they are then absent.",
    )

    def validate(self, attrs: Any) -> Any:
        faults = {}
        if attrs["reason"] and attrs["status"] in (Status.PLANNED, Status.HELD):
            faults["reason"] = [_("Only a meeting that did not take place has a reason.")]
        for name in ("follow_ups", "issues"):
            ids = [row["id"] for row in attrs[name]]
            if len(set(ids)) < len(ids):
                faults[name] = [_("An id stands here twice.")]
        if faults:
            raise serializers.ValidationError(faults)
        return attrs


class MeetingChange(MeetingSerializer):
    """A meeting written anew; all fields but the id's. What is left out is taken away."""

    id = Id(required=False, help_text="As in the address, if it is sent at all.")
    change_reason = Text(
        max_length=500, required=False, write_only=True, help_text="Or the header Change-Reason."
    )


class ParticipantMade(ParticipantSerializer):
    """Who takes part; whoever is new comes with whom they may already be."""

    possible_duplicates = CandidateSerializer(
        many=True, read_only=True, required=False, help_text="Of a new participant only."
    )


class MeetingMade(MeetingSerializer):
    """A meeting just logged."""

    participants = rows_of(ParticipantMade())


class MeetingPage(serializers.Serializer):
    items = MeetingSerializer(many=True)
    next = serializers.CharField(allow_null=True)
