"""The register's list as a file, and what is done to several stakeholders at once."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.urls import reverse

from engagement.access.scope import acting_as
from engagement.audit.models import Export
from engagement.stakeholders.actions import name_owner, tag
from engagement.stakeholders.models import Stakeholder, StakeholderTag
from tests.cast import register
from tests.conftest import owner
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db


def rows_of(actor, query="format=csv"):
    answer = client_of(actor).get(f"/stakeholders/?{query}")
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def test_the_register_leaves_as_a_file_and_that_is_noted(cast):
    person = register(cast.amal, ("=Sheikh Aqil", "الشيخ عقيل"), "tribe", base="basra")
    with acting_as(cast.amal, "stakeholder.tagged"):
        tag(cast.amal, [person.pk], "oil")
        name_owner(cast.amal, [person.pk], cast.amal.user_id)

    rows = rows_of(cast.amal, "format=csv&group=communities")

    line = dict(zip(rows[1], rows[2], strict=True))
    assert line["#contact+name"] == "'=Sheikh Aqil"
    assert line["#contact+name+alt"] == "الشيخ عقيل"
    assert (line["#meta+tags"], line["#adm1+name"]) == ("oil", "Basra")
    assert (line["#meta+tlp"], line["#meta+id"]) == ("TLP:GREEN", str(person.pk))
    with owner():
        note = Export.objects.get()
    assert (note.what, note.query, note.rows) == ("stakeholders", "group=communities", 1)


def test_nobody_hidden_leaves_with_the_register(cast):
    register(cast.amal, "CANARY", "pmf_unit", kind="unit")

    assert len(rows_of(cast.amal)) == 3
    for other in (cast.carla, cast.ruth, cast.omar):
        assert len(rows_of(other)) == 2


def test_an_owner_and_a_tag_are_given_to_several_at_once(cast):
    people = [register(cast.amal, name) for name in ("A", "B")]
    client, at = client_of(cast.amal), reverse("stakeholder_bulk")
    ids = [str(person.pk) for person in people]

    for data in ({"act": "owner", "owner": str(cast.bassam.user_id)}, {"act": "tag", "tag": "oil"}):
        assert client.get(at, {**data, "id": ids}).status_code == 200
        assert client.post(at, {**data, "id": ids, "back": "q=a"}).url == "/stakeholders/?q=a"

    with acting_as(cast.amal, "read"):
        owners = Stakeholder.objects.visible_to(cast.amal).values_list("owner", flat=True)
        assert set(owners) == {cast.bassam.user_id}
        assert StakeholderTag.objects.visible_to(cast.amal).count() == 2


@pytest.mark.parametrize(
    "data",
    [
        {"act": "owner", "owner": ""},
        {"act": "owner", "owner": "nonsense"},
        {"act": "tag", "tag": ""},
        {"act": "tag", "tag": "\x00"},
        {"act": "tag", "tag": "x" * 61},
    ],
)
def test_bad_input_for_several_is_told_with_422(cast, data):
    person = register(cast.amal, "A")

    answer = client_of(cast.amal).post(reverse("stakeholder_bulk"), {**data, "id": str(person.pk)})

    assert answer.status_code == 422


def test_an_owner_from_elsewhere_and_somebody_hidden_are_refused_whole(cast):
    open_one, hidden = register(cast.carla, "A"), register(cast.amal, "B", "pmf_unit", kind="unit")
    client, at = client_of(cast.carla), reverse("stakeholder_bulk")

    wrong = client.post(
        at, {"act": "owner", "owner": str(cast.omar.user_id), "id": str(open_one.pk)}
    )
    both = client.post(at, {"act": "tag", "tag": "x", "id": [str(open_one.pk), str(hidden.pk)]})

    assert (wrong.status_code, both.status_code) == (422, 422)
    with owner():
        assert not StakeholderTag.plain.exists()


def test_a_reader_changes_nobody(cast):
    at = reverse("stakeholder_bulk")

    assert client_of(cast.ruth).post(at, {"act": "tag", "tag": "x"}).status_code == 403
    assert client_of(cast.amal).get(at, {"act": "nonsense"}).status_code == 404
