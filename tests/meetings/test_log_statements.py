"""What the log page costs, and what its fragments take."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagement.regions.models import Region
from engagement.stakeholders.models import ActorType
from tests.cast import meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db
MOST = 12


def reads(client, address):
    """The statements of a page, its session and its sign-in included, transactions apart."""
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return [row["sql"][:120] for row in caught if row["sql"].startswith('SELECT "')]


def test_the_log_page_takes_twelve_statements_at_most_however_many_meetings(cast, amal):
    few = reads(amal, "/meetings/new/")
    for number in range(6):
        people = tuple(register(cast.amal, f"P{number}{row}") for row in range(3))
        meet(cast.amal, "basra", "diyala", who=people)

    many = reads(amal, "/meetings/new/")

    assert len(few) <= len(many) <= MOST, "\n".join(many)


def test_a_changed_code_list_is_offered_at_once(cast, amal):
    amal.get("/meetings/new/")
    with owner():
        ActorType.objects.filter(code="tribe").update(label_en="Clan")
        Region.objects.filter(key="basra").update(label_en="Port province")

    page = amal.get("/meetings/new/").content.decode()

    assert "Clan" in page
    assert "Port province" in page


def test_the_forms_fragments_take_any_input_and_no_reader(cast, amal):
    chips, same = reverse("log_chips"), reverse("log_same_person")
    for query in ("?who=", "?who=[]", "?who={}&day=2026-99-99", "?again=x&day=\x00", ""):
        assert amal.get(chips + query).status_code == 200
    hidden = register(cast.carla, "Canary", "pmf_unit", kind="unit")
    told = amal.get(chips, {"who": json.dumps({"stakeholder": str(hidden.pk)})})
    assert "Canary" not in told.content.decode()
    reader = client_of(cast.ruth)
    assert [reader.get(address).status_code for address in (chips, same)] == [403, 403]
