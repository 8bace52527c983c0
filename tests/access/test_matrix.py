"""Who opens what: role by level by team, written out by hand from DESIGN's rule."""

from __future__ import annotations

import pytest

from engagement.access.models import PEOPLE, Grant, Role, User
from engagement.access.scope import Actor, acting_as
from engagement.access.tlp import Tlp
from engagement.meetings.models import GuestTeam, Meeting, Venue
from engagement.regions.models import Region
from tests.access.rows import meeting_row
from tests.cast import Cast, member
from tests.conftest import owner

pytestmark = pytest.mark.django_db

#: (who) -> the levels of a meeting led by the mission, the partner its guest, that they open.
BY_ROLE = {
    "reader": "CLEAR GREEN",
    "reader in the lead team": "CLEAR GREEN",
    "officer of the lead team": "CLEAR GREEN AMBER AMBER_STRICT",
    "officer of a guest team": "CLEAR GREEN AMBER",
    "officer of a third team": "CLEAR GREEN",
    "officer without a team": "CLEAR GREEN",
    "manager": "CLEAR GREEN AMBER AMBER_STRICT",
    "manager in a guest team": "CLEAR GREEN AMBER AMBER_STRICT",
    "administrator": "",
    "administrator in the lead team": "",
    "officer of another programme": "",
    "the system": "",
}
EVERY_LEVEL = "CLEAR GREEN AMBER AMBER_STRICT RED"


def actor(cast: Cast, who: str) -> Actor:
    here = cast.programme
    if who == "the system":
        return Actor(None, here.pk, "system")
    if who == "officer of another programme":
        return cast.omar
    third = here.teams.create(name="Third")
    role = Role(who.split()[0])
    team = None
    for words, found in (("lead team", cast.mission), ("guest team", cast.partner)):
        team = found if words in who else team
    return member(here, "somebody", role, third if "third" in who else team)


def one_of_each(cast: Cast, author: object = None) -> dict[str, Meeting]:
    """A meeting of each level, led by the mission, the partner its guest, each with a venue."""
    made = {}
    with owner():
        for tlp in Tlp:
            row = meeting_row(cast.programme, cast.mission, author, tlp)
            row.save()
            GuestTeam(meeting=row, team=cast.partner).save()
            Venue(meeting=row, region=Region.objects.get(key="basra")).save()
            made[tlp.name] = row
    return made


def opened(who: Actor, rows: dict[str, Meeting]) -> str:
    """The levels opened, by row security alone; children must say the same."""
    with acting_as(who, "read"):
        seen = set(Meeting.objects.unscoped("row security").values_list("pk", flat=True))
        children = set(Venue.objects.unscoped("row security").values_list("meeting_id", flat=True))
    assert seen == children
    return " ".join(name for name, row in rows.items() if row.pk in seen)


@pytest.mark.parametrize(("who", "levels"), BY_ROLE.items(), ids=BY_ROLE)
def test_a_role_opens_these_levels(cast: Cast, who: str, levels: str) -> None:
    assert opened(actor(cast, who), one_of_each(cast)) == levels


@pytest.mark.parametrize("role", list(Role))
def test_the_author_opens_every_level_whatever_the_role(cast: Cast, role: Role) -> None:
    somebody = member(cast.programme, "somebody", role)
    assert opened(somebody, one_of_each(cast, somebody.user_id)) == EVERY_LEVEL


@pytest.mark.parametrize("role", PEOPLE)
def test_a_named_person_opens_every_level_whatever_the_role(cast: Cast, role: Role) -> None:
    somebody = member(cast.programme, "somebody", role)
    rows = one_of_each(cast)
    with owner():
        name(cast.programme.pk, somebody, rows)
    assert opened(somebody, rows) == EVERY_LEVEL


def test_a_grant_filed_under_another_programme_opens_nothing(cast: Cast) -> None:
    rows = one_of_each(cast)
    with owner():
        name(cast.omar.programme_id, cast.ruth, rows)
        name(cast.omar.programme_id, cast.omar, rows)
    assert opened(cast.ruth, rows) == "CLEAR GREEN"
    assert opened(cast.omar, rows) == ""


def name(programme: object, who: Actor, rows: dict[str, Meeting]) -> None:
    for row in rows.values():
        Grant.objects.create(
            programme_id=programme,
            root_id=row.pk,
            user_id=who.user_id,
            granted_by_id=who.user_id,
            reason="test",
        )


def test_a_row_without_an_author_is_not_the_systems(cast: Cast) -> None:
    rows = one_of_each(cast, author=None)
    system = Actor(None, cast.programme.pk, "system")
    with owner():
        assert Meeting.objects.visible_to(system).count() == 0
        assert Meeting.objects.unscoped("all").count() == len(rows) == 5


def test_a_person_has_one_of_four_roles_and_a_partner_the_fifth() -> None:
    assert set(PEOPLE) == {"reader", "officer", "manager", "administrator"}
    assert set(Role.values) - set(PEOPLE) == {"partner"}
    assert not User.objects.filter(is_superuser=True).exists()
