"""Who is met in the benchmark: all groups, and each relation to the state, the capital's most."""

from __future__ import annotations

from typing import Final

#: Twenty, beside nineteen governorates: each type comes to stand in each of them.
TYPES: Final = (
    *("federal_executive", "tribe", "cso_ngo", "federal_security", "local_government"),
    *("parliament", "local_police", "pmf_unit", "womens_group", "political_party"),
    *("federal_executive", "judiciary", "religious_authority", "un", "local_government"),
    *("paramilitary_unspecified", "media", "not_sure", "community_committee", "armed_group"),
)
RELATIONS: Final = {
    "pmf_unit": "hybrid",
    "paramilitary_unspecified": "",
    "not_sure": "",
    "un": "international",
    **dict.fromkeys(
        ("tribe", "cso_ngo", "womens_group", "political_party", "religious_authority", "media"),
        "non_state",
    ),
    **dict.fromkeys(("community_committee", "armed_group"), "non_state"),
}
RANKS: Final = ("", "ministerial", "senior", "middle", "local", "societal", "")
#: The stakeholders that are organisations, by the place of their type; others speak for them.
BODIES: Final = range(len(TYPES), 2 * len(TYPES))
#: Every so manieth of the others has a post in one of them; so many are retired, not to be engaged.
POSTED: Final = 3
RETIRED, CLOSED = 41, 37
#: In some of so many meetings one of few is met, the first of them in half of these.
TURNS: Final = 9
REGULAR: Final = (4, 7)
#: Of every so manieth it is not known where they are from.
BASES: Final = 23


def relation_of(actor_type: str) -> str:
    """The relation to the state that the list of types gives as the usual one."""
    return RELATIONS.get(actor_type, "state")


def type_of(who: int) -> str:
    return TYPES[who % len(TYPES)]


def kind_of(who: int) -> str:
    """Some of the paramilitary are units, one of the bodies among them."""
    if type_of(who) == "pmf_unit" and who // len(TYPES) % 2:
        return "unit"
    return "organisation" if who in BODIES else "person"


def body_of(who: int) -> int | None:
    """In which organisation somebody has a post, mostly one of another type than their own."""
    if who in BODIES or who % POSTED != 1:
        return None
    return BODIES[who // POSTED % len(BODIES)]


def rank_of(who: int) -> str:
    """Of their post; whoever has none has no rank."""
    return RANKS[who % len(RANKS)] if body_of(who) is not None else ""


def met_in(meeting: int, crowd: int) -> tuple[int, int, int]:
    """The three of a meeting: mostly whoever's turn it is, sometimes one of the few met often."""
    first, *others = ((meeting * 3 + place * 7) % crowd for place in range(3))
    turn = meeting // TURNS + 1
    regular = (turn & -turn).bit_length()
    if meeting % TURNS in REGULAR and regular not in others and regular < crowd:
        first = regular
    return first, others[0], others[1]
