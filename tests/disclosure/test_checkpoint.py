import base64
from contextlib import suppress
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from disclosure.checkpoint import BadNote, Checkpoint, Signer, Verifier, split_notes

SEED = bytes(range(32))
SIGNER = Signer("gateway.example", SEED)
CHECKPOINT = Checkpoint("gateway.example/a1b2", 17, sha256(b"root").digest(), 1_700_000_000_000_000)


def test_a_note_reads_back() -> None:
    note = SIGNER.sign(CHECKPOINT)
    assert SIGNER.verifier.open(note) == CHECKPOINT
    assert CHECKPOINT.shard == "a1b2"


def test_the_form_is_a_c2sp_signed_note() -> None:
    """Taken apart by hand, with the Ed25519 of the library: the second oracle."""
    text, signature = SIGNER.sign(CHECKPOINT).split("\n\n")
    origin, size, root, time = text.split("\n")
    assert (origin, size) == ("gateway.example/a1b2", "17")
    assert base64.b64decode(root) == CHECKPOINT.root
    assert time == "t_utc 1700000000000000"
    dash, name, encoded = signature.rstrip("\n").split(" ")
    assert (dash, name) == ("\u2014", "gateway.example")
    raw = base64.b64decode(encoded)
    key = Ed25519PrivateKey.from_private_bytes(SEED).public_key()
    key.verify(raw[4:], (text + "\n").encode())
    ident = sha256(b"gateway.example\n\x01" + key.public_bytes_raw()).digest()[:4]
    assert raw[:4] == ident
    assert str(SIGNER.verifier).startswith(f"gateway.example+{ident.hex()}+")


def test_the_public_key_reads_back() -> None:
    assert Verifier.parse(f"{SIGNER.verifier}\n") == SIGNER.verifier


@pytest.mark.parametrize("text", ["", "a+b", "a+00000000+AQ==", "gateway.example+0+!!"])
def test_a_malformed_public_key_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Verifier.parse(text)


def test_another_key_s_note_is_refused() -> None:
    with pytest.raises(BadNote, match="not signed by this key"):
        Signer("gateway.example", b"x" * 32).verifier.open(SIGNER.sign(CHECKPOINT))


@given(st.data())
def test_a_note_with_any_character_changed_is_refused_or_says_the_same(
    data: st.DataObject,
) -> None:
    note = SIGNER.sign(CHECKPOINT)
    at = data.draw(st.integers(0, len(note) - 1))
    char = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda c: c != note[at]))
    changed = note[:at] + char + note[at + 1 :]
    if changed.startswith(CHECKPOINT.text() + "\n"):  # what is signed was not touched
        with suppress(BadNote):
            assert SIGNER.verifier.open(changed) == CHECKPOINT
    else:
        with pytest.raises(BadNote):
            SIGNER.verifier.open(changed)


def test_a_note_that_is_no_unicode_is_refused() -> None:
    with pytest.raises(BadNote):
        SIGNER.verifier.open(SIGNER.sign(CHECKPOINT).replace("gateway", "gatew\udcffy", 1))


def test_files_of_notes_are_split() -> None:
    notes = [
        SIGNER.sign(Checkpoint("gateway.example/a", size, b"r" * 32, size)) for size in (1, 2, 3)
    ]
    text = "".join(f"{note}\n" for note in notes)
    assert split_notes(text) == notes
    assert split_notes(text[:-20]) == notes[:2]
    assert split_notes("") == []


@pytest.mark.parametrize("name", ["", "two words", "plus+plus"])
def test_names_that_notes_cannot_hold_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="key's name"):
        Signer(name, SEED)
