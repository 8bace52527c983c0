"""The rows of the benchmark, made from their numbers alone: the same log at every start."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from bench.people import (
    BASES,
    CLOSED,
    RETIRED,
    body_of,
    kind_of,
    met_in,
    rank_of,
    relation_of,
    type_of,
)
from engagement.names.folding import fold, script_of
from engagement.names.lookup import keys_of

OFFICER = "bench-officer"
#: The first as ever; the others where the summary's triggers are compared with none.
WRITES = (
    *("log a meeting", "amend it", "withdraw it"),
    *("log by hand", "amend by hand", "withdraw by hand"),
)
#: All that is needed to find a row again.
PROGRAMME, USER, MEMBERSHIP, TEAM, OTHER, GUEST = (UUID(int=number) for number in range(1, 7))
FIRST_PERSON, FIRST_MEETING, FIRST_FOLLOW_UP, FIRST_POST = (1 << bit for bit in range(64, 68))
PERSON, MEETING = UUID(int=FIRST_PERSON), UUID(int=FIRST_MEETING)
#: The days that meetings lie on, up to the first of these, and one far down the list.
LAST, DAYS = datetime.now(UTC).date(), 3650
DEEP = LAST - timedelta(days=DAYS // 2)
#: Every so manieth meeting belongs to another team, at a level that the officer may not open; but
#: some of these are open to all.
HIDDEN, SHOWN = 4, 16
#: Every so manieth did not take place, waits to be completed, is to be followed up.
NOT_HELD, UNFINISHED, FOLLOWED = 21, 1000, 10
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
#: Beside those of the past, however many: planned in the next days.
PLANNED, AHEAD = 40, 14
#: Nobody went there for so many days, by the place among the governorates.
QUIET = {3: 100, 4: 200, 5: 430, 8: 800}
#: The list of 19 is in force from here on.
LIST_OF_19 = LAST - timedelta(days=180)
PURPOSES = ("dialogue", "", "training", "consultation", "liaison", "assessment", "")
LEVELS = ("consult", "inform", "", "involve", "consult")
ASKED = ("ours", "theirs", "", "others", "ours")
#: The third of a meeting is not always a counterpart. In every so manieth meeting nobody said in
#: which post they are there.
ROLES = {0: "interpreter", 2: "intermediary", 5: "own"}
UNSAID, TITLE = 4, "Director"
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
    *("owner_id", "withdrawn_at"),
)
NAME = (
    *(*SCOPE, "stakeholder_id", "text", "folded", "spoken", "keys", "script"),
    *("language", "kind", "position"),
)
COLUMNS = (
    *(*ROOT, "kind", "status", "reason", "mode", "held_on", "outcome", "summary", "purpose"),
    *("participation_level", "asked_by", "not_attributable", "to_complete", "own_tlp", "logged_at"),
    *("duplicate_of_id", "withdrawn_at"),
)
GUEST_TEAM = (*SCOPE, "meeting_id", "team_id")
VENUE = (*SCOPE, "meeting_id", "region_id")
PARTICIPANT = (
    *(*SCOPE, "meeting_id", "stakeholder_id", "role", "post_id", "at_their_place", "frozen_at"),
    *("frozen_type_id", "frozen_relation", "frozen_basis", "frozen_base_id"),
    *("frozen_title", "frozen_seniority", "frozen_organisation_id"),
)
POST = (
    *(*SCOPE, "id", "stakeholder_id", "organisation_id", "title", "seniority", "source"),
    *("from_precision", "to_precision", "withdrawn_reason", "written_at"),
)
FOLLOW_UP = (
    *(*SCOPE, "id", "meeting_id", "side", "text", "due_on", "assigned_to_id", "done_on"),
    *("dropped_reason", "dropped_on"),
)
MOMENT = f"{LAST} 12:00:00+00"


def scope(level: int, team: UUID = TEAM, guest: str = "") -> tuple[Any, ...]:
    return (PROGRAMME, level, team, f"{{{team}{guest}}}", USER if team == TEAM else None)


def scope_of(number: int) -> tuple[Any, ...]:
    """The scope of a meeting and what hangs on it."""
    return scope(_level(number), _team(number), f",{GUEST}" if number % JOINT == 3 else "")


def root(of: tuple[Any, ...], key: UUID, moment: str = MOMENT, why: str = "") -> tuple[Any, ...]:
    return (*of, key, 1, "", "\\x", moment, why)


def person(number: int) -> UUID:
    return UUID(int=FIRST_PERSON + number)


def post(number: int) -> UUID:
    return UUID(int=FIRST_POST + number)


def meeting_of(number: int) -> UUID:
    return UUID(int=FIRST_MEETING + number)


def _team(number: int) -> UUID:
    return OTHER if number % HIDDEN == HIDDEN - 1 else TEAM


def _level(number: int) -> int:
    return GREEN if number % SHOWN == SHOWN - 1 else AMBER


def shown(number: int) -> bool:
    """Whether the officer may open that meeting."""
    return _team(number) == TEAM or _level(number) == GREEN


def every(size: int) -> range:
    """The numbers of all meetings: those of the past and, after them, those planned."""
    return range(size + PLANNED)


def day_of(number: int, size: int) -> date:
    if number >= size:
        return LAST + timedelta(days=1 + number % AHEAD)
    return LAST - timedelta(days=number * DAYS // size)


def held(number: int, size: int) -> bool:
    return number < size and number % NOT_HELD != NOT_HELD // 2


def _mode(number: int) -> str:
    if number % 7 == 6:
        return "intermediary" if number // 7 % 4 == 3 else "remote"
    return "partly_online" if number % 5 == 4 else "in_person"


def stakeholders(size: int, regions: list[int]) -> Iterator[tuple[Any, ...]]:
    for n in range(people(size)):
        owner, retired = USER if n < OWNED else None, n % RETIRED == 6
        yield (
            *root(scope(GREEN), person(n), MOMENT, "Has retired" if retired else ""),
            *(kind_of(n), type_of(n), _base(n, regions), "f", "t" if n % CLOSED == 5 else "f"),
            *(owner, MOMENT if retired else None),
        )


def _base(number: int, regions: list[int]) -> int | None:
    return regions[number % len(regions)] if number % BASES else None


def names(size: int) -> Iterator[tuple[Any, ...]]:
    for n in range(people(size)):
        text = f"{NAMES[n % len(NAMES)]} {NAMES[n // 8 % len(NAMES)]} {n}"
        yield (*scope(GREEN), person(n), *name_columns(text), "en", "full", 0)


def name_columns(text: str) -> tuple[str, ...]:
    """A name with what follows from it: folded, its keys, its script."""
    keys = keys_of(text)
    return text, fold(text), keys.spoken, " ".join(keys.every), script_of(text)


def posts(size: int) -> Iterator[tuple[Any, ...]]:
    for n in range(people(size)):
        body = body_of(n)
        if body is not None:
            told = (TITLE, rank_of(n), "", "day", "day", "", MOMENT)
            yield (*scope(GREEN), post(n), person(n), person(body), *told)


def meetings(size: int) -> Iterator[tuple[Any, ...]]:
    for n in every(size):
        day = day_of(n, size)
        moment = f"{min(LAST, day)} 12:00:00+00"
        logged = min(LAST, day + timedelta(days=10 * (n % 6 == 1)))
        unfinished = "t" if n < size and n % UNFINISHED == UNFINISHED // 2 else "f"
        withdrawn = n % WITHDRAWN == 200
        yield (
            *root(scope_of(n), meeting_of(n), moment, "Written by mistake" if withdrawn else ""),
            "contact" if n % CONTACT == 50 else "engagement",
            *_state(n, size),
            *(_mode(n), day, "Agreed to meet again", "", PURPOSES[n % len(PURPOSES)]),
            *(LEVELS[n // 3 % len(LEVELS)], ASKED[n // 2 % len(ASKED)], "f", unfinished, _level(n)),
            f"{logged} 12:00:00+00",
            meeting_of(n - 1) if n % DUPLICATE == 100 else None,
            moment if withdrawn else None,
        )


def _state(number: int, size: int) -> tuple[str, str]:
    if number >= size:
        return "planned", ""
    if held(number, size):
        return "held", ""
    turn = number // NOT_HELD
    return ("cancelled" if turn % 3 == 0 else "not_held"), REASONS[turn % len(REASONS)]


def guest_teams(size: int) -> Iterator[tuple[Any, ...]]:
    for n in every(size)[3::JOINT]:
        yield (*scope_of(n), meeting_of(n), GUEST)


def venues(size: int, regions: list[int], abroad: int) -> Iterator[tuple[Any, ...]]:
    for n in every(size):
        if n % 7 == 6 or n % NOWHERE == 11:
            continue
        # Half of them in the capital, as in life; the rest spread.
        place = regions[0] if n % 2 else _place(n, size, n // 2, regions)
        yield (*scope_of(n), meeting_of(n), abroad if n % ABROAD == 7 else place)
        if n % TWO_PLACES == 5:
            other = _place(n, size, n // 2 + 1, regions)
            if other != place:
                yield (*scope_of(n), meeting_of(n), other)


def _place(number: int, size: int, turn: int, regions: list[int]) -> int:
    """The governorate whose turn it is; the capital where nobody goes there any more."""
    at = turn % len(regions)
    reached = day_of(number, size) <= LAST - timedelta(days=QUIET.get(at, 0))
    return regions[at if reached or not held(number, size) else 0]


def participants(size: int, regions: list[int]) -> Iterator[tuple[Any, ...]]:
    crowd = people(size)
    for n in every(size):
        of, meeting, attends = scope_of(n), meeting_of(n), n % UNSAID != 2
        for k, who in enumerate(met_in(n, crowd)):
            seat = post(who) if attends and body_of(who) is not None else None
            frozen = _frozen(who, attends, regions) if held(n, size) else NOT_FROZEN
            yield (*of, meeting, person(who), _role(n, k), seat, "f", *frozen)


def _role(meeting: int, place: int) -> str:
    if meeting % NOBODY == 13:
        return "own"
    return ROLES.get(meeting % 9, "counterpart") if place == 2 else "counterpart"


def _frozen(who: int, attends: bool, regions: list[int]) -> tuple[Any, ...]:
    """As the triggers freeze it: the type and the relation of the body that they attend for."""
    body = body_of(who)
    kind = type_of(body if attends and body is not None else who)
    title, speaks_for = ("", None) if body is None else (TITLE, person(body))
    known = (kind, relation_of(kind), "type", _base(who, regions))
    return (MOMENT, *known, title, rank_of(who), speaks_for)


def follow_ups(size: int) -> Iterator[tuple[Any, ...]]:
    """The officer's open ones, then those long done, some of them late, or dropped."""
    for n in range(min(OPEN, size)):
        yield _follow_up(n, n, LAST + timedelta(days=n - OPEN // 2), None)
    for n in range(0, size, FOLLOWED):
        due, turn = day_of(n, size), n // FOLLOWED
        late = min(LAST, due + timedelta(days=5 * (turn % 4 == 3)))
        dropped = turn % 9 == 4
        yield _follow_up(n, OPEN + n, due, None if dropped else late, due if dropped else None)


def _follow_up(
    meeting: int, number: int, due: date, done: date | None, dropped: date | None = None
) -> tuple[Any, ...]:
    key, why = UUID(int=FIRST_FOLLOW_UP + number), "No longer needed" if dropped else ""
    told = (meeting_of(meeting), "ours", "Write to them", due, USER, done, why, dropped)
    return (*scope_of(meeting), key, *told)
