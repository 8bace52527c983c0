"""Every column that names a stakeholder is in a `repoint` of its room, or says why not."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

from engagement.stakeholders.models import Stakeholder

ROOMS = Path("engagement")
#: Columns that stay as they are, and why.
STAYS = {
    ("participant", "frozen_organisation_id"): "a frozen fact; the counting rule finds the body",
    ("duplicatepair", "one_id"): "said of a record as it was; it stands again when taken apart",
    ("duplicatepair", "other_id"): "said of a record as it was; it stands again when taken apart",
    ("merge", "kept_id"): "what a merge did stays as it was done",
    ("merge", "gone_id"): "what a merge did stays as it was done",
}


def links() -> set[tuple[str, str]]:
    return {
        (model._meta.model_name, field.column)
        for model in apps.get_app_config("engagement").get_models()
        if not hasattr(model, "pgh_tracked_model")
        for field in model._meta.concrete_fields
        if field.related_model is Stakeholder
    }


def calls() -> dict[tuple[str, str], str]:
    """(table, column) -> the room whose file moves it."""
    return {
        found: path.parent.parent.name
        for path in ROOMS.glob("*/sql/repoint.sql")
        for found in re.findall(r"move_link\(act, '(\w+)', '(\w+)'", path.read_text("utf-8"))
    }


def test_every_foreign_key_to_a_stakeholder_is_repointed_or_says_why_not():
    assert links() == calls().keys() | STAYS.keys()


def test_each_is_repointed_by_its_own_room():
    rooms = {
        (table, column): apps.get_model("engagement", table).__module__.split(".")[1]
        for table, column in calls()
    }
    assert rooms == calls()


def test_whoever_writes_one_of_them_holds_the_record_against_a_merge():
    text = (ROOMS / "registry/sql/3_hold.sql").read_text("utf-8")
    held = {
        (table, column)
        for table, columns in re.findall(r"\('(\w+)', ARRAY\[([^\]]*)\]", text)
        for column in re.findall(r"\w+", columns)
    }
    # Participants are held in their own room, and only a merge says into whom somebody went.
    others = {("participant", "stakeholder_id"), ("stakeholder", "merged_into_id")}
    assert held == calls().keys() - others
