"""Keys of the API: made once, shown once, told apart, withdrawn."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from engagement.access.api_keys import SHAPE, digest_of
from engagement.access.models import PartnerKey, User
from tests.api.calls import ROOT, Caller, a_meeting, key_of, refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def made(cast: Cast, **more: str) -> str:
    out = StringIO()
    call_command(
        "create_partner_key",
        programme=cast.programme.name,
        team=more.pop("team", "Mission"),
        name="Field data of the partner",
        stdout=out,
        stderr=StringIO(),
        **more,
    )
    return out.getvalue().splitlines()[-1]


def test_the_command_prints_a_key_that_works(cast: Cast) -> None:
    key = made(cast)
    assert SHAPE.fullmatch(key)
    assert Caller(key=key).post("meetings/", a_meeting(cast)).status_code == 201
    row = PartnerKey.objects.get()
    assert bytes(row.digest) == digest_of(key)
    assert key.startswith(row.prefix)
    assert len(row.prefix) < 12
    user = row.membership.user
    assert (user.has_usable_password(), user.is_staff) == (False, False)
    assert row.membership.role == "officer"


def test_a_key_ends_after_its_last_day(cast: Cast) -> None:
    today = timezone.localdate()
    assert Caller(key=made(cast, expires=str(today))).get("meetings/").status_code == 200
    yesterday = str(today - timedelta(days=2))
    refused(Caller(key=made(cast, expires=yesterday)).get("meetings/"), 401)


@pytest.mark.parametrize(
    "change", [{"programme": "nowhere"}, {"name": " "}, {"team": ""}, {"expires": "soon"}], ids=str
)
def test_the_command_refuses_what_it_cannot_do(cast: Cast, change: dict[str, str]) -> None:
    given = {"programme": cast.programme.name, "team": "Mission", "name": "x", **change}
    with pytest.raises(CommandError):
        call_command("create_partner_key", **given)
    assert not PartnerKey.objects.exists()


#: What stands where the key should; no header at all where there is nothing.
HEADERS = {
    "no header": "",
    "the scheme alone": "Bearer",
    "an empty key": "Bearer ",
    "a short key": "Bearer x",
    "a key that nobody made": "Bearer jisr_" + "A" * 43,
    "a password": "Basic YTpi",
    "letters no key has": "Bearer jisr_" + "\u00e9" * 43,
    "a long key": "Bearer jisr_" + "a" * 10_000,
    "another scheme": "Token x",
}


@pytest.mark.parametrize("name", HEADERS)
def test_without_a_key_nobody_enters(cast: Cast, name: str) -> None:
    caller = Caller(**({"Authorization": HEADERS[name]} if HEADERS[name] else {}))
    answer = caller.get("meetings/")
    refused(answer, 401)
    assert answer["WWW-Authenticate"] == 'Bearer realm="Jisr"'


def test_a_withdrawn_key_is_told_so(cast: Cast) -> None:
    key = key_of(cast.amal, revoked_at=timezone.now())
    refused(Caller(key=key).get("meetings/"), 401)


def test_who_was_switched_off_may_not_enter(cast: Cast, amal: Caller) -> None:
    User.objects.filter(pk=cast.amal.user_id).update(is_active=False)
    refused(amal.get("meetings/"), 403)


def test_an_administrators_key_opens_no_content(cast: Cast, amal: Caller) -> None:
    sent = a_meeting(cast, tlp="GREEN")
    amal.post("meetings/", sent)
    idris = Caller(cast.idris)
    assert idris.get("meetings/").json()["items"] == []
    refused(idris.get(f"meetings/{sent['id']}/"), 404)
    refused(idris.post("meetings/", a_meeting(cast)), 403)


def test_the_last_use_is_written_at_most_once_a_minute(cast: Cast, amal: Caller) -> None:
    amal.get("meetings/")
    first = PartnerKey.objects.get().last_used_at
    amal.get("meetings/")
    assert PartnerKey.objects.get().last_used_at == first
    PartnerKey.objects.update(last_used_at=first - timedelta(seconds=61))
    amal.get("meetings/")
    assert PartnerKey.objects.get().last_used_at >= first


def test_a_person_signed_in_reads_and_writes_only_with_the_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        User.objects.get(username="amal"), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get(f"{ROOT}meetings/").status_code == 200
    answer = client.post(f"{ROOT}meetings/", a_meeting(cast), content_type="application/json")
    refused(answer, 403)
    client.get("/help/")
    client.cookies["csrftoken"] = "a" * 32
    answer = client.post(
        f"{ROOT}meetings/",
        a_meeting(cast),
        content_type="application/json",
        headers={"X-CSRFToken": "a" * 32},
    )
    assert answer.status_code == 201, answer.content


def test_answers_are_never_kept(cast: Cast, amal: Caller) -> None:
    for path in ("meetings/", "meetings/x/", "code-lists/"):
        assert amal.get(path)["Cache-Control"] == "no-store"
