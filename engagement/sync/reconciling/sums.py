"""What a partner and we compute alike from the records that it holds (docs/api.md). Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

#: Sums are taken modulo this, so that the order of what is added does not matter.
WIDTH = 2**64
#: What stands for a month or a region that the data does not name.
NOTHING = "-"
#: The first of these that the data has says its month, or its region.
MONTHS = ("held_on", "created_at")
REGIONS = ("base", "region", "venues", "regions")


class Bucket(NamedTuple):
    """Records that are compared together."""

    type: str
    month: str
    region: str


@dataclass
class Total:
    """How many records, and the sum of their hashes."""

    count: int = 0
    sum: int = 0

    def add(self, hashed: int) -> None:
        self.count += 1
        self.sum = (self.sum + hashed) % WIDTH


def bucket_of(kind: str, data: Mapping[str, Any]) -> Bucket:
    """Where a record is counted."""
    month = next((data[name][:7] for name in MONTHS if data.get(name)), NOTHING)
    region = next((data[name] for name in REGIONS if data.get(name)), NOTHING)
    return Bucket(kind, month, region if isinstance(region, str) else "+".join(sorted(region)))


def hash_of(data: Mapping[str, Any]) -> int:
    """The first 8 bytes of the SHA-256 of the canonical data, as a number."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])


def in_hex(hashed: int) -> str:
    """16 digits."""
    return f"{hashed:016x}"
