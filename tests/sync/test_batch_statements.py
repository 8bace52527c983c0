"""What a batch and a single write cost, in statements."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement.access.keys import new_id
from tests.api.calls import Caller, a_meeting
from tests.cast import Cast, register
from tests.sync.agreeing import agree, caller
from tests.sync.sending import meeting, person, send

pytestmark = pytest.mark.django_db
#: Transactions and their contexts apart.
BEGIN = ("SAVEPOINT", "RELEASE", "SELECT set_config")


def statements(caught: CaptureQueriesContext) -> list[str]:
    return [row["sql"][:90] for row in caught if not row["sql"].startswith(BEGIN)]


def used(cast: Cast) -> Caller:
    """A partner whose key was used within this minute."""
    partner = caller(cast, agree(cast))
    partner.get("regions/?limit=1")
    return partner


def test_new_stakeholders_cost_the_same_however_many(cast: Cast) -> None:
    partner = used(cast)
    counts = []
    for many in (2, 40):
        items = [person(f"{many} {n}", tags=["salt"]) for n in range(many)]
        with CaptureQueriesContext(connection) as caught:
            send(partner, "stakeholders", *items)
        counts.append(statements(caught))
    assert len(counts[0]) == len(counts[1]) <= 19, "\n".join(counts[1])


def test_new_meetings_cost_the_same_however_many(cast: Cast) -> None:
    partner = used(cast)
    send(partner, "stakeholders", *(person(f"p {n}") for n in range(5)))
    counts = []
    for many in (2, 40):
        items = [meeting(f"{many} {n}", f"p {n % 5}", f"p {(n + 1) % 5}") for n in range(many)]
        with CaptureQueriesContext(connection) as caught:
            send(partner, "meetings", *items)
        counts.append(statements(caught))
    assert len(counts[0]) == len(counts[1]) <= 26, "\n".join(counts[1])


def test_a_repeat_costs_the_same_however_many(cast: Cast) -> None:
    partner = used(cast)
    counts = []
    for many in (2, 40):
        items = [person(f"{many} {n}") for n in range(many)]
        send(partner, "stakeholders", *items)
        with CaptureQueriesContext(connection) as caught:
            send(partner, "stakeholders", *items)
        counts.append(statements(caught))
    assert len(counts[0]) == len(counts[1]) <= 12, "\n".join(counts[1])


def test_a_single_meeting_is_written_in_twelve_statements(cast: Cast) -> None:
    amal, who = Caller(cast.amal), register(cast.amal, "Karim")
    body = a_meeting(cast, participants=[{"stakeholder": str(who.pk)}])
    amal.post("meetings/", body)
    with CaptureQueriesContext(connection) as caught:
        answer = amal.post("meetings/", {**body, "id": str(new_id())})
    assert answer.status_code == 201
    assert len(statements(caught)) <= 12, "\n".join(statements(caught))
