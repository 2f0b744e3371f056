import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.config.application_keys import (
    RANDOM_BYTES,
    entry_of,
    key_id,
    new_key,
    parse_entry,
)


@given(st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES))
def test_a_key_has_its_form_and_its_entry_names_it(randomness: bytes) -> None:
    key = new_key(randomness)
    prefix, ident, secret = key.split("_")
    assert (prefix, len(ident), len(secret)) == ("gw", 8, 43)
    assert key_id(key) == ident
    entry = entry_of(key)
    assert str(entry) == f"sha256:{ident}:{hashlib.sha256(key.encode()).hexdigest()}"
    assert parse_entry(str(entry)) == entry


@given(
    st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES),
    st.integers(8 * 8, 8 * RANDOM_BYTES - 1),
)
def test_every_bit_of_the_secret_counts(randomness: bytes, bit: int) -> None:
    flipped = bytearray(randomness)
    flipped[bit // 8] ^= 1 << bit % 8
    assert new_key(bytes(flipped)) != new_key(randomness)


def test_too_little_randomness_is_refused() -> None:
    with pytest.raises(ValueError, match="random bytes"):
        new_key(b"x" * 16)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sha256:",
        "sha256:xyz",
        "md5:" + "a" * 64,
        "sha256:" + "A" * 64,
        "sha256:short:" + "a" * 64,
    ],
)
def test_what_is_no_entry(text: str) -> None:
    assert parse_entry(text) is None


def test_an_api_key_of_a_recipient_has_no_id() -> None:
    assert str(entry_of("sk-foreign")) == f"sha256:{hashlib.sha256(b'sk-foreign').hexdigest()}"
