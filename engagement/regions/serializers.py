"""Regions in the API's payloads."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from engagement.access.fields import Strict, Text
from engagement.regions.models import Region
from engagement.regions.references import Reference


class Labels(serializers.Serializer):
    """A label in the three languages of the interface."""

    en = serializers.CharField()
    ar = serializers.CharField()
    ckb = serializers.CharField()


def labels_of(row: Any, stem: str = "label") -> dict[str, str]:
    """The three columns of a label."""
    return {code: getattr(row, f"{stem}_{code}") for code in ("en", "ar", "ckb")}


class SchemeCode(Strict):
    """A region by a code of a scheme and version."""

    scheme = Text(max_length=24)
    version = Text(max_length=12, allow_blank=True, default="")
    code = Text(max_length=24)


REGION = {
    "oneOf": [
        {"type": "string", "examples": ["IQ-BA", "basra", "JO"], "maxLength": 60},
        {
            "type": "object",
            "properties": {
                "scheme": {"type": "string", "examples": ["ocha_pcode"]},
                "version": {"type": "string", "examples": ["2020"]},
                "code": {"type": "string", "examples": ["IQG02"]},
            },
            "required": ["scheme", "code"],
            "additionalProperties": False,
        },
    ],
    "description": "ISO 3166, our key, or a code with its scheme and version. Read as ISO or key.",
}


@extend_schema_field(REGION)
class RegionField(serializers.Field):
    """How a region is named; which one it is, is asked once for the whole payload."""

    default_error_messages = {"invalid": _("Name a region by a text or by a code with scheme.")}

    def to_internal_value(self, data: Any) -> Reference:
        if isinstance(data, str):
            try:
                return Reference.of_text(data)
            except ValueError as error:
                raise serializers.ValidationError([str(error)]) from error
        if not isinstance(data, dict):
            self.fail("invalid")
        given = SchemeCode(data=data)
        given.is_valid(raise_exception=True)
        return Reference(**given.validated_data)


class RegionCodeSerializer(serializers.Serializer):
    scheme = serializers.CharField()
    version = serializers.CharField()
    code = serializers.CharField()


class RegionSerializer(serializers.Serializer):
    """A country, governorate or district with its codes."""

    key = serializers.CharField()
    kind = serializers.ChoiceField(choices=Region.Kind.choices)
    parent = serializers.CharField(allow_null=True)
    administered_by = serializers.CharField(allow_null=True)
    labels = Labels()
    capital = serializers.BooleanField()
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    codes = RegionCodeSerializer(many=True)


class RegionPage(serializers.Serializer):
    items = RegionSerializer(many=True)
    next = serializers.CharField(allow_null=True)
