"""A partner that follows the feed by hand: what it was told, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.api.calls import Caller


@dataclass
class Follower:
    """Polls until there is no more, and applies what it is told."""

    partner: Caller
    cursor: str = ""
    held: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def poll(self) -> list[dict[str, Any]]:
        """What is new, applied."""
        found: list[dict[str, Any]] = []
        more = True
        while more:
            answer = self.partner.get(f"changes?cursor={self.cursor}" if self.cursor else "changes")
            assert answer.status_code == 200, answer.content
            page = answer.json()
            found += page["items"]
            self.cursor, more = page["cursor"], page["more"]
        for item in found:
            self.held.pop((item["type"], item["id"]), None)
            if item["op"] == "upsert":
                self.held[item["type"], item["id"]] = item["data"]
        return found

    def told(self) -> list[tuple[str, str]]:
        """What is new, in short."""
        return [(item["op"], item["id"]) for item in self.poll()]
