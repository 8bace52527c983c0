"""By SQL too, nobody learns of a merge what they may not open: whom a record became, and why."""

from __future__ import annotations

import pytest
from django.db import connection

from engagement.access.models import Role
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.stakeholders.actions import amend_stakeholder
from engagement.stakeholders.drafts import StakeholderDraft
from engagement.stakeholders.models import ActorType
from tests.access.naming import name_on
from tests.cast import meet, member, register
from tests.registry.merging import everything, merged, now, parted
from tests.stakeholders.knowing import assess

pytestmark = pytest.mark.django_db

WHY = "he is the informer Kept Name"
#: What a statement may read of a merge, each said with the right to ask anything.
SECRETS = {
    "the reason on the record": (
        "SELECT withdrawn_reason FROM engagement_stakeholder WHERE withdrawn_reason <> ''"
    ),
    "whom it became": (
        "SELECT merged_into_id FROM engagement_stakeholder WHERE merged_into_id IS NOT NULL"
    ),
    "its past": (
        "SELECT merged_into_id, withdrawn_reason FROM engagement_stakeholderevent"
        " WHERE merged_into_id IS NOT NULL"
    ),
    "the change log": "SELECT became FROM engagement_change WHERE became IS NOT NULL",
    "the act": (
        "SELECT metadata FROM pghistory_context WHERE metadata ->> 'verb'"
        " IN ('stakeholder.merged', 'stakeholder.unmerged')"
    ),
    "the merge": "SELECT reason, undone_reason, gone_id FROM engagement_merge",
    "a note": "SELECT note FROM engagement_assessment WHERE note NOT IN ('', '–')",
    "a note's past": "SELECT note FROM engagement_assessmentevent WHERE note NOT IN ('', '–')",
}


def read(actor) -> dict[str, list]:
    """What row security gives the actor of each; empty ones left out."""
    found = {}
    with acting_as(actor, "read"), connection.cursor() as cursor:
        for name, sql in SECRETS.items():
            cursor.execute(sql)
            if rows := cursor.fetchall():
                found[name] = rows
    return found


def seen_by(people) -> dict[str, dict]:
    """Who of them reads anything, and what."""
    return {name: found for name, actor in people.items() if (found := read(actor))}


@pytest.fixture
def people(cast):
    """Whoever may open the one that goes: by level, by team, as its author, and by name."""
    wrote = member(cast.programme, "wafa", Role.OFFICER)
    return {
        "reader": cast.ruth,
        "officer of its team": cast.carla,
        "author": wrote,
        "named": member(cast.programme, "noor", Role.READER),
        "administrator": cast.idris,
        "elsewhere": cast.omar,
    }


@pytest.fixture
def two(cast, people):
    """The kept one at AMBER and the mission's, the other at GREEN and of everybody here."""
    kept = register(cast.amal, "Kept Name", "tribe", lead_team_id=cast.mission.pk, tlp=Tlp.AMBER)
    gone = register(people["author"], "Gone Name", "tribe", lead_team_id=cast.partner.pk)
    name_on(cast.bassam, gone, people["named"])
    assess(cast.amal, kept, "relation", "hybrid")
    assess(cast.carla, gone, "relation", "non_state")
    # A meeting that the partner goes on seeing, and that the merge writes to.
    meet(cast.carla, "basra", who=(gone,), lead_team_id=cast.partner.pk, tlp=Tlp.AMBER)
    return kept, gone


def test_nobody_reads_of_a_merge_who_may_not_open_what_was_kept(cast, people, two):
    merged(cast.bassam, *two, reason=WHY)

    assert seen_by(people) == {}


def test_who_may_open_what_was_kept_reads_all_of_it(cast, two):
    merged(cast.bassam, *two, reason=WHY)

    # One transaction is one version: the change log has a test of its own below.
    assert set(read(cast.amal)) == set(SECRETS) - {"the change log"}


def test_nobody_reads_of_a_merge_taken_apart_who_may_not_open_both(cast, people, two):
    parted(cast.bassam, merged(cast.bassam, *two, reason=WHY), "Kept Name is the informer")

    assert seen_by(people) == {}
    assert "the act" in read(cast.bassam)


def test_nobody_reads_of_a_merge_taken_apart_who_may_open_only_what_was_kept(cast, people):
    kept = register(cast.amal, "Open Name", "tribe", lead_team_id=cast.mission.pk)
    gone = register(
        cast.amal,
        "Kept Name",
        "tribe",
        birth_year=1970,
        tlp=Tlp.AMBER,
        at_risk=True,
        lead_team_id=cast.mission.pk,
    )
    parted(cast.bassam, merged(cast.bassam, kept, gone, reason=WHY), WHY)

    for actor in people.values():
        assert read(actor) == {}
        with acting_as(actor, "read"), connection.cursor() as cursor:
            cursor.execute("SELECT FROM engagement_stakeholderevent WHERE birth_year = 1970")
            assert cursor.fetchall() == []


def test_what_went_becomes_as_strict_as_what_was_kept_becomes_later(cast, people):
    kept = register(cast.amal, "Kept Name", "tribe", lead_team_id=cast.mission.pk)
    gone = register(people["author"], "Gone Name", "tribe", lead_team_id=cast.partner.pk)
    merged(cast.bassam, kept, gone, reason=WHY)
    assert "whom it became" in read(cast.ruth)

    raised(cast, kept, Tlp.AMBER)

    assert seen_by(people) == {}


def raised(cast, person, level):
    draft = StakeholderDraft(
        id=person.pk,
        kind="person",
        names=("Kept Name", "Gone Name"),
        actor_type=ActorType.objects.get(pk="tribe"),
        lead_team_id=cast.mission.pk,
        tlp=level,
    )
    with acting_as(cast.amal, "stakeholder.amended", "x"):
        amend_stakeholder(cast.amal, person.pk, draft, version=now(person).version)


def test_who_was_made_stricter_as_one_stays_so_as_two(cast):
    kept = register(cast.amal, "Kept Name", "tribe", lead_team_id=cast.mission.pk)
    gone = register(cast.amal, "Gone Name", "tribe", lead_team_id=cast.mission.pk)
    found = merged(cast.bassam, kept, gone)
    raised(cast, kept, Tlp.AMBER_STRICT)

    parted(cast.bassam, found)

    assert (now(kept).tlp, now(gone).tlp) == (Tlp.AMBER_STRICT, Tlp.AMBER_STRICT)


def test_of_a_chain_too_nobody_reads_more_than_of_its_end(cast, people, two):
    kept, gone = two
    last = register(cast.amal, "Last", "tribe", lead_team_id=cast.mission.pk, tlp=Tlp.AMBER_STRICT)
    first = register(people["author"], "First", "tribe", lead_team_id=cast.partner.pk)
    before = everything()
    done = [merged(cast.bassam, gone, first), merged(cast.bassam, kept, gone)]
    done.append(merged(cast.bassam, last, kept, reason=WHY))

    assert seen_by(people) == {}

    for one in reversed(done):
        parted(cast.bassam, one)
    assert everything() == before


def test_whoever_is_named_only_on_what_went_is_named_again_when_it_stands_by_itself(
    cast, people, two
):
    before = everything()
    found = merged(cast.bassam, *two)
    assert now(two[1]).pk not in opened(people["named"])

    parted(cast.bassam, found)

    assert everything() == before
    assert two[1].pk in opened(people["named"])


def opened(actor):
    with acting_as(actor, "read"), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM engagement_stakeholder")
        return {row[0] for row in cursor.fetchall()}


def test_whoever_merged_into_a_closed_record_may_take_it_apart(cast):
    kept = register(cast.amal, "Kept Name", "tribe", lead_team_id=cast.mission.pk, tlp=Tlp.RED)
    gone = register(cast.amal, "Gone Name", "tribe", lead_team_id=cast.mission.pk)
    name_on(cast.amal, kept, cast.bassam)
    before = everything()
    found = merged(cast.bassam, kept, gone, reason=WHY)
    assert gone.pk not in opened(cast.ruth)

    parted(cast.bassam, found)

    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_in_the_change_log_nobody_reads_into_whom_who_may_not_open_them(cast, people, two):
    found = merged(cast.bassam, *two)
    assert "the change log" in read(cast.amal)
    assert seen_by(people) == {}

    parted(cast.bassam, found)

    assert "the change log" in read(cast.bassam)
    assert seen_by(people) == {}
