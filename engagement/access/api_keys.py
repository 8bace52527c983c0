"""Bearer keys of the API: how they look, and what is kept of them."""

from __future__ import annotations

import hashlib
import re
import secrets

START = "jisr_"
SHAPE = re.compile(r"jisr_[A-Za-z0-9_-]{43}")


def new_key() -> str:
    """256 random bits, told by their start."""
    return START + secrets.token_urlsafe(32)


def digest_of(key: str) -> bytes:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).digest()
