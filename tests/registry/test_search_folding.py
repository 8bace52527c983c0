"""`jisr.fold` in the database and `fold` in Python make the same key."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engagement.names.folding import _LETTERS, fold

pytestmark = pytest.mark.django_db
calm = settings(
    deadline=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
#: Where the scripts stand in which people write names and meetings here; signs and emoji too.
BLOCKS = (
    (0x20, 0x24F),
    (0x300, 0x58F),
    (0x600, 0x6FF),
    (0x750, 0x77F),
    (0xFB50, 0xFDFB),
    (0xFE70, 0xFEFC),
    (0x1E00, 0x206F),
    (0xFF01, 0xFF5E),
    (0x1F300, 0x1F64F),
)
SIGNS = st.one_of(
    *(st.characters(min_codepoint=a, max_codepoint=b, exclude_categories=["Cn"]) for a, b in BLOCKS)
)
LETTERS = st.sampled_from([chr(code) for code in _LETTERS]) | st.sampled_from(" \n\t\u00a0ßςΣİǅﷺ")


def in_sql(text: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT jisr.fold(%s)", [text])
        return str(cursor.fetchone()[0])


@calm
@given(st.text(SIGNS) | st.text(LETTERS | SIGNS))
@example("أحمد الكاظمي\nکاظم")
@example("  Two   WORDS ")
@example("Straße ΣΊΣΥΦΟΣ Ѐлка")
@example("")
def test_the_database_folds_as_python_does(text: str) -> None:
    assert in_sql(text) == fold(text)


def test_variants_of_one_word_have_one_key() -> None:
    for one, other in (("كُردستان", "کوردستان"), ("هەولێر", "ههولير"), ("مُصطفى", "مصطفی")):
        assert (in_sql(one) == in_sql(other)) is (fold(one) == fold(other))
    assert in_sql("مُصطفى") == in_sql("مصطفی")
