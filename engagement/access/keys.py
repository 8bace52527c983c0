"""Primary keys made where the row is made."""

from __future__ import annotations

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A time-ordered UUID, version 7 (RFC 9562, 5.7): 48 bits of milliseconds, then chance."""
    milliseconds = time.time_ns() // 1_000_000
    chance = int.from_bytes(os.urandom(10))
    value = (milliseconds & (1 << 48) - 1) << 80 | chance
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
