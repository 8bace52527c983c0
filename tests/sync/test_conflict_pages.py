"""What partners sent and waits for a person: whoever answers for the record sees and decides."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagement.sync.models import Agreement
from tests.api.calls import Caller
from tests.cast import Cast, register
from tests.meetings.browsing import client_of
from tests.sync.agreeing import agree, caller
from tests.sync.sending import person, send

# A version is a transaction of its own.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    return agree(cast)


@pytest.fixture
def partner(cast: Cast, agreement: Agreement) -> Caller:
    return caller(cast, agreement)


def clash(cast: Cast, partner: Caller, ours: str = "1970", theirs: int = 1960) -> str:
    """Both change the year of birth of one man; his id."""
    (made,) = send(partner, "stakeholders", person("a"))
    answer = Caller(cast.bassam)(
        "PATCH",
        f"stakeholders/{made['id']}/",
        {"birth_year": int(ours), "change_reason": "we know better"},
        If_Match='"1"',
        content_type="application/merge-patch+json",
    )
    assert answer.status_code == 200, answer.content
    (found,) = send(partner, "stakeholders", person("a", birth_year=theirs, base_version=1))
    assert found["status"] == 409, found
    return str(made["id"])


def decided(cast: Cast, take: str, reason: str = "He told us.") -> str:
    page = client_of(cast.bassam).get(reverse("conflict_list")).content.decode()
    at = page.split('action="/partners/conflicts/')[1].split('"')[0]
    version = page.split('name="version" value="')[1].split('"')[0]
    sent = {"take": take, "reason": reason, "version": version}
    answer = client_of(cast.bassam).post(f"/partners/conflicts/{at}", sent, follow=True)
    return answer.content.decode()


def year(cast: Cast, pk: str) -> int:
    return int(Caller(cast.bassam).get(f"stakeholders/{pk}/").json()["birth_year"])


def test_a_manager_sees_what_both_wrote(cast: Cast, partner: Caller, agreement: Agreement) -> None:
    clash(cast, partner)
    for at in (reverse("conflict_list"), reverse("partner", args=[agreement.pk])):
        page = client_of(cast.bassam).get(at).content.decode()
        assert "1960" in page
        assert "1970" in page


def test_the_list_of_partners_says_how_many_a_manager_is_to_decide(
    cast: Cast, partner: Caller
) -> None:
    clash(cast, partner)
    told = "<bdi>1</bdi> clash to decide"
    for who, number in (("bassam", 1), ("idris", 0)):
        page = client_of(getattr(cast, who)).get(reverse("partner_list")).content.decode()
        assert page.count(told) == number, who


def test_each_name_stands_in_its_own_direction(cast: Cast, partner: Caller) -> None:
    (made,) = send(partner, "stakeholders", person("a", names=["كريم", "Karim"]))
    answer = Caller(cast.bassam)(
        "PATCH",
        f"stakeholders/{made['id']}/",
        {"names": ["كريم جبار", "Karim Jabbar"], "change_reason": "his whole name"},
        If_Match='"1"',
        content_type="application/merge-patch+json",
    )
    assert answer.status_code == 200, answer.content
    send(partner, "stakeholders", person("a", names=["كريم حسن"], base_version=1))
    page = client_of(cast.bassam).get(reverse("conflict_list")).content.decode()
    assert "<bdi>كريم جبار</bdi><br><bdi>Karim Jabbar</bdi>" in page


def test_theirs_is_taken(cast: Cast, partner: Caller) -> None:
    pk = clash(cast, partner)
    assert "What the partner sent was taken." in decided(cast, "theirs")
    assert year(cast, pk) == 1960


def test_ours_is_kept(cast: Cast, partner: Caller) -> None:
    pk = clash(cast, partner)
    assert "What stands here was kept." in decided(cast, "ours")
    assert year(cast, pk) == 1970


def test_a_decision_says_why(cast: Cast, partner: Caller) -> None:
    pk = clash(cast, partner)
    assert 'role="alert"' in decided(cast, "theirs", reason="")
    assert year(cast, pk) == 1970


def test_an_administrator_sees_how_many_and_not_what(
    cast: Cast, partner: Caller, agreement: Agreement
) -> None:
    clash(cast, partner)
    page = client_of(cast.idris).get(reverse("partner", args=[agreement.pk])).content.decode()
    assert "<bdi>1</bdi> record that the partner and somebody here changed" in page
    assert "1960" not in page
    assert client_of(cast.idris).get(reverse("conflict_list")).status_code == 403


def test_an_officer_of_another_team_is_shown_none(cast: Cast, partner: Caller) -> None:
    clash(cast, partner)
    page = client_of(cast.amal).get(reverse("conflict_list")).content.decode()
    assert "1960" not in page
    assert "Nothing that a partner sent waits for you." in page


def test_what_may_be_registered_already_stands_on_the_partners_page(
    cast: Cast, partner: Caller, agreement: Agreement
) -> None:
    register(cast.amal, "Mohammed Jawad al-Saadi", "tribe", "basra")
    send(partner, "stakeholders", person("b", names=["Muhammad Jawad Saadi"]))
    at = reverse("partner_arrived", args=[agreement.pk])
    answer = client_of(cast.bassam).get(at)
    assert answer.status_code == 200
    assert client_of(cast.amal).get(at).status_code == 403
    assert client_of(cast.omar).get(at).status_code in (403, 404)


def test_the_page_takes_as_many_statements_for_two_clashes_as_for_one(
    cast: Cast, partner: Caller
) -> None:
    clash(cast, partner)
    client = client_of(cast.bassam)

    def statements() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("conflict_list"))
        return len(found)

    statements()
    one = statements()
    (made,) = send(partner, "stakeholders", person("c"))
    Caller(cast.bassam)(
        "PATCH",
        f"stakeholders/{made['id']}/",
        {"birth_year": 1971, "change_reason": "x"},
        If_Match='"1"',
        content_type="application/merge-patch+json",
    )
    send(partner, "stakeholders", person("c", birth_year=1961, base_version=1))
    assert statements() == one
