"""Reports in the API's payloads, for its document; the content stands in representations."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from engagement.access.fields import Id, Strict, Text
from engagement.coverage.serializers import TeamName
from engagement.jobs.models import State
from engagement.reports.facts import LANGUAGES
from engagement.reports.kinds import KINDS
from engagement.reports.models import Format, Stage

QUARTER = {"type": "string", "pattern": "^20[0-9]{2}-Q[1-4]$", "examples": ["2026-Q3"]}
#: Schema of a cell of a table.
CELL = {
    "oneOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {"exact": {"type": "string"}, "number": {"type": "number"}},
            "required": ["exact", "number"],
        },
        {"type": "null"},
    ]
}


@extend_schema_field({"type": "string", "enum": list(KINDS)})
class KindField(Text):
    """A code of a kind of report; which there are, the door says."""


@extend_schema_field(QUARTER)
class QuarterField(Text):
    """A quarter that has begun."""


@extend_schema_field({"type": "array", "items": {"type": "array", "items": CELL}})
class RowsField(serializers.Field):
    """Rows of cells: a text, a day, a number with its exact form, or nothing."""

    def to_representation(self, value: Any) -> Any:
        return value


class ReportRequest(Strict):
    """What to ask for. `id` is the caller's own: the same request again is the same report."""

    id = Id()
    kind = KindField(max_length=24)
    period = QuarterField(max_length=7)
    team = Id(allow_null=True, default=None, help_text="For the kind `team`, and no other.")
    governorate = Text(
        max_length=60,
        allow_null=True,
        default=None,
        help_text="Its key, for the kind `governorate`, and no other.",
    )


class ReportPeriod(serializers.Serializer):
    first = serializers.DateField()
    last = serializers.DateField()


class ProgressSerializer(serializers.Serializer):
    """How far the work is; `phase` is `figures`, or the language that is being typeset."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()
    percent = serializers.IntegerField()
    phase = serializers.CharField(allow_blank=True)
    error = serializers.CharField(allow_blank=True, help_text="Why it failed, in words.")


class FileSerializer(serializers.Serializer):
    """One file; `sha256` is its ETag as well."""

    language = serializers.ChoiceField(choices=LANGUAGES)
    format = serializers.ChoiceField(choices=Format.choices)
    url = serializers.CharField()
    bytes = serializers.IntegerField()
    sha256 = serializers.CharField()
    standard = serializers.CharField(
        allow_blank=True, help_text="What a PDF was accepted as: `ua-1`, `a-2a`, or nothing."
    )


class ColumnSerializer(serializers.Serializer):
    label = serializers.CharField(allow_blank=True)
    hxl = serializers.CharField(help_text="Its HXL hashtag.")
    type = serializers.ChoiceField(choices=("text", "number", "date"))


class TableSerializer(serializers.Serializer):
    """One table of the report, as its files show it."""

    code = serializers.CharField(help_text="Stays the same in every language.")
    title = serializers.CharField()
    columns = ColumnSerializer(many=True)
    rows = RowsField()


class ReportLine(serializers.Serializer):
    """A report, as the list has it."""

    id = serializers.UUIDField()
    url = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    period = ReportPeriod()
    team = TeamName(allow_null=True)
    governorate = serializers.CharField(allow_null=True, help_text="Its key.")
    status = serializers.ChoiceField(choices=State.choices)
    stage = serializers.ChoiceField(choices=Stage.choices)
    asked_at = serializers.DateTimeField()
    scheduled = serializers.BooleanField()
    frozen_at = serializers.DateTimeField(allow_null=True)
    figures_sha256 = serializers.CharField(allow_null=True)
    position = serializers.IntegerField(
        allow_null=True, help_text="Of the change log, that the figures are true at."
    )
    method_version = serializers.IntegerField(allow_null=True)
    restates = serializers.UUIDField(
        allow_null=True, help_text="The approved report whose numbers this one gives anew."
    )


class ReportSerializer(ReportLine):
    """One report: how far it is, its files, and its frozen tables in the language asked for."""

    progress = ProgressSerializer()
    files = FileSerializer(many=True)
    tables = TableSerializer(many=True)


class ReportPage(serializers.Serializer):
    items = ReportLine(many=True)
    next = serializers.CharField(allow_null=True)
