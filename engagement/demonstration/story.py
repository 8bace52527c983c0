"""What happens in the demonstration: four quarters that end today."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Scene:
    """A meeting to be: how often in the quarter, where, with whom, and how it went."""

    times: int
    place: str
    who: tuple[str, ...]
    mode: str = "in_person"
    reason: str = ""
    outcome: str = ""
    heads: int | None = None


#: Oldest quarter first; the last one is the running quarter.
QUARTERS: tuple[tuple[Scene, ...], ...] = (
    (
        Scene(4, "baghdad", ("director",), outcome="Terms of the advisory cell agreed"),
        Scene(2, "baghdad", ("director", "general")),
        Scene(2, "baghdad", ("committee",), outcome="Draft bill to be shared"),
        Scene(1, "baghdad", ("watch",)),
        Scene(1, "baghdad", ("deputy", "embassy")),
        Scene(1, "erbil", ("krg",), outcome="Joint workshop proposed"),
        Scene(1, "baghdad", ("general",), mode="remote"),
        Scene(1, "diyala", ("police",), reason="security"),
    ),
    (
        Scene(3, "baghdad", ("director",)),
        Scene(2, "baghdad", ("ministry", "commission")),
        Scene(2, "baghdad", ("committee", "watch")),
        Scene(1, "basra", ("council",), outcome="Council names a focal point"),
        Scene(1, "erbil", ("peshmerga",)),
        Scene(1, "baghdad", ("qadisiyyah",), outcome="Farmers report checkpoints at harvest"),
        Scene(1, "basra", ("law",), mode="remote"),
        Scene(1, "karbala", ("endowment",), reason="no_access"),
        Scene(1, "baghdad", ("deputy",), reason="by_us"),
    ),
    (
        Scene(2, "baghdad", ("director", "deputy")),
        Scene(2, "baghdad", ("general",)),
        Scene(1, "baghdad", ("commission",), outcome="List of units to be visited"),
        Scene(2, "nineveh", ("governor", "police"), outcome="Open hour at the station, monthly"),
        Scene(1, "nineveh", ("women",)),
        Scene(1, "basra", ("council", "law")),
        Scene(1, "sulaymaniyah", ("professor",)),
        Scene(1, "kirkuk", ("kirkuk",), mode="partly_online"),
        Scene(1, "jordan", ("watch", "embassy")),
        Scene(1, UNKNOWN, ("elder",), outcome="Place to be added"),
        Scene(1, "anbar", ("tribal",), mode="intermediary"),
        Scene(1, "maysan", ("council",), reason="travel_ban"),
    ),
    (
        Scene(2, "baghdad", ("director",)),
        Scene(1, "baghdad", ("committee", "watch")),
        Scene(1, "nineveh", ("brigade",), outcome="Grievance line accepted in principle"),
        Scene(1, "nineveh", ("village",), heads=40, outcome="Night patrols wanted on the road"),
        Scene(1, "nineveh", ("returnees", "women"), heads=12),
        Scene(1, "anbar", ("elder",), outcome="Second visit in spring"),
        Scene(1, "basra", ("law", "council")),
        Scene(1, "dhi-qar", ("activist",)),
        Scene(1, "erbil", ("krg", "peshmerga")),
        Scene(1, "kirkuk", ("kirkuk",)),
        Scene(1, "najaf", ("endowment",)),
        Scene(1, "baghdad", ("activist",), mode="remote"),
        Scene(1, "diyala", ("police",), reason="security"),
        Scene(1, "salah-al-din", ("tribal",), reason="refused"),
    ),
)
