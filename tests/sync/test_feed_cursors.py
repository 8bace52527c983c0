"""Cursors of the feed: forged, another partner's, of before a restore, and too old."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection

from engagement.access.tlp import Tlp
from engagement.sync.feed.actions import prune_feeds
from engagement.sync.feed.cursors import Cursor
from engagement.sync.models import Share
from tests.api.calls import Caller, refused
from tests.cast import Cast, register
from tests.conftest import owner
from tests.sync.agreeing import agree, caller
from tests.sync.test_agreements import moved

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(people: Cast) -> Cast:
    """Really committed: versions move once in a transaction."""
    return people


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "cursor=", "more=1"])
def test_a_wrong_parameter_is_refused(cast: Cast, query: str) -> None:
    refused(caller(cast, agree(cast)).get(f"changes?{query}"), 400)


@pytest.mark.parametrize("who", ["amal", "bassam", "idris"])
def test_members_are_told_that_the_feed_is_for_partners(cast: Cast, who: str) -> None:
    refused(Caller(getattr(cast, who)).get("changes"), 403)


@pytest.mark.parametrize(
    "forged",
    [
        "nonsense",
        "W10:x",
        "%00",
        "é",
        signing.dumps([1, "2", "3", 4, 5], salt="another"),
        signing.Signer(salt="cursor of changes").sign_object({"v": 1}),
        signing.Signer(salt="cursor of changes").sign_object([1, "no id", "e", 1, 1]),
    ],
)
def test_a_forged_cursor_is_refused(cast: Cast, forged: str) -> None:
    assert refused(caller(cast, agree(cast)).get(f"changes?cursor={forged}"), 400) == ["cursor"]


def test_the_cursor_of_another_agreement_is_refused(cast: Cast) -> None:
    one, other = agree(cast), agree(cast, name="Zagros Listening")
    cursor = caller(cast, one).get("changes").json()["cursor"]
    refused(caller(cast, other).get(f"changes?cursor={cursor}"), 400)


def gone(partner: Caller, cursor: str) -> None:
    answer = partner.get(f"changes?cursor={cursor}")
    refused(answer, 410)
    assert answer.json()["type"] == "urn:jisr:problem:resync"
    assert answer.json()["snapshot"].endswith("/api/v1/snapshots/")


def test_after_a_restore_an_old_cursor_is_told_the_way_to_a_snapshot(cast: Cast) -> None:
    partner = caller(cast, agree(cast))
    cursor = partner.get("changes").json()["cursor"]
    with owner(), connection.cursor() as sql:
        sql.execute("UPDATE engagement_feedepoch SET place = 'another cluster'")
    gone(partner, cursor)
    assert partner.get("changes").status_code == 200


def test_an_operator_begins_a_new_epoch(cast: Cast) -> None:
    partner = caller(cast, agree(cast))
    cursor = partner.get("changes").json()["cursor"]
    with owner(), connection.cursor() as sql:
        sql.execute("SELECT jisr.begin_feed_epoch()")
    gone(partner, cursor)


def test_a_cursor_ahead_of_the_feed_is_none_of_this_time(cast: Cast) -> None:
    agreement = agree(cast)
    partner = caller(cast, agreement)
    cursor = Cursor.of_text(partner.get("changes").json()["cursor"])
    gone(partner, str(Cursor(agreement.pk, cursor.epoch, cursor.position + 1)))


def aged(days: int) -> None:
    with owner(), connection.cursor() as sql:
        moment = timedelta(days=days)
        sql.execute("UPDATE engagement_share SET changed_at = changed_at - %s", [moment])


def test_who_was_away_longer_than_words_are_kept_begins_again(cast: Cast) -> None:
    karim = register(cast.amal, "Karim")
    partner = caller(cast, agree(cast))
    before = partner.get("changes").json()["cursor"]
    moved(cast.amal, karim, tlp=Tlp.AMBER)
    told = partner.get("changes").json()["cursor"]
    aged(179)
    assert prune_feeds() == 0
    aged(2)
    assert prune_feeds() == 1
    gone(partner, before)
    assert partner.get(f"changes?cursor={told}").json()["items"] == []


def test_who_begins_with_nothing_is_not_stopped_by_what_was_put_away(cast: Cast) -> None:
    karim = register(cast.amal, "Karim")
    agreement = agree(cast)
    partner = caller(cast, agreement)
    partner.get("changes")
    moved(cast.amal, karim, tlp=Tlp.AMBER)
    partner.get("changes")
    aged(181)
    prune_feeds()
    with owner():
        assert not Share.objects.exists()
    cursor = partner.get("changes?limit=1").json()["cursor"]
    assert partner.get(f"changes?cursor={cursor}").status_code == 200
