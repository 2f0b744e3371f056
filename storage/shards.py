"""Which process writes which shard: a locked file for each tells the dead from the living.

The lock (flock) goes with the process, however it ends. A process at start takes any shard whose
lock is free, and closes what its last writer left open.
"""

import fcntl
import os
from pathlib import Path

_SHARD_BYTES = 6


def new_shard() -> str:
    """A name for a shard that never was: a replaced database shows by it."""
    return os.urandom(_SHARD_BYTES).hex()


class ShardLock:
    """The right to write one shard.

    Args:
        folder: where lock files stand.
        shard: the shard.
    """

    def __init__(self, folder: Path, shard: str) -> None:
        self.shard = shard
        self._path = folder / f"{shard}.lock"
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Take it if no living process holds it."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Give it back."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
