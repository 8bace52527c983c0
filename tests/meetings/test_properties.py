"""Whatever is logged and amended: what was frozen stays, and levels only rise by adding."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.actions import (
    amend_meeting,
    log_meeting,
    restore_meeting,
    withdraw_meeting,
)
from engagement.meetings.attachments.models import Attachment
from engagement.meetings.drafts import Attendance
from engagement.meetings.models import Meeting, Participant
from engagement.stakeholders.models import ActorType, Stakeholder
from engagement.stakeholders.posts.models import Post
from tests.cast import draft_of, register
from tests.conftest import owner

pytestmark = pytest.mark.django_db

PLACES = ("baghdad", "basra", "diyala", "erbil")
FROZEN = (
    "frozen_type_id",
    "frozen_relation",
    "frozen_basis",
    "frozen_base_id",
    "frozen_title",
    "frozen_seniority",
    "frozen_organisation_id",
)
FEW = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
some = st.sets(st.integers(0, 3), min_size=1)
where = st.sets(st.sampled_from(PLACES), max_size=3).map(sorted)


@pytest.fixture
def people(cast):
    kinds = (("A", "cso_ngo"), ("B", "tribe"), ("C", "pmf_unit"), ("D", "cso_ngo"))
    rows = [register(cast.amal, name, kind, "basra") for name, kind in kinds]
    with acting_as(cast.amal, "post.added"):
        Post.objects.create(
            stakeholder=rows[0], organisation=rows[2], title="Liaison", seniority="senior"
        )
    return rows


def frozen(meeting):
    with owner():
        rows = Participant.plain.filter(meeting=meeting)
        return {row.stakeholder_id: [getattr(row, name) for name in FROZEN] for row in rows}


def drafted(actor, people, chosen, places, meeting=None, **more):
    attendances = tuple(Attendance(stakeholder_id=people[at].pk) for at in sorted(chosen))
    key = {"id": meeting.pk} if meeting else {}
    return draft_of(actor, *places, who=attendances, **key, **more)


def today(meeting):
    with owner():
        return Meeting.plain.get(pk=meeting.pk)


@FEW
@given(first=some, second=some, before=where, after=where)
def test_what_was_frozen_of_whoever_stays_is_kept(cast, people, first, second, before, after):
    amal = cast.amal
    with acting_as(amal, "meeting.logged"):
        made = log_meeting(amal, drafted(amal, people, first, before))
    was = frozen(made)
    with owner():  # the world moves on
        Stakeholder.plain.filter(pk__in=[row.pk for row in people]).update(
            actor_type=ActorType.objects.get(pk="media"), base_region=None
        )

    with acting_as(amal, "meeting.amended", "x"):
        draft = drafted(amal, people, second, after, made)
        amend_meeting(amal, made.pk, draft, version=today(made).version)
    with acting_as(amal, "meeting.withdrawn", "x"):
        withdraw_meeting(amal, made.pk, reason="x", version=today(made).version)
    with acting_as(amal, "meeting.restored", "x"):
        restore_meeting(amal, made.pk, reason="x", version=today(made).version)

    now = frozen(made)
    stayed = was.keys() & now.keys()
    assert now.keys() == {people[at].pk for at in second}
    assert {key: now[key] for key in stayed} == {key: was[key] for key in stayed}


@FEW
@given(
    first=some,
    added=some,
    own=st.sampled_from(Tlp.values),
    attached=st.lists(st.sampled_from(Tlp.values[:4]), max_size=2),
    with_post=st.booleans(),
)
def test_the_level_never_falls_by_adding(cast, people, first, added, own, attached, with_post):
    amal = cast.amal
    with acting_as(amal, "meeting.logged"):
        made = log_meeting(amal, drafted(amal, people, first, ["basra"], tlp=own))
    levels = [today(made).tlp]
    draft = drafted(amal, people, first | added, ["basra"], made, tlp=own)
    if with_post:
        draft = _in_posts(draft, people)
    with acting_as(amal, "meeting.amended", "x"):
        amend_meeting(amal, made.pk, draft, version=today(made).version)
    levels.append(today(made).tlp)
    for level in attached:
        with acting_as(amal, "attachment.added"):
            Attachment.objects.create(
                meeting=made, name="x", media_type="image/png", size=1, sha256="x",
                content=b"x", own_tlp=level,
            )  # fmt: skip
        levels.append(today(made).tlp)

    assert levels == sorted(levels)
    assert levels[0] >= own


def _in_posts(draft, people):
    with owner():
        post = Post.plain.get()
    who = [
        Attendance(stakeholder_id=row.stakeholder_id, post_id=post.pk)
        if row.stakeholder_id == people[0].pk
        else row
        for row in draft.who
    ]
    return type(draft)(**{**vars(draft), "who": tuple(who)})
