"""A way to reach somebody as it is written down, before any rule has looked at it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

#: Digits of a number that tell it from others: with or without the country's code it is the same.
TELLING_DIGITS = 9
#: A number of fewer digits is an extension.
FEWEST_DIGITS = 7


@dataclass(frozen=True, kw_only=True)
class ContactDraft:
    """One way to reach somebody. `text` is sealed; `note` is not, and tells nothing private."""

    id: UUID
    stakeholder_id: UUID
    kind: str
    text: str
    note: str = ""
    lead_team_id: UUID | None = None

    @property
    def comparable(self) -> str:
        """The number or mail address as the same in every spelling, with its kind; empty where the
        text is neither. An office and a go-between are shared by many, and say nothing.
        """
        text = self.text.strip().casefold()
        if self.kind in ("mail", "messenger") and re.fullmatch(r"[^@\s]+@[^@\s]+", text):
            return f"mail {text}"
        # int() knows the digits of every script.
        digits = "".join(str(int(sign)) for sign in text if sign.isdecimal())
        number = self.kind in ("phone", "messenger") and not re.search(r"[^\W\d_]", text)
        if number and len(digits) >= FEWEST_DIGITS:
            return f"phone {digits[-TELLING_DIGITS:]}"
        return f"messenger {text}" if self.kind == "messenger" and text else ""
