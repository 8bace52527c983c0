"""Assessments of stakeholders in the API's payloads."""

from __future__ import annotations

from rest_framework import serializers

from engagement.access.fields import Code, Day, Id, RoughDay, Strict, Text, TlpCode, Whole
from engagement.regions.serializers import RegionField
from engagement.stakeholders.assessments.codes import VALUES
from engagement.stakeholders.assessments.models import (
    Degree,
    Facet,
    InformationGrade,
    SourceGrade,
    Standing,
)

#: Of every facet; which of them fit which is a rule.
EVERY_VALUE = sorted({code for values in VALUES.values() for code, _label in values})
FIRST, LAST = min(InformationGrade.values), max(InformationGrade.values)


class AssessmentSerializer(Strict):
    """One claim about a stakeholder with its source; several may contradict each other."""

    id = Id(help_text="Made by the writer, so that a repeated request is the same row.")
    version = serializers.IntegerField(
        read_only=True, help_text="That of the stakeholder, which moves with every claim."
    )
    stakeholder = serializers.UUIDField(read_only=True)
    facet = Code(choices=Facet.choices)
    value = Code(
        choices=[(code, code) for code in EVERY_VALUE],
        help_text="A code of relations, legal-statuses, alignments, parent-kinds or area-kinds.",
    )
    degree = Code(
        choices=Degree.choices, allow_blank=True, default="", help_text="Of an alignment."
    )
    parent = Id(allow_null=True, default=None, help_text="Of the facet parent.")
    region = RegionField(allow_null=True, default=None, help_text="Of the facet area.")
    legal_basis = Text(max_length=300, allow_blank=True, default="")
    standing = Code(choices=Standing.choices, default=Standing.NEEDS_WORK.value)
    assessed_on = Day()
    source = Text(max_length=500)
    source_on = Day(allow_null=True, default=None)
    source_grade = Code(choices=SourceGrade.choices, default=SourceGrade.F.value)
    information_grade = Whole(
        min_value=FIRST, max_value=LAST, default=InformationGrade.UNKNOWN.value
    )
    has_protected_source = serializers.BooleanField(
        read_only=True, help_text="One that is written and opened on the pages only."
    )
    valid_from = RoughDay(allow_null=True, default=None)
    valid_until = RoughDay(
        end=True, allow_null=True, default=None, help_text="The last day, month or year of it."
    )
    note = Text(
        max_length=4000, allow_blank=True, default="", help_text="What contradicts it, if anything."
    )
    hidden = serializers.BooleanField(
        read_only=True, help_text="True where it names a parent whom you may not open."
    )
    tlp = TlpCode(required=False, help_text="As its writer set it; AMBER for a new one.")
    effective_tlp = TlpCode(read_only=True, help_text="The strictest of this and of whom it names.")
    written_at = serializers.DateTimeField(read_only=True)
    withdrawn_at = serializers.DateTimeField(read_only=True, allow_null=True)


class StandingChange(Strict):
    """Where a claim stands from now on. What it says does not change: withdraw it, write anew."""

    standing = Code(choices=Standing.choices)
    change_reason = Text(
        max_length=500, required=False, write_only=True, help_text="Or the header Change-Reason."
    )


class AssessmentPage(serializers.Serializer):
    items = AssessmentSerializer(many=True)
    next = serializers.CharField(allow_null=True)
