"""The rows of the benchmark, made from their numbers alone: the same log at every start."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from bench.people import BASES, BODIES, RANKS, TYPES, relation_of

OFFICER = "bench-officer"
#: The first as ever; the others where the summary's triggers are compared with none.
WRITES = (
    *("log a meeting", "amend it", "withdraw it"),
    *("log by hand", "amend by hand", "withdraw by hand"),
)
#: All that is needed to find a row again.
PROGRAMME, USER, MEMBERSHIP, TEAM, OTHER, GUEST = (UUID(int=number) for number in range(1, 7))
FIRST_PERSON, FIRST_MEETING, FIRST_FOLLOW_UP = 1 << 64, 1 << 65, 1 << 66
PERSON, MEETING = UUID(int=FIRST_PERSON), UUID(int=FIRST_MEETING)
#: The days that meetings lie on, up to the first of these, and one far down the list.
LAST, DAYS = datetime.now(UTC).date(), 3650
DEEP = LAST - timedelta(days=DAYS // 2)
#: Every so manieth meeting belongs to another team, at a level that the officer may not open.
HIDDEN = 4
#: Every so manieth did not take place, waits to be completed, is to be followed up.
NOT_HELD, UNFINISHED, FOLLOWED = 20, 1000, 10
#: What waits for the officer does not grow with the log: relationships and follow-ups.
OWNED, OPEN = 50, 100
#: Rows of which history is written: those whose id ends so, one in sixteen; the first ones among
#: them. A trail reads by key, so that the rest would only take room.
TOLD = "0"
#: Every so manieth has a guest team, two places, a place abroad, no known place.
JOINT, TWO_PLACES, ABROAD, NOWHERE = 11, 13, 50, 40
#: Every so manieth is a short contact, a duplicate of another, withdrawn, one with nobody met:
#: none of them counts.
CONTACT, DUPLICATE, WITHDRAWN, NOBODY = 101, 211, 307, 97
#: The list of 19 is in force from here on.
LIST_OF_19 = LAST - timedelta(days=180)
PURPOSES = ("dialogue", "", "training", "consultation", "liaison", "assessment", "")
LEVELS = ("consult", "inform", "", "involve", "consult")
ASKED = ("ours", "theirs", "", "others", "ours")
REASONS = ("no_access", "security", "refused", "no_contact", "travel_ban", "by_us")
NAMES = ("Karim", "Nabil", "Huda", "Salma", "Faris", "Zainab", "Omar", "Layla")
AMBER, GREEN = 2, 1
NOT_FROZEN = (None, None, "", "", None, "", "", None)


def people(size: int) -> int:
    """How many stakeholders go with so many meetings."""
    return max(size // 10, 10)


#: What the rule reads, on every scoped row.
SCOPE = ("programme_id", "tlp", "lead_team_id", "teams", "author_id")
ROOT = (*SCOPE, "id", "version", "touched", "request_hash", "created_at", "withdrawn_reason")
STAKEHOLDER = (
    *(*ROOT, "kind", "actor_type_id", "base_region_id", "at_risk", "not_to_be_engaged"),
    "owner_id",
)
NAME = (*SCOPE, "stakeholder_id", "text", "folded", "script", "language", "kind", "position")
COLUMNS = (
    *(*ROOT, "kind", "status", "reason", "mode", "held_on", "outcome", "summary", "purpose"),
    *("participation_level", "asked_by", "not_attributable", "to_complete", "own_tlp", "logged_at"),
    *("duplicate_of_id", "withdrawn_at"),
)
GUEST_TEAM = (*SCOPE, "meeting_id", "team_id")
VENUE = (*SCOPE, "meeting_id", "region_id")
PARTICIPANT = (
    *(*SCOPE, "meeting_id", "stakeholder_id", "role", "at_their_place", "frozen_at"),
    *("frozen_type_id", "frozen_relation", "frozen_basis", "frozen_base_id"),
    *("frozen_title", "frozen_seniority", "frozen_organisation_id"),
)
FOLLOW_UP = (
    *(*SCOPE, "id", "meeting_id", "side", "text", "due_on", "assigned_to_id", "done_on"),
    "dropped_reason",
)
MOMENT = f"{LAST} 12:00:00+00"


def _scope(level: int, team: UUID = TEAM, guest: str = "") -> tuple[Any, ...]:
    return (PROGRAMME, level, team, f"{{{team}{guest}}}", USER if team == TEAM else None)


def _of(number: int) -> tuple[Any, ...]:
    """The scope of a meeting and what hangs on it."""
    return _scope(AMBER, _team(number), f",{GUEST}" if number % JOINT == 3 else "")


def _root(
    scope: tuple[Any, ...], key: UUID, moment: str = MOMENT, why: str = ""
) -> tuple[Any, ...]:
    return (*scope, key, 1, "", "\\x", moment, why)


def _person(number: int) -> UUID:
    return UUID(int=FIRST_PERSON + number)


def _meeting(number: int) -> UUID:
    return UUID(int=FIRST_MEETING + number)


def _team(number: int) -> UUID:
    return OTHER if number % HIDDEN == HIDDEN - 1 else TEAM


def _day(number: int, size: int) -> date:
    return LAST - timedelta(days=number * DAYS // size)


def _held(number: int) -> bool:
    return number % NOT_HELD != NOT_HELD // 2


def _mode(number: int) -> str:
    if number % 7 == 6:
        return "intermediary" if number // 7 % 4 == 3 else "remote"
    return "partly_online" if number % 5 == 4 else "in_person"


def stakeholders(size: int, regions: list[int]) -> Iterator[tuple[Any, ...]]:
    for n in range(people(size)):
        kind = "organisation" if n in BODIES else "person"
        owner = USER if n < OWNED else None
        root = _root(_scope(GREEN), _person(n))
        yield (*root, kind, TYPES[n % len(TYPES)], _base(n, regions), "f", "f", owner)


def _base(number: int, regions: list[int]) -> int | None:
    return regions[number % len(regions)] if number % BASES else None


def names(size: int) -> Iterator[tuple[Any, ...]]:
    for n in range(people(size)):
        text = f"{NAMES[n % len(NAMES)]} {NAMES[n // 8 % len(NAMES)]} {n}"
        yield (*_scope(GREEN), _person(n), text, text.casefold(), "Latn", "en", "full", 0)


def meetings(size: int) -> Iterator[tuple[Any, ...]]:
    for n in range(size):
        day = _day(n, size)
        moment, logged = f"{day} 12:00:00+00", min(LAST, day + timedelta(days=10 * (n % 6 == 1)))
        unfinished = "t" if n % UNFINISHED == UNFINISHED // 2 else "f"
        withdrawn = n % WITHDRAWN == 200
        yield (
            *_root(_of(n), _meeting(n), moment, "Written down by mistake" if withdrawn else ""),
            "contact" if n % CONTACT == 50 else "engagement",
            *_state(n),
            *(_mode(n), day, "Agreed to meet again", "", PURPOSES[n % len(PURPOSES)]),
            *(LEVELS[n // 3 % len(LEVELS)], ASKED[n // 2 % len(ASKED)], "f", unfinished, AMBER),
            f"{logged} 12:00:00+00",
            _meeting(n - 1) if n % DUPLICATE == 100 else None,
            moment if withdrawn else None,
        )


def _state(number: int) -> tuple[str, str]:
    if _held(number):
        return "held", ""
    turn = number // NOT_HELD
    return ("cancelled" if turn % 3 == 0 else "not_held"), REASONS[turn % len(REASONS)]


def guest_teams(size: int) -> Iterator[tuple[Any, ...]]:
    for n in range(3, size, JOINT):
        yield (*_of(n), _meeting(n), GUEST)


def venues(size: int, regions: list[int], abroad: int) -> Iterator[tuple[Any, ...]]:
    for n in range(size):
        if n % 7 == 6 or n % NOWHERE == 11:
            continue
        # Half of them in the capital, as in life; the rest spread.
        place = regions[0] if n % 2 else regions[n // 2 % len(regions)]
        yield (*_of(n), _meeting(n), abroad if n % ABROAD == 7 else place)
        if n % TWO_PLACES == 5:
            other = regions[(n // 2 + 1) % len(regions)]
            if other != place:
                yield (*_of(n), _meeting(n), other)


def participants(size: int, regions: list[int]) -> Iterator[tuple[Any, ...]]:
    crowd = people(size)
    for n in range(size):
        scope, meeting = _of(n), _meeting(n)
        for k in range(3):
            who = (n * 3 + k * 7) % crowd
            role = _role(n, k)
            frozen = _frozen(who, regions) if _held(n) else NOT_FROZEN
            yield (*scope, meeting, _person(who), role, "f", *frozen)


def _role(meeting: int, place: int) -> str:
    if meeting % NOBODY == 13:
        return "own"
    return "interpreter" if place == 2 and meeting % 9 == 0 else "counterpart"


def _frozen(who: int, regions: list[int]) -> tuple[Any, ...]:
    kind = TYPES[who % len(TYPES)]
    # Every fourth speaks for the organisation of their type, so that two may be one body.
    body = _person(BODIES[who % len(TYPES)]) if who % 4 == 1 and who not in BODIES else None
    rank = RANKS[who % len(RANKS)]
    relation, base = relation_of(kind), _base(who, regions)
    return (MOMENT, kind, relation, "type", base, "Director" if body else "", rank, body)


def follow_ups(size: int) -> Iterator[tuple[Any, ...]]:
    """The officer's open ones, then those long done."""
    for n in range(min(OPEN, size)):
        yield _follow_up(n, n, LAST + timedelta(days=n - OPEN // 2), None)
    for n in range(0, size, FOLLOWED):
        yield _follow_up(n, OPEN + n, _day(n, size), _day(n, size))


def _follow_up(meeting: int, number: int, due: date, done: date | None) -> tuple[Any, ...]:
    scope, key = _of(meeting), UUID(int=FIRST_FOLLOW_UP + number)
    return (*scope, key, _meeting(meeting), "ours", "Write to them", due, USER, done, "")
