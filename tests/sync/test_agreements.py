"""What a partner sees: what its agreement covers, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.models import Grant
from engagement.access.scope import Actor, acting_as
from engagement.access.sharing import settle_shares
from engagement.access.tlp import Tlp
from engagement.meetings.actions import amend_meeting
from engagement.meetings.models import Meeting
from engagement.regions.models import Region
from engagement.stakeholders.actions import amend_stakeholder
from engagement.stakeholders.drafts import StakeholderDraft
from engagement.stakeholders.models import ActorType, Stakeholder
from engagement.stakeholders.naming.rules import members_to_name
from engagement.sync.actions import change_agreement, end_agreement, issue_key, make_agreement
from engagement.sync.models import Agreement
from tests.cast import Cast, draft_of, meet, register
from tests.sync.agreeing import agree, draft, partner_of

pytestmark = pytest.mark.django_db


def seen(agreement: Agreement, model: Any) -> set[UUID]:
    """By row security alone."""
    with acting_as(partner_of(agreement), "read"):
        settle_shares()
        return set(model.objects.unscoped("row security").values_list("pk", flat=True))


def change(cast: Cast, agreement: Agreement, **changes: Any) -> Agreement:
    agreement.refresh_from_db()
    new = draft(cast, id=agreement.pk, name=agreement.name, **changes)
    with acting_as(cast.idris, "agreement.changed"):
        return change_agreement(cast.idris, agreement.pk, new, rule=agreement.rule)


def regions(*keys: str) -> frozenset[int]:
    return frozenset(Region.objects.filter(key__in=keys).values_list("pk", flat=True))


def moved(actor: Actor, person: Stakeholder, **changes: Any) -> None:
    """Amend somebody, all else as it is."""
    with acting_as(actor, "stakeholder.amended", "it moved"):
        person.refresh_from_db()
        values = {
            "id": person.pk,
            "kind": person.kind,
            "names": tuple(person.names.visible_to(actor).values_list("text", flat=True)),
            "actor_type": person.actor_type,
            "base_region": person.base_region,
            "tlp": person.tlp,
            **changes,
        }
        amend_stakeholder(actor, person.pk, StakeholderDraft(**values), version=person.version)


def test_a_partner_sees_what_is_green_and_nothing_stricter(cast: Cast) -> None:
    green = register(cast.amal, "Karim", tlp=Tlp.GREEN)
    register(cast.amal, "Salim", tlp=Tlp.AMBER)
    assert seen(agree(cast), Stakeholder) == {green.pk}


def test_red_leaves_under_no_agreement(cast: Cast) -> None:
    with pytest.raises(ValidationError), acting_as(cast.idris, "agreement.made"):
        make_agreement(cast.idris, draft(cast, ceiling=Tlp.RED))


def test_a_partner_does_not_see_its_teams_rows_for_the_teams_sake(cast: Cast) -> None:
    meet(cast.carla, "basra", who=(register(cast.carla, "Karim"),), tlp=Tlp.AMBER)
    assert seen(agree(cast), Meeting) == set()


def test_only_agreed_regions_are_seen_with_their_districts(cast: Cast) -> None:
    here = register(cast.amal, "Karim", base="basra")
    register(cast.amal, "Salim", base="maysan")
    register(cast.amal, "Nadia")  # from nobody knows where
    assert seen(agree(cast, regions=regions("basra")), Stakeholder) == {here.pk}


def test_only_agreed_actor_types_are_seen(cast: Cast) -> None:
    sheikh = register(cast.amal, "Karim", "tribe")
    register(cast.amal, "Salim", "cso_ngo")
    agreement = agree(cast, actor_types=frozenset(["tribe"]))
    assert seen(agreement, Stakeholder) == {sheikh.pk}


def test_a_meeting_that_names_one_place_too_many_is_not_seen(cast: Cast) -> None:
    who = register(cast.amal, "Karim", base="basra")
    inside = meet(cast.amal, "basra", who=(who,), tlp=Tlp.GREEN)
    meet(cast.amal, "basra", "maysan", who=(who,), tlp=Tlp.GREEN)
    meet(cast.amal, who=(who,), tlp=Tlp.GREEN)
    assert seen(agree(cast, regions=regions("basra")), Meeting) == {inside.pk}


def test_a_meeting_with_somebody_of_another_type_is_not_seen(cast: Cast) -> None:
    sheikh, other = register(cast.amal, "Karim", "tribe"), register(cast.amal, "Salim", "cso_ngo")
    alone = meet(cast.amal, "basra", who=(sheikh,), tlp=Tlp.GREEN)
    meet(cast.amal, "basra", who=(sheikh, other), tlp=Tlp.GREEN)
    assert seen(agree(cast, actor_types=frozenset(["tribe"])), Meeting) == {alone.pk}


def test_who_comes_to_be_of_another_type_takes_their_planned_meetings_along(cast: Cast) -> None:
    sheikh = register(cast.amal, "Karim", "tribe")
    meet(cast.amal, "basra", who=(sheikh,), tlp=Tlp.GREEN)
    agreement = agree(cast, actor_types=frozenset(["tribe"]))
    assert len(seen(agreement, Meeting)) == 1
    moved(cast.amal, sheikh, actor_type=ActorType.objects.get(pk="cso_ngo"))
    assert seen(agreement, Meeting) == seen(agreement, Stakeholder) == set()


def test_a_level_that_rises_takes_the_row_away_at_once(cast: Cast) -> None:
    person = register(cast.amal, "Karim", tlp=Tlp.GREEN)
    agreement = agree(cast)
    assert seen(agreement, Stakeholder) == {person.pk}
    moved(cast.amal, person, tlp=Tlp.AMBER)
    with acting_as(partner_of(agreement), "read"):  # before the feed has looked
        assert not Stakeholder.objects.unscoped("row security").exists()


def test_an_agreement_narrowed_leaves_nothing_outside_it(cast: Cast) -> None:
    near = register(cast.amal, "Karim", base="basra")
    far = register(cast.amal, "Salim", base="maysan")
    agreement = agree(cast)
    assert seen(agreement, Stakeholder) == {near.pk, far.pk}
    change(cast, agreement, regions=regions("basra"))
    assert seen(agreement, Stakeholder) == {near.pk}


def test_an_agreement_widened_shows_what_was_there_before(cast: Cast) -> None:
    far = register(cast.amal, "Salim", base="maysan")
    agreement = agree(cast, regions=regions("basra"))
    assert seen(agreement, Stakeholder) == set()
    change(cast, agreement)
    assert seen(agreement, Stakeholder) == {far.pk}


def test_two_partners_see_each_their_own(cast: Cast) -> None:
    near = register(cast.amal, "Karim", base="basra")
    far = register(cast.amal, "Salim", base="maysan")
    one = agree(cast, regions=regions("basra"))
    other = agree(cast, name="Zagros Listening", regions=regions("maysan"))
    assert seen(one, Stakeholder) == {near.pk}
    assert seen(other, Stakeholder) == {far.pk}


def test_no_row_of_another_programme_is_seen(cast: Cast) -> None:
    register(cast.omar, "Karim")
    assert seen(agree(cast), Stakeholder) == set()


def test_of_history_a_partner_sees_nothing(cast: Cast) -> None:
    register(cast.amal, "Karim")
    agreement = agree(cast)
    assert len(seen(agreement, Stakeholder)) == 1
    with acting_as(partner_of(agreement), "read"):
        events = Stakeholder._meta.get_field("events").related_model
        assert not events._default_manager.exists()


def test_what_a_partner_wrote_it_sees_whatever_the_agreement_covers(cast: Cast) -> None:
    agreement = agree(cast, regions=frozenset(), actor_types=frozenset())
    partner = partner_of(agreement)
    own = register(partner, "Karim", base="maysan", tlp=Tlp.AMBER)
    held = meet(partner, "maysan", who=(own,), lead_team_id=cast.partner.pk)
    assert seen(agreement, Stakeholder) == {own.pk}
    assert seen(agreement, Meeting) == {held.pk}


def test_a_partner_writes_for_its_team_only(cast: Cast) -> None:
    partner = partner_of(agree(cast))
    with pytest.raises(ValidationError) as refused:
        meet(partner, "basra", who=(register(partner, "Karim"),), lead_team_id=cast.mission.pk)
    assert "lead_team" in refused.value.message_dict


def test_a_partner_does_not_change_what_it_is_shown(cast: Cast) -> None:
    meeting = meet(cast.amal, "basra", who=(register(cast.amal, "Karim"),), tlp=Tlp.GREEN)
    agreement = agree(cast)
    assert seen(agreement, Meeting) == {meeting.pk}
    partner = partner_of(agreement)
    new = replace(draft_of(cast.amal, "basra"), id=meeting.pk)
    with pytest.raises(NotAllowed), acting_as(partner, "meeting.amended", "trying"):
        amend_meeting(partner, meeting.pk, new, version=meeting.version)


@pytest.mark.parametrize("who", ["amal", "bassam", "ruth"])
def test_only_administrators_make_agreements(cast: Cast, who: str) -> None:
    somebody = getattr(cast, who)
    with pytest.raises(NotAllowed), acting_as(somebody, "agreement.made"):
        make_agreement(somebody, draft(cast))


def test_an_administrator_of_another_programme_changes_none_here(cast: Cast) -> None:
    agreement = agree(cast)
    stranger = replace(cast.idris, programme_id=cast.omar.programme_id)
    with pytest.raises(NotAllowed), acting_as(stranger, "agreement.ended"):
        end_agreement(stranger, agreement.pk, reason="not mine")


def test_a_change_to_an_agreement_read_before_another_is_a_conflict(cast: Cast) -> None:
    agreement = agree(cast)
    change(cast, agreement)
    with pytest.raises(Conflict), acting_as(cast.idris, "agreement.changed"):
        change_agreement(cast.idris, agreement.pk, draft(cast), rule=1)


def test_the_last_day_is_not_before_the_first(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused, acting_as(cast.idris, "agreement.made"):
        make_agreement(
            cast.idris, draft(cast, valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 31))
        )
    assert set(refused.value.message_dict) == {"valid_until"}


def test_two_keys_are_in_use_and_not_a_third(cast: Cast) -> None:
    agreement = agree(cast)
    with acting_as(cast.idris, "key.issued"):
        issue_key(cast.idris, agreement.pk, name="old")
        issue_key(cast.idris, agreement.pk, name="new")
        with pytest.raises(ValidationError):
            issue_key(cast.idris, agreement.pk, name="one too many")


def test_a_partners_program_is_named_on_no_record(cast: Cast) -> None:
    # Named people see RED rows, and RED leaves under no agreement.
    partner = partner_of(agree(cast))
    with acting_as(cast.amal, "read"):
        assert partner.user_id not in {row.user_id for row in members_to_name(cast.amal)}


def test_the_database_itself_names_no_partner(cast: Cast) -> None:
    partner, karim = partner_of(agree(cast)), register(cast.amal, "Karim")
    with pytest.raises(ProgrammingError), acting_as(cast.amal, "stakeholder.named"):
        Grant.objects.create(
            programme_id=cast.programme.pk,
            root_id=karim.pk,
            user_id=partner.person,
            granted_by_id=cast.amal.person,
            reason="named",
        )


def test_a_partner_that_raises_somebody_keeps_none_of_their_meetings(cast: Cast) -> None:
    # A member who raises a row is named on it; a partner reads by its agreement alone.
    agreement = agree(cast)
    partner = partner_of(agreement)
    own = register(partner, "Karim")
    meeting = meet(cast.amal, "basra", who=(own,), tlp=Tlp.GREEN)
    assert seen(agreement, Meeting) == {meeting.pk}
    moved(partner, own, tlp=Tlp.RED)
    assert seen(agreement, Meeting) == set()
