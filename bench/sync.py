"""`make bench PART=sync`: batches of 500 beside INSERT ... ON CONFLICT of the same rows by hand.

Engines of its own, a register of 20,000 people (JISR_BENCH_NAMES). Ours is timed whole, from the
bytes of the request to those of the answer, as a partner's program: parsing, rules, row security,
history, the change log, coverage, look-alikes, results. By hand it is one statement per table, by
the administrator, with triggers off, foreign keys too: indexes, and nothing else. Both in turns.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import psycopg

from bench.names.register import emptied, refill, written
from bench.rows import PROGRAMME, TEAM, USER
from engagement.access.keys import new_id
from engagement.names.folding import fold
from engagement.names.lookup import keys_of

ITEMS = 500
ROUNDS = int(os.environ.get("JISR_BENCH_ROUNDS", "8"))
REGISTER = int(os.environ.get("JISR_BENCH_NAMES", "20000"))
SEED = 20260101
DAY = date(2026, 3, 10)
#: Rows of one item: a stakeholder with a name and a tag; a meeting with a place and two people.
ROWS = {"stakeholders": 3, "meetings": 4}

BY_HAND = {
    "stakeholders": (
        """INSERT INTO engagement_stakeholder
  (id, programme_id, author_id, lead_team_id, tlp, teams, version, touched, request_hash,
   created_at, withdrawn_reason, kind, actor_type_id, base_region_id, at_risk, not_to_be_engaged)
SELECT r.id, %(programme)s, %(user)s, %(team)s, 1, ARRAY[%(team)s::uuid], 1, '', '', now(), '',
       'person', 'tribe', %(place)s, false, false
FROM jsonb_to_recordset(%(rows)s) AS r(id uuid)
ON CONFLICT (id) DO UPDATE SET base_region_id = EXCLUDED.base_region_id""",
        """INSERT INTO engagement_stakeholdername
  (stakeholder_id, text, folded, spoken, keys, script, language, kind, position, programme_id, tlp,
   lead_team_id, teams, author_id)
SELECT r.id, r.text, r.folded, r.spoken, r.keys, 'Latn', '', 'full', 0, %(programme)s, 1, %(team)s,
       ARRAY[%(team)s::uuid], %(user)s
FROM jsonb_to_recordset(%(rows)s) AS r(id uuid, text text, folded text, spoken text, keys text)
ON CONFLICT (stakeholder_id, text) DO NOTHING""",
        """INSERT INTO engagement_stakeholdertag
  (stakeholder_id, text, folded, programme_id, tlp, lead_team_id, teams, author_id)
SELECT r.id, 'salt', 'salt', %(programme)s, 1, %(team)s, ARRAY[%(team)s::uuid], %(user)s
FROM jsonb_to_recordset(%(rows)s) AS r(id uuid) ON CONFLICT (stakeholder_id, folded) DO NOTHING""",
    ),
    "meetings": (
        """INSERT INTO engagement_meeting
  (id, programme_id, author_id, lead_team_id, tlp, own_tlp, teams, version, touched, request_hash,
   created_at, logged_at, withdrawn_reason, kind, status, reason, mode, held_on, outcome, summary,
   purpose, participation_level, asked_by, not_attributable, to_complete)
SELECT r.id, %(programme)s, %(user)s, %(team)s, 2, 2, ARRAY[%(team)s::uuid], 1, '', '', now(),
       now(), '', 'engagement', 'held', '', 'in_person', %(day)s, 'Salt', '', '', '', '', false,
       false
FROM jsonb_to_recordset(%(rows)s) AS r(id uuid)
ON CONFLICT (id) DO UPDATE SET outcome = EXCLUDED.outcome""",
        """INSERT INTO engagement_venue
  (meeting_id, region_id, programme_id, tlp, lead_team_id, teams, author_id)
SELECT r.id, %(place)s, %(programme)s, 2, %(team)s, ARRAY[%(team)s::uuid], %(user)s
FROM jsonb_to_recordset(%(rows)s) AS r(id uuid) ON CONFLICT (meeting_id, region_id) DO NOTHING""",
        """INSERT INTO engagement_participant
  (meeting_id, stakeholder_id, role, at_their_place, frozen_relation, frozen_basis, frozen_title,
   frozen_seniority, frozen_at, frozen_type_id, programme_id, tlp, lead_team_id, teams, author_id)
SELECT r.id, who, 'counterpart', false, 'non_state', 'type', '', '', now(), 'tribe', %(programme)s,
       2, %(team)s, ARRAY[%(team)s::uuid], %(user)s
FROM jsonb_to_recordset(%(rows)s) AS r(id uuid, people uuid[]), unnest(r.people) who
ON CONFLICT (meeting_id, stakeholder_id) DO NOTHING""",
    ),
}

Run = Callable[[], None]


def main() -> None:
    with emptied() as admin:
        rng = random.Random(SEED)  # noqa: S311  people are invented, not guarded
        refill(admin, [one.text for one in written(rng, REGISTER)])
        names = [one.text for one in written(rng, ITEMS * (ROUNDS + 1))]
        caller, place, people = _partner(), _place(), _known(admin)
        with psycopg.connect(admin) as owner:
            for kind in ROWS:
                ours = _ours(kind, caller, names, people)
                _compare(kind, ours, _hand(kind, owner, place, names, people))
            _settle(owner)
        _single(caller, people)


def _compare(kind: str, ours: Run, hand: Run) -> None:
    took: dict[str, list[float]] = {"ours": [], "by hand": []}
    for turn in range(ROUNDS + 1):
        for name, run in (("ours", ours), ("by hand", hand)):
            begun = time.perf_counter()
            run()
            if turn:  # the first one warms up
                took[name].append(time.perf_counter() - begun)
    rows = ITEMS * ROWS[kind]
    speeds = {name: rows / statistics.median(times) for name, times in took.items()}
    say(f"{ITEMS} new {kind}, {rows:,} rows, {ROUNDS} rounds, load {os.getloadavg()[0]:.1f}")
    for name, times in took.items():
        say(f"  {name:<8}{statistics.median(times) * 1000:>8.0f} ms{speeds[name]:>10,.0f} rows/s")
    say(f"  ours / by hand {speeds['ours'] / speeds['by hand']:.2f}")


def _ours(kind: str, caller: Any, names: list[str], people: list[UUID]) -> Run:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    turns = iter(range(10_000))

    def run() -> None:
        turn = next(turns)
        body = json.dumps({"items": [_item(kind, turn, n, names, people) for n in range(ITEMS)]})
        answer = caller(kind, body.encode())
        if answer["summary"]["created"] != ITEMS:
            raise SystemExit(answer)

    with CaptureQueriesContext(connection) as caught:
        run()
    say(f"\n{len(caught)} statements for a batch of {ITEMS} {kind}")
    return run


def _item(kind: str, turn: int, n: int, names: list[str], people: list[UUID]) -> dict[str, Any]:
    if kind == "stakeholders":
        name = names[(turn * ITEMS + n) % len(names)]
        data = {"kind": "person", "names": [name], "actor_type": "tribe", "base": "IQ-BA"}
        return {"external_id": f"{turn} {n}", "data": {**data, "tags": ["salt"]}}
    who = [{"stakeholder": str(people[(n + at) % len(people)])} for at in range(2)]
    data = {"status": "held", "held_on": DAY.isoformat(), "mode": "in_person", "outcome": "Salt"}
    return {
        "external_id": f"{turn} {n}",
        "data": {**data, "venues": ["IQ-BA"], "participants": who},
    }


def _hand(kind: str, owner: Any, place: int, names: list[str], people: list[UUID]) -> Run:
    values = {"programme": PROGRAMME, "user": USER, "team": TEAM, "place": place, "day": DAY}
    _settle(owner)

    def run() -> None:
        rows = json.dumps([_row(n, names, people) for n in range(ITEMS)])
        owner.execute("SET LOCAL session_replication_role = replica")
        for statement in BY_HAND[kind]:
            owner.execute(statement, {**values, "rows": rows})
        owner.commit()

    return run


def _settle(owner: Any) -> None:
    """What a database in use knows of its tables by itself."""
    owner.execute("ANALYZE")
    owner.commit()


def _row(n: int, names: list[str], people: list[UUID]) -> dict[str, Any]:
    keys = keys_of(names[n])
    return {
        "id": str(new_id()),
        "text": names[n],
        "folded": fold(names[n]),
        "spoken": keys.spoken,
        "keys": " ".join(keys.every),
        "people": [str(people[(n + at) % len(people)]) for at in range(2)],
    }


def _single(caller: Any, people: list[UUID]) -> None:
    """Meetings one by one, as a program without batches sends them."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    took, counts = [], []
    for n in range(40):
        one = _item("meetings", 0, n, [], people)["data"]
        body = json.dumps({**one, "id": str(new_id()), "lead_team": str(TEAM)}).encode()
        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as caught:
            caller("", body)
        took.append((time.perf_counter() - begun) * 1000)
        counts.append(len(caught))
    say(f"\none meeting: {statistics.median(took):.1f} ms, {counts[-1]} statements in all")


def _partner() -> Callable[[str, bytes], Any]:
    from django.test import Client  # noqa: PLC0415

    from engagement.access.models import Membership, Role, User  # noqa: PLC0415
    from engagement.access.scope import acting_as, actor_for  # noqa: PLC0415
    from engagement.sync.actions import issue_key, make_agreement  # noqa: PLC0415
    from engagement.sync.codes import FIELDS  # noqa: PLC0415
    from engagement.sync.drafts import AgreementDraft  # noqa: PLC0415

    user = User.objects.create(username="bench-administrator")
    Membership.objects.create(programme_id=PROGRAMME, user=user, role=Role.ADMINISTRATOR)
    actor = actor_for(user.pk, PROGRAMME)
    draft = AgreementDraft(
        id=new_id(),
        name="A partner",
        team_id=TEAM,
        purpose="To be timed.",
        legal_basis="None",
        valid_from=date(2026, 1, 1),
        valid_until=date(2099, 1, 1),
        regions=None,
        actor_types=None,
        recommendations=None,
        fields=FIELDS,
    )
    with acting_as(actor, "agreement.made"):
        agreement = make_agreement(actor, draft)
        key = issue_key(actor, agreement.pk, name="bench").text
    client = Client(headers={"Authorization": f"Bearer {key}"}, SERVER_NAME="localhost")
    client.get("/api/v1/stakeholders/?limit=1")  # what the agreement covers is handed out

    def send(kind: str, body: bytes) -> Any:
        at = f"/api/v1/sync/{kind}:batch" if kind else "/api/v1/meetings/"
        headers = {"Idempotency-Key": str(new_id())} if kind else {}
        answer = client.post(at, body, content_type="application/json", headers=headers)
        if answer.status_code not in (200, 201):
            raise SystemExit(answer.content.decode())
        return answer.json()

    return send


def _place() -> int:
    from engagement.regions.models import Region  # noqa: PLC0415

    return Region.objects.get(key="basra").pk


def _known(admin: str) -> list[UUID]:
    with psycopg.connect(admin) as connection:
        rows = connection.execute("SELECT id FROM engagement_stakeholder ORDER BY id LIMIT 200")
        return [row[0] for row in rows.fetchall()]


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
