"""Copies of checkpoints outside the database."""

from pathlib import Path

import pytest

from disclosure.checkpoint import Checkpoint, Signer
from storage.notary import SUFFIX, append_durably, exported_notes

SIGNER = Signer("gateway.example", b"k" * 32)
NOTES = [
    SIGNER.sign(Checkpoint("gateway.example/a1", size, b"r" * 32, size)) for size in (9, 10, 11)
]


def test_a_note_that_a_power_failure_tore_does_not_spoil_the_others(tmp_path: Path) -> None:
    path = tmp_path / f"a1{SUFFIX}"
    whole = f"{NOTES[0]}\n{NOTES[1]}\n".encode()
    for end in range(len(NOTES[0].encode()) + 1, len(whole)):
        path.write_bytes(whole[:end])
        append_durably(path, f"{NOTES[2]}\n".encode())
        found = exported_notes(tmp_path)
        assert found in ([NOTES[0], NOTES[2]], NOTES), end
        for note in found:
            SIGNER.verifier.open(note)


def test_notes_of_all_shards_are_found(tmp_path: Path) -> None:
    assert exported_notes(tmp_path / "none") == []
    for shard, note in zip("ab", NOTES, strict=False):
        append_durably(tmp_path / f"{shard}{SUFFIX}", f"{note}\n".encode())
        append_durably(tmp_path / f"{shard}{SUFFIX}", f"{note}\n".encode())
    (tmp_path / "other.txt").write_text(NOTES[2])
    assert exported_notes(tmp_path) == [NOTES[0], NOTES[0], NOTES[1], NOTES[1]]


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        append_durably(tmp_path / "nowhere" / "x", b"x")
