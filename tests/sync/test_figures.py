"""Figures for partners: only where the agreement says so, and every small cell hidden."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.calls import Caller, refused
from tests.cast import Cast, meet, register
from tests.sync.agreeing import agree, caller

pytestmark = pytest.mark.django_db
PERIOD = "coverage/?period=2026-Q1"


def cell(found: Any, governorate: str, group: str) -> Any:
    (row,) = [one for one in found["matrix"]["rows"] if one["governorate"] == governorate]
    (hit,) = [one for one in row["cells"] if one["group"] == group]
    return hit


def test_without_a_word_in_the_agreement_there_are_none(cast: Cast) -> None:
    refused(caller(cast, agree(cast, fields={})).get(PERIOD), 403)


def test_a_cell_that_members_read_is_hidden_from_a_partner(cast: Cast) -> None:
    for _n in range(2):  # fewer than five
        meet(cast.amal, "basra", who=(register(cast.amal, "Karim", "cso_ngo"),))
    partner = caller(cast, agree(cast, fields={"coverage": ("figures",)}))
    ours, theirs = Caller(cast.amal).get(PERIOD).json(), partner.get(PERIOD).json()
    assert cell(ours, "basra", "civil_society").get("n") == 2
    assert cell(theirs, "basra", "civil_society").get("hidden") == "0-4"
