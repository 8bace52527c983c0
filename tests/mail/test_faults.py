"""When the mail server is away, refuses, or falls silent: later, never, or a person decides."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.db.models import F
from django.db.models.functions import Now

from engagement.access.errors import Conflict, NotAllowed
from engagement.mail.actions import (
    JITTER,
    NOT_KNOWN,
    WAITS,
    claim_letter,
    drop,
    put_back,
    queue_letter,
    send_again,
    sent,
)
from engagement.mail.delivery import LATER, NOT_LET_IN, NOT_REACHED, REFUSED, deliver
from engagement.mail.models import LEASE, MOST_TRIES, Letter, State
from tests.cast import Cast
from tests.mail.server import KIND, Answers, letter_to, listening, logged, row, wait

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("writer")]


def stands(letter: Letter) -> tuple[str, int, str]:
    found = row(letter)
    return found.state, found.tries, found.error


def test_without_a_mail_server_letters_wait(cast: Cast, settings) -> None:
    settings.EMAIL_HOST = ""
    letter = letter_to(cast.bassam)
    deliver()

    assert stands(letter) == (State.WAITING, 0, "")


def test_a_letter_waits_while_the_server_is_away_and_arrives_later(cast: Cast, port: int) -> None:
    letter = letter_to(cast.bassam)
    deliver()
    assert stands(letter) == (State.WAITING, 1, NOT_REACHED)
    answers = Answers()
    with listening(answers, port):
        deliver()
        assert answers.taken == []  # not before its time
        wait(seconds=10)
        deliver()

    assert stands(letter) == (State.SENT, 2, "")
    assert len(answers.taken) == 1


def test_a_server_that_is_away_is_asked_once_a_run(cast: Cast, port: int) -> None:
    for _ in range(3):
        letter_to(cast.bassam)
    deliver()

    assert sorted(Letter.objects.values_list("tries", flat=True)) == [0, 0, 1]


def test_a_refusal_for_now_is_tried_later(cast: Cast, server: Answers) -> None:
    letter = letter_to(cast.bassam)
    server.recipient = "451 greylisted"
    deliver()
    assert stands(letter) == (State.WAITING, 1, LATER)
    server.recipient, server.letter = "250 OK", "452 full"
    wait(seconds=10)
    deliver()
    assert stands(letter) == (State.WAITING, 2, LATER)
    server.letter = "250 OK"
    wait(seconds=40)
    deliver()

    assert stands(letter) == (State.SENT, 3, "")
    assert len(server.taken) == 1


@pytest.mark.parametrize("at", ["recipient", "letter"])
def test_a_refusal_for_good_is_given_up_at_once_and_hurts_no_other(
    cast: Cast, server: Answers, at: str, caplog: pytest.LogCaptureFixture
) -> None:
    refused, next_one = letter_to(cast.bassam), letter_to(cast.bassam)
    Letter.objects.filter(pk=refused.pk).update(send_after=Now() - timedelta(days=1))
    setattr(server, at, "550 no bassam@example.org here")
    with caplog.at_level(logging.INFO):
        deliver()
    assert stands(refused) == (State.DEAD, 1, REFUSED)
    assert stands(next_one) == (State.DEAD, 1, REFUSED)
    assert str(refused.pk) in logged(caplog)
    assert "bassam@" not in logged(caplog)
    setattr(server, at, "250 OK")
    letter_to(cast.bassam)
    wait(days=30)
    deliver()

    assert len(server.taken) == 1


def test_a_server_that_refuses_us_leaves_the_letters_waiting(cast: Cast, server: Answers) -> None:
    first, second = letter_to(cast.bassam), letter_to(cast.ruth)
    server.sender = "553 who are you"
    deliver()

    assert sorted((stands(first), stands(second))) == [
        (State.WAITING, 0, ""),
        (State.WAITING, 1, NOT_LET_IN),
    ]


def test_a_connection_that_breaks_after_the_letter_is_not_tried_again(
    cast: Cast, server: Answers
) -> None:
    letter = letter_to(cast.bassam)
    server.breaks = True
    deliver()
    server.breaks = False
    wait(days=30)
    deliver()

    assert stands(letter) == (State.DEAD, 1, NOT_KNOWN)
    assert len(server.taken) == 1


def test_a_letter_whose_sender_was_killed_is_left_to_a_person(cast: Cast, server: Answers) -> None:
    letter = letter_to(cast.bassam)
    claim_letter()
    deliver()
    assert row(letter).state == State.SENDING  # it may still live
    wait(seconds=int(LEASE.total_seconds()) + 1)
    deliver()
    deliver()
    assert stands(letter) == (State.DEAD, 1, NOT_KNOWN)
    assert server.taken == []
    send_again(cast.idris, row(letter))
    deliver()

    assert stands(letter) == (State.SENT, 1, "")
    assert len(server.taken) == 1


def test_a_slow_sender_whose_letter_was_taken_is_heard(cast: Cast) -> None:
    letter_to(cast.bassam)
    slow = claim_letter()
    assert slow
    wait(seconds=int(LEASE.total_seconds()) + 1)
    deliver()
    sent(slow)

    assert row(slow).state == State.SENT


def test_a_sender_that_was_overtaken_writes_nothing(cast: Cast) -> None:
    letter_to(cast.bassam)
    slow = claim_letter()
    assert slow
    wait(seconds=int(LEASE.total_seconds()) + 1)
    deliver()
    send_again(cast.idris, row(slow))
    assert claim_letter() == slow
    sent(slow)
    put_back(slow, LATER)

    assert stands(slow) == (State.SENDING, 1, "")


def test_the_waits_grow_to_a_day_and_the_eighth_try_is_the_last(cast: Cast) -> None:
    letter = letter_to(cast.bassam)
    waits = []
    for _try in range(MOST_TRIES):
        claimed = claim_letter()
        assert claimed
        put_back(claimed, LATER)
        left = Letter.objects.annotate(left=F("send_after") - Now()).get(pk=letter.pk).left
        waits.append(left)
        wait(days=2)

    assert MOST_TRIES == len(WAITS) + 1 == 8
    for told, waited in zip(WAITS, waits, strict=False):
        assert told <= waited <= told * (1 + JITTER)
    assert stands(letter) == (State.DEAD, 8, LATER)
    assert claim_letter() is None


def test_sent_again_it_has_all_its_tries_again(cast: Cast) -> None:
    letter = letter_to(cast.bassam)
    Letter.objects.update(state=State.DEAD, tries=8, attempt=8, error=LATER)
    send_again(cast.bassam, letter)
    claimed = claim_letter()
    assert claimed
    put_back(claimed, LATER)

    assert (stands(letter), row(letter).attempt) == ((State.WAITING, 1, LATER), 9)


def test_a_dropped_letter_is_neither_sent_nor_queued_again(cast: Cast, server: Answers) -> None:
    letter = letter_to(cast.bassam)
    drop(cast.bassam, letter)
    deliver()

    assert queue_letter(cast.amal, cast.bassam.person, KIND, letter.about) is None
    assert row(letter).state == State.DROPPED
    assert server.taken == []


@pytest.mark.parametrize("act", [send_again, drop])
@pytest.mark.parametrize("state", [State.SENT, State.SENDING, State.DROPPED])
def test_nobody_decides_about_a_letter_on_its_way_or_over(cast: Cast, act, state: State) -> None:
    letter = letter_to(cast.bassam)
    Letter.objects.update(state=state, sent_at=Now(), lease_until=Now() + LEASE)

    with pytest.raises(Conflict):
        act(cast.bassam, letter)
    assert row(letter).state == state


@pytest.mark.parametrize("act", [send_again, drop])
@pytest.mark.parametrize("who", ["amal", "ruth"])
def test_officers_and_readers_do_not_decide(cast: Cast, act, who: str) -> None:
    letter = letter_to(cast.bassam)

    with pytest.raises(NotAllowed):
        act(getattr(cast, who), letter)
    assert row(letter).state == State.WAITING
