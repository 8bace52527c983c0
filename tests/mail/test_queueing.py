"""Queueing a letter: once, with what the caller writes, and without a word of what it says."""

from __future__ import annotations

import pytest

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.mail.actions import queue_letter
from engagement.mail.models import Letter, State
from tests.cast import Cast
from tests.conftest import run_together
from tests.mail.server import KIND, letter_to

pytestmark = pytest.mark.django_db


def test_a_queued_letter_waits_and_is_due_at_once(cast: Cast) -> None:
    letter = letter_to(cast.bassam)

    assert (letter.state, letter.tries, letter.attempt) == (State.WAITING, 0, 0)
    assert list(Letter.objects.due()) == [letter]


def test_the_same_letter_is_queued_once(cast: Cast) -> None:
    about = new_id()
    first = queue_letter(cast.amal, cast.bassam.person, KIND, about)
    second = queue_letter(cast.carla, cast.bassam.person, KIND, about)

    assert first is not None
    assert second is None
    assert Letter.objects.count() == 1


def test_another_recipient_kind_or_row_is_another_letter(cast: Cast) -> None:
    about = new_id()
    queue_letter(cast.amal, cast.bassam.person, KIND, about)
    queue_letter(cast.amal, cast.ruth.person, KIND, about)
    queue_letter(cast.amal, cast.bassam.person, "other", about)
    queue_letter(cast.amal, cast.bassam.person, KIND, new_id())

    assert Letter.objects.count() == 4


def test_two_who_queue_the_same_letter_at_once_queue_one(people: Cast) -> None:
    about, got = new_id(), []

    def queue() -> None:
        with acting_as(people.amal, "test"):
            got.append(queue_letter(people.amal, people.bassam.person, KIND, about))

    assert run_together(*[queue] * 6) == []
    assert Letter.objects.count() == 1
    assert sum(letter is not None for letter in got) == 1


class Undone(Exception):
    pass


def test_a_letter_goes_with_the_transaction_that_queued_it(people: Cast) -> None:
    def fail() -> None:
        with acting_as(people.amal, "test"):
            queue_letter(people.amal, people.bassam.person, KIND, new_id())
            raise Undone

    with pytest.raises(Undone):
        fail()
    assert Letter.objects.count() == 0


def test_a_row_holds_neither_words_nor_an_address() -> None:
    names = {field.name for field in Letter._meta.get_fields()}

    assert not names & {"subject", "text", "body", "address", "email", "to"}
