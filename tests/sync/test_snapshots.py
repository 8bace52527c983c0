"""Snapshots: everything that a partner may hold, and the cursor to go on from."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.jobs.actions import LostLease, claim
from engagement.jobs.models import Job
from engagement.sync.feed.actions import prune_feeds
from engagement.sync.snapshots import actions
from engagement.sync.snapshots.actions import build_snapshot
from engagement.sync.snapshots.models import Snapshot, SnapshotPiece
from tests.api.calls import Caller, refused
from tests.cast import Cast, meet, register
from tests.conftest import owner
from tests.jobs.queues import queue_down
from tests.sync.agreeing import agree, caller, partner_of
from tests.sync.test_agreements import change, moved, regions

__all__ = ["queue_down"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queue_down")]


@pytest.fixture
def cast(people: Cast) -> Cast:
    """Really committed: versions move once in a transaction."""
    return people


def made(partner: Caller) -> Any:
    """A snapshot, asked for and made."""
    asked = partner.post("snapshots/", {})
    assert asked.status_code == 202, asked.content
    for job in Job.objects.filter(state="queued"):
        build_snapshot(job.pk)
    return partner.get(asked["Location"].removeprefix("http://testserver")).json()


def file_of(partner: Caller, found: Any) -> Any:
    return partner.get(found["items"].removeprefix("http://testserver"))


def lines_of(partner: Caller, found: Any) -> list[Any]:
    answer = file_of(partner, found)
    return [json.loads(line) for line in answer.getvalue().splitlines()]


def test_a_snapshot_is_asked_for_and_looked_at_until_it_is_made(cast: Cast) -> None:
    partner = caller(cast, agree(cast))
    asked = partner.post("snapshots/", {})
    assert (asked.status_code, asked.json()["status"]) == (202, "queued")
    assert asked["Retry-After"] == "2"
    refused(partner.get(f"snapshots/{asked.json()['id']}/items.ndjson"), 404)
    assert made(partner)["status"] == "done"


def test_while_one_is_being_made_it_is_that_one(cast: Cast) -> None:
    partner = caller(cast, agree(cast))
    first, second = (partner.post("snapshots/", {}) for _ in range(2))
    assert first["Location"] == second["Location"]
    made(partner)
    assert partner.post("snapshots/", {})["Location"] != first["Location"]


def test_its_lines_are_the_items_of_the_feed(cast: Cast) -> None:
    karim = register(cast.amal, "Karim", base="basra")
    meet(cast.amal, "basra", who=(karim,), tlp=Tlp.GREEN)
    partner = caller(cast, agree(cast))
    body = file_of(partner, made(partner)).getvalue()
    feed = partner.get("changes").content
    lines = body.decode().splitlines()
    assert len(lines) == 2
    assert all(line.encode() in feed for line in lines)


def test_the_manifest_tells_what_the_file_is(cast: Cast) -> None:
    karim = register(cast.amal, "Karim")
    meet(cast.amal, "basra", who=(karim,), tlp=Tlp.GREEN)
    partner = caller(cast, agree(cast))
    found = made(partner)
    body = file_of(partner, found).getvalue()
    assert found["sha256"] == hashlib.sha256(body).hexdigest()
    assert found["size"] == len(body)
    assert {kind: n for kind, n in found["counts"].items() if n} == {"stakeholder": 1, "meeting": 1}


def test_it_is_written_in_pieces_that_are_read_one_by_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST", 2)
    people = [register(cast.amal, f"Number {n}") for n in range(5)]
    partner = caller(cast, agree(cast))
    found = made(partner)
    with owner():
        assert SnapshotPiece.objects.count() == 3
    assert [row["id"] for row in lines_of(partner, found)] == sorted(str(p.pk) for p in people)


def test_the_feed_goes_on_from_its_cursor_and_misses_nothing(cast: Cast) -> None:
    karim = register(cast.amal, "Karim")
    partner = caller(cast, agree(cast))
    found = made(partner)
    moved(cast.amal, karim, tlp=Tlp.AMBER)
    salim = register(cast.amal, "Salim")
    items = partner.get(f"changes?cursor={found['cursor']}").json()["items"]
    assert {item["id"]: item["op"] for item in items} == {
        str(karim.pk): "withdrawn",
        str(salim.pk): "upsert",
    }


def test_what_changes_while_it_is_written_comes_by_the_feed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    karim = register(cast.amal, "Karim")
    partner = caller(cast, agree(cast))
    begin = actions._begin

    def begun(*given: Any) -> Any:
        found = begin(*given)
        after.append(lambda: moved(cast.amal, karim, names=("Karim Jabbar",)))
        return found

    after: list[Any] = []
    alive = actions.kept_alive

    def meanwhile(*given: Any) -> Any:
        after.pop()()  # the first step is committed, the second has not begun to read
        return alive(*given)

    monkeypatch.setattr(actions, "_begin", begun)
    monkeypatch.setattr(actions, "kept_alive", meanwhile)
    found = made(partner)
    (line,) = lines_of(partner, found)
    (item,) = partner.get(f"changes?cursor={found['cursor']}").json()["items"]
    assert (line["version"], item["version"]) == (2, 2)


def test_what_left_the_agreement_since_is_not_handed_out(cast: Cast) -> None:
    karim = register(cast.amal, "Karim")
    partner = caller(cast, agree(cast))
    found = made(partner)
    moved(cast.amal, karim, tlp=Tlp.AMBER)
    refused(file_of(partner, found), 410)


def test_after_the_agreement_was_changed_an_old_file_is_not_handed_out(cast: Cast) -> None:
    register(cast.amal, "Karim", base="maysan")
    agreement = agree(cast)
    partner = caller(cast, agreement)
    found = made(partner)
    change(cast, agreement, regions=regions("basra"))
    refused(file_of(partner, found), 410)
    assert lines_of(partner, made(partner)) == []


def test_nobody_else_finds_it(cast: Cast) -> None:
    one, other = agree(cast), agree(cast, name="Zagros Listening")
    found = made(caller(cast, one))
    for path in (f"snapshots/{found['id']}/", f"snapshots/{found['id']}/items.ndjson"):
        refused(caller(cast, other).get(path), 404)
        refused(Caller(cast.bassam).get(path), 403)


def test_a_file_expires_and_its_pieces_go(cast: Cast) -> None:
    register(cast.amal, "Karim")
    partner = caller(cast, agree(cast))
    found = made(partner)
    with owner(), connection.cursor() as sql:
        sql.execute("UPDATE engagement_snapshot SET expires_at = now() - interval '1 minute'")
    prune_feeds()
    refused(file_of(partner, found), 410)
    with owner():
        assert not SnapshotPiece.objects.exists()


def test_a_worker_that_was_overtaken_ends_nothing(cast: Cast) -> None:
    register(cast.amal, "Karim")
    agreement = agree(cast)
    caller(cast, agreement).post("snapshots/", {})
    job = claim(Job.objects.get().pk)
    assert job is not None
    with owner():
        Job.objects.update(attempt=2)
    actor = partner_of(agreement)
    with pytest.raises(LostLease):
        actions._build(job, actor)
    with acting_as(actor, "read"):
        assert Snapshot.objects.get().attempt is None


def test_an_attempt_that_died_leaves_no_piece_in_the_file(cast: Cast) -> None:
    karim = register(cast.amal, "Karim")
    agreement = agree(cast)
    partner = caller(cast, agreement)
    asked = partner.post("snapshots/", {}).json()
    job = claim(Job.objects.get().pk)
    actor = partner_of(agreement)
    assert job is not None
    with acting_as(actor, "snapshot.begun"):
        _actor, snapshot = actions._begin(job, actor)
    with acting_as(actor, "read", snapshot=True):
        actions._write(actor, snapshot, job.attempt, lambda step: None)
    with owner():
        Job.objects.update(lease_until=job.created_at - timedelta(minutes=2))
    build_snapshot(job.pk)
    found = partner.get(f"snapshots/{asked['id']}/").json()
    assert [row["id"] for row in lines_of(partner, found)] == [str(karim.pk)]


def test_an_agreement_that_ended_ends_the_work_for_good(cast: Cast) -> None:
    agreement = agree(cast)
    caller(cast, agreement).post("snapshots/", {})
    agreement.valid_from = agreement.valid_until = cast.idris.today() - timedelta(days=1)
    agreement.save()
    build_snapshot(Job.objects.get().pk)
    assert Job.objects.get().state == "failed"
