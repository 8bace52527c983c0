"""What arrives at a real mail server, and what leaves never."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone, translation

from engagement.access.errors import NotAllowed
from engagement.access.models import Membership, User
from engagement.jobs.tasks import put
from engagement.mail.actions import claim_letter
from engagement.mail.delivery import (
    NO_ADDRESS,
    NO_MEMBER,
    NOT_WRITTEN,
    NOTHING_TO_SEND,
    deliver,
)
from engagement.mail.letters import Message, label_of, writes
from engagement.mail.models import Letter, State
from tests.cast import Cast
from tests.conftest import run_together
from tests.mail.server import KIND, Answers, letter_to, logged, row, wait, with_address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("writer")]


def test_a_letter_is_delivered_once(cast: Cast, server: Answers) -> None:
    letter = letter_to(cast.bassam)
    deliver()
    wait(days=30)
    deliver()

    [taken] = server.taken
    assert server.recipients == [["bassam@example.org"]]
    assert (taken["To"], taken["From"]) == ("bassam@example.org", "Jisr <jisr@example.org>")
    assert (taken["Subject"], taken.get_content()) == ("A note", "Good morning.\n")
    assert row(letter).state == State.SENT
    assert row(letter).sent_at is not None


def test_a_letter_is_plain_text_that_says_a_machine_sent_it(cast: Cast, server: Answers) -> None:
    letter = letter_to(cast.bassam)
    deliver()

    [taken] = server.taken
    assert taken.get_content_type() == "text/plain"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken["Message-ID"] == f"<{letter.pk}@example.org>"
    assert taken["Date"]


def test_a_letter_carries_files_and_every_script(
    cast: Cast, server: Answers, writer: dict[str, Any]
) -> None:
    file = ("تقرير.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")
    writer["says"] = Message("تقرير البصرة", "راپۆرتی هەولێر\n", (file,))
    letter_to(cast.bassam)
    deliver()

    [taken] = server.taken
    text, attached = taken.iter_parts()
    assert taken["Subject"] == "تقرير البصرة"
    assert text.get_content() == "راپۆرتی هەولێر\n"
    assert attached.get_filename() == "تقرير.pdf"
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content() == file[2]


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\u2028", "\x85", "\x0b"])
def test_a_name_with_a_line_break_begins_no_header(
    cast: Cast, server: Answers, writer: dict[str, Any], break_: str
) -> None:
    name = f"Amal{break_}Bcc: spy@example.org{break_}{break_}Read this"
    writer["says"] = Message(name, "-\n", ((f"{name}.txt", "text/plain", b"-"),))
    letter_to(cast.bassam)
    deliver()

    [taken] = server.taken
    assert taken["Bcc"] is None
    assert taken["Subject"] == "Amal Bcc: spy@example.org Read this"
    assert server.recipients == [["bassam@example.org"]]
    assert {part["Bcc"] for part in taken.walk()} == {None}


def test_an_address_with_a_line_break_is_none(cast: Cast, server: Answers) -> None:
    letter = letter_to(cast.bassam)
    with_address(cast.bassam, "b@example.org\nBcc: spy@example.org")
    deliver()

    assert server.taken == []
    assert (row(letter).state, row(letter).error) == (State.DEAD, NO_ADDRESS)


def test_it_is_written_in_the_letters_language_and_on_its_programmes_clock(
    cast: Cast, server: Answers, writer: dict[str, Any]
) -> None:
    cast.programme.time_zone = "Asia/Tokyo"
    cast.programme.save()

    def say(letter: Letter) -> Message:
        return Message(translation.get_language(), str(timezone.get_current_timezone()))

    writer["says"] = say
    letter_to(cast.bassam)
    with translation.override("ar"):
        deliver()

    [taken] = server.taken
    assert (taken["Subject"], taken.get_content().strip()) == ("en", "Asia/Tokyo")


def leave(letter: Letter) -> None:
    Membership.objects.filter(user=letter.recipient).update(programme=_elsewhere(letter))


def _elsewhere(letter: Letter) -> Any:
    taken = Membership.objects.exclude(programme=letter.programme)
    return taken.first().programme


def switch_off(letter: Letter) -> None:
    User.objects.filter(pk=letter.recipient_id).update(is_active=False)


@pytest.mark.parametrize("act", [leave, switch_off])
def test_whoever_left_is_not_written_to(
    cast: Cast, server: Answers, writer: dict[str, Any], act: Callable[[Letter], None]
) -> None:
    writer["says"] = AssertionError("nobody is to write this")
    letter = letter_to(cast.bassam)
    act(letter)
    deliver()

    assert server.taken == []
    assert (row(letter).state, row(letter).error) == (State.DEAD, NO_MEMBER)


def test_whoever_has_no_address_is_not_written_to(cast: Cast, server: Answers) -> None:
    letter = letter_to(cast.bassam)
    User.objects.update(email="")
    deliver()

    assert server.taken == []
    assert (row(letter).state, row(letter).error) == (State.DEAD, NO_ADDRESS)


@pytest.mark.parametrize("says", [None, NotAllowed("no longer theirs")])
def test_a_letter_that_nothing_is_to_be_told_in_is_given_up_with_a_reason(
    cast: Cast, server: Answers, writer: dict[str, Any], says: Any
) -> None:
    writer["says"] = says
    letter = letter_to(cast.bassam)
    deliver()

    assert server.taken == []
    assert (row(letter).state, row(letter).error) == (State.DEAD, NOTHING_TO_SEND)


def test_a_writers_fault_hurts_its_own_letter_only_and_tells_no_content(
    cast: Cast, server: Answers, writer: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    ill, well = letter_to(cast.bassam), letter_to(cast.ruth)

    def say(letter: Letter) -> Any:
        good = Message("A note", "-\n")
        return ValueError("Sheikh Aqil") if letter.recipient_id == ill.recipient_id else good

    writer["says"] = say
    with caplog.at_level(logging.INFO):
        deliver()

    assert server.recipients == [["ruth@example.org"]]
    assert row(well).state == State.SENT
    assert (row(ill).state, row(ill).error) == (State.WAITING, NOT_WRITTEN)
    assert str(ill.pk) in logged(caplog)
    assert "ValueError" in logged(caplog)
    assert "Aqil" not in logged(caplog)


def test_a_letter_of_a_kind_that_nobody_writes_waits_for_who_does(
    cast: Cast, server: Answers
) -> None:
    letter = letter_to(cast.bassam)
    Letter.objects.update(kind="of a later release")
    deliver()

    assert (row(letter).state, row(letter).error) == (State.WAITING, NOT_WRITTEN)


def test_a_kind_has_one_writer_and_words() -> None:
    assert label_of(KIND) == "A test's note"
    assert label_of("unknown") == "unknown"
    with pytest.raises(ValueError, match="has a writer"):
        writes(KIND, "Another")(lambda letter: None)


def test_four_senders_at_once_send_each_letter_once(people: Cast, server: Answers) -> None:
    letters = {letter_to(people.bassam).pk for _ in range(20)}

    assert run_together(*[deliver] * 4) == []
    assert sorted(taken["Message-ID"] for taken in server.taken) == sorted(
        f"<{pk}@example.org>" for pk in letters
    )
    assert set(Letter.objects.values_list("state", flat=True)) == {State.SENT}


def test_a_claim_is_committed_before_anything_leaves(people: Cast) -> None:
    letter = letter_to(people.bassam)
    seen: list[Letter | None] = []
    claimed = claim_letter()

    assert run_together(lambda: seen.append(row(letter)), lambda: seen.append(claim_letter())) == []
    assert claimed == letter
    assert [found.state for found in seen if found] == [State.SENDING]


@pytest.mark.usefixtures("worker")
def test_a_worker_sends_what_a_door_enqueues(people: Cast, server: Answers) -> None:
    letter = letter_to(people.bassam)
    assert put("mail.send", letter.pk)
    for _look in range(100):
        if row(letter).state == State.SENT:
            break
        _pause()

    assert len(server.taken) == 1


def _pause() -> None:
    import time

    time.sleep(0.1)
