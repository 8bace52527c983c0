"""The reference client over real HTTP: a month away, a restore, a differing row, a slow server."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest

from clients.python import jisr_sync
from clients.python.jisr_sync import Refused, Server, push
from engagement.access.tlp import Tlp
from engagement.sync.models import Agreement
from tests.cast import Cast, meet, register
from tests.jobs.queues import queue_down
from tests.sync.agreeing import agree
from tests.sync.entries import one_of_each
from tests.sync.live import Held, Partner, build_waiting, partner_at, restored, snapshot_of
from tests.sync.month import Month
from tests.sync.sending import meeting, person
from tests.sync.test_agreements import change, moved, regions

__all__ = ["queue_down"]
CLIENT = Path(jisr_sync.__file__)
At = Callable[[Agreement], Partner]


@pytest.fixture
def at(people: Cast, live_server: Any, queue_down: Any, tmp_path: Path, monkeypatch: Any) -> At:
    """Makes a client of an agreement; while it sleeps, a worker makes its snapshots."""
    monkeypatch.setattr(jisr_sync, "time", SimpleNamespace(sleep=build_waiting))
    homes = (tmp_path / str(number) for number in range(9))
    return lambda agreement: partner_at(live_server.url, people, agreement, next(homes))


def fresh(partner: Partner) -> Held:
    """What a new snapshot holds."""
    _manifest, lines = snapshot_of(partner)
    items = [json.loads(line) for line in lines]
    texts = [line.decode().partition('"data":')[2].rpartition(',"became":')[0] for line in lines]
    return {(row["type"], row["id"]): text for row, text in zip(items, texts, strict=True)}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_month_away_then_in_step_byte_for_byte(people: Cast, at: At, seed: int) -> None:
    one_of_each(people)
    agreement = agree(people)
    month = Month(people, agreement, random.Random(seed))
    partner = at(agreement)
    month.pass_by(15)
    partner.pull()
    assert partner.held() == fresh(partner)
    before = partner.held()

    month.pass_by(45)
    partner.pull()

    assert partner.held() != before
    assert partner.held() == fresh(partner)
    assert partner.reconcile() == []
    assert len(month.done) >= 8, month.done


def test_an_agreement_narrowed_leaves_after_one_poll_nothing_outside(people: Cast, at: At) -> None:
    one_of_each(people)
    near = register(people.amal, "Karim", base="basra")
    register(people.amal, "Salim", base="maysan")
    agreement = agree(people)
    partner = at(agreement)
    partner.pull()
    change(people, agreement, regions=regions("basra"), types=("stakeholder",))
    partner.server.json("GET", "changes")  # another copy of the program asks first
    partner.pull()
    bases = {json.loads(data)["base"] for data in partner.held().values()}
    assert bases == {"IQ-BA"}
    assert ("stakeholder", str(near.pk)) in partner.held()
    assert {kind for kind, _key in partner.held()} == {"stakeholder"}


def test_after_a_restore_it_takes_a_snapshot_and_is_in_step(people: Cast, at: At) -> None:
    one_of_each(people)
    partner = at(agree(people))
    partner.pull()
    partner.mirror.apply(
        [{"type": "meeting", "id": "lost", "op": "upsert", "version": 9, "data": 1}]
    )
    restored()
    register(people.amal, "Salim")
    partner.pull()
    assert partner.held() == fresh(partner)
    assert partner.reconcile() == []


def test_a_page_that_was_applied_and_not_written_down_is_harmless(people: Cast, at: At) -> None:
    karim = register(people.amal, "Karim")
    partner = at(agree(people))
    partner.pull()
    cursor = partner.checkpoint.read()
    moved(people.amal, karim, names=("Karim Jabbar",))
    partner.pull()
    held = partner.held()
    partner.checkpoint.write(cursor or "")
    assert partner.pull() == 1
    assert partner.held() == held


def test_a_row_that_differs_is_found_in_two_calls(people: Cast, at: At) -> None:
    one_of_each(people)
    sheikh = register(people.amal, "Sheikh", "tribe", "maysan")
    partner = at(agree(people))
    partner.pull()
    rows = partner.mirror.rows
    rows.execute("UPDATE record SET data = replace(data, 'Sheikh', 'Shaikh')")
    asked: list[str] = []
    plain = partner.server.json

    def counted(method: str, path: str, *more: Any, **headers: str) -> Any:
        asked.append(path)
        return plain(method, path, *more, **headers)

    partner.server.json = counted  # type: ignore[method-assign]
    assert partner.reconcile() == [("stakeholder", str(sheikh.pk))]
    assert len(asked) == 2


def test_a_row_too_many_and_one_too_few_are_found(people: Cast, at: At) -> None:
    karim = register(people.amal, "Karim", base="basra")
    partner = at(agree(people))
    partner.pull()
    rows = partner.mirror.rows
    rows.execute("INSERT INTO record SELECT type, 'x', version, replace(data, id, 'x') FROM record")
    rows.execute("DELETE FROM record WHERE id = ?", [str(karim.pk)])
    assert partner.reconcile() == [("stakeholder", str(karim.pk)), ("stakeholder", "x")]


def test_the_hash_is_as_the_document_says(people: Cast, at: At) -> None:
    meet(people.amal, "basra", who=(register(people.amal, "ك", base="basra"),), tlp=Tlp.GREEN)
    partner = at(agree(people))
    found = partner.server.json("GET", "reconcile")["buckets"]
    assert [(row["type"], row["region"], row["count"]) for row in found] == [
        ("meeting", "IQ-BA", 1),
        ("stakeholder", "IQ-BA", 1),
    ]
    partner.pull()
    data = [json.loads(text) for text in partner.held().values()]
    assert [row["hash"] for row in found] == [f"{jisr_sync.hash_of(row):016x}" for row in data]
    assert found[0]["month"] == "2026-03"


def test_what_it_pushed_it_pulls_and_a_repeat_adds_nothing(people: Cast, at: At) -> None:
    partner = at(agree(people))
    pushed = push(partner.server, "stakeholders", [person("a"), person("b", names=["ك"])], key="s")
    cited = push(partner.server, "meetings", [meeting("m", "a", "b")], key="m")
    assert [row["status"] for row in (*pushed, *cited)] == [201, 201, 201]
    assert partner.pull() == 3
    assert {key for _kind, key in partner.held()} == {row["id"] for row in (*pushed, *cited)}
    assert push(partner.server, "meetings", [meeting("m", "a", "b")], key="m") == cited
    assert partner.pull() == 0
    assert partner.reconcile() == []


@contextmanager
def pretended(answers: list[tuple[int, dict[str, str], Any]]) -> Iterator[tuple[str, list[Any]]]:
    """A server that gives these answers one by one; what it was sent."""
    sent: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent.append((self.path, dict(self.headers), json.loads(body)))
            status, headers, data = answers[len(sent) - 1]
            text = json.dumps(data).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(text))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", sent
        server.shutdown()


def test_it_waits_as_it_is_told_and_repeats_under_the_same_key(monkeypatch: Any) -> None:
    waits: list[float] = []
    monkeypatch.setattr(jisr_sync, "time", SimpleNamespace(sleep=waits.append))
    busy = [(429, {"Retry-After": "7"}, {}), (503, {"Retry-After": "3"}, {})]
    done = (200, {}, {"results": [{"index": 0, "status": 201}]})
    with pretended([*busy, done]) as (url, sent):
        items = [{"external_id": "a", "data": {"kind": "person"}}]
        found = push(Server(url, "k"), "stakeholders", items, key="mine")
    assert found == [{"index": 0, "status": 201}]
    assert waits == [7, 3]
    assert {path for path, _headers, _body in sent} == {"/api/v1/sync/stakeholders:batch"}
    assert {headers["Idempotency-Key"] for _path, headers, _body in sent} == {"mine-0"}
    assert all(body == {"items": items} for _path, _headers, body in sent)


def test_more_than_500_go_in_batches_with_a_key_each(monkeypatch: Any) -> None:
    answers = [(200, {}, {"results": [{"status": 201}] * n}) for n in (500, 500, 1)]
    with pretended(answers) as (url, sent):
        found = push(Server(url, "k"), "meetings", [{"external_id": "a"}] * 1001, key="mine")
    assert [row["index"] for row in found] == list(range(1001))
    keys = [headers["Idempotency-Key"] for _path, headers, _body in sent]
    assert keys == ["mine-0", "mine-1", "mine-2"]


def test_a_refusal_is_told(monkeypatch: Any) -> None:
    with pretended([(422, {}, {"detail": "no"})]) as (url, _sent), pytest.raises(Refused) as told:
        push(Server(url, "k"), "meetings", [{}])
    assert (told.value.status, json.loads(told.value.body)) == (422, {"detail": "no"})


def test_the_client_is_short_and_stands_alone() -> None:
    text = CLIENT.read_text()
    assert text.count("\n") <= 250
    assert "django" not in text
    assert "engagement" not in text
