"""Fields of the API that take what the document says and nothing that merely resembles it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import SkipField, empty

from engagement.access.dates import as_typed, day_after, end_as_typed, first_day
from engagement.access.models import Dated, Precision
from engagement.access.tlp import Tlp

UUID_SHAPE = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
DAY_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CLOCK_PATTERN = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
ROUGH_PATTERN = "^(19[0-9]{2}|20[0-9]{2}|2100)(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
#: Control characters but those that a text of several lines may hold: \n, \r, \t.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Text(serializers.CharField):
    """A text, as sent: no number, no control character."""

    default_error_messages = {"control": _("Control characters cannot be stored.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(trim_whitespace=False, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if CONTROL.search(data):
            self.fail("control")
        return data


class Whole(serializers.IntegerField):
    """A whole number; 4.0 is one for JSON Schema too, "4" and true are none."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int | float) or data != int(data):
            self.fail("invalid")
        return int(data)


class Flag(serializers.BooleanField):
    """true or false, and no word for either."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Id(serializers.UUIDField):
    """A UUID in its usual form."""

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str) or not UUID_SHAPE.fullmatch(data):
            self.fail("invalid", value="")
        return UUID(data)


class Day(serializers.DateField):
    """A local date, YYYY-MM-DD."""

    def to_internal_value(self, value: Any) -> date:
        if isinstance(value, str) and DAY_SHAPE.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.fail("invalid", format="YYYY-MM-DD")
        raise AssertionError


@extend_schema_field({"type": "string", "pattern": CLOCK_PATTERN, "examples": ["10:30"]})
class Clock(serializers.Field):
    """A time of the day, HH:MM."""

    default_error_messages = {"invalid": _("Give a time as HH:MM.")}

    def to_internal_value(self, data: Any) -> time:
        if not isinstance(data, str) or not re.fullmatch(CLOCK_PATTERN, data, re.ASCII):
            self.fail("invalid")
        return time.fromisoformat(data.strip())

    def to_representation(self, value: time) -> str:
        return value.strftime("%H:%M")


@extend_schema_field({"type": "string", "pattern": ROUGH_PATTERN, "examples": ["2024-05"]})
class RoughDay(serializers.Field):
    """A day known as well as it is: YYYY, YYYY-MM or YYYY-MM-DD; read as (day, precision).

    With `end` it is the last one on which something was true, kept as the day after it.
    """

    default_error_messages = {"invalid": _("Give a year, a month or a day: 2024-05-17.")}

    def __init__(self, *, end: bool = False, **options: Any) -> None:
        self.end = end
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> tuple[date, str]:
        if not isinstance(data, str) or not re.fullmatch(ROUGH_PATTERN, data, re.ASCII):
            self.fail("invalid")
        try:
            return day_after(data) if self.end else first_day(data)
        except ValueError as error:
            raise serializers.ValidationError([str(error)]) from error


class Number(serializers.DecimalField):
    """A number, as a number: no text, not true, at most two places behind the point."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=8, decimal_places=2, coerce_to_string=False, **options)

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        found: Decimal = super().to_internal_value(data)
        return found


class Code(serializers.ChoiceField):
    """One code of a list, by its exact text."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid_choice", input="")
        if data == "" and self.allow_blank:
            return ""
        if data not in self.choices:
            self.fail("invalid_choice", input=data[:40])
        return data


TLP_CODES = {tlp.code.removeprefix("TLP:"): tlp for tlp in Tlp}


class TlpCode(Code):
    """A level of the Traffic Light Protocol 2.0, by its name: AMBER+STRICT."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[(code, code) for code in TLP_CODES], **options)

    def to_internal_value(self, data: Any) -> int:
        return TLP_CODES[super().to_internal_value(data)]


def tlp_code(level: int) -> str:
    """The level's name as the API has it."""
    return Tlp(level).code.removeprefix("TLP:")


#: What an answer to something new tells beside it, and may come back with it.
TOLD = ("possible_duplicates",)


class Strict(serializers.Serializer):
    """Refuses names that it does not know; what is read-only may come back and is ignored.

    Reads as its parent does, but is made for being asked 500 times: what a field that was left out
    comes to is looked up once.
    """

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping) or getattr(self.root, "partial", False):
            return super().to_internal_value(data)
        self._know(data)
        found: dict[str, Any] = {}
        faults: dict[str, Any] = {}
        for name, field, default in self._reads:
            if name not in data and default is not ASKED:
                if default is not LEFT_OUT:
                    found[name] = default() if callable(default) else default
                continue
            try:
                found[name] = field.run_validation(data.get(name, empty))
            except serializers.ValidationError as error:
                faults[name] = error.detail
            except SkipField:
                pass
        if faults:
            raise serializers.ValidationError(faults)
        return found

    def _know(self, data: Mapping[str, Any]) -> None:
        unknown = [name for name in data if name not in self._known]
        if unknown:
            words = _("There is no such field.")
            raise serializers.ValidationError({name: [words] for name in unknown})

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset((*self.fields, *TOLD))

    @cached_property
    def _reads(self) -> list[tuple[str, serializers.Field, Any]]:
        """Name, field, and what it comes to where it is left out."""
        return [(field.field_name, field, _default(field)) for field in self._writable_fields]


#: Of a field that was left out: it says itself what is wrong; or it is left out of what was read.
ASKED, LEFT_OUT = object(), object()


def _default(field: serializers.Field) -> Any:
    if field.required or getattr(field.default, "requires_context", False):
        return ASKED
    return LEFT_OUT if field.default is empty else field.default


class Because(Strict):
    """Why something is done."""

    change_reason = Text(max_length=500, required=False, help_text="Or the header Change-Reason.")


#: A bound that is open, or not known.
OPEN = (None, Precision.DAY.value)


def dated(data: Mapping[str, Any]) -> dict[str, Any]:
    """The four columns of a time, out of `valid_from` and `valid_until`."""
    begin, end = data["valid_from"] or OPEN, data["valid_until"] or OPEN
    return {
        "valid_from": begin[0],
        "from_precision": begin[1],
        "valid_to": end[0],
        "to_precision": end[1],
    }


def dates_of(row: Dated) -> dict[str, str | None]:
    """The two fields of a time, as well as its bounds are known."""
    return {
        "valid_from": as_typed(row.valid_from, row.from_precision) or None,
        "valid_until": end_as_typed(row.valid_to, row.to_precision) or None,
    }
