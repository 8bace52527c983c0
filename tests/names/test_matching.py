"""How likely two names are one person's: scores in order, reasons to read, nothing decided."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.names.matching import LIKELY, Match, Why, match
from engagement.names.tokens import parts_of

#: Signs of the scripts that names here are written in, with marks and signs that are none.
TEXT = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x24F),
        st.characters(min_codepoint=0x600, max_codepoint=0x6FF),
        st.sampled_from("\u200c\u200f\u202eـ😀 -'"),
    ),
    max_size=60,
)


def whys(found: Match) -> set[Why]:
    return {reason.why for reason in found.reasons}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("محمد جواد الساعدي", "Mohammed Jawad al-Saadi"),
        ("محمد جواد الساعدي", "Mohamed Javad Alsaadi"),
        ("Mohammed Jawad al-Saadi", "موحەممەد جەواد"),
        ("Mustafa al-Kadhimi", "Mostafa Kazemi"),
        ("Mustafa al-Kadhimi", "مصطفى الكاظمي"),
        ("مەسعوود بارزانی", "Massoud Barzani"),
        ("Abdul Rahman Ali", "Abdurrahman Aly"),
        ("عبد الرحمن علي", "Abd al-Rahman Ali"),
        ("Salah al-Din Hussein", "Salahaddin Husayn"),
        ("Sheikh Jabbar Hamid", "الشيخ جبار حميد"),
        ("Qasim al-Araji", "قاسم الأعرجي"),
        ("al-Saadi, Mohammed Jawad", "Mohammed Jawad al-Saadi"),
    ],
)
def test_one_person_however_written_is_put_before_a_person_as_one(one, other):
    assert match(one, other).likely


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ahmed al-Mosuli", "Ahmed al-Tikriti"),
        ("محمد جواد الساعدي", "محمد جواد المالكي"),
        ("Hassan Ali Karim", "Hassan Omar Jabbar"),
        ("Abu Mahdi al-Muhandis", "Jamal Jafar Ibrahimi"),
    ],
)
def test_people_who_share_a_name_only_are_not(one, other):
    assert not match(one, other).possible


@pytest.mark.parametrize(
    ("one", "other"),
    [("محمد", "محمود"), ("محمد", "محمد"), ("Ali", "Ala"), ("Abu Mahdi", "ابو مهدي المهندس")],
)
def test_a_single_name_or_a_kunya_is_never_more_than_something_to_look_at(one, other):
    found = match(one, other)

    assert found.weak
    assert not found.likely


def test_muhammad_and_mahmud_are_less_alike_than_two_spellings_of_muhammad():
    assert (
        match("Mohammed Karim", "Mahmoud Karim").score
        < match("Mohammed Karim", "Muhamad Karim").score
    )


def test_the_reasons_say_what_was_put_beside_what():
    found = match("Mohammed Jawad al-Saadi", "موحەممەد جەواد")

    assert [(row.why, row.one, row.other) for row in found.reasons] == [
        (Why.SCRIPT, "mohammed", "موحەممەد"),
        (Why.SCRIPT, "jawad", "جەواد"),
        (Why.LEFT_OUT, "saadi", ""),
    ]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Karim Hamid", "Kareem Hamid", Why.SPELLING),
        ("Saadi Karim", "Karim Saadi", Why.ORDER),
        ("Dr. Karim Hamid", "Karim Hamid", Why.TITLE),
        ("K. Hamid Saadi", "Karim Hamid Saadi", Why.INITIAL),
        ("Salah al-Din Omar", "Salahaddin Omar", Why.JOINED),
        ("Abu Ali Karim", "ابو علي كريم", Why.KUNYA),
        ("Karim Saadi", "Karim Maliki", Why.DIFFERENT),
    ],
)
def test_each_kind_of_difference_has_its_reason(one, other, why):
    assert why in whys(match(one, other))


def test_a_dropped_fathers_name_weighs_less_than_another_one():
    whole = "Karim Hamid al-Saadi"

    assert match(whole, "Karim al-Saadi").score > match(whole, "Karim Rashid al-Saadi").score + 0.1
    assert match(whole, "Karim al-Saadi").score >= LIKELY


@pytest.mark.parametrize(
    "text", ["", " ", "a", "-", "al", "😀", "\u200f", "bin al", "x" * 500, "ـ" * 9]
)
def test_what_is_no_name_is_matched_sanely_or_not_at_all(text):
    for other in ("", "Karim Hamid", text):
        found = match(text, other)
        assert 0 <= found.score <= 1
        assert found.weak or found.score == 0


@given(TEXT, TEXT)
def test_matching_is_symmetric_and_stays_between_none_and_all(one, other):
    there, back = match(one, other), match(other, one)

    assert there.score == pytest.approx(back.score)
    assert 0 <= there.score <= 1
    assert there.weak == back.weak


@given(TEXT)
def test_a_name_is_most_like_itself(name):
    assert match(name, name).score in (0.0, pytest.approx(1.0))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("moh", "Mohammed Jawad"),
        ("محم", "Mohammed Jawad"),
        ("mohammed jaw", "محمد جواد الساعدي"),
        ("الس", "Mohammed Jawad al-Saadi"),
        ("al-sa", "محمد جواد الساعدي"),
        ("موح", "محمد جواد الساعدي"),
    ],
)
def test_while_typing_a_name_begins_like_its_beginning(typed, name):
    found = match(typed, name, typing=True)

    assert found.score > 0.6
    assert Why.BEGINNING in whys(found)
    assert found.score > match(typed, "Karim Hamid", typing=True).score


def test_while_typing_what_is_still_to_come_weighs_little():
    assert match("moh", "Mohammed", typing=True).score < 1
    assert match("mohammed", "Mohammed Jawad al-Saadi", typing=True).possible
    assert not match("mohammed", "Mohammed Jawad al-Saadi").possible


@pytest.mark.parametrize(
    "written", ["الشَيخ جبّار السَّوادي", "جَبَّار السوادي", "e\u0301mile جبار السوادي"]
)
def test_vowel_signs_do_not_part_a_word(written):
    parts = [part.text for part in parts_of(written)]

    assert parts[-2:] == ["جبار", "سوادي"]
