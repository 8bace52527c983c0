"""Rows of one table in one statement: what is written is what was given."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from engagement.access.inserting import insert_rows, update_rows
from engagement.access.scope import acting_as
from engagement.stakeholders.children import name_rows
from engagement.stakeholders.drafts import NameDraft
from engagement.stakeholders.models import StakeholderName
from tests.cast import Cast, register

pytestmark = pytest.mark.django_db
ODD = ['A "quoted" name', "back\\slash", "أبو علي 😀", "{1,2}", "null", "'; DROP TABLE", "a\tb"]


def test_texts_come_out_as_they_went_in(cast: Cast) -> None:
    person = register(cast.amal, "Karim")
    with acting_as(cast.amal, "stakeholder.amended"):
        insert_rows(name_rows(person.pk, [NameDraft(text) for text in ODD]))
        names = StakeholderName.objects.visible_to(cast.amal).filter(stakeholder=person)
        assert set(names.values_list("text", flat=True)) == {"Karim", *ODD}


def test_only_the_columns_named_are_written(cast: Cast) -> None:
    person = register(cast.amal, "Karim")
    with acting_as(cast.amal, "stakeholder.amended"):
        names = StakeholderName.objects.visible_to(cast.amal)
        row = names.get(stakeholder=person)
        row.position, row.text = 7, "Somebody else"
        update_rows([row], ["position"])
        assert names.values_list("position", "text").get(stakeholder=person) == (7, "Karim")


def test_one_that_clashes_keeps_all_of_them_out(cast: Cast) -> None:
    person = register(cast.amal, "Karim")
    with acting_as(cast.amal, "stakeholder.amended"):
        rows = name_rows(person.pk, [NameDraft("Salim"), NameDraft("Karim")])
        with pytest.raises(IntegrityError), transaction.atomic():
            insert_rows(rows)
        names = StakeholderName.objects.visible_to(cast.amal).filter(stakeholder=person)
        assert [row.text for row in names] == ["Karim"]


def test_of_no_rows_nobody_is_asked(cast: Cast, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        insert_rows([])
        update_rows([], ["position"])
