"""The benchmark's own parts: the same rows as by hand, and pages that do not ask more of more."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from bench import generate as bench
from bench import rows
from engagement.access.models import User
from engagement.access.scope import acting_as, actor_for
from engagement.meetings.models import Meeting, Participant, Venue
from engagement.stakeholders.models import Stakeholder, StakeholderName
from tests.conftest import owner
from tests.meetings.browsing import statements

pytestmark = pytest.mark.django_db(transaction=True)


def fill(size: int) -> None:
    """Through COPY as the owner, with the triggers off: what the benchmark does, but for keys."""
    with psycopg.connect(address(), autocommit=False) as other, other.cursor() as cursor:
        for table in bench.TABLES:
            cursor.execute(f"ALTER TABLE engagement_{table} DISABLE TRIGGER USER")
        bench.fill(cursor, size)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in bench.TABLES:
            cursor.execute(f"ALTER TABLE engagement_{table} ENABLE TRIGGER USER")


def address() -> str:
    owns, name = settings.DATABASE_OWNER, connection.settings_dict["NAME"]
    host, port = connection.settings_dict["HOST"], connection.settings_dict["PORT"]
    where = f"host={host} port={port} dbname={name}" if port else f"host={host} dbname={name}"
    return f"{where} user={owns['USER']} password={owns['PASSWORD']}"


def test_it_makes_what_it_says_and_what_triggers_would_have_made() -> None:
    fill(500)

    with owner():
        assert Meeting.plain.exclude(status="planned").count() == 500
        assert Participant.plain.count() == 3 * (500 + rows.PLANNED)
        assert Stakeholder.plain.count() == StakeholderName.plain.count() == 50
        before = _carried()
        Meeting.plain.update(outcome="Touched, so that every trigger computes anew")
        Participant.plain.update(frozen_at=None)  # so that what is known of them is frozen anew
        assert _carried() == before


def test_an_officer_sees_their_teams_meetings_and_those_open_to_all() -> None:
    fill(500)
    actor = actor_for(User.objects.get(username=rows.OFFICER).pk, rows.PROGRAMME)

    with acting_as(actor, "read"):
        expected = sum(rows.shown(n) for n in rows.every(500))
        assert Meeting.objects.visible_to(actor).count() == expected < (500 + rows.PLANNED) * 0.9


def test_lists_ask_as_much_of_500_as_of_1000(client: Any) -> None:
    counts = []
    for size in (500, 1000):
        if size == 1000:
            _empty()
        fill(size)
        client.force_login(User.objects.get(username=rows.OFFICER))
        pages = [reverse(name) for name in ("meeting_list", "stakeholder_list", "meeting_new")]
        counts.append([statements(client, page) for page in pages])

    assert counts[0] == counts[1]


def _carried() -> dict[str, list[Any]]:
    """What the rule reads, and what was frozen."""
    scope = ("pk", "programme", "tlp", "lead_team", "teams", "author")
    frozen = ("frozen_type", "frozen_relation", "frozen_basis", "frozen_base", "frozen_title")
    frozen += ("frozen_seniority", "frozen_organisation")
    return {
        "meetings": list(Meeting.plain.order_by("pk").values_list(*scope)),
        "venues": list(Venue.plain.order_by("pk").values_list(*scope)),
        "people": list(Participant.plain.order_by("pk").values_list(*scope, *frozen)),
    }


def _empty() -> None:
    from tests.conftest import _empty as empty

    empty(None)  # type: ignore[arg-type]
