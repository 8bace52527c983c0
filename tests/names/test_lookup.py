"""Keys: what one spelling or script is looked up by finds the others."""

from __future__ import annotations

import pytest
from hypothesis import given

from engagement.names.lookup import keys_of, question_of, whole_question_of
from tests.names.test_matching import TEXT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kadhimi", "Kazemi"),
        ("قاسم", "Gasim"),
        ("عثمان", "Osman"),
        ("خالد", "Xalid"),
        ("Jamal", "گەمال"),
        ("Fatimah", "فاطمة"),
        ("Mohamed", "Moamed"),
        ("Salah al-Din", "Salahaddin"),
        ("عبد الرحمن", "Abdurrahman"),
    ],
)
def test_ambiguous_letters_have_a_key_in_common(one, other):
    assert set(keys_of(one).every) & set(keys_of(other).every)


def test_a_kunya_has_no_key_in_common_with_the_name_in_it():
    assert not set(keys_of("Abu Mahdi").every) & set(keys_of("Mahdi").every)


def test_the_first_keys_stand_in_the_order_of_the_name_and_are_those_of_every_script():
    spoken = [keys_of(name).spoken for name in ("محمد جواد الساعدي", "Mohamed Javad as-Saedi")]

    assert spoken == ["mhmd jd sd", "mhmd jfd sd"]
    assert keys_of("موحەممەد جواد").spoken == "mhmd jd"


def test_each_way_of_asking_is_wider_than_the_one_before():
    asked = question_of("Karim Hamid Saadi")
    second, third = (way.split(";") for way in asked.wider)

    assert asked.whole == "('krm') & ('hmd') & ('sd')"
    assert (asked.rest, asked.begun) == ("('krm') & ('hmd')", "('sd':*)")
    assert second[-3:] == ["('krm') & ('hmd')", "('krm') & ('sd')", "('hmd') & ('sd')"]
    assert "('krmhmd') & ('sd')" in second
    assert set(third) <= set(second)


@pytest.mark.parametrize("text", ["", " ", "al", "😀", "\u200f", "bin al", "x" * 500, "ـ" * 9, "'"])
def test_what_is_no_name_has_no_keys_or_harmless_ones(text):
    keys = keys_of(text)

    assert all(key.isalnum() and key.isascii() for key in keys.every)
    assert len(keys.spoken) <= 600


@given(TEXT)
def test_keys_and_questions_hold_nothing_but_letters_and_signs_of_ours(text):
    signs = set("abdfhjklmnrstwyzSX0") | set("'()&|:*; ")

    assert set("".join(keys_of(text).every)) <= signs
    asked, whole = question_of(text), whole_question_of(text)
    queries = [asked.whole, asked.rest, asked.begun, *asked.wider, whole.whole]
    assert set("".join(queries)) <= signs
