"""However records are cut into batches, the rows are those of single requests."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from engagement.access.keys import new_id
from engagement.meetings.models import Meeting, Participant, Venue
from engagement.models import Change
from engagement.stakeholders.models import Stakeholder, StakeholderName, StakeholderTag
from engagement.sync.batches.drafts import Item
from engagement.sync.batches.waves import waves
from tests.api.calls import Caller
from tests.cast import Cast, make_cast
from tests.conftest import owner
from tests.sync.agreeing import agree, caller
from tests.sync.sending import meeting, person, send, statuses

#: Ids, moments, hashes and marks of transactions differ between any two rows; so does the version,
#: which moves once per transaction.
OWN = {
    *("id", "stakeholder_id", "meeting_id", "touched", "request_hash", "created_at", "logged_at"),
    *("frozen_at", "version", "author_id", "programme_id", "teams", "lead_team_id"),
}
NAMES = st.sampled_from(["Karim", "Salim", "Nadia Hassan", "كريم"])
CHANGES = st.fixed_dictionaries(
    {"names": st.lists(NAMES, min_size=1, max_size=2, unique=True)},
    optional={
        "tags": st.lists(st.sampled_from(["salt", "water"]), max_size=2),
        "birth_year": st.integers(1950, 1990),
        "kind": st.just("nobody"),
    },
)
ITEMS = st.lists(st.tuples(st.sampled_from("abcd"), CHANGES), min_size=1, max_size=8)


def rows_of(model: Any, author: UUID, *without: str) -> list[str]:
    """What a program wrote to a table."""
    with owner():
        rows = [
            {name: value for name, value in row.items() if name not in (*OWN, *without)}
            for row in model.plain.filter(author_id=author).values()
        ]
    return sorted(str(row) for row in rows)


def cut(items: Sequence[Any], places: set[int]) -> list[Sequence[Any]]:
    """The items in runs that begin at these places."""
    edges = [0, *sorted(place for place in places if 0 < place < len(items)), len(items)]
    return [items[first:last] for first, last in pairwise(edges)]


class Splits(TestCase):
    @given(items=ITEMS, places=st.sets(st.integers(1, 7)))
    def test_any_cut_gives_the_same_rows(
        self, items: list[tuple[str, Any]], places: set[int]
    ) -> None:
        sent = [person(name, **changes) for name, changes in items]
        found = []
        for name, runs in (("one", [sent]), ("cut", cut(sent, places))):
            cast = make_cast() if name == "one" else None
            partner = self._partner(cast, name)
            results = [row for run in runs for row in send(partner, "stakeholders", *run)]
            found.append(([row["status"] for row in results], self._rows(name)))
        assert found[0] == found[1]

    def _partner(self, cast: Cast | None, name: str) -> Caller:
        self.cast = cast or self.cast
        self.agreement = agree(self.cast, name=name)
        return caller(self.cast, self.agreement)

    def _rows(self, name: str) -> list[Any]:
        author = self.agreement.membership.user_id
        with owner():
            people = Stakeholder.plain.filter(author_id=author)
            return sorted(
                (
                    row.kind,
                    row.birth_year or 0,
                    row.tlp,
                    [n.text for n in row.names(manager="plain").order_by("position")],
                    sorted(t.text for t in row.tags(manager="plain").all()),
                )
                for row in people
            )


@pytest.mark.django_db
def test_a_batch_gives_the_rows_and_the_history_of_single_requests(cast: Cast) -> None:
    kinds: list[Any] = [Stakeholder, StakeholderName, StakeholderTag]
    sent = [person("a", tags=["salt"]), person("b", at_risk=True)]
    found = []
    for name in ("One by one", "Together"):
        agreement = agree(cast, name=name)
        partner, author = caller(cast, agreement), agreement.membership.user_id
        if name == "Together":
            assert statuses(send(partner, "stakeholders", *sent)) == [201, 201]
        for row in sent if name != "Together" else []:
            answer = partner.post("stakeholders/", {**row["data"], "id": str(new_id())})
            assert answer.status_code == 201, answer.content
        found.append([*(rows_of(kind, author) for kind in kinds), *told(kinds, author)])
    assert found[0] == found[1]
    assert len(found[0][0]) == 2


@pytest.mark.django_db
def test_meetings_of_a_batch_are_those_of_single_requests(cast: Cast) -> None:
    kinds: list[Any] = [Meeting, Participant, Venue]
    found = []
    for name in ("One by one", "Together"):
        agreement = agree(cast, name=name)
        partner, author = caller(cast, agreement), agreement.membership.user_id
        people = [row["id"] for row in send(partner, "stakeholders", person("a"), person("b"))]
        sent = [
            meeting("m", {"stakeholder": people[0]}, outcome="Salt."),
            meeting("n", {"stakeholder": people[1]}, status="planned", held_on="2026-12-31"),
            meeting("o", {"stakeholder": people[1]}, status="not_held", reason="security"),
        ]
        if name == "Together":
            assert statuses(send(partner, "meetings", *sent)) == [201] * 3
        for row in sent if name != "Together" else []:
            single = {**row["data"], "id": str(new_id()), "lead_team": str(cast.partner.pk)}
            assert partner.post("meetings/", single).status_code == 201
        found.append([*(rows_of(kind, author) for kind in kinds), *told(kinds, author)])
    assert found[0] == found[1]
    assert [len(rows) for rows in found[0][:3]] == [3, 3, 3]


def told(kinds: list[Any], author: UUID) -> list[list[Any]]:
    """The events of these tables by label and verb, and the change log."""
    found: list[list[Any]] = []
    with owner():
        for kind in kinds:
            rows = kind._meta.get_field("events").related_model._default_manager.all()
            of_author = rows.filter(author_id=author).select_related("pgh_context")
            found.append(
                sorted((row.pgh_label, row.pgh_context.metadata["verb"]) for row in of_author)
            )
        log = Change.objects.filter(actor_id=author)
        found.append(sorted(log.values_list("object_type", "op", "verb", "version")))
    return found


def item(index: int, name: str) -> Item:
    return Item(
        index=index,
        name=("", name),
        client_uuid=None,
        base_version=None,
        data={},
        sent={},
        digest=b"",
    )


@given(st.lists(st.sampled_from("abcde")))
def test_waves_keep_the_order_and_hold_no_name_twice(names: list[str]) -> None:
    items = [item(index, name) for index, name in enumerate(names)]
    found = list(waves(items, lambda one: [one.name], lambda one: [one.name]))
    assert [one for wave in found for one in wave] == items
    assert all(len({one.name for one in wave}) == len(wave) > 0 for wave in found)
