"""Stakeholders in the API's payloads."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from engagement.access.fields import Code, Flag, Id, Strict, Text, TlpCode
from engagement.regions.serializers import RegionField
from engagement.stakeholders.drafts import NameDraft
from engagement.stakeholders.models import (
    ActorGroup,
    NameLanguage,
    Relation,
    Stakeholder,
    StakeholderName,
)


class NameObject(Strict):
    """One name as it is written somewhere; the first is the one shown."""

    text = Text(max_length=500)
    kind = Code(choices=StakeholderName.Kind.choices, default=StakeholderName.Kind.FULL.value)
    language = Code(choices=NameLanguage.choices, allow_blank=True, default="")
    script = serializers.CharField(read_only=True, help_text="ISO 15924, by the letters.")


@extend_schema_field(NameObject)
class NameField(serializers.Field):
    """A name as an object, or as its text alone."""

    def to_internal_value(self, data: Any) -> NameDraft:
        given = NameObject(data={"text": data} if isinstance(data, str) else data)
        given.is_valid(raise_exception=True)
        return NameDraft(**given.validated_data)


class StakeholderSerializer(Strict):
    """A person, organisation, unit or community."""

    id = Id(help_text="Made by the writer, so that a repeated request is the same row.")
    version = serializers.IntegerField(read_only=True)
    kind = Code(choices=Stakeholder.Kind.choices)
    names = serializers.ListField(child=NameField(), min_length=1, max_length=30)
    actor_type = Text(max_length=40, help_text="A code of the list actor-types.")
    actor_group = Code(choices=ActorGroup.choices, read_only=True)
    default_relation = Code(
        choices=[row for row in Relation.choices if row[0]],
        allow_blank=True,
        read_only=True,
        help_text="Relation to the state by the actor type; empty where it has none.",
    )
    base = RegionField(allow_null=True, default=None)
    lead_team = Id(allow_null=True, default=None, help_text="Without one: the writer's own.")
    owner = Id(allow_null=True, default=None)
    at_risk = Flag(default=False)
    not_to_be_engaged = Flag(default=False)
    tags = serializers.ListField(child=Text(max_length=60), max_length=30, default=list)
    tlp = TlpCode(required=False, help_text="Without one: GREEN, for some people AMBER.")
    created_at = serializers.DateTimeField(read_only=True)
    withdrawn_at = serializers.DateTimeField(read_only=True, allow_null=True)


class StakeholderChange(StakeholderSerializer):
    """A stakeholder written anew; all fields but the id's."""

    id = Id(required=False, help_text="As in the address, if it is sent at all.")
    change_reason = Text(
        max_length=500, required=False, write_only=True, help_text="Or the header Change-Reason."
    )


class StakeholderPage(serializers.Serializer):
    items = StakeholderSerializer(many=True)
    next = serializers.CharField(allow_null=True)
