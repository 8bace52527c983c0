"""What somebody says of a pair, and how long it holds."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagement.access.errors import NotAllowed
from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.registry.duplicates import actions
from engagement.registry.duplicates.actions import request_scan
from engagement.registry.duplicates.models import DuplicatePair, Verdict
from tests.cast import register
from tests.registry.duplicates import ARABIC, LATIN, pairs, said, scanned, sides
from tests.registry.merging import merged, parted

pytestmark = pytest.mark.django_db


def test_not_the_same_survives_every_scan_and_says_who(cast):
    register(cast.amal, LATIN)
    register(cast.amal, ARABIC)
    scanned(cast.amal)
    said(cast.amal, pairs(cast.amal)[0], Verdict.APART)

    scanned(cast.amal)
    scanned(cast.bassam)

    (pair,) = pairs(cast.bassam)
    assert (pair.verdict, pair.judged_by_id) == ("apart", cast.amal.user_id)
    with acting_as(cast.bassam, "read"):
        assert DuplicatePair.objects.visible_to(cast.bassam).open().count() == 0


def test_what_was_said_is_taken_back(cast):
    register(cast.amal, LATIN)
    register(cast.amal, ARABIC)
    scanned(cast.amal)
    pair = pairs(cast.amal)[0]
    said(cast.amal, pair, Verdict.APART)

    said(cast.bassam, pair, Verdict.OPEN)

    (pair,) = pairs(cast.amal)
    assert (pair.verdict, pair.judged_by_id, pair.judged_at) == ("", None, None)


def test_every_judgement_leaves_an_event_with_who_and_why(cast):
    register(cast.amal, LATIN)
    register(cast.amal, ARABIC)
    scanned(cast.amal)
    pair = pairs(cast.amal)[0]

    with acting_as(cast.amal, "duplicates.judged", "two villages"):
        actions.judge(cast.amal, pair.pk, Verdict.APART)
    said(cast.bassam, pair, Verdict.OPEN)
    scanned(cast.amal)

    events = DuplicatePair.pgh_event_model.objects
    with acting_as(cast.amal, "read"):
        told = events.order_by("pgh_id").values_list(
            "verdict", "pgh_context__metadata__actor", "pgh_context__metadata__reason"
        )
        assert next(iter(told)) == ("apart", str(cast.amal.user_id), "two villages")
        assert [row[0] for row in told] == ["apart", ""]


def test_a_pair_is_gone_with_its_merge_and_back_when_they_are_taken_apart(cast):
    one, other = register(cast.amal, LATIN), register(cast.amal, ARABIC)
    scanned(cast.amal)

    merge = merged(cast.amal, one, other)
    assert open_for(cast.amal) == 0
    scanned(cast.amal)
    assert open_for(cast.amal) == 0

    parted(cast.amal, merge)
    assert open_for(cast.amal) == 1


def test_not_the_same_holds_for_the_record_that_one_was_merged_into(cast):
    kept, gone = register(cast.amal, LATIN), register(cast.amal, "Mohamed Jawad Saadi")
    third = register(cast.amal, ARABIC)
    scanned(cast.amal)
    for pair in pairs(cast.amal):
        if third.pk in sides(pair):
            if gone.pk in sides(pair):
                said(cast.amal, pair, Verdict.APART)
            else:
                with acting_as(cast.amal, "x"):
                    DuplicatePair.objects.visible_to(cast.amal).filter(pk=pair.pk).delete()

    merged(cast.amal, kept, gone)
    scanned(cast.amal)

    assert open_for(cast.amal) == 0


def open_for(actor):
    with acting_as(actor, "read"):
        return DuplicatePair.objects.visible_to(actor).open().count()


def test_a_reader_and_an_outsider_judge_nothing(cast):
    register(cast.amal, LATIN)
    register(cast.amal, ARABIC)
    scanned(cast.amal)
    pair = pairs(cast.amal)[0]

    for actor in (cast.ruth, cast.idris, cast.omar):
        with pytest.raises(NotAllowed):
            said(actor, pair, Verdict.APART)


def test_a_judgement_of_no_pair_is_refused(cast):
    with pytest.raises(NotAllowed):
        said(cast.amal, DuplicatePair(pk=new_id()), "apart")


def test_whoever_may_not_write_asks_for_no_scan(cast):
    for actor in (cast.ruth, cast.idris):
        with pytest.raises(NotAllowed), acting_as(actor, "read"):
            request_scan(actor)


@given(
    st.lists(
        st.tuples(st.sampled_from(["amal", "bassam"]), st.sampled_from(Verdict.values)),
        min_size=1,
        max_size=6,
    ),
    st.booleans(),
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_judgement_holds_from_both_sides_and_through_scans(cast, steps, turned):
    names = (ARABIC, LATIN) if turned else (LATIN, ARABIC)
    point = transaction.savepoint()
    try:
        people = [register(cast.amal, name) for name in names]
        scanned(cast.amal)
        for who, verdict in steps:
            said(getattr(cast, who), pairs(cast.amal)[0], verdict)
            scanned(getattr(cast, who))
        (pair,) = pairs(cast.amal)
        last = steps[-1][1]
        assert pair.verdict == last
        for person in people:
            with acting_as(cast.bassam, "read"):
                rows = DuplicatePair.objects.visible_to(cast.bassam).with_person(person.pk)
                assert rows.open().count() == (last != Verdict.APART)
                assert rows.apart().count() == (last == Verdict.APART)
    finally:
        transaction.savepoint_rollback(point)
