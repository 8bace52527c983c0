"""The key ring that contact details are sealed with, as the environment names it."""

from __future__ import annotations

import base64
import binascii
import re

from django.core.exceptions import ImproperlyConfigured

_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
KEY_BYTES = 32


def ring(text: str) -> dict[str, bytes]:
    """`id:base64key,id2:base64key2` as {id: key}, the first one first.

    Raises ImproperlyConfigured, which never prints a key.
    """
    keys: dict[str, bytes] = {}
    for number, entry in enumerate((part.strip() for part in text.split(",") if part.strip()), 1):
        key_id, _colon, encoded = entry.partition(":")
        if not _ID.fullmatch(key_id):
            raise ImproperlyConfigured(
                f"JISR_SEALING_KEYS, entry {number}: write id:key, the id in letters and digits."
            )
        if key_id in keys:
            raise ImproperlyConfigured(f"JISR_SEALING_KEYS has the id {key_id} twice.")
        keys[key_id] = _key(key_id, encoded)
    return keys


def _key(key_id: str, encoded: str) -> bytes:
    plain = encoded.strip().rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        key = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(
            f"JISR_SEALING_KEYS, key {key_id}: 32 bytes in base64, as `openssl rand -base64 32` "
            "makes them."
        )
    return key
