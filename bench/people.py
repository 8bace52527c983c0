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
    "paramilitary_unspecified": "undetermined",
    "not_sure": "undetermined",
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
#: Of every so manieth it is not known where they are from.
BASES: Final = 23


def relation_of(actor_type: str) -> str:
    """The relation to the state that the list of types gives as the usual one."""
    return RELATIONS.get(actor_type, "state")
