"""Stakeholders in the API's payloads."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from engagement.access.fields import Code, Flag, Id, Strict, Text, TlpCode, Whole
from engagement.names.matching import Why
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
        given = {"text": data} if isinstance(data, str) else data
        return NameDraft(**self._object.run_validation(given))

    @cached_property
    def _object(self) -> NameObject:
        """One for all names: making its fields takes longer than reading a name."""
        return NameObject()


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
    birth_year = Whole(
        min_value=1900,
        max_value=2100,
        allow_null=True,
        default=None,
        help_text="Of a person, not after this year.",
    )
    lead_team = Id(allow_null=True, default=None, help_text="Without one: the writer's own.")
    owner = Id(allow_null=True, default=None)
    at_risk = Flag(default=False)
    not_to_be_engaged = Flag(default=False)
    tags = serializers.ListField(child=Text(max_length=60), max_length=30, default=list)
    tlp = TlpCode(required=False, help_text="Without one: GREEN, for some people AMBER.")
    created_at = serializers.DateTimeField(read_only=True)
    withdrawn_at = serializers.DateTimeField(read_only=True, allow_null=True)
    merged_into = serializers.UUIDField(
        read_only=True,
        allow_null=True,
        help_text="The record that this one became part of, where you may open it.",
    )
    redacted = serializers.ListField(
        child=serializers.CharField(),
        read_only=True,
        required=False,
        help_text="To a partner: the fields that its agreement leaves out; they are then absent.",
    )


class StakeholderChange(StakeholderSerializer):
    """A stakeholder written anew; all fields but the id's."""

    id = Id(required=False, help_text="As in the address, if it is sent at all.")
    change_reason = Text(
        max_length=500, required=False, write_only=True, help_text="Or the header Change-Reason."
    )


class StakeholderPage(serializers.Serializer):
    items = StakeholderSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ReasonSerializer(serializers.Serializer):
    """What of one name was put beside what of the other."""

    code = serializers.ChoiceField(choices=[why.value for why in Why])
    given = serializers.CharField(help_text="Of the name that was asked for; may be empty.")
    registered = serializers.CharField(help_text="Of the name in the register; may be empty.")
    words = serializers.CharField(help_text="The same as a sentence.")


class CandidateSerializer(serializers.Serializer):
    """A stakeholder whom a name may mean."""

    stakeholder = serializers.UUIDField()
    name = serializers.CharField(help_text="The name of theirs that is nearest.")
    score = serializers.FloatField(min_value=0, max_value=1)
    weak = serializers.BooleanField(
        help_text="Nothing but a single part or a kunya speaks for it: something to look at."
    )
    reasons = ReasonSerializer(many=True)


class CandidatePage(serializers.Serializer):
    items = CandidateSerializer(many=True)


class StakeholderMade(StakeholderSerializer):
    """A stakeholder just registered, and whom it may already be."""

    possible_duplicates = CandidateSerializer(many=True, read_only=True)
