"""A real mail server in a thread, which answers as a test tells it to; and short words for it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from django.db.models import F

from engagement.access.keys import new_id
from engagement.access.models import User
from engagement.access.scope import Actor
from engagement.mail import letters
from engagement.mail.actions import queue_letter
from engagement.mail.letters import Message, writes
from engagement.mail.models import Letter

KIND = "test.note"


class Answers:
    """What the server took, and what it says to a recipient and to a letter."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.sender = self.recipient = self.letter = "250 OK"
        #: Take the letter, and break the connection before saying so.
        self.breaks = False

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, *said: Any) -> str:
        envelope.mail_from = said[0]
        return self.sender

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, *said: Any) -> str:
        if self.recipient.startswith("2"):
            envelope.rcpt_tos.append(said[0])
        return self.recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.letter.startswith("2"):
            lines = envelope.content.replace(b"\r\n", b"\n")
            self.taken.append(message_from_bytes(lines, policy=policy.default))
            self.recipients.append(list(envelope.rcpt_tos))
        if self.breaks:
            server.transport.abort()
        return self.letter


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def listening(answers: Answers, port: int, **more: Any) -> Iterator[None]:
    """The server, at a port of this machine, for so long."""
    controller = Controller(answers, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@pytest.fixture
def port(settings: Any) -> int:
    """Where the product looks for its mail server; nothing listens there yet."""
    settings.EMAIL_BACKEND = "engagement.mail.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_TIMEOUT = 5
    settings.DEFAULT_FROM_EMAIL = "Jisr <jisr@example.org>"
    return int(settings.EMAIL_PORT)


@pytest.fixture
def server(port: int) -> Iterator[Answers]:
    """A mail server that takes everything, until a test says otherwise."""
    answers = Answers()
    with listening(answers, port):
        yield answers


@pytest.fixture
def writer() -> Iterator[dict[str, Any]]:
    """The writer of a kind of letter; `says` is what it answers, or what it raises."""
    told: dict[str, Any] = {"says": Message("A note", "Good morning.\n")}

    @writes(KIND, "A test's note")
    def note(letter: Letter) -> Message | None:
        says = told["says"](letter) if callable(told["says"]) else told["says"]
        if isinstance(says, Exception):
            raise says
        return says

    yield told
    del letters._WRITERS[KIND]


def with_address(actor: Actor, address: str = "") -> Actor:
    """The same person, who can be written to."""
    address = address or f"{actor.name}@example.org"
    User.objects.filter(pk=actor.user_id).update(email=address)
    return actor


def letter_to(actor: Actor, about: UUID | None = None) -> Letter:
    """A letter to the actor, queued by themselves."""
    letter = queue_letter(with_address(actor), actor.person, KIND, about or new_id())
    assert letter is not None
    return letter


def wait(**passed: int) -> None:
    """As if so much time had passed for every letter."""
    time = timedelta(**passed)
    Letter.objects.update(send_after=F("send_after") - time, lease_until=F("lease_until") - time)


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """What the product logged; the test's server, in the same process, logs every address."""
    records = [record for record in caplog.records if record.name != "mail.log"]
    return "\n".join(caplog.handler.format(record) for record in records)


def row(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)
