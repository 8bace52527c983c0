"""Which names are held against each other: no pair is lost that matters, and no crowd compared."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.registry.duplicates.pairing import COMMON, Name, Person, Register, likeness

GIVEN = ("Mohammed", "محمد", "Ali", "Jawad", "جواد", "Abu Karrar", "Salah al-Din", "Salahaddin")
FAMILIES = ("al-Saadi", "الساعدي", "al-Tamimi", "Kadhim", "كاظم")


def register(*names, **more):
    made = Register()
    for number, name in enumerate(names):
        texts = (name,) if isinstance(name, str) else name
        made.add(Person(UUID(int=number), tuple(map(Name, texts)), **more))
    made.close()
    return made


def held(made):
    return {
        (place, other.id.int) for place in range(len(made.people)) for other in made.partners(place)
    }


def test_two_shared_parts_are_held_against_each_other_in_every_script():
    assert held(register("Mohammed Jawad al-Saadi", "جواد الساعدي", "Qasim Ridha")) == {(0, 1)}


def test_one_rare_part_is_enough():
    assert held(register("Qasim Haydari", "Ridha Haydari")) == {(0, 1)}


def test_one_part_that_many_bear_is_not():
    names = [
        f"Mohammed {family}"
        for family in (
            "Sawadi",
            "Tamimi",
            "Jubouri",
            "Dulaimi",
            "Obeidi",
            "Zaidi",
            "Rubaie",
            "Khafaji",
            "Asadi",
            "Maliki",
            "Bayati",
            "Janabi",
            "Shammari",
        )
    ]

    assert held(register(*names)) == set()


def test_a_common_name_is_held_against_those_of_its_governorate_only():
    crowd = [Person(UUID(int=n), (Name("Mohammed Ali"),), base=n % 30) for n in range(60)]
    made = Register()
    for person in crowd:
        made.add(person)
    made.close()

    assert held(made) == {(n, n + 30) for n in range(30)}
    assert made.common == 0


def test_of_a_name_too_common_everywhere_it_is_told_how_many_bear_it():
    made = register(*["Mohammed Ali"] * (COMMON + 1))

    assert held(made) == set()
    assert made.common == COMMON + 1


def test_a_third_part_tells_bearers_of_a_common_name_apart():
    crowd = ["Mohammed Ali"] * (COMMON + 1)

    made = register(*crowd, "Mohammed Ali Haydari", "محمد علي الحيدري")

    assert (COMMON + 1, COMMON + 2) in held(made)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed Jawad al-Saadi", "محمد جواد الساعدي"),
        ("Mohammed Jawad al-Saadi", "موحەممەد جەواد"),
        ("Kadhim Jawad", "كاظم جواد"),
        ("Salah al-Din Jawad Kadhim", "Salahaddin Jawad Kadhim"),
        ("al-Saadi Jawad Mohammed", "Mohamed Jawad Saadi"),
    ],
)
def test_the_same_person_written_otherwise_is_alike(one, other):
    near = likeness([Name(one)], [Name(other)])

    assert near is not None
    assert near.match.possible


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ridha Jawad al-Saadi", "Mohammed Jawad al-Saadi"),
        ("Ridha al-Saadi", "Mohammed Jawad al-Saadi"),
        ("Mohammed Jawad", "Mohammed Kadhim"),
    ],
)
def test_who_shares_all_but_one_part_is_a_brother(one, other):
    assert likeness([Name(one)], [Name(other)]) is None


def test_full_names_come_before_nearer_ones_that_are_not():
    one = [Name("Mohammed Jawad al-Saadi"), Name("Abu Karrar Saadi", full=False)]
    other = [Name("Mohammed Jawad"), Name("Abu Karrar Saadi", full=False)]

    near = likeness(one, other)

    assert near is not None
    assert (near.one, near.likely) == ("Mohammed Jawad al-Saadi", True)


names = st.builds(
    lambda given, family: " ".join([*given, family]),
    st.lists(st.sampled_from(GIVEN), min_size=1, max_size=3),
    st.sampled_from(FAMILIES),
)


@given(names, names)
def test_likeness_is_the_same_from_both_sides(one, other):
    there, back = likeness([Name(one)], [Name(other)]), likeness([Name(other)], [Name(one)])

    assert (there and there.rank) == pytest.approx(back and back.rank)


@given(st.lists(names, max_size=12))
def test_whoever_is_held_against_another_is_after_them_and_once(texts):
    made = register(*texts)

    found = [(place, other.id.int) for place in range(len(texts)) for other in made.partners(place)]
    assert len(found) == len(set(found))
    assert all(place < other for place, other in found)


@given(st.lists(names, min_size=2, max_size=10), st.randoms())
def test_the_order_of_registration_changes_no_pair(texts, chance):
    turned = list(range(len(texts)))
    chance.shuffle(turned)

    before = {tuple(sorted((texts[a], texts[b]))) for a, b in held(register(*texts))}
    after = held(register(*(texts[n] for n in turned)))

    assert {tuple(sorted((texts[turned[a]], texts[turned[b]]))) for a, b in after} == before


@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_text_may_be_a_name(texts):
    made = register(*texts)

    for place, person in enumerate(made.people):
        for other in made.partners(place):
            likeness(person.names, other.names)
