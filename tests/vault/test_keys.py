"""Root wraps epochs and masters, epochs wrap data keys; a destroyed key takes its values along."""

import copy
import pickle

import pytest

from vault.keys import (
    Epoch,
    Purpose,
    purpose_key,
    rewrap_dek,
    unwrap_dek,
    unwrap_kek,
    unwrap_master,
    wrap_dek,
    wrap_deks,
    wrap_kek,
    wrap_master,
)
from vault.sealing import SealBroken, seal
from vault.secret import Key

ROOT, DEK = Key(bytes(range(32))), Key(b"d" * 32)
E0, E1 = Epoch(0, Key(b"0" * 32)), Epoch(1, Key(b"1" * 32))
NONCE, OTHER = bytes(12), bytes(range(12))


def test_keys_come_back_from_their_wrapping() -> None:
    assert unwrap_kek(ROOT, 0, wrap_kek(ROOT, E0, NONCE)) == E0
    assert unwrap_master(ROOT, "index", wrap_master(ROOT, "index", DEK, NONCE)) == DEK
    assert unwrap_dek(E0, "t", "ref", wrap_dek(E0, "t", "ref", DEK, NONCE)) == DEK


def test_a_data_key_opens_only_for_its_tenant_reference_and_epoch() -> None:
    wrapped = wrap_dek(E0, "t", "ref", DEK, NONCE)
    wrong = [(E1, "t", "ref"), (E0, "u", "ref"), (E0, "t", "fer"), (Epoch(1, E0.kek), "t", "ref")]
    for epoch, tenant, ref in wrong:
        with pytest.raises(SealBroken):
            unwrap_dek(epoch, tenant, ref, wrapped)


def test_several_are_wrapped_as_each_alone() -> None:
    deks = {"one": DEK, "two": ROOT}
    assert wrap_deks(E1, "t", deks, NONCE + OTHER) == [
        ("one", wrap_dek(E1, "t", "one", DEK, NONCE)),
        ("two", wrap_dek(E1, "t", "two", ROOT, OTHER)),
    ]
    with pytest.raises(ValueError, match="shorter"):
        wrap_deks(E1, "t", deks, NONCE)


def test_a_wrapped_key_is_no_other_kind_of_key() -> None:
    with pytest.raises(SealBroken):
        unwrap_master(ROOT, "0", wrap_kek(ROOT, E0, NONCE))
    with pytest.raises(SealBroken):
        unwrap_kek(ROOT, 1, wrap_kek(ROOT, E0, NONCE))
    with pytest.raises(SealBroken):
        unwrap_master(ROOT, "cache", wrap_master(ROOT, "index", DEK, NONCE))


def test_rolling_an_epoch_kills_every_older_backup() -> None:
    backup = wrap_dek(E0, "t", "ref", DEK, NONCE)
    living = rewrap_dek(E0, E1, "t", "ref", backup, OTHER)
    assert unwrap_dek(E1, "t", "ref", living) == DEK
    with pytest.raises(SealBroken):
        unwrap_dek(E1, "t", "ref", backup)  # epoch 0's KEK is destroyed


def test_a_wrapped_key_of_the_wrong_length_is_refused() -> None:
    short = seal(ROOT, NONCE, b"short", b"\0\0\0\x06master\0\0\0\x01x")
    with pytest.raises(SealBroken):
        unwrap_master(ROOT, "x", short)


def test_one_key_has_one_purpose_and_tenant() -> None:
    keys = [purpose_key(ROOT, purpose, tenant) for purpose in Purpose for tenant in ("", "t")]
    assert len({key.material for key in keys}) == len(keys)
    assert purpose_key(ROOT, Purpose.INDEX, "t") == purpose_key(ROOT, Purpose.INDEX, "t")


def test_a_key_does_not_show_itself() -> None:
    shown = f"{DEK!r} {DEK} {E0!r} {[DEK]}"
    assert "hidden" in shown
    assert "ddd" not in shown
    assert "000" not in shown
    for tell in (pickle.dumps, copy.copy, hash):
        with pytest.raises(TypeError):
            tell(DEK)


def test_a_key_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="32 bytes") as caught:
        Key(b"short-secret")
    assert "short-secret" not in str(caught.value)
