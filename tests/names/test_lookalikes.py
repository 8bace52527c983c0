"""Names that sound alike and are others: never more than something to look at."""

from __future__ import annotations

import pytest
from hypothesis import given

from engagement.names.lookalikes import another_name, distinct
from engagement.names.matching import match
from tests.names.test_matching import TEXT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("محمد جواد الساعدي", "محمود جواد الساعدي"),
        ("Mohammed Jawad al-Saadi", "Mahmoud Jawad al-Saadi"),
        ("محمد جواد الساعدي", "Mahmud Jawad al-Saadi"),
        ("موحەممەد جەواد", "محمود جواد"),
        ("حسن كاظم الساعدي", "حسين كاظم الساعدي"),
        ("Hassan Kadhim", "Hussein Kadhim"),
        ("كرم خالد", "كريم خالد"),
        ("سعد خالد", "Saeed Khalid"),
        ("حمد علي", "Hamid Ali"),
    ],
)
def test_another_name_with_the_same_consonants_is_told_apart(one, other):
    assert another_name(match(one, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("محمد جواد الساعدي", "Mohammed Jawad al-Saadi"),
        ("موحەممەد جەواد", "محمد جواد"),
        ("Mohamed Ali", "Muhammad Aly"),
        ("مەحموود جەواد", "Mahmood Javad"),
        ("حوسێن عەلی", "حسين علي"),
        ("Hossein Kazem", "حسين كاظم"),
        ("عومەر علی", "عمر علي"),
        ("عبد الرحمن علي", "عبد الرحمان علي"),
        ("ابراهيم خالد", "ابرهيم خالد"),
        ("داود سليم", "داوود سليم"),
        ("ئەحمەد خالد", "Ahmed Khaled"),
    ],
)
def test_another_spelling_or_script_of_a_name_is_not_another_name(one, other):
    assert not another_name(match(one, other))


@given(TEXT, TEXT)
def test_it_is_the_same_from_both_sides(one, other):
    assert distinct(one, other) == distinct(other, one)
    assert not distinct(one, one)
