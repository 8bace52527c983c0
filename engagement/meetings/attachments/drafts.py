"""A file as somebody sends it, before any rule has looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class AttachmentDraft:
    """`tlp` is the file's own level: the meeting becomes at least as strict."""

    id: UUID
    meeting_id: UUID
    name: str
    content: bytes
    tlp: int
