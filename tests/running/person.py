"""People at the product by HTTP, without a browser: they log meetings and ask for reports."""

from __future__ import annotations

import http.client
import itertools
import json
import re
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from urllib.parse import urlencode

#: A sub-type of the code list that every programme has.
ACTOR_TYPE = "parliament"
REPORT = re.compile(r"/reports/([0-9a-f-]{36})/")


class Refused(Exception):
    """The server answered otherwise than a person needs."""


@dataclass
class Person:
    """A session; its cookies outlive the server."""

    port: Callable[[], int]
    cookies: dict[str, str] = field(default_factory=dict)
    team: str = ""

    def get(self, path: str) -> str:
        """A page, redirects followed. Raises OSError, HTTPException or Refused."""
        status, location, body = self._request("GET", path)
        if status in (301, 302):
            return self.get(location)
        if status != 200:
            raise Refused(f"{path}: {status}")
        return body

    def post(self, path: str, **values: str) -> str:
        """Send a form; where it leads. Raises OSError, HTTPException or Refused."""
        status, location, body = self._request("POST", path, urlencode(values))
        if status not in (302, 303):
            raise Refused(f"{path}: {status} {body[:2000]}")
        return location

    def sign_in(self, name: str) -> None:
        """Sign in with the demonstration's password, and choose the first programme."""
        self.get("/accounts/login/")
        self.post("/accounts/login/", login=name, password="jisr-demo")
        programme = re.search(r'name="programme"[^>]*value="([^"]+)"', self.get("/programmes/"))
        if programme:
            self.post("/programmes/", programme=programme[1])

    def quarters(self) -> list[str]:
        """The quarters that a report can be asked for."""
        options = _options(self.get("/reports/ask/"), "period")
        return [one for one in options if "-Q" in one]

    def ask(self, quarter: str) -> str:
        """Ask for the report of a quarter; its id, once the server has acknowledged it."""
        location = self.post("/reports/ask/", kind="beyond_capital", period=quarter)
        found = REPORT.search(location)
        if not found:
            raise Refused(f"no report behind {location}")
        return found[1]

    def log_meeting(self) -> str:
        """Log today's meeting with somebody new; its id, once the server has acknowledged it."""
        page = self.get("/meetings/new/") if not self.team else ""
        self.team = self.team or _options(page, "lead_team")[0]
        somebody = {"id": str(uuid.uuid4()), "kind": "person", "name": "Somebody new", "base": ""}
        meeting = str(uuid.uuid4())
        self.post(
            "/meetings/new/",
            id=meeting,
            status="held",
            held_on=datetime.now(UTC).date().isoformat(),
            place="unknown",
            mode="in_person",
            lead_team=self.team,
            # Another one of that name, and the question has been answered.
            who=json.dumps({**somebody, "actor_type": ACTOR_TYPE, "asked": True}),
        )
        return meeting

    def _request(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port(), timeout=20)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-CSRFToken": self.cookies.get("csrftoken", ""),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: m.value for name, m in SimpleCookie(line).items()})
        return answer.status, answer.headers.get("Location", ""), text


class AtWork:
    """People who log meetings and ask for reports without pause, until they are told to stop."""

    def __init__(self, officer: Person, manager: Person) -> None:
        self.meetings: set[str] = set()
        self.reports: set[str] = set()
        self.last_refusal = ""
        quarters = itertools.cycle(manager.quarters())
        self._enough = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, args=(self.meetings, officer.log_meeting)),
            threading.Thread(
                target=self._work, args=(self.reports, lambda: manager.ask(next(quarters)))
            ),
        ]

    def __enter__(self) -> AtWork:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._enough.set()
        for thread in self._threads:
            thread.join()

    def _work(self, acknowledged: set[str], write: Callable[[], str]) -> None:
        while not self._enough.is_set():
            try:
                acknowledged.add(write())
            except (OSError, http.client.HTTPException, Refused) as error:
                self.last_refusal = repr(error)
                time.sleep(0.05)  # the server is away: that one was not acknowledged


def _options(page: str, name: str) -> list[str]:
    select = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)
    return [value for value in re.findall(r'value="([^"]*)"', select[0] if select else "") if value]
