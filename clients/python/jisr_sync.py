"""Stay in step with Jisr: push, pull, resume, reconcile. To be copied; needs Python 3.11 alone.

    JISR=https://jisr.example KEY=jisr_... python jisr_sync.py pull
    ... reconcile; ... push stakeholders items.json

Items come at least once, in order for each record (docs/api.md): keep what has the higher version,
and write the cursor down afterwards.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

Json = dict[str, Any]
MOST, MOST_BYTES, TRIES, LONGEST_WAIT = 500, 4 * 1024 * 1024, 8, 60.0


class Refused(Exception):
    """The server said no; `body` says why, as problem details (RFC 9457)."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"{status} {body.decode(errors='replace')}")
        self.status, self.body = status, body


@dataclass
class Server:
    """Requests with a key, repeated where the server or the line asks for it."""

    address: str
    key: str

    def json(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Json:
        """The answer to one request. Raises Refused, and OSError after the last try."""
        with self.open(method, path, body, **headers) as answer:
            return dict(json.load(answer))

    def open(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Any:
        """An answer to be read."""
        url = path if path.startswith("http") else f"{self.address.rstrip('/')}/api/v1/{path}"
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        more |= {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        for again in range(TRIES):
            request = urllib.request.Request(url, data=body, method=method, headers=more)
            told = None
            try:
                return urllib.request.urlopen(request, timeout=120)
            except urllib.error.HTTPError as error:
                told = error.headers.get("Retry-After")
                busy = error.code in (429, 502, 503, 504) or (error.code == 409 and told)
                if not busy or again == TRIES - 1:
                    raise Refused(error.code, error.read()) from error
            except OSError:
                if again == TRIES - 1:
                    raise
            wait = float(told) if told and told.isdigit() else 2.0**again
            time.sleep(min(wait, LONGEST_WAIT))
        raise AssertionError


@dataclass
class Checkpoint:
    """The cursor in a file that is there whole, or as it was before."""

    path: Path

    def read(self) -> str | None:
        return self.path.read_text() if self.path.exists() else None

    def write(self, cursor: str) -> None:
        beside = self.path.with_suffix(".new")
        with beside.open("w") as file:
            file.write(cursor)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path)


class Mirror:
    """What is held, in one table; put your own database here."""

    def __init__(self, path: Path | str) -> None:
        self.rows = sqlite3.connect(path)
        self.rows.execute(
            "CREATE TABLE IF NOT EXISTS record (type TEXT, id TEXT, version INTEGER, data TEXT,"
            " PRIMARY KEY (type, id))"
        )

    def apply(self, items: Iterable[Json], *, anew: bool = False) -> int:
        """Take items over in one transaction; `anew` drops what was held before."""
        with self.rows:
            if anew:
                self.rows.execute("DELETE FROM record")
            return sum(self._apply(item) for item in items)

    def _apply(self, item: Json) -> int:
        if item["op"] == "upsert":
            data = json.dumps(item["data"], ensure_ascii=False, separators=(",", ":"))
            self.rows.execute(
                "INSERT INTO record VALUES (?, ?, ?, ?) ON CONFLICT (type, id) DO UPDATE SET"
                " version = excluded.version, data = excluded.data"
                " WHERE excluded.version >= record.version",
                (item["type"], item["id"], item["version"], data),
            )
            return 1
        # delete, withdrawn, merged_into: there `became` says which record it is now
        gone = (item["type"], item["id"])
        return self.rows.execute("DELETE FROM record WHERE type = ? AND id = ?", gone).rowcount

    def held(self) -> Iterator[tuple[str, Json]]:
        """Type and data of every record, by type and id."""
        for kind, data in self.rows.execute("SELECT type, data FROM record ORDER BY type, id"):
            yield kind, json.loads(data)


def pull(server: Server, mirror: Mirror, checkpoint: Checkpoint) -> int:
    """Take over what changed since the checkpoint; how many items. After a break too long, all."""
    count, more = 0, True
    while more:
        cursor = checkpoint.read()
        query = {"limit": MOST, **({"cursor": cursor} if cursor else {})}
        try:
            page = server.json("GET", f"changes?{urlencode(query)}")
        except Refused as refused:
            if refused.status != 410:
                raise
            count += resync(server, mirror, checkpoint)
            continue
        count += mirror.apply(page["items"])
        checkpoint.write(page["cursor"])  # after applying: a crash in between repeats a page
        more = page["more"]
    return count


def resync(server: Server, mirror: Mirror, checkpoint: Checkpoint, tries: int = 5) -> int:
    """Drop everything and take a snapshot; how many records."""
    for again in range(tries):
        snapshot = server.json("POST", "snapshots/", b"{}")
        while snapshot["status"] in ("queued", "running"):
            time.sleep(1)
            snapshot = server.json("GET", snapshot["url"])
        try:
            count = mirror.apply(_lines(server, snapshot), anew=True)
            checkpoint.write(snapshot["cursor"])
            return count
        except (
            Refused,
            OSError,
            ValueError,
        ):  # 410: something in it has left the agreement meanwhile
            if again == tries - 1:
                raise
    raise AssertionError("not reached")


def _lines(server: Server, snapshot: Json) -> Iterator[Json]:
    if snapshot["status"] != "done":
        raise OSError(snapshot["error"])
    digest = hashlib.sha256()
    with server.open("GET", snapshot["items"]) as answer:
        for line in answer:
            digest.update(line)
            yield json.loads(line)
    if digest.hexdigest() != snapshot["sha256"]:
        raise OSError("the snapshot did not arrive whole")


def bucket_of(kind: str, data: Json) -> tuple[str, str, str]:
    """Type, month and region under which a record is compared."""
    month = next((data[name][:7] for name in ("held_on", "created_at") if data.get(name)), "-")
    places = ("base", "region", "venues", "regions")
    region = next((data[name] for name in places if data.get(name)), "-")
    return kind, month, region if isinstance(region, str) else "+".join(sorted(region))


def hash_of(data: Json) -> int:
    """8 bytes of the SHA-256 of the data with sorted keys, without spaces."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def reconcile(server: Server, mirror: Mirror) -> list[tuple[str, str]]:
    """Type and id of what differs, is missing here, or should not be held. Pull first."""
    mine: dict[tuple[str, str, str], dict[str, int]] = {}
    for kind, row in mirror.held():
        mine.setdefault(bucket_of(kind, row), {})[row["id"]] = hash_of(row)
    buckets = server.json("GET", "reconcile")["buckets"]
    theirs = {(b["type"], b["month"], b["region"]): (b["count"], b["hash"]) for b in buckets}
    found: set[tuple[str, str]] = set()
    for bucket in mine.keys() | theirs.keys():
        rows = mine.get(bucket, {})
        total = (len(rows), f"{sum(rows.values()) % 2**64:016x}")
        if total != theirs.get(bucket):
            query = urlencode(dict(zip(("type", "month", "region"), bucket, strict=True)))
            listed = server.json("GET", f"reconcile?{query}")["items"]
            right = {row["id"]: int(row["hash"], 16) for row in listed}
            found |= {(bucket[0], key) for key, _hash in rows.items() ^ right.items()}
    return sorted(found)


def push(server: Server, kind: str, items: list[Json], key: str = "") -> list[Json]:
    """Write `stakeholders` or `meetings`; what became of each. Under one key nothing goes twice."""
    key, at, results = key or str(uuid.uuid4()), f"sync/{kind}:batch", []
    for number, batch in enumerate(_batches(items)):
        results += server.json("POST", at, batch, Idempotency_Key=f"{key}-{number}")["results"]
    return [{**row, "index": index} for index, row in enumerate(results)]


def _batches(items: list[Json]) -> Iterator[bytes]:
    begin = 0
    while begin < len(items):
        end, size = begin, 0
        while end < len(items) and end - begin < MOST:
            size += len(json.dumps(items[end], ensure_ascii=False).encode()) + 1
            if size > MOST_BYTES and end > begin:
                break
            end += 1
        yield json.dumps({"items": items[begin:end]}, ensure_ascii=False).encode()
        begin = end


def main(command: str, *arguments: str) -> None:
    server = Server(os.environ["JISR"], os.environ["KEY"])
    mirror, checkpoint = Mirror("jisr.sqlite3"), Checkpoint(Path("jisr.cursor"))
    if command == "push":
        kind, path = arguments
        for row in push(server, kind, json.loads(Path(path).read_text())):
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    sys.stdout.write(f"{pull(server, mirror, checkpoint)} items\n")
    if command == "reconcile":
        differ = reconcile(server, mirror)
        sys.stdout.write("".join(f"{kind} {key} differs\n" for kind, key in differ) or "in step\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
