"""Keys of partners at the API: what they show, and when they work no more."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from engagement.access.models import PartnerKey
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.sync.actions import end_agreement, withdraw_key
from engagement.sync.codes import DEFAULT_FIELDS
from engagement.sync.models import Share
from tests.api.calls import Caller, a_stakeholder, refused
from tests.cast import Cast, meet, register
from tests.conftest import owner
from tests.sync.agreeing import agree, caller

pytestmark = pytest.mark.django_db


def test_a_partner_reads_what_its_agreement_covers(cast: Cast) -> None:
    green = register(cast.amal, "Karim")
    register(cast.amal, "Salim", tlp=Tlp.AMBER)
    found = caller(cast, agree(cast)).get("stakeholders/").json()
    assert [row["id"] for row in found["items"]] == [str(green.pk)]
    assert found["items"][0]["redacted"] == []


def test_fields_left_out_are_absent_and_named(cast: Cast) -> None:
    meet(cast.amal, "basra", who=(register(cast.amal, "Karim"),), tlp=Tlp.GREEN, summary="Salt.")
    partner = caller(cast, agree(cast, fields=DEFAULT_FIELDS))
    (row,) = partner.get("meetings/").json()["items"]
    assert {"participants", "summary", "follow_ups"} <= set(row["redacted"])
    assert not {"participants", "summary", "hidden_participants"} & set(row)
    assert set(row) & set(row["redacted"]) == set()


def test_names_of_attendees_follow_the_names_of_stakeholders(cast: Cast) -> None:
    meet(cast.amal, "basra", who=(register(cast.amal, "Karim"),), tlp=Tlp.GREEN)
    fields = {"meeting": ("participants",), "stakeholder": ("kind",)}
    (row,) = caller(cast, agree(cast, fields=fields)).get("meetings/").json()["items"]
    assert [set(person) & {"name", "stakeholder"} for person in row["participants"]] == [
        {"stakeholder"}
    ]


@pytest.mark.parametrize("query", ["stakeholders/?q=Karim", "meetings/?actor_group=civil_society"])
def test_no_filter_asks_about_a_field_that_is_left_out(cast: Cast, query: str) -> None:
    partner = caller(cast, agree(cast, fields={"stakeholder": ("kind",), "meeting": ("kind",)}))
    assert len(refused(partner.get(query), 403)) == 1


def test_nobody_is_looked_for_by_name_where_names_are_left_out(cast: Cast) -> None:
    partner = caller(cast, agree(cast, fields={"stakeholder": ("kind",)}))
    refused(partner.get("stakeholders/candidates/?name=Karim"), 403)


def test_a_partner_reads_whole_what_it_wrote(cast: Cast) -> None:
    partner = caller(cast, agree(cast, fields=DEFAULT_FIELDS))
    made = partner.post("stakeholders/", a_stakeholder(tags=["salt"], at_risk=True))
    assert made.status_code == 201, made.content
    again = partner.get(f"stakeholders/{made.json()['id']}/").json()
    assert again["tags"] == ["salt"]
    assert "redacted" not in again


def test_what_was_handed_over_is_written_down(cast: Cast) -> None:
    green = register(cast.amal, "Karim")
    register(cast.amal, "Salim", tlp=Tlp.AMBER)
    caller(cast, agree(cast)).get("stakeholders/")
    with owner():
        given = Share.objects.exclude(first_given_at=None)
        assert [row.object_id for row in given] == [green.pk]


def test_an_expired_agreement_says_so(cast: Cast) -> None:
    agreement = agree(cast)
    partner = caller(cast, agreement)
    agreement.valid_from = agreement.valid_until = cast.idris.today() - timedelta(days=1)
    agreement.save()
    answer = partner.get("stakeholders/")
    refused(answer, 403)
    assert agreement.valid_until.isoformat() in answer.json()["detail"]


def test_an_agreement_that_was_ended_says_so(cast: Cast) -> None:
    agreement = agree(cast)
    partner = caller(cast, agreement)
    with acting_as(cast.idris, "agreement.ended"):
        end_agreement(cast.idris, agreement.pk, reason="They closed.")
    refused(partner.get("stakeholders/"), 401)  # its keys went with it


def test_one_key_is_withdrawn_and_the_other_goes_on(cast: Cast) -> None:
    agreement = agree(cast)
    old, new = caller(cast, agreement), caller(cast, agreement)
    row = PartnerKey.objects.filter(membership_id=agreement.membership_id).earliest("created_at")
    with acting_as(cast.idris, "key.withdrawn"):
        withdraw_key(cast.idris, agreement.pk, row.pk)
    refused(old.get("stakeholders/"), 401)
    assert new.get("stakeholders/").status_code == 200


def test_a_key_works_from_its_networks_only(cast: Cast) -> None:
    agreement = agree(cast)
    at_home = caller(cast, agreement, networks=["127.0.0.0/8"])
    elsewhere = caller(cast, agreement, networks=["192.0.2.0/24", "2001:db8::/32"])
    assert at_home.get("stakeholders/").status_code == 200
    refused(elsewhere.get("stakeholders/"), 403)


def test_a_partner_reads_no_reports(cast: Cast) -> None:
    refused(caller(cast, agree(cast)).get("reports/"), 403)


def test_the_command_prints_a_key_of_the_agreement(cast: Cast) -> None:
    agreement = agree(cast)
    out = StringIO()
    given: dict[str, Any] = {"programme": cast.programme.name, "agreement": agreement.name}
    call_command("create_partner_key", name="Sync", **given, stdout=out, stderr=StringIO())
    key = out.getvalue().strip().splitlines()[-1]
    assert Caller(key=key).get("stakeholders/").status_code == 200
