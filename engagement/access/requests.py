"""What makes two requests the same: the hash of their canonical form."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import Any

from django.db.models import Model

#: Metadata of a draft's field that came later: without a value it leaves the hash as it was, so
#: that a request from before is still the same when it comes again.
LATER = {"later": True}


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return str(value.pk)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = ((f, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {f.name: v for f, v in fields if v != f.default or not f.metadata.get("later")}
    return str(value)


def canonical(value: Any) -> bytes:
    """JSON with ordered keys and no spaces: the same text for the same content."""
    text = json.dumps(
        value, default=_plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return text.encode()


def request_hash(draft: Any) -> bytes:
    """SHA-256 of a draft's canonical form; stored to tell a retry from a clash."""
    return hashlib.sha256(canonical(draft)).digest()
