"""Sealed values open in their place, with both keys, and nowhere else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.sealing import OVERHEAD, SealBroken, SealedPlace, seal, unseal, value_key
from vault.secret import Key

SUBJECT, PERSON = Key(bytes(range(32))), Key(bytes(range(1, 33)))
NONCE = bytes(12)
PLACE = SealedPlace(tenant="t", shard="s", seq=7, field="entity:0")


@given(st.binary(max_size=200))
def test_what_is_sealed_opens(plaintext: bytes) -> None:
    key = value_key(SUBJECT, PERSON, "record", "entity:0")
    sealed = seal(key, NONCE, plaintext, PLACE.aad)
    assert len(sealed) == len(plaintext) + OVERHEAD
    assert unseal(key, sealed, PLACE.aad) == plaintext


@pytest.mark.parametrize(
    "place",
    [
        replace(PLACE, tenant="u"),
        replace(PLACE, shard="s2"),
        replace(PLACE, seq=8),
        replace(PLACE, field="entity:1"),
    ],
)
def test_a_value_in_another_row_does_not_open(place: SealedPlace) -> None:
    key = value_key(SUBJECT, PERSON, "record", "entity:0")
    sealed = seal(key, NONCE, b"Ann Lee", PLACE.aad)
    with pytest.raises(SealBroken):
        unseal(key, sealed, place.aad)


@pytest.mark.parametrize(
    "key",
    [
        value_key(Key(bytes(32)), PERSON, "record", "f"),
        value_key(SUBJECT, Key(bytes(32)), "record", "f"),
        value_key(PERSON, SUBJECT, "record", "f"),
        value_key(SUBJECT, PERSON, "other", "f"),
        value_key(SUBJECT, PERSON, "record", "g"),
        value_key(SUBJECT, PERSON, "recordf", ""),
    ],
)
def test_without_either_data_key_a_value_is_unreadable(key: Key) -> None:
    sealed = seal(value_key(SUBJECT, PERSON, "record", "f"), NONCE, b"Ann Lee", PLACE.aad)
    with pytest.raises(SealBroken):
        unseal(key, sealed, PLACE.aad)


def test_every_changed_byte_is_noticed() -> None:
    key = value_key(SUBJECT, PERSON, "record", "f")
    sealed = seal(key, NONCE, b"Ann Lee", PLACE.aad)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            unseal(key, bytes(changed), PLACE.aad)
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            unseal(key, sealed[:length], PLACE.aad)


def test_a_nonce_has_twelve_bytes() -> None:
    with pytest.raises(ValueError, match="12 bytes"):
        seal(SUBJECT, bytes(11), b"x", PLACE.aad)


def test_fields_of_a_place_do_not_run_into_each_other() -> None:
    one = SealedPlace(tenant="a", shard="bc", seq=1, field="x")
    assert one.aad != replace(one, tenant="ab", shard="c").aad
