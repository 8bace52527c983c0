"""Several at once: merges that cross, and what is written while a merge is on its way."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected, SerializationFailure

from engagement.access.errors import Conflict
from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.meetings.actions import log_meeting
from engagement.meetings.models import Participant
from engagement.registry.merging.actions import merge
from engagement.registry.models import Merge
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.actions import add_post
from engagement.stakeholders.posts.drafts import PostDraft
from engagement.stakeholders.posts.models import Post
from tests.cast import Cast, draft_of, make_cast, meet, register
from tests.conftest import owner, run_together

pytestmark = pytest.mark.django_db(transaction=True)

TURNS = 4


@pytest.fixture
def cast(transactional_db: Any) -> Cast:
    """Committed, for several connections."""
    return make_cast()


def as_a_door(work: Any) -> Any:
    """Once more where another writer was faster, as every door does."""
    try:
        return work()
    except OperationalError as error:
        if not isinstance(error.__cause__, (DeadlockDetected, SerializationFailure)):
            raise
    return work()


def merging(cast: Cast, kept: Stakeholder, gone: Stakeholder, wait: Any = None) -> Any:
    def work() -> None:
        with acting_as(cast.bassam, "stakeholder.merged", "one"):
            merge(cast.bassam, kept.pk, gone.pk, choices={}, reason="one", versions=(1, 1))
            if wait:
                wait()

    return lambda: as_a_door(work)


def logging(cast: Cast, draft: Any, wait: Any = None) -> Any:
    def work() -> None:
        with acting_as(cast.amal, "meeting.logged"):
            log_meeting(cast.amal, draft)
            if wait:
                wait()

    return lambda: as_a_door(work)


def two_of(cast: Cast, turn: int = 0) -> list[Stakeholder]:
    return [register(cast.amal, f"{name} {turn}", "tribe", "basra") for name in ("A", "B")]


def who_was_in(meeting: Any) -> list[Any]:
    with owner():
        return list(
            Participant.plain.filter(meeting=meeting).values_list("stakeholder_id", flat=True)
        )


def test_two_merges_that_cross_end_in_one_done_and_one_conflict(cast):
    for turn in range(TURNS):
        one, other = two_of(cast, turn)
        meet(cast.amal, "basra", who=(one, other))

        raised = run_together(merging(cast, one, other), merging(cast, other, one))

        assert [type(error) for error in raised] == [Conflict]
    with owner():
        assert Merge.plain.count() == TURNS


def test_a_meeting_logged_while_its_people_are_merged_is_not_lost(cast):
    for turn in range(TURNS):
        kept, gone = two_of(cast, turn)
        draft = draft_of(cast.amal, "basra", who=(gone,))

        assert run_together(merging(cast, kept, gone), logging(cast, draft)) == []

        assert who_was_in(draft.id) == [kept.pk]


def test_a_merge_waits_for_a_meeting_on_its_way_and_takes_it_along(cast):
    kept, gone = two_of(cast)
    draft = draft_of(cast.amal, "basra", who=(gone,))
    written, merge_asked = threading.Event(), threading.Event()

    def first() -> None:
        written.set()
        merge_asked.wait(5)

    def then() -> None:
        written.wait(5)
        merge_asked.set()
        merging(cast, kept, gone)()

    assert run_together(logging(cast, draft, first), then) == []
    assert who_was_in(draft.id) == [kept.pk]


def test_a_meeting_that_waited_for_a_merge_begins_again_with_whom_it_became(cast):
    kept, gone = two_of(cast)
    draft = draft_of(cast.amal, "basra", who=(gone,))
    merged, asked = threading.Event(), threading.Event()

    def first() -> None:
        merged.set()
        asked.wait(0.5)  # long enough for the other to stand at the lock

    def then() -> None:
        merged.wait(5)
        logging(cast, draft)()

    assert run_together(merging(cast, kept, gone, first), then) == []
    assert who_was_in(draft.id) == [kept.pk]


def test_a_post_at_a_body_that_was_merged_meanwhile_does_not_stay_with_it(cast):
    kept, gone = (
        register(cast.amal, name, "cso_ngo", kind="organisation") for name in ("Body", "A body")
    )
    person = register(cast.amal, "X")
    merged, asked = threading.Event(), threading.Event()
    post = PostDraft(id=new_id(), stakeholder_id=person.pk, organisation_id=gone.pk)

    def first() -> None:
        merged.set()
        asked.wait(0.5)

    def work() -> None:
        with acting_as(cast.amal, "post.added"):
            add_post(cast.amal, post)

    def then() -> None:
        merged.wait(5)
        as_a_door(work)

    raised = run_together(merging(cast, kept, gone, first), then)

    # Told that the body is not there any more, and nothing is written.
    assert [type(error).__name__ for error in raised] == ["ValidationError"]
    with owner():
        assert not Post.plain.exists()
