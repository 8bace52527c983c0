"""Where a partner is in its feed, as a text that only this server can have made."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core import signing

#: The form of the text; another one begins again with a snapshot.
FORM = 1
#: Without a time in it: the same place is the same text, so that an answer has an ETag.
_signer = signing.Signer(salt="cursor of changes")


class Forged(ValueError):
    """Not a text of ours."""


@dataclass(frozen=True)
class Cursor:
    """A position of one agreement's feed, in one epoch.

    `since` is the floor of the feed when its reader began with nothing or with a snapshot: what was
    put away below that, they never held.
    """

    agreement: UUID
    epoch: str
    position: int
    since: int = 0

    def __str__(self) -> str:
        values = [FORM, str(self.agreement), self.epoch, self.position, self.since]
        return _signer.sign_object(values, compress=False)

    @classmethod
    def of_text(cls, text: str) -> Cursor:
        """Read it back. Raises Forged."""
        try:
            form, agreement, *place = _signer.unsign_object(text)
            if form != FORM:
                return cls(UUID(agreement), "", 0)
            epoch, position, since = place
            return cls(UUID(agreement), epoch, position, since)
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise Forged from error

    def reaches(self, epoch: str, floor: int) -> bool:
        """Whether the feed can go on from here."""
        return self.epoch == epoch and max(self.position, self.since) >= floor
