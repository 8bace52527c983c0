"""Coverage's tables as files: the numbers of the page, each with its HXL hashtag.

A share leaves as its part and its whole, and as a percentage only from ten of the whole on. What is
hidden on the page leaves as the same words. These files are the member's own channel; what leaves
the programme, for partners, is made from a matrix with `leaving=True`.
"""

from __future__ import annotations

from collections.abc import Callable

from engagement.audit.exports import Table
from engagement.coverage.fixed import Fixed
from engagement.coverage.sheets.places import gap_table, governorate_table, matrix_table
from engagement.coverage.sheets.scores import (
    companion_table,
    indicator_table,
    line_label,
    scorecard_table,
)
from engagement.coverage.sheets.series import team_table, trend_table

__all__ = ["ALL", "FIXED", "GAPS", "SCORECARD", "gap_table", "line_label", "scorecard_table"]

#: The tables that need nothing but the fixed figures, by the name in the address.
FIXED: dict[str, Callable[[Fixed], Table]] = {
    "indicators": indicator_table,
    "companions": companion_table,
    "governorates": governorate_table,
    "matrix": matrix_table,
    "trend": trend_table,
    "teams": team_table,
}
#: Those that need more, and the book of all.
SCORECARD, GAPS, ALL = "scorecard", "gaps", "all"
