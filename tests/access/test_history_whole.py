"""History misses nothing: every table that it records, written by the ORM and by raw SQL."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from engagement.access.rights import HISTORY, SCOPED
from engagement.access.scope import Actor, acting_as
from tests.access.rows import scatter
from tests.cast import Cast
from tests.conftest import owner

pytestmark = pytest.mark.django_db

#: A column of each table that a raw statement may change, and to what.
CHANGES = {
    "stakeholder": "at_risk = NOT at_risk",
    "stakeholdername": "position = position + 1",
    "stakeholdertag": "text = text || '!'",
    "post": "title = title || '!'",
    "assessment": "note = note || '!'",
    "engagementdecision": "reason = reason || '!'",
    "opinion": "note = note || '!'",
    "contactdetail": "note = note || '!'",
    "meeting": "outcome = outcome || '!'",
    "venue": "region_id = (SELECT id FROM engagement_region WHERE key = 'erbil')",
    "subject": "region_id = (SELECT id FROM engagement_region WHERE key = 'erbil')",
    "participant": "at_their_place = NOT at_their_place",
    "followup": "text = text || '!'",
    "issueraised": "text = text || '!'",
    "attachment": "name = name || '!'",
    "recommendation": "text_en = text_en || '!'",
    "target": "value = value + 1",
    "meetingrecommendation": "rule = rule || '!'",
    "strategicassessment": "title = title || '!'",
    "strategicassessmentregion": (
        "region_id = (SELECT id FROM engagement_region WHERE key = 'erbil')"
    ),
    "incident": "text = text || '!'",
    "initiative": "name = name || '!'",
    "inclusionavenue": "text = text || '!'",
}


#: Links, which are made and removed but never changed.
LINKS = {"guestteam", "recommendationaddressee"}
DELETED = [name for name, (_root, rights) in SCOPED.items() if "DELETE" in rights]


def system(cast: Cast) -> Actor:
    """Nobody: the rows are written in many people's names."""
    return Actor(None, cast.programme.pk, "system")


def events(name: str) -> Any:
    return apps.get_model("engagement", name).pgh_event_model.objects


def test_the_list_names_every_table_that_history_records() -> None:
    assert set(CHANGES) | LINKS == {name for name, _root in HISTORY.values()}


def test_every_row_that_was_made_has_an_event_with_who_and_why(cast: Cast) -> None:
    with acting_as(system(cast), "seeded"), owner():
        scatter(cast, Random(3))
        for name, _root in HISTORY.values():
            rows = apps.get_model("engagement", name)._base_manager.count()
            made = events(name).filter(pgh_label="insert")
            assert made.count() == rows > 0, name
            told = set(made.values_list("pgh_context__metadata__verb", flat=True))
            assert told == {"seeded"}, name


@pytest.mark.parametrize("name", CHANGES)
def test_every_row_that_raw_sql_changed_has_an_event_with_who_and_why(
    cast: Cast, name: str
) -> None:
    with acting_as(system(cast), "seeded"), owner():
        scatter(cast, Random(4))
    with acting_as(cast.amal, "changed.raw", "by hand"), owner(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE engagement_{name} SET {CHANGES[name]}")
        told = events(name).filter(
            pgh_label="update",
            pgh_context__metadata__verb="changed.raw",
            pgh_context__metadata__reason="by hand",
            pgh_context__metadata__actor=str(cast.amal.user_id),
        )
        changed = told.values("pgh_obj_id").distinct().count()
        assert changed == cursor.rowcount > 0


@pytest.mark.parametrize("name", DELETED)
def test_every_row_that_was_removed_leaves_an_event_with_who_and_why(cast: Cast, name: str) -> None:
    with acting_as(system(cast), "seeded"), owner():
        scatter(cast, Random(5))
    with acting_as(cast.amal, "removed.raw", "by hand"), owner(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM engagement_{name}")
        told = events(name).filter(pgh_label="delete", pgh_context__metadata__reason="by hand")
        assert told.count() == cursor.rowcount > 0
