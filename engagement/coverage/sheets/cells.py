"""What cells of coverage's files hold: exact numbers, and shares as their two numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from engagement.audit.exports import Cell, Column
from engagement.coverage.shares import Share

#: The columns of a share, after what it is a share of.
_SHARE = ("numerator", "denominator", "percent")


def number(value: Fraction | int | None) -> int | float | None:
    """The number as a spreadsheet holds it: whole where it is, else as near as it comes."""
    if value is None:
        return None
    found = Fraction(value)
    return found.numerator if found.denominator == 1 else float(found)


def share_cells(share: Share | None) -> list[Cell]:
    """Part, whole, and a percentage where there are enough."""
    if share is None:
        return [None, None, None]
    return [number(share.part), share.whole, None if share.small else share.percent]


def share_columns(stem: str, words: Sequence[str] = ()) -> list[Column]:
    """Part, whole and percentage of what the hashtag `stem` says."""
    labels = words or (_("Part"), _("Whole"), _("Per cent"))
    return [
        Column(label, f"{stem}+{name}+num", "number")
        for label, name in zip(labels, _SHARE, strict=True)
    ]
