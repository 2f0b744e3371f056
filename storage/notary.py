"""Signs checkpoints of a shard, keeps them in the database, and hands copies outside of it.

The copies are appended to one file for each shard in a folder that should lie where the owner of
the database cannot rewrite it (SECURITY 5.3). If that folder fails, the log goes on and says so.
"""

import os
import sqlite3
from pathlib import Path

from disclosure.checkpoint import Checkpoint, Signer, split_notes
from disclosure.merkle import CompactRange
from storage.clock import Clock

SUFFIX = ".checkpoints"


class Notary:
    """Checkpoints of one shard.

    Args:
        signer: signs them.
        deployment: first part of the origin.
        shard: second part.
        folder: where copies go.
        clock: what time it is.
        seconds: a checkpoint is signed at least this often while records come.
        records: and at least every so many records.
    """

    def __init__(
        self,
        signer: Signer,
        deployment: str,
        shard: str,
        folder: Path,
        clock: Clock,
        *,
        seconds: float = 60.0,
        records: int = 1000,
    ) -> None:
        self._seconds = seconds
        self._records = records
        self._signer = signer
        self._origin = f"{deployment}/{shard}"
        self._path = folder / f"{shard}{SUFFIX}"
        self._clock = clock
        self._size = 0
        self._moment = clock.mono()
        self._unexported: list[str] = []
        self.export_failures = 0

    def resume(self, size: int) -> None:
        """Know that a checkpoint of this size was signed before."""
        self._size = size

    def seconds_left(self, tree: CompactRange) -> float | None:
        """Seconds until one is due; None while nothing is new."""
        if tree.size == self._size and not self._unexported:
            return None
        if tree.size - self._size >= self._records:
            return 0.0
        return max(0.0, self._seconds - (self._clock.mono() - self._moment) / 1e9)

    def sign(self, connection: sqlite3.Connection, tree: CompactRange) -> None:
        """Sign, store and hand out the state of the tree, if it has grown.

        Raises:
            sqlite3.Error: if it cannot be stored; the export was tried nevertheless.
        """
        self._moment = self._clock.mono()
        note = ""
        if tree.size > self._size:
            checkpoint = Checkpoint(self._origin, tree.size, tree.root(), self._clock.utc())
            note = self._signer.sign(checkpoint)
            self._unexported.append(note)
            self._size = tree.size
        self._export()
        if note:
            connection.execute(
                "INSERT OR IGNORE INTO checkpoint VALUES (?, ?, ?)",
                (checkpoint.shard, checkpoint.size, note),
            )

    def _export(self) -> None:
        if not self._unexported:
            return
        text = "".join(f"{note}\n" for note in self._unexported)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            append_durably(self._path, text.encode())
        except OSError:
            self.export_failures += 1
        else:
            self._unexported.clear()
            self.export_failures = 0


def append_durably(path: Path, data: bytes) -> None:
    """Append to a file of lines and wait for the disk; a line left half written is ended first.

    Raises:
        OSError: if the file system refuses.
    """
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        if size and os.pread(descriptor, 1, size - 1) != b"\n":
            data = b"\n" + data
        while data:
            data = data[os.write(descriptor, data) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if not size:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def exported_notes(folder: Path) -> list[str]:
    """All notes handed out so far, by shard, oldest first."""
    files = sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
    return [note for path in files for note in split_notes(path.read_text(errors="replace"))]
