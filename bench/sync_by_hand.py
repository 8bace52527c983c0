"""What a batch writes, by hand: one INSERT ... ON CONFLICT per table.

Bare: by the administrator with triggers off, foreign keys too: indexes, and nothing else. Guarded:
by the web role as the partner, with every trigger, policy and foreign key that a batch meets.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bench.rows import PROGRAMME, TEAM, USER
from engagement.access.keys import new_id
from engagement.names.folding import fold
from engagement.names.lookup import keys_of

INSERTS = {
    "stakeholders": (
        """INSERT INTO engagement_stakeholder AS t
  (id, programme_id, author_id, lead_team_id, tlp, teams, version, touched, request_hash,
   created_at, withdrawn_reason, kind, actor_type_id, base_region_id, birth_year, at_risk,
   not_to_be_engaged)
SELECT r.id, %(programme)s, %(user)s, %(team)s, 1, ARRAY[%(team)s::uuid], 1, '', '', now(), '',
       'person', 'tribe', %(place)s, %(year)s, false, false
FROM json_to_recordset(%(rows)s) AS r(id uuid)
ON CONFLICT (id) DO UPDATE SET birth_year = EXCLUDED.birth_year""",
        """INSERT INTO engagement_stakeholdername
  (stakeholder_id, text, folded, spoken, keys, script, language, kind, position, programme_id, tlp,
   lead_team_id, teams, author_id)
SELECT r.id, r.text, r.folded, r.spoken, r.keys, 'Latn', '', 'full', 0, %(programme)s, 1, %(team)s,
       ARRAY[%(team)s::uuid], %(user)s
FROM json_to_recordset(%(rows)s) AS r(id uuid, text text, folded text, spoken text, keys text)
ON CONFLICT (stakeholder_id, text) DO NOTHING""",
        """INSERT INTO engagement_stakeholdertag
  (stakeholder_id, text, folded, programme_id, tlp, lead_team_id, teams, author_id)
SELECT r.id, 'salt', 'salt', %(programme)s, 1, %(team)s, ARRAY[%(team)s::uuid], %(user)s
FROM json_to_recordset(%(rows)s) AS r(id uuid) ON CONFLICT (stakeholder_id, folded) DO NOTHING""",
    ),
    "meetings": (
        """INSERT INTO engagement_meeting
  (id, programme_id, author_id, lead_team_id, tlp, own_tlp, teams, version, touched, request_hash,
   created_at, logged_at, withdrawn_reason, kind, status, reason, mode, held_on, outcome, summary,
   purpose, participation_level, asked_by, not_attributable, to_complete)
SELECT r.id, %(programme)s, %(user)s, %(team)s, 2, 2, ARRAY[%(team)s::uuid], 1, '', '', now(),
       now(), '', 'engagement', 'held', '', 'in_person', '2026-03-10', %(outcome)s, '', '', '', '',
       false, false
FROM json_to_recordset(%(rows)s) AS r(id uuid)
ON CONFLICT (id) DO UPDATE SET outcome = EXCLUDED.outcome""",
        """INSERT INTO engagement_venue
  (meeting_id, region_id, programme_id, tlp, lead_team_id, teams, author_id)
SELECT r.id, %(place)s, %(programme)s, 2, %(team)s, ARRAY[%(team)s::uuid], %(user)s
FROM json_to_recordset(%(rows)s) AS r(id uuid) ON CONFLICT (meeting_id, region_id) DO NOTHING""",
        # Guarded, its trigger freezes what is known of them; bare, nobody does.
        """INSERT INTO engagement_participant
  (meeting_id, stakeholder_id, role, at_their_place, frozen_relation, frozen_basis, frozen_title,
   frozen_seniority, frozen_at, frozen_type_id, programme_id, tlp, lead_team_id, teams, author_id)
SELECT r.id, who, 'counterpart', false, 'non_state', 'type', '', '',
       CASE WHEN %(bare)s THEN now() END, 'tribe', %(programme)s, 2, %(team)s,
       ARRAY[%(team)s::uuid], %(user)s
FROM json_to_recordset(%(rows)s) AS r(id uuid, people uuid[]), unnest(r.people) who
ON CONFLICT (meeting_id, stakeholder_id) DO NOTHING""",
    ),
}


@dataclass
class ByHand:
    """One type of record, in one of the two ways."""

    kind: str
    connection: Any
    place: int
    names: Sequence[str]
    people: Sequence[UUID]
    #: The settings of the partner's context; none where triggers are off.
    context: Mapping[str, str] | None
    rows: str = ""

    def prepare(self, number: int) -> None:
        """Make the rows of so many new records; nothing of this is timed."""
        self.rows = json.dumps([self._row(n) for n in range(number)])

    def create(self) -> None:
        """Write them, committed."""
        self._run(INSERTS[self.kind], year=1950)

    def change(self) -> None:
        """Write one column of those that were written last; their other rows stay."""
        self._run(INSERTS[self.kind][:1], year=1951, outcome=str(new_id()))

    def _run(self, statements: Sequence[str], *, year: int, outcome: str = "Salt") -> None:
        user = self.context["jisr.who"] if self.context else USER
        values = {"programme": PROGRAMME, "user": user, "team": TEAM, "place": self.place}
        values |= {"year": year, "outcome": outcome, "bare": self.context is None}
        with self.connection.transaction():
            self._begin()
            for statement in statements:
                self.connection.execute(statement, {**values, "rows": self.rows})

    def _begin(self) -> None:
        if self.context is None:
            self.connection.execute("SET LOCAL session_replication_role = replica")
            return
        for name, value in {**self.context, "pghistory.context_id": str(new_id())}.items():
            self.connection.execute("SELECT set_config(%s, %s, true)", [name, value])

    def _row(self, n: int) -> dict[str, Any]:
        name = self.names[n % len(self.names)]
        keys = keys_of(name)
        return {
            "id": str(new_id()),
            "text": name,
            "folded": fold(name),
            "spoken": keys.spoken,
            "keys": " ".join(keys.every),
            "people": [str(self.people[(n + at) % len(self.people)]) for at in range(2)],
        }
