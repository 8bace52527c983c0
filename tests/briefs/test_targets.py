"""Targets and who answers for what: a manager's, with history."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.models import Team
from engagement.access.scope import acting_as
from engagement.briefs.actions import link_team, set_target, unlink_team
from engagement.briefs.drafts import TargetDraft
from engagement.briefs.lists import lines, recommendations, target_changes
from engagement.briefs.models import Addressee, Recommendation, Target, TeamAddressee

pytestmark = pytest.mark.django_db


def put(actor, row, reason="too far", version=None, **values):
    draft = TargetDraft(
        recommendation_id=row.pk, **{"indicator": "I1", "value": Decimal(40), **values}
    )
    with acting_as(actor, "target.set", reason):
        return set_target(actor, draft, reason=reason, version=version or row.version)


def test_a_target_is_changed_with_a_reason_and_keeps_its_history(cast, brief):
    put(cast.bassam, brief["EU-2"], baseline=Decimal("12.5"), due_on=date(2027, 6, 30))

    with acting_as(cast.ruth, "read"):
        changes = target_changes(cast.ruth, brief["EU-2"])
        assert Target.objects.visible_to(cast.ruth).get(indicator="I1").value == 40
    assert len(changes) == 5  # four defaults, one change
    assert (changes[0]["target"], changes[0]["baseline"]) == ("40%", "12.5%")
    assert (changes[0]["who"], changes[0]["reason"]) == ("bassam", "too far")
    first = [row for row in changes if row["label"] == changes[0]["label"]][1]
    assert (first["target"], first["first"]) == ("50%", True)
    assert first["baseline"] == "the first two quarters logged"


def test_a_change_without_a_reason_is_refused(cast, brief):
    with pytest.raises(ValidationError) as told:
        put(cast.bassam, brief["EU-2"], reason=" ")
    assert set(told.value.message_dict) == {"reason"}


def test_the_same_again_writes_nothing_and_needs_no_reason(cast, brief):
    first = put(cast.bassam, brief["EU-2"])
    again = put(cast.bassam, brief["EU-2"], reason="", version=99)

    assert first.pk == again.pk
    with acting_as(cast.bassam, "read"):
        assert len(target_changes(cast.bassam, brief["EU-2"])) == 5


def test_a_target_written_from_an_old_page_is_a_clash(cast, brief):
    with pytest.raises(Conflict):
        put(cast.bassam, brief["EU-2"], version=99)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"indicator": "I15"}, "indicator"),
        ({"indicator": "I99"}, "indicator"),
        ({"value": Decimal(101)}, "value"),
        ({"value": Decimal(-1)}, "value"),
        ({"value": Decimal("NaN")}, "value"),
        ({"baseline": Decimal(300)}, "baseline"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_a_senseless_target_is_told_by_field(cast, brief, values, field):
    with pytest.raises(ValidationError) as told:
        put(cast.bassam, brief["EU-2"], **values)
    assert set(told.value.message_dict) == {field}


@pytest.mark.parametrize("who", ["amal", "ruth", "idris", "omar"])
def test_only_a_manager_sets_targets_and_links_teams(cast, brief, who):
    actor = getattr(cast, who)
    with pytest.raises(NotAllowed):
        put(actor, brief["EU-2"])
    nato = Addressee.objects.get(programme=cast.programme, code="nato_mission")
    for verb in (link_team, unlink_team):
        with pytest.raises(NotAllowed), acting_as(actor, "team.linked"):
            verb(actor, cast.mission.pk, nato.pk)


def test_a_team_answers_for_every_recommendation_of_its_addressee(cast, brief):
    nato = Addressee.objects.get(programme=cast.programme, code="nato_mission")
    with acting_as(cast.bassam, "team.linked"):
        for _ in range(2):
            link_team(cast.bassam, cast.mission.pk, nato.pk)
        teams = {
            row["code"]: row["teams"] for row in lines(cast.bassam, recommendations(cast.bassam))
        }
    assert TeamAddressee.objects.count() == 1
    mine = {"EU-1": ["Mission"], "EU-2": ["Mission"]}
    assert teams == {"US-1": [], "US-2": [], "US-3": [], **mine}
    with acting_as(cast.bassam, "team.linked"):
        for _ in range(2):
            unlink_team(cast.bassam, cast.mission.pk, nato.pk)
    assert TeamAddressee.objects.count() == 0


def test_a_team_or_addressee_of_another_programme_is_refused(cast, brief):
    nato = Addressee.objects.get(programme=cast.programme, code="nato_mission")
    far = Team.objects.get(name="Mission elsewhere")
    with acting_as(cast.bassam, "team.linked"):
        with pytest.raises(ValidationError):
            link_team(cast.bassam, far.pk, nato.pk)
        with pytest.raises(ValidationError):
            link_team(cast.bassam, cast.mission.pk, new_id())


@pytest.mark.django_db(transaction=True)
def test_a_change_of_a_target_moves_the_recommendations_version(cast, brief):
    row = brief["EU-2"]
    put(cast.bassam, row)
    with acting_as(cast.bassam, "read"):
        moved = Recommendation.objects.visible_to(cast.bassam).get(pk=row.pk)
    assert moved.version == row.version + 1
    with pytest.raises(Conflict):
        put(cast.bassam, row, value=Decimal(30))
