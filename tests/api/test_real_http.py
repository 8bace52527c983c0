"""Over a socket, as a client sends it: what no door has seen is a problem, too."""

from __future__ import annotations

import json
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest

from engagement.meetings import api
from tests.api.calls import PROBLEM, key_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def sent(server: Any, line: str, *headers: str, body: bytes = b"") -> tuple[int, str, Any]:
    """Status, media type and body of the answer to these very bytes."""
    at = urlsplit(server.url)
    head = "\r\n".join([f"{line} HTTP/1.1", f"Host: {at.netloc}", "Connection: close", *headers])
    with socket.create_connection((at.hostname, at.port), timeout=20) as there:
        there.sendall(f"{head}\r\n\r\n".encode("latin-1") + body)
        found = b"".join(iter(lambda: there.recv(65536), b""))
    start, _blank, rest = found.partition(b"\r\n\r\n")
    first, *lines = start.decode("latin-1").split("\r\n")
    told = {name.lower(): value for name, _colon, value in (row.partition(": ") for row in lines)}
    return int(first.split()[1]), told.get("content-type", ""), json.loads(rest)


@pytest.fixture
def key(cast: Cast) -> str:
    return f"Authorization: Bearer {key_of(cast.amal)}"


def test_each_kind_of_refusal_is_a_problem(live_server: Any, key: str) -> None:
    json_kind, at = "Content-Type: application/json", "/api/v1/meetings/"
    big = b'{"outcome": "' + b"x" * 1_100_000 + b'"}'
    asked: list[tuple[int, tuple[Any, ...], bytes]] = [
        (400, (f"GET {at}?x=1", key), b""),
        (400, (f"POST {at}", key, json_kind, "Content-Length: 1"), b"{"),
        (401, (f"GET {at}",), b""),
        (404, ("GET /api/v1/nothing/", key), b""),
        (404, ("GET /api/v1/%ff/%00", key), b""),
        (404, ("GET /api//v1/meetings/", key), b""),
        (404, ("GET /api/v1/meetings/../../../etc/passwd", key), b""),
        (405, (f"DELETE {at}", key), b""),
        (405, (f"BREW {at}", key), b""),
        (406, (f"GET {at}", key, "Accept: text/html"), b""),
        (413, (f"POST {at}", key, json_kind, f"Content-Length: {len(big)}"), big),
        (415, (f"POST {at}", key, "Content-Type: text/xml", "Content-Length: 2"), b"{}"),
        (422, (f"POST {at}", key, json_kind, "Content-Length: 2"), b"{}"),
        (428, (f"PATCH {at}00000000-0000-0000-0000-000000000000/", key, json_kind), b""),
    ]
    for status, (line, *headers), body in asked:
        found, kind, told = sent(live_server, line, *headers, body=body)
        assert (found, kind, told["status"]) == (status, PROBLEM, status), line


def test_a_fault_of_ours_is_a_problem(
    live_server: Any, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: Any) -> Any:
        raise RuntimeError("Sheikh Jabbar")

    monkeypatch.setattr(api, "with_payload", broken)
    status, kind, told = sent(live_server, "GET /api/v1/meetings/", key)
    assert (status, kind, told["type"]) == (500, PROBLEM, "urn:jisr:problem:fault")
    assert "Jabbar" not in json.dumps(told)


def test_a_host_of_nobody_is_a_problem(live_server: Any) -> None:
    at = urlsplit(live_server.url)
    with socket.create_connection((at.hostname, at.port), timeout=20) as there:
        there.sendall(b"GET /api/v1/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        found = b"".join(iter(lambda: there.recv(65536), b""))
    assert b" 400 " in found.split(b"\r\n")[0]
    assert PROBLEM.encode() in found
