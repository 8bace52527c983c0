"""Strategic assessments, incidents and initiatives in the API's payloads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from engagement.access.fields import Code, Day, Flag, Id, RoughDay, Strict, Text, TlpCode
from engagement.briefs.codes import IncidentKind
from engagement.regions.serializers import RegionField

LONGEST, MOST_REGIONS = 10_000, 200


class EntrySerializer(Strict):
    """What every kind of entry has."""

    id = Id(help_text="Made by the writer, so that a repeated request is the same row.")
    version = serializers.IntegerField(read_only=True)
    lead_team = Id(allow_null=True, default=None, help_text="Without one: the writer's own.")
    tlp = TlpCode(required=False, help_text="Without one: GREEN, of a strategic assessment AMBER.")
    created_at = serializers.DateTimeField(read_only=True)
    withdrawn_at = serializers.DateTimeField(read_only=True, allow_null=True)


class StrategicAssessmentSerializer(EntrySerializer):
    """An assessment of conditions on the ground: asked for, delivered, acted on."""

    title = Text(max_length=300)
    asked_by = Text(max_length=200, allow_blank=True, default="")
    asked_on = Day()
    regions = serializers.ListField(
        child=RegionField(),
        min_length=1,
        max_length=MOST_REGIONS,
        help_text="Of the programme's country, or the country as a whole.",
    )
    summary = Text(max_length=LONGEST, allow_blank=True, default="")
    delivered_on = serializers.DateField(read_only=True, allow_null=True)
    valid_on = serializers.DateField(
        read_only=True, allow_null=True, help_text="The day it is true for; its age counts from it."
    )
    acted_on = serializers.DateField(read_only=True, allow_null=True)
    action = serializers.CharField(read_only=True, help_text="What was done about it.")


class IncidentSerializer(EntrySerializer):
    """Something that happened, and makes older assessments of the place stale."""

    kind = Code(choices=IncidentKind.choices)
    region = RegionField()
    happened_on = Day()
    text = Text(max_length=1000)
    source = Text(max_length=500)


class InitiativeSerializer(EntrySerializer):
    """A project of the reform, and who leads it."""

    name = Text(max_length=300)
    lead_organisation = Id(
        allow_null=True, default=None, help_text="Read as null where you may not open it."
    )
    iraqi_led = Flag(allow_null=True, default=None, help_text="Null: not known.")
    region = RegionField(allow_null=True, default=None)
    valid_from = RoughDay(allow_null=True, default=None)
    valid_until = RoughDay(
        end=True, allow_null=True, default=None, help_text="The last day, month or year of it."
    )
    summary = Text(max_length=LONGEST, allow_blank=True, default="")
    hidden = serializers.BooleanField(
        read_only=True, help_text="True where a body leads it that you may not open."
    )


class _Change(serializers.Serializer):
    id = Id(required=False, help_text="As in the address, if it is sent at all.")
    lead_team = serializers.UUIDField(read_only=True, help_text="It stays whose it was.")
    change_reason = Text(
        max_length=500, required=False, write_only=True, help_text="Or the header Change-Reason."
    )


class StrategicAssessmentChange(_Change, StrategicAssessmentSerializer):
    """An assessment as it was asked for, written anew."""


class IncidentChange(_Change, IncidentSerializer):
    """An incident written anew."""


class InitiativeChange(_Change, InitiativeSerializer):
    """An initiative written anew; a lead you may not open stays where no other is named."""


class DeliverRequest(Strict):
    """An assessment was delivered, and is true for a day."""

    delivered_on = Day()
    valid_on = Day()
    summary = Text(
        max_length=LONGEST, allow_blank=True, default="", help_text="Empty: it stays as it was."
    )


class ActRequest(Strict):
    """Something was done about an assessment."""

    acted_on = Day()
    action = Text(max_length=LONGEST, error_messages={"blank": _("Say what was done.")})


class StrategicAssessmentPage(serializers.Serializer):
    items = StrategicAssessmentSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class IncidentPage(serializers.Serializer):
    items = IncidentSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class InitiativePage(serializers.Serializer):
    items = InitiativeSerializer(many=True)
    next = serializers.CharField(allow_null=True)
