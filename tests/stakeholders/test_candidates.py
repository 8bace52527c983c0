"""Whom a text may mean: found in every script, best first, with reasons; nobody hidden."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.names.matching import Why
from engagement.stakeholders.actions import retire_stakeholder
from engagement.stakeholders.candidates import candidates, suggestions
from engagement.stakeholders.models import Stakeholder, StakeholderName
from engagement.stakeholders.rekeying import rekey_names
from tests.cast import register
from tests.conftest import owner
from tests.names.test_matching import TEXT

pytestmark = pytest.mark.django_db


def found(actor, text, **how):
    with acting_as(actor, "read"):
        return [one.name for one in candidates(actor, text, **how)]


@pytest.mark.parametrize(
    "text",
    [
        "محمد جواد الساعدي",
        "Mohammed Jawad al-Saadi",
        "موحەممەد جەواد",
        "Saadi, Mohamed",
        "Mohamed Alsaadi",
        "Muhammad Jawwad as-Saedi",
    ],
)
@pytest.mark.parametrize("registered", ["محمد جواد الساعدي", "Mohammed Jawad Al Saadi"])
def test_one_person_is_found_however_they_were_written(cast, text, registered):
    register(cast.amal, "Karim Hamid")
    register(cast.amal, registered)

    assert found(cast.amal, text) == [registered]


@pytest.mark.parametrize("typed", ["moh", "محم", "موح", "mohammed j", "الس", "al-sa", "jaw", "جوا"])
@pytest.mark.parametrize("registered", ["محمد جواد الساعدي", "Mohammed Jawad al-Saadi"])
def test_while_typing_every_script_finds_every_other(cast, typed, registered):
    register(cast.amal, "Karim Hamid")
    register(cast.amal, registered)

    assert found(cast.amal, typed, typing=True) == [registered]


def test_those_who_are_called_just_that_stand_before_their_namesakes(cast):
    for name in ("Mohammed Ali Hassan Karim", "Ali Mohammed", "محمد علي", "Mohammed Alwan"):
        register(cast.amal, name)

    assert set(found(cast.amal, "Mohamed Ali", typing=True)[:2]) == {"محمد علي", "Ali Mohammed"}


@pytest.mark.parametrize(
    ("typed", "first", "other"),
    [
        ("kad", "Kadhimi", "Qadir"),
        ("qad", "Qadir", "Kadhimi"),
        ("كا", "كاظمي", "قادر"),
        ("قا", "قادر", "كاظمي"),
        ("kad", "كاظمي", "قادر"),
        ("qad", "قادر", "كاظمي"),
        ("Hossein", "Hossein", "Hussein"),
        ("Hussein", "Hussein", "Hossein"),
    ],
)
def test_of_those_that_sound_alike_who_is_spelled_as_typed_stands_first(cast, typed, first, other):
    for name in (f"Ali {other}", f"Ali {first}"):
        register(cast.amal, name)

    assert found(cast.amal, typed, typing=True) == [f"Ali {first}", f"Ali {other}"]


def expected(number):
    """As if the planner took any keys to be those of so many names."""
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION jisr.names_expected(query text) RETURNS bigint"
            f" LANGUAGE sql SET search_path = pg_catalog AS 'SELECT {number}::bigint'"
        )


def test_a_rare_name_with_the_beginning_of_another_is_found_in_any_order(cast):
    for name in ("Salih Nawzad Karim", "Nawzad Ali Hassan", "صالح نوزاد", "Nawzad Kamil Salih"):
        register(cast.amal, name)

    names = found(cast.amal, "nawzad sa", typing=True)

    assert set(names) >= {"Salih Nawzad Karim", "صالح نوزاد", "Nawzad Kamil Salih"}
    assert "Nawzad Ali Hassan" not in names[:3]


def test_a_name_too_many_or_two_written_as_one_are_no_hindrance(cast):
    register(cast.amal, "Karim Hamid Saadi")

    assert found(cast.amal, "Karim Hamid Jasim Saadi") == ["Karim Hamid Saadi"]
    assert found(cast.amal, "Karimhamid Saadi") == ["Karim Hamid Saadi"]


def test_where_very_many_fit_the_last_part_is_asked_for_whole(cast):
    for n in range(14):
        register(cast.amal, f"Karim Saad {'abcdefghijklmn'[n]}")
    register(cast.amal, "Sadr Hamid Karim")
    register(cast.amal, "Sad Hamid Karim")
    expected(100_000)

    names = found(cast.amal, "karim sad", typing=True, most=30)

    assert "Sad Hamid Karim" in names
    assert "Sadr Hamid Karim" not in names


def test_a_name_without_letters_in_common_is_found_by_its_recorded_alias_only(cast):
    register(cast.amal, ("Jamal Jafar Ibrahimi", "Abu Mahdi"))
    register(cast.amal, "Mahdi Karim")

    with acting_as(cast.amal, "read"):
        (one,) = candidates(cast.amal, "ابو مهدي")
    assert (one.name, one.match.weak) == ("Abu Mahdi", True)
    assert found(cast.amal, "ابو علي") == []


def test_a_word_in_the_middle_of_a_name_finds_it_as_typed(cast):
    register(cast.amal, "Agromarket 100%", kind="organisation")

    assert found(cast.amal, "market", typing=True) == ["Agromarket 100%"]
    assert found(cast.amal, "100%", typing=True) == ["Agromarket 100%"]
    assert found(cast.amal, "1_0%", typing=True) == []


def test_the_retired_and_other_kinds_are_left_out(cast):
    gone = register(cast.amal, "Karim Hamid")
    register(cast.amal, "Kareem Hamid", kind="organisation")
    with acting_as(cast.amal, "stakeholder.retired"):
        retire_stakeholder(cast.amal, gone.pk, reason="Moved", version=gone.version)

    assert found(cast.amal, "Karim Hamid") == ["Kareem Hamid"]
    assert found(cast.amal, "Karim Hamid", kinds=("person",)) == []


def test_whom_the_reader_may_not_open_is_never_a_candidate(cast):
    register(cast.carla, "Karim Hamid", tlp=Tlp.AMBER)
    register(cast.omar, "Karim Hamid")

    assert found(cast.carla, "Karim Hamid") == ["Karim Hamid"]
    assert found(cast.amal, "Karim Hamid") == []
    assert found(cast.amal, "kar", typing=True) == []


def test_without_a_member_in_the_context_nothing_is_found(cast):
    register(cast.amal, "Karim Hamid")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM jisr.names_like("
            "'{krm}', '''krm''', '', '''krm'':*', '{}', '{}', '{}', false, 40, 60)"
        )
        assert cursor.fetchall() == []


def test_each_suggestion_says_why(cast):
    register(cast.amal, "محمد جواد الساعدي")

    with acting_as(cast.amal, "read"):
        (one,) = suggestions(cast.amal, "Mohammed jaw")
    assert [reason.why for reason in one.candidate.match.reasons] == [
        Why.SCRIPT,
        Why.BEGINNING,
        Why.LEFT_OUT,
    ]


@pytest.mark.parametrize("number", [1, 12])
def test_suggestions_cost_three_statements(cast, number):
    for n in range(number):
        register(cast.amal, f"Karim {'abcdefghijkl'[n]}")

    with acting_as(cast.amal, "read"), CaptureQueriesContext(connection) as statements:
        assert len(suggestions(cast.amal, "karim")) == min(number, 10)
    assert len(statements) == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(TEXT)
def test_whatever_is_typed_is_no_error(cast, text):
    assert found(cast.amal, text, typing=True) == []
    assert found(cast.amal, text) == []


def test_keys_made_anew_change_neither_version_nor_history(cast):
    person = register(cast.amal, "محمد جواد الساعدي")
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("UPDATE engagement_stakeholdername SET keys = '', spoken = ''")
        before = Stakeholder.plain.get(pk=person.pk).version
        assert rekey_names(connection) == 1
        assert rekey_names(connection) == 0
        cursor.execute("SELECT count(*) FROM engagement_stakeholdernameevent")
        events = cursor.fetchone()

    assert StakeholderName.plain.get().spoken == "mhmd jd sd"
    assert Stakeholder.plain.get(pk=person.pk).version == before
    assert events == (1,)
