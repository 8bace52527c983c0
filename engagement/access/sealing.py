"""Sealing of short texts that row security alone is not enough for: AES-256-GCM.

A sealed text opens only where it was sealed: table, row and field are its associated data, so one
that is copied to another row does not open there. It carries the id of its key: the first key of
`SEALING_KEYS` seals, every one of them opens, and so keys can be changed one after the other.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

#: What the key of blind indexes is derived with: it is never the key that seals.
BLIND = b"jisr: blind index, version 1"
#: The first byte says how the rest is laid out: length of the key's id, id, nonce, cipher text.
LAYOUT = 1
NONCE = 12


class Sealed(Exception):
    """A text that cannot be sealed or opened here. The message names no content."""


class NoKey(Sealed):
    """No key is set, or not the one that sealed this text."""


class Damaged(Sealed):
    """Not a sealed text, changed since, or sealed for another table, row or field."""


def seal(text: str, table: str, row: UUID | str, field: str) -> bytes:
    """Seal a text for one field of one row. Raises NoKey where no key is set."""
    key_id = next(iter(settings.SEALING_KEYS), "")
    if not key_id:
        raise NoKey("JISR_SEALING_KEYS is not set: nothing can be sealed")
    nonce = os.urandom(NONCE)
    head = bytes([LAYOUT, len(key_id)]) + key_id.encode()
    box = AESGCM(settings.SEALING_KEYS[key_id])
    return head + nonce + box.encrypt(nonce, text.encode(), head + _bound(table, row, field))


def unseal(sealed: bytes, table: str, row: UUID | str, field: str) -> str:
    """The text, where it was sealed for this field of this row. Raises NoKey and Damaged."""
    head, key_id = _head(bytes(sealed))
    key = settings.SEALING_KEYS.get(key_id)
    if key is None:
        raise NoKey(f"the key {key_id} is not in JISR_SEALING_KEYS")
    rest = bytes(sealed)[len(head) :]
    try:
        text = AESGCM(key).decrypt(rest[:NONCE], rest[NONCE:], head + _bound(table, row, field))
    except (InvalidTag, ValueError) as error:
        raise Damaged("this text does not open here") from error
    return text.decode()


def blind(text: str, table: str, owner: UUID | str) -> str:
    """A blind index: the same for the same text of one owner, and no way back to the text.

    A keyed hash (HMAC-SHA-256) under a key derived from the one that seals; of another owner, and
    under another key, the same text gives another one. Raises NoKey where no key is set.
    """
    key_id = next(iter(settings.SEALING_KEYS), "")
    if not key_id:
        raise NoKey("JISR_SEALING_KEYS is not set: nothing can be compared")
    key = hmac.digest(settings.SEALING_KEYS[key_id], BLIND, hashlib.sha256)
    told = hmac.digest(key, text.encode() + _bound(table, owner, "blind"), hashlib.sha256)
    return f"{key_id}:{told.hex()}"


def key_of(sealed: bytes) -> str:
    """The id of the key that sealed it. Raises Damaged."""
    return _head(bytes(sealed))[1]


def _head(sealed: bytes) -> tuple[bytes, str]:
    end = 2 + (sealed[1] if len(sealed) > 1 else 0)
    if not sealed or sealed[0] != LAYOUT or len(sealed) < end + NONCE:
        raise Damaged("this is not a sealed text")
    try:
        return sealed[:end], sealed[2:end].decode("ascii")
    except UnicodeDecodeError as error:
        raise Damaged("this is not a sealed text") from error


def _bound(table: str, row: UUID | str, field: str) -> bytes:
    # A separator that none of the three can hold.
    return "\x1f".join(("", table, str(row), field)).encode()
