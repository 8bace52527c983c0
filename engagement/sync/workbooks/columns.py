"""The sheets and columns of a workbook: the API's fields, by their names there.

Left out is what a partner cannot say in a workbook: ids of teams and users. The team of the
agreement leads what it sends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from engagement.sync.codes import SharedType

# fmt: off
Kind = Literal[
    "id", "text", "code", "level", "whole", "flag", "day", "clock", "place", "somebody",
    "places", "tags", "names", "people", "promises", "issues",
]
# fmt: on


@dataclass(frozen=True)
class Column:
    """One column: the field's name, its label in the second row, and how its cells are read."""

    name: str
    label: Any
    kind: Kind = "text"
    required: bool = False
    #: The list of the sheet *Codes* that it takes.
    codes: str = ""
    #: What is to be known beside the label.
    note: Any = ""
    #: It stands beside the payload and not in it.
    outside: bool = False

    @property
    def many(self) -> bool:
        """Whether a cell may hold several values."""
        return self.kind in ("places", "tags", "names", "people", "promises", "issues")


@dataclass(frozen=True)
class Sheet:
    """One sheet, called so in every language, and the type of record on it."""

    name: str
    type: str
    columns: Sequence[Column]

    @property
    def by_name(self) -> dict[str, Column]:
        """The columns by name."""
        return {column.name: column for column in self.columns}


#: What a file of refused rows has beside the columns; ignored when it is sent again. (`reason` is
#: a field of meetings.)
ROW, REFUSAL = "row", "refusal"
BESIDE = (ROW, REFUSAL)
CODES, HOW_TO = "Codes", "How to"
#: Stands in the second row under the name of each column, so that it is known as no record.
LABEL = "↓"

_SEVERAL = _("Several: separate them by ; or by a new line in the cell.")
_ID = Column(
    "external_id",
    _("Your own id of the record"),
    "id",
    required=True,
    outside=True,
    note=_("The same id next month changes the same record. Kept as text: 007 stays 007."),
)
_NAMESPACE = Column(
    "namespace",
    _("Which of your lists"),
    "id",
    outside=True,
    note=_("Only where two of your lists use the same ids."),
)
_LEVEL = Column(
    "tlp",
    _("Who may see this"),
    "level",
    codes="tlp",
    note=_("Usually empty. What you send is never open to more people than is usual."),
)
_BASE = Column(
    "base_version",
    _("Version that you changed"),
    "whole",
    outside=True,
    note=_("Leave it empty, unless a refused row asks for it."),
)

STAKEHOLDERS = Sheet(
    "Stakeholders",
    SharedType.STAKEHOLDER.value,
    (
        _ID,
        Column("kind", _("Kind"), "code", required=True, codes="kind"),
        Column(
            "names",
            _("Names"),
            "names",
            required=True,
            note=_("The first one is shown. Several: separate them by ; or by a new line."),
        ),
        Column("actor_type", _("Actor type"), "code", required=True, codes="actor_type"),
        Column("base", _("Where they are from"), "place", codes="region"),
        Column("birth_year", _("Year of birth"), "whole", note=_("Of a person only.")),
        Column("at_risk", _("At risk"), "flag", codes="flag"),
        Column("not_to_be_engaged", _("Not to be engaged"), "flag", codes="flag"),
        Column("tags", _("Tags"), "tags", note=_SEVERAL),
        _LEVEL,
        _NAMESPACE,
        _BASE,
    ),
)
MEETINGS = Sheet(
    "Meetings",
    SharedType.MEETING.value,
    (
        _ID,
        Column("status", _("Did it happen?"), "code", required=True, codes="status"),
        Column(
            "reason",
            _("Why it was not held"),
            "code",
            codes="reason",
            note=_("Only of a meeting that was postponed, cancelled or did not take place."),
        ),
        Column(
            "held_on",
            _("Date"),
            "day",
            required=True,
            note=_(
                "A date, or text as 2026-03-17. Of a planned meeting the day it is planned for."
            ),
        ),
        Column("mode", _("How you met"), "code", required=True, codes="mode"),
        Column("venues", _("Where"), "places", codes="region", note=_SEVERAL),
        Column(
            "participants",
            _("Who"),
            "people",
            note=_(
                "Your own ids from the sheet Stakeholders. Several: separate them by ; or by a new "
                "line. More about one of them behind a stroke: 12 | role=interpreter, "
                "15 | headcount=40"
            ),
        ),
        Column("outcome", _("What came of it")),
        Column("starts_at", _("Begins at"), "clock", note=_("On the programme's clock: 14:30.")),
        Column("duration", _("Minutes"), "whole"),
        Column("subjects", _("Which places it was about"), "places", codes="region", note=_SEVERAL),
        Column("kind", _("Kind"), "code", codes="meeting_kind"),
        Column("summary", _("Summary")),
        Column("purpose", _("Purpose"), "code", codes="purpose"),
        Column(
            "participation_level",
            _("Level of participation"),
            "code",
            codes="participation_level",
        ),
        Column("asked_by", _("Who asked for it"), "code", codes="asked_by"),
        Column(
            "arranged_through",
            _("Arranged through"),
            "somebody",
            note=_("Your own id of somebody on the sheet Stakeholders."),
        ),
        Column(
            "follow_ups",
            _("Follow-ups"),
            "promises",
            note=_(
                "Each on a line of its own. The day and whose it is behind a stroke: Send the list "
                "| due_on=2026-04-01 | side=theirs"
            ),
        ),
        Column("issues", _("Issues raised"), "issues", note=_("Each on a line of its own.")),
        Column("not_attributable", _("Not to be attributed"), "flag", codes="flag"),
        Column(
            "to_complete",
            _("To be completed"),
            "flag",
            codes="flag",
            note=_("Whom you met is not known yet."),
        ),
        _LEVEL,
        _NAMESPACE,
        _BASE,
    ),
)
#: In the order in which they are taken in: who is cited comes before what cites them.
SHEETS = (STAKEHOLDERS, MEETINGS)
