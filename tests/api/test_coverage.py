"""Coverage over the API: what is refused and how, who reads it, and what it costs."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement.access.tlp import Tlp
from engagement.coverage.periods import Quarter
from engagement.regions.models import ProgrammeArea
from tests.api.calls import Caller, refused
from tests.cast import DAY, Cast, meet, member, register
from tests.conftest import owner
from tests.coverage.logs import small_log

pytestmark = pytest.mark.django_db
NOBODY = "0198f1c2-7d3a-7c11-9a57-3f1f6a0c2b01"
#: What stands in the address -> the parameter named.
BAD = {
    "period=": "period",
    "period=2026": "period",
    "period=2026-Q5": "period",
    "period=2026-q1": "period",
    "period=2026-Q1&period=2026-Q2": "period",
    "period=1999-Q1": "period",
    "period=9999-Q1": "period",
    "period=2099-Q4": "period",
    "period=2026-Q1%0A": "period",
    "period=" + quote("٢٠٢٦-Q1"): "period",
    "period=%00": "period",
    "period=" + "9" * 5_000: "period",
    "team=": "team",
    "team=1": "team",
    f"team={NOBODY}": "team",
    "team={" + NOBODY + "}": "team",
    f"team={NOBODY.replace('-', '')}": "team",
    "team=null": "team",
    "quarter=2026-Q1": "quarter",
    "governorate=IQ-BA": "governorate",
    "first=2026-01-01": "first",
    "limit=10": "limit",
}


@pytest.mark.parametrize("query", BAD)
def test_what_cannot_be_counted_is_refused_by_name(amal: Caller, query: str) -> None:
    answer = amal.get(f"coverage/?{query}")

    assert refused(answer, 400) == [BAD[query]]
    assert answer.json()["errors"][0]["detail"]


def test_a_quarter_that_has_not_begun_is_told_which_one_is_the_latest(
    cast: Cast, amal: Caller
) -> None:
    now = Quarter.of(cast.amal.today())

    (fault,) = amal.get(f"coverage/?period={now.after}").json()["errors"]

    assert str(now) in fault["detail"]
    assert amal.get(f"coverage/?period={now}").status_code == 200


def test_a_team_of_another_programme_is_no_team_here(cast: Cast, amal: Caller) -> None:
    refused(amal.get(f"coverage/?team={cast.omar.teams[0]}"), 400)


def test_nothing_is_posted_to_it(amal: Caller) -> None:
    refused(amal.post("coverage/", {}), 405)


@pytest.mark.parametrize(("who", "status"), [("ruth", 200), ("bassam", 200), ("idris", 403)])
def test_members_read_it_and_administrators_do_not(cast: Cast, who: str, status: int) -> None:
    assert Caller(getattr(cast, who)).get("coverage/").status_code == status


def test_every_member_is_answered_the_same(cast: Cast) -> None:
    small_log(cast, DAY)

    bodies = {
        Caller(actor).get("coverage/?period=2026-Q1").content
        for actor in (cast.amal, cast.carla, cast.bassam, cast.ruth)
    }

    assert len(bodies) == 1


def test_another_programmes_key_reads_its_own_zeroes(cast: Cast) -> None:
    small_log(cast, DAY)

    found = Caller(cast.omar).get("coverage/?period=2026-Q1").json()

    assert found["places"]["held"] == {"exact": "0", "number": 0}
    assert {row["name"] for row in found["teams"]["items"]} == {"Mission elsewhere"}
    assert {cell.get("n") for row in found["matrix"]["rows"] for cell in row["cells"]} == {0}
    first = found["indicators"][0]
    assert (first["share"]["percent"], first["share"]["denominator"]) == (None, 0)


def test_nobody_is_named(cast: Cast) -> None:
    person = register(cast.carla, "Canary person", "pmf_unit", "anbar", kind="unit", tlp=Tlp.RED)
    made = meet(cast.carla, "anbar", who=(person,), summary="Canary", tlp=Tlp.RED)

    for actor in (cast.ruth, cast.bassam, cast.carla):
        text = Caller(actor).get("coverage/?period=2026-Q1").content.decode()
        assert "Canary" not in text
        assert str(person.pk) not in text
        assert str(made.pk) not in text


def test_the_same_again_is_not_sent_again(cast: Cast, amal: Caller) -> None:
    small_log(cast, DAY)
    first = amal.get("coverage/?period=2026-Q1")

    again = amal.get("coverage/?period=2026-Q1", If_None_Match=first["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    meet(cast.amal, "wasit", who=(register(cast.amal, "A"),), held_on=DAY)
    assert amal.get("coverage/?period=2026-Q1", If_None_Match=first["ETag"]).status_code == 200


def test_a_share_of_fewer_than_ten_has_no_percentage_and_no_bounds(
    cast: Cast, amal: Caller
) -> None:
    meet(cast.amal, "basra", who=(register(cast.amal, "A"),))

    share = amal.get("coverage/?period=2026-Q1").json()["indicators"][0]["share"]

    assert share == {
        "numerator": {"exact": "1", "number": 1},
        "denominator": 1,
        "unknown": {"exact": "0", "number": 0},
        "percent": None,
        "bounds": None,
    }


def test_bounds_say_what_the_unknown_places_leave_open(cast: Cast, amal: Caller) -> None:
    small_log(cast, DAY)

    share = amal.get("coverage/?period=2026-Q1").json()["indicators"][0]["share"]

    # 11/2 of 12, and one of unknown place: 46 % to 54 %.
    assert (share["percent"], share["bounds"]) == (46, {"low": 46, "high": 54})


def test_a_list_that_changed_inside_the_period_is_told(cast: Cast, amal: Caller) -> None:
    def told() -> Any:
        return amal.get("coverage/?period=2026-Q1").json()["governorate_list"]

    assert told() == {"code": "18", "changed": None}
    with owner():
        ProgrammeArea.objects.filter(programme=cast.programme).update(list_of_19_from=DAY)
    assert told() == {"code": "19", "changed": {"day": "2026-03-10", "before": "18"}}


def test_a_governorate_has_its_codes_by_scheme_and_version(amal: Caller) -> None:
    rows = {row["key"]: row for row in amal.get("coverage/").json()["governorates"]}

    codes = {(row["scheme"], row["version"]): row["code"] for row in rows["basra"]["codes"]}
    assert codes["iso_3166_2", "2020"] == "IQ-BA"
    assert codes["ocha_pcode", "2020"] == "IQG02"
    assert len(rows) == 18


def test_each_figure_names_the_list_behind_it(cast: Cast, amal: Caller) -> None:
    small_log(cast, DAY)

    first = amal.get("coverage/?period=2026-Q1").json()["indicators"][0]

    assert first["links"]["meetings"] == (
        "http://testserver/meetings/?figure=beyond&first=2026-01-01&last=2026-03-31"
    )


def statements(cast: Cast) -> int:
    caller = Caller(cast.ruth)
    caller.get("coverage/?period=2026-Q1")  # from now on the key's last use is written down
    with CaptureQueriesContext(connection) as found:
        assert caller.get("coverage/?period=2026-Q1").status_code == 200
    ours = [row["sql"] for row in found if not row["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    return len([sql for sql in ours if "set_config" not in sql and "partnerkey" not in sql])


def test_it_costs_twelve_statements_however_many_meetings_and_teams(cast: Cast) -> None:
    empty = statements(cast)
    small_log(cast, DAY)
    member(cast.programme, "dalia", "officer")

    assert (empty, statements(cast)) == (12, 12)
