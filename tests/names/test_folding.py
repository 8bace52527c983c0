"""Folding: one key for a name however it was typed, in three languages of one script."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engagement.names.folding import _LETTERS, fold, script_of

#: A busy machine is no fault of the function.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
#: Any text, lone surrogates included, and text made of what folding is about.
ANY = st.text() | st.text(st.characters())
LETTERS = st.text(st.sampled_from([*_LETTERS.keys()]).map(chr) | st.sampled_from("اينشعل ًَّـ‌ İßǅﷺﻻ"))


@calm
@given(ANY | LETTERS)
@example("\ud800")
@example("\x00")
@example("ﷺ")
@example("İ")
def test_folding_never_raises_and_gives_no_marks_or_controls(text: str) -> None:
    folded = fold(text)
    assert not [c for c in folded if unicodedata.category(c) in ("Mn", "Cf", "Cc")]
    assert folded == " ".join(folded.split())


@calm
@given(ANY | LETTERS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@calm
@given(ANY | LETTERS)
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@calm
@given(LETTERS, LETTERS)
def test_words_fold_one_by_one(one: str, other: str) -> None:
    assert fold(f"{one} {other}") == " ".join(f"{fold(one)} {fold(other)}".split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),  # hamza above
        ("إبراهيم", "ابراهيم"),  # hamza below
        ("آمنة", "امنه"),  # madda, ta marbuta
        ("مُحَمَّد", "محمد"),  # vowel marks
        ("مـحـمـد", "محمد"),  # stretched
        ("علي", "علی"),  # Arabic and Persian yeh
        ("مصطفى", "مصطفي"),  # alef maksura
        ("كريم", "کریم"),  # Arabic and Persian kaf
        ("ئارام", "يارام"),  # Sorani hamza on yeh
        ("هەڵەبجە", "ههلهبجه"),  # Sorani e and velar l
        ("ڕۆژ", "روژ"),  # Sorani r and o
        ("ھەولێر", "هەولیر"),  # two ways to write he
        ("فؤاد", "فواد"),  # hamza on waw
        ("علی‌رضا", "علیرضا"),  # zero-width non-joiner
        ("ﻋﻠﻲ", "علي"),  # presentation forms of old machines
        ("José", "jose"),
        ("STRASSE", "straße"),
        ("  Abu   Ali ", "abu ali"),
    ],
)
def test_ways_of_writing_a_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("علي", "عمر"), ("Ali", "Alia"), ("حسن", "حسين")])
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("محمد", "Arab"),
        ("هەڵەبجە", "Arab"),
        ("José", "Latn"),
        ("Ali علي أحمد", "Arab"),
        ("Abu Ali علي", "Latn"),
        ("Ali علي", "Arab"),  # as many of each
        ("", "Zyyy"),
        ("123 – !", "Zyyy"),
        ("Борис", "Zyyy"),
    ],
)
def test_the_script_is_the_one_that_prevails(text: str, script: str) -> None:
    assert script_of(text) == script


@calm
@given(ANY)
def test_the_script_of_any_text_is_one_of_three(text: str) -> None:
    assert script_of(text) in ("Arab", "Latn", "Zyyy")
