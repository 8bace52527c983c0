"""Names as people write them: what is kept as typed, and what is no name."""

from __future__ import annotations

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from engagement.access.scope import acting_as
from engagement.stakeholders.children import name_rows, tag_rows
from engagement.stakeholders.drafts import NameDraft, StakeholderDraft
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.rules import is_one_line, name_problem
from tests.cast import register

#: Control characters, halves of characters, and breaks of lines and paragraphs.
CATEGORIES = ("Cc", "Cs", "Zl", "Zp")
KEPT = [
    "x",
    "ع",
    "x" * 500,
    "أ" * 500,
    "أبو علي 😀",
    "Zero\u200bwidth",
    "\u200fجبار\u200e",
    "'; DROP TABLE",
    "<b>bold</b>",
    "a  b",
]
REFUSED = [
    "",
    "   ",
    "\u200f\u200e",
    "\u200b",
    "😀",
    "123",
    "x" * 501,
    "a\x00b",
    "a\nb",
    "a\u2028b",
]


@pytest.mark.django_db
@pytest.mark.parametrize("text", KEPT)
def test_a_name_is_stored_as_typed(cast, text):
    person = register(cast.amal, f" {text} ")

    with acting_as(cast.amal, "read"):
        assert person.names.visible_to(cast.amal).get().text == text


@pytest.mark.django_db
@pytest.mark.parametrize("text", [*REFUSED, "a\ud800b"])
def test_what_is_no_name_is_refused_beside_the_field(cast, text):
    with pytest.raises(ValidationError) as refused:
        register(cast.amal, text)

    assert list(refused.value.message_dict) == ["names"]


@pytest.mark.django_db
def test_one_name_with_a_letter_is_enough(cast):
    person = register(cast.amal, ("😀", "Jabbar"))

    with acting_as(cast.amal, "read"):
        assert person.names.visible_to(cast.amal).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", [NameDraft("A", "king"), NameDraft("A", ""), NameDraft("A", "full", "xx")]
)
def test_kinds_and_languages_are_those_of_the_list(cast, name):
    with pytest.raises(ValidationError):
        register(cast.amal, (name,))


@pytest.mark.django_db
def test_a_list_pasted_as_names_is_refused(cast):
    with pytest.raises(ValidationError):
        register(cast.amal, tuple(f"N{n}" for n in range(31)))


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["x" * 61, "a\x00", "a\nb", "\u200b"])
def test_what_is_no_tag_is_refused_beside_the_field(cast, text):
    with pytest.raises(ValidationError) as refused:
        register(cast.amal, "A", tags=(text,))

    assert list(refused.value.message_dict) == ["tags"]


@pytest.mark.django_db
def test_the_same_tag_in_other_letters_is_one_tag(cast):
    person = register(cast.amal, "A", tags=("المياه", "المياة", " Water", "WATER", ""))

    with acting_as(cast.amal, "read"):
        texts = person.tags.visible_to(cast.amal).order_by("pk").values_list("text", flat=True)
        assert list(texts) == ["المياه", "Water"]


@given(st.text(max_size=520))
def test_a_name_without_a_problem_holds_no_control_character_and_fits(text):
    fits = len(text) <= 500 and not any(unicodedata.category(c) in CATEGORIES for c in text)

    assert (name_problem(text) == "") is fits


@given(st.lists(st.text(max_size=40), max_size=8))
def test_names_are_kept_in_order_each_once_and_never_empty(texts):
    draft = StakeholderDraft(id=None, kind="person", names=tuple(texts), actor_type=None)
    rows = name_rows(None, draft.given_names)
    stripped = [text.strip() for text in texts if text.strip()]

    assert [row.text for row in rows] == list(dict.fromkeys(stripped))
    assert [row.position for row in rows] == list(range(len(rows)))
    assert all(len(row.folded) <= 600 for row in rows)


@given(st.lists(st.text(max_size=60), max_size=8))
def test_no_two_tags_fold_alike(texts):
    rows = tag_rows(None, texts)

    assert len({row.folded for row in rows}) == len(rows)
    assert all(row.folded and len(row.folded) <= 80 for row in rows)


def test_one_line_has_no_control_character():
    assert is_one_line("شيخ\u200f 😀")
    assert not any(is_one_line(text) for text in ("a\tb", "a\rb", "a\x7fb", "a\u2029b"))


@pytest.mark.django_db
def test_somebody_is_found_by_one_of_their_names_in_any_letters(cast):
    register(cast.amal, ("أحمد الكاظمي", "Ahmad al-Kazimi"))

    with acting_as(cast.amal, "read"):
        rows = Stakeholder.objects.visible_to(cast.amal)
        assert rows.named_as(["احمد الکاظمی"]).count() == 1
        assert rows.named_as(["AHMAD AL-KAZIMI", "x"]).count() == 1
        assert rows.named_as(["احمد"]).count() == 0
        assert rows.named_as([""]).count() == 0
