"""The pages of partners: who keeps agreements, what they say, and keys shown once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagement.access.models import PartnerKey
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.audit.models import Export
from engagement.briefs.actions import install_brief
from engagement.sync.models import Agreement, Share
from tests.api.calls import Caller
from tests.cast import Cast, meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of
from tests.sync.agreeing import agree, caller

pytestmark = pytest.mark.django_db


def text_of(actor: Actor, name: str, *args: Any, status: int = 200, **query: str) -> str:
    answer = client_of(actor).get(reverse(name, args=args), query)
    assert answer.status_code == status, answer.content
    return answer.content.decode()


def filled(cast: Cast, **changes: Any) -> dict[str, Any]:
    """The form as somebody fills it in."""
    return {
        "name": "Palm Grove Mediation",
        "team": str(cast.partner.pk),
        "purpose": "To see who is met in Basra.",
        "legal_basis": "Memorandum of 1 March 2026",
        "valid_from": "2026-01-01",
        "valid_until": "2099-12-31",
        "ceiling": "1",
        "types": ["stakeholder"],
        "every_region": "on",
        "actor_types": ["tribe"],
        "fields_stakeholder": ["kind", "names"],
        **changes,
    }


@pytest.mark.parametrize("who", ["amal", "ruth"])
def test_officers_and_readers_keep_no_agreements(cast: Cast, who: str) -> None:
    agreement = agree(cast)
    somebody = getattr(cast, who)
    text_of(somebody, "partner_list", status=403)
    text_of(somebody, "partner", agreement.pk, status=403)


def test_an_administrator_fills_in_an_agreement(cast: Cast) -> None:
    answer = client_of(cast.idris).post(reverse("partner_new"), filled(cast))
    agreement = Agreement.objects.get()
    assert answer["Location"] == reverse("partner", args=[agreement.pk])
    assert (agreement.every_region, agreement.every_actor_type) == (True, False)
    assert [row.actor_type_id for row in agreement.actor_types.all()] == ["tribe"]
    assert agreement.fields["stakeholder"] == ["kind", "names"]
    assert agreement.types == ["stakeholder"]


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(cast: Cast) -> None:
    wrong = filled(cast, valid_until="2025-12-31", purpose="To see more.")
    answer = client_of(cast.idris).post(reverse("partner_new"), wrong)
    assert answer.status_code == 422
    assert "The last day cannot lie before the first." in answer.content.decode()
    assert "To see more." in answer.content.decode()
    assert not Agreement.objects.exists()


def test_a_change_shows_what_was_ticked_and_saves_what_is(cast: Cast) -> None:
    agreement = agree(cast, regions=None, actor_types=frozenset(["tribe"]))
    at = reverse("partner_change", args=[agreement.pk])
    shown = client_of(cast.idris).get(at).content.decode()
    assert re.search(r'value="tribe"[^>]* checked', shown)
    client_of(cast.idris).post(at, filled(cast, rule="1", actor_types=["cso_ngo"]))
    agreement.refresh_from_db()
    assert [row.actor_type_id for row in agreement.actor_types.all()] == ["cso_ngo"]
    assert agreement.rule == 2


def test_a_change_made_meanwhile_is_told_and_not_overwritten(cast: Cast) -> None:
    agreement = agree(cast)
    at = reverse("partner_change", args=[agreement.pk])
    client_of(cast.idris).post(at, filled(cast, rule="1"))
    answer = client_of(cast.idris).post(at, filled(cast, rule="1", purpose="Mine."))
    assert answer.status_code == 422
    agreement.refresh_from_db()
    assert agreement.purpose != "Mine."


def test_recommendations_are_offered_by_code_to_whoever_cannot_open_them(cast: Cast) -> None:
    with owner():
        install_brief(cast.bassam)
    assert "EU-1" in text_of(cast.idris, "partner_new")


def test_a_key_is_shown_once_and_works(cast: Cast) -> None:
    agreement = agree(cast)
    at = reverse("partner_key", args=[agreement.pk])
    page = client_of(cast.idris).post(at, {"name": "Sync"}).content.decode()
    (key,) = re.findall(r"jisr_[A-Za-z0-9_-]{43}", page)
    assert Caller(key=key).get("stakeholders/").status_code == 200
    assert key not in text_of(cast.idris, "partner", agreement.pk)


def test_networks_that_are_none_are_told(cast: Cast) -> None:
    at = reverse("partner_key", args=[agree(cast).pk])
    answer = client_of(cast.idris).post(at, {"name": "Sync", "networks": "the office"})
    assert answer.status_code == 422
    assert "192.0.2.0/24" in answer.content.decode()


def test_managers_read_and_make_no_keys(cast: Cast) -> None:
    agreement = agree(cast)
    assert "Palm Grove" in text_of(cast.bassam, "partner_list")
    answer = client_of(cast.bassam).post(reverse("partner_key", args=[agreement.pk]), {"name": "x"})
    assert answer.status_code == 403
    assert not PartnerKey.objects.exists()


def test_an_agreement_is_ended_with_a_reason(cast: Cast) -> None:
    agreement = agree(cast)
    partner = caller(cast, agreement)
    at = reverse("partner_end", args=[agreement.pk])
    assert client_of(cast.idris).post(at, {"reason": ""}).status_code == 422
    client_of(cast.idris).post(at, {"reason": "They closed."})
    assert partner.get("stakeholders/").status_code == 401
    assert "They closed." in text_of(cast.idris, "partner", agreement.pk)


def test_the_preview_is_letter_by_letter_what_the_partner_gets(cast: Cast) -> None:
    register(cast.amal, "Karim")
    register(cast.amal, "Salim", tlp=Tlp.AMBER)
    agreement = agree(cast, fields={"stakeholder": ("kind", "names")})
    page = text_of(cast.idris, "partner_preview", agreement.pk, type="stakeholder")
    assert "Karim" in page
    assert "Salim" not in page
    assert "redacted" in page
    with owner():
        assert not Share.objects.exclude(first_given_at=None).exists()


def test_the_preview_is_noted_by_whoever_looked(cast: Cast) -> None:
    register(cast.amal, "Karim")
    text_of(cast.idris, "partner_preview", agree(cast).pk, type="stakeholder")
    with owner():
        (row,) = Export.objects.all()
    assert (row.what, row.user_id, row.rows) == ("partner-preview", cast.idris.user_id, 1)


def test_a_manager_reads_what_was_given_and_an_administrator_does_not(cast: Cast) -> None:
    person = register(cast.amal, "Karim")
    meet(cast.amal, "basra", who=(person,), tlp=Tlp.GREEN)
    agreement = agree(cast)
    partner = caller(cast, agreement)
    partner.get("stakeholders/")
    partner.get("meetings/")
    page = text_of(cast.bassam, "partner_given", agreement.pk)
    assert "Karim" in page
    assert "2026-03-10" in page
    text_of(cast.idris, "partner_given", agreement.pk, status=403)


def test_the_page_counts_what_waits(cast: Cast) -> None:
    register(cast.amal, "Karim")
    register(cast.amal, "Salim")
    agreement = agree(cast)
    text_of(cast.idris, "partner", agreement.pk)
    assert re.search(r"<bdi>2</bdi>\s*not fetched yet", text_of(cast.idris, "partner_list"))
    caller(cast, agreement).get("stakeholders/")
    assert "not fetched yet" not in text_of(cast.idris, "partner_list")


def test_the_list_takes_as_many_statements_for_three_as_for_one(cast: Cast) -> None:
    agree(cast)
    client = client_of(cast.bassam)

    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(reverse("partner_list"))
        return len(found)

    statements()
    one = statements()
    for name in ("Zagros Listening", "Rafidain"):
        caller(cast, agree(cast, name=name))
    assert statements() == one


@pytest.mark.parametrize("bad", ["x", "2026-01-01/1", "2026-01-01T00:00:00+00:00/x"])
def test_a_forged_place_in_the_list_is_not_found(cast: Cast, bad: str) -> None:
    text_of(cast.bassam, "partner_given", agree(cast).pk, status=404, before=bad)


def test_the_anonymous_are_sent_to_sign_in(cast: Cast, client: Client) -> None:
    answer = client.get(reverse("partner_list"))
    assert answer["Location"].startswith(reverse("account_login"))
