"""The reasons of a match in words."""

from __future__ import annotations

from django.utils import translation

from engagement.names.matching import match
from engagement.names.telling import told, told_on_a_page, told_while_typing


def test_each_reason_is_a_sentence_in_the_language_of_the_page():
    found = match("Mohammed Jawad", "جواد محمد الساعدي")

    assert told(found) == [
        "mohammed and محمد: another script",
        "jawad and جواد: another script",
        "ساعدي: only in one of the names",
        "in another order",
    ]
    with translation.override("ar"):
        assert told(found)[-1] == "بترتيب آخر"


def test_on_a_page_each_name_has_a_direction_of_its_own():
    (first, *_rest) = told_on_a_page(match("Mohammed Jawad", "محمد جواد"))

    assert first == "\u2068mohammed\u2069 and \u2068محمد\u2069: another script"


def test_while_typing_only_what_cannot_be_seen_is_told():
    assert told_while_typing(match("karim ha", "Karim Hamid Saadi", typing=True)) == []
    assert len(told_while_typing(match("كر", "Karim Hamid", typing=True))) == 1


def test_names_of_signs_that_a_sentence_gives_a_meaning_to_are_told_as_they_are():
    assert told(match("%(one)s %s", "%(one)s %s"))[0].endswith("the same")
