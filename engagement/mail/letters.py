"""Who writes which kind of letter. Other rooms register theirs; this one knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from engagement.mail.models import Letter


@dataclass(frozen=True)
class Message:
    """What a letter says: plain text, and files as (name, media type, content)."""

    subject: str
    text: str
    attachments: tuple[tuple[str, str, bytes], ...] = ()


Writer = Callable[[Letter], Message | None]
_WRITERS: dict[str, tuple[Writer, str | Promise]] = {}


def writes(kind: str, label: str | Promise) -> Callable[[Writer], Writer]:
    """Register the writer of a kind of letter, and the words that people know the kind by.

    It is called when the letter is sent, outside any transaction, in the letter's language and on
    its programme's clock, and reads what it tells as `letter.recipient_id`. It answers None, or
    raises NotAllowed, where nothing is to be sent any more. ValueError for a kind that is taken.
    """

    def register(writer: Writer) -> Writer:
        if kind in _WRITERS:
            raise ValueError(f"{kind} has a writer")
        _WRITERS[kind] = (writer, label)
        return writer

    return register


def write(letter: Letter) -> Message | None:
    """What the letter says now. Raises LookupError where nobody writes its kind."""
    writer, _label = _WRITERS[letter.kind]
    return writer(letter)


def label_of(kind: str) -> str:
    """The words for a kind; the kind itself where nobody writes it."""
    return str(_WRITERS[kind][1]) if kind in _WRITERS else kind
