"""Short ways to the log's pages: a signed-in client, a filled-in form, a count of statements."""

from __future__ import annotations

import json

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagement.access.keys import new_id
from engagement.access.models import User
from engagement.regions.models import Region


def client_of(actor) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(pk=actor.user_id),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def place(key: str) -> str:
    return str(Region.objects.get(key=key).pk)


def posted(cast, **changes):
    """A filled-in form, as the browser sends it."""
    values = {
        "id": str(new_id()),
        "follow_up_id": str(new_id()),
        "status": "held",
        "held_on": cast.amal.today().isoformat(),
        "place": place("baghdad"),
        "mode": "in_person",
        "lead_team": str(cast.mission.pk),
        "who": [someone_new()],
        "outcome": "They will send a list",
        "tlp": "2",
        "kind": "engagement",
    }
    return {**values, **changes}


def someone_new(**changes) -> str:
    values = {
        "id": str(new_id()),
        "kind": "person",
        "name": "الشيخ جبار",
        "actor_type": "tribe",
        "base": place("basra"),
    }
    return json.dumps({**values, **changes})


def statements(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)
