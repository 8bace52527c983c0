"""Sealing: a text opens with its key, in its place, and nowhere else."""

from __future__ import annotations

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from config.embedded.state import new_ring
from config.sealing_keys import ring
from engagement.access.keys import new_id
from engagement.access.sealing import Damaged, NoKey, blind, key_of, seal, unseal

ROW = new_id()
PLACE = ("engagement_contactdetail", ROW, "sealed")
OLD, NEW = bytes(32), bytes(range(32))


@pytest.fixture(autouse=True)
def keys(settings):
    settings.SEALING_KEYS = {"old": OLD}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_a_text_opens_where_it_was_sealed(text):
    assert unseal(seal(text, *PLACE), *PLACE) == text


def test_the_sealed_text_shows_nothing_and_is_another_each_time():
    first, second = seal("+964 770 000 0000", *PLACE), seal("+964 770 000 0000", *PLACE)

    assert first != second
    assert b"964" not in first


@pytest.mark.parametrize(
    "place",
    [
        ("engagement_contactdetail", new_id(), "sealed"),
        ("engagement_assessment", ROW, "sealed"),
        ("engagement_contactdetail", ROW, "note"),
    ],
)
def test_a_copy_does_not_open_in_another_table_row_or_field(place):
    with pytest.raises(Damaged):
        unseal(seal("secret", *PLACE), *place)


def test_a_new_key_in_front_seals_and_the_old_one_still_opens(settings):
    before = seal("secret", *PLACE)
    settings.SEALING_KEYS = {"new": NEW, "old": OLD}

    after = seal("secret", *PLACE)

    assert (key_of(before), key_of(after)) == ("old", "new")
    assert unseal(before, *PLACE) == unseal(after, *PLACE) == "secret"


def test_a_key_that_is_gone_is_named_and_nothing_else(settings):
    sealed = seal("secret", *PLACE)
    settings.SEALING_KEYS = {"new": NEW}

    with pytest.raises(NoKey, match="the key old is not in JISR_SEALING_KEYS"):
        unseal(sealed, *PLACE)


def test_another_key_of_the_same_name_does_not_open(settings):
    sealed = seal("secret", *PLACE)
    settings.SEALING_KEYS = {"old": NEW}

    with pytest.raises(Damaged):
        unseal(sealed, *PLACE)


def test_without_a_key_nothing_is_sealed(settings):
    settings.SEALING_KEYS = {}

    with pytest.raises(NoKey, match="JISR_SEALING_KEYS is not set"):
        seal("secret", *PLACE)


@given(st.data())
def test_no_byte_of_a_sealed_text_can_be_changed(data):
    sealed = bytearray(seal("secret", *PLACE))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))

    with pytest.raises((Damaged, NoKey)):
        unseal(bytes(sealed), *PLACE)


@given(st.binary(max_size=80))
def test_any_other_bytes_are_told_apart(sealed):
    with pytest.raises((Damaged, NoKey)):
        unseal(sealed, *PLACE)


def test_a_ring_is_read_in_order_with_or_without_padding():
    plain = base64.b64encode(NEW).decode()
    safe = base64.urlsafe_b64encode(bytes([251, 255] * 16)).decode().rstrip("=")

    assert list(ring(f"k2:{plain}, k1:{safe},").items()) == [
        ("k2", NEW),
        ("k1", bytes([251, 255] * 16)),
    ]
    assert ring("") == {}
    assert len(ring(new_ring())["k1"]) == 32
    assert new_ring() != new_ring()


@pytest.mark.parametrize(
    "text",
    [
        "k1",
        "k1:",
        ":AAAA",
        "k 1:" + base64.b64encode(NEW).decode(),
        "k1:" + base64.b64encode(NEW[:31]).decode(),
        "k1:not base64 at all !!",
        ",".join(["k1:" + base64.b64encode(NEW).decode()] * 2),
    ],
)
def test_a_ring_that_cannot_be_read_is_told_without_the_key(text):
    with pytest.raises(ImproperlyConfigured, match="JISR_SEALING_KEYS") as refused:
        ring(text)

    encoded = text.partition(":")[2]
    assert not encoded or encoded not in str(refused.value)


def test_a_blind_index_is_the_same_for_the_same_text_of_one_owner_only():
    first = blind("phone 701234567", "engagement_contactdetail", "team")

    assert first == blind("phone 701234567", "engagement_contactdetail", "team")
    assert first != blind("phone 701234567", "engagement_contactdetail", "another team")
    assert first != blind("phone 701234568", "engagement_contactdetail", "team")


def test_a_blind_index_tells_nothing_and_changes_with_the_key(settings):
    old = blind("phone 701234567", "engagement_contactdetail", "team")
    assert "701234567" not in old
    settings.SEALING_KEYS = {"new": NEW, "old": OLD}

    assert blind("phone 701234567", "engagement_contactdetail", "team") != old


def test_without_a_key_nothing_is_indexed(settings):
    settings.SEALING_KEYS = {}

    with pytest.raises(NoKey):
        blind("phone 701234567", "engagement_contactdetail", "team")
