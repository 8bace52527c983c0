"""Too fast is told before anything is done, and how much is left on every answer."""

from __future__ import annotations

import logging
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import Client

from engagement.access.keys import new_id
from engagement.access.models import User
from engagement.access.throttle import Bucket
from tests.api.calls import ROOT, Caller, a_meeting, key_of, refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_headers_say_how_much_is_left(settings: Any, amal: Caller) -> None:
    settings.API_LIMIT = 60
    first, second = amal.get("code-lists/"), amal.get("code-lists/")
    assert first["RateLimit-Policy"] == '"requests";q=60;w=60'
    assert first["RateLimit"] == '"requests";r=59;t=1'
    assert second["RateLimit"] in ('"requests";r=58;t=2', '"requests";r=59;t=1')


def test_whoever_is_too_fast_is_told_when_to_go_on(settings: Any, cast: Cast, amal: Caller) -> None:
    settings.API_LIMIT = 2
    assert [amal.get("meetings/").status_code for _again in range(2)] == [200, 200]
    answer = amal.post("meetings/", a_meeting(cast))
    refused(answer, 429)
    assert answer.json()["type"] == "urn:jisr:problem:too-fast"
    # Two in sixty seconds: the next one is there after thirty.
    assert 20 <= int(answer["Retry-After"]) <= 30
    assert answer["RateLimit"] == f'"requests";r=0;t={answer["Retry-After"]}'
    settings.API_LIMIT = 0
    assert amal.get("meetings/").json()["items"] == []


def test_each_key_has_its_own(settings: Any, cast: Cast) -> None:
    settings.API_LIMIT = 1
    one, other = Caller(cast.amal), Caller(cast.amal)
    assert one.get("meetings/").status_code == 200
    refused(one.get("meetings/"), 429)
    assert other.get("meetings/").status_code == 200


def test_a_person_has_one_whatever_they_send_beside(settings: Any, cast: Cast) -> None:
    settings.API_LIMIT = 1
    client = Client()
    client.force_login(
        User.objects.get(username="amal"), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get(f"{ROOT}meetings/").status_code == 200
    refused(client.get(f"{ROOT}meetings/"), 429)
    refused(client.get(f"{ROOT}meetings/", headers={"Authorization": "Basic eDp5"}), 429)


def test_every_answer_to_somebody_known_tells_it(cast: Cast, amal: Caller) -> None:
    known = [
        (amal.get("meetings/"), 200),
        (amal.get("meetings/?x=1"), 400),
        (amal.get(f"meetings/{new_id()}/"), 404),
        (amal("DELETE", "meetings/"), 405),
        (amal.get("meetings/", Accept="text/html"), 406),
        (amal("POST", "meetings/", b"{}", content_type="text/plain"), 415),
        (amal.post("meetings/", {}), 422),
        (Caller(cast.ruth).post("meetings/", a_meeting(cast)), 403),
        (amal.get("schema/"), 200),
    ]
    for answer, status in known:
        assert answer.status_code == status
        assert answer["RateLimit-Policy"].startswith('"requests";q=')
        assert answer["RateLimit"].startswith('"requests";r=')
    assert "RateLimit" not in Caller().get("meetings/")


def test_nobody_is_limited_while_the_cache_is_away(
    settings: Any, amal: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: every connection is refused
        settings.REDIS_URL = f"redis://127.0.0.1:{taken.getsockname()[1]}/0"
        settings.API_LIMIT = 1
        with caplog.at_level(logging.ERROR, "engagement.api"):
            answers = [amal.get("meetings/") for _again in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "RateLimit" not in answers[0]
    assert [row.getMessage() for row in caplog.records] == [
        "nobody is limited: the cache is away (ConnectionError)"
    ]


def test_no_limit_is_a_limit_of_nought(settings: Any, amal: Caller) -> None:
    settings.API_LIMIT = 0
    assert "RateLimit" not in amal.get("meetings/")


def test_a_bucket_is_emptied_by_many_at_once_exactly(settings: Any) -> None:
    bucket, caller = Bucket(settings.REDIS_URL), str(new_id())
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _n: bucket.take(caller, 10), range(30)))
    taken = [one for one in found if one and not one.wait]
    # A sixth of one comes back each second: within a few seconds none, or one.
    assert 10 <= len(taken) <= 11


def test_a_bucket_refills_as_time_goes_by(settings: Any) -> None:
    bucket, caller = Bucket(settings.REDIS_URL), str(new_id())
    taken = [bucket.take(caller, 120) for _n in range(120)]
    assert all(one and not one.wait for one in taken)
    empty = [bucket.take(caller, 120) for _n in range(60)]
    assert any(one and one.wait for one in empty)
    time.sleep(1.1)  # two a second
    again = bucket.take(caller, 120)
    assert again
    assert not again.wait


def test_a_key_of_nobody_has_no_bucket(cast: Cast) -> None:
    answer = Caller(key=key_of(cast.amal)[:-1] + "!").get("meetings/")
    refused(answer, 401)
    assert "RateLimit" not in answer
