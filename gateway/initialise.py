"""What `privacy-gateway init` does: directories, the root key, the databases.

Doing it again changes nothing. A root key is never replaced: what it wraps could not be opened.
"""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gateway.books import open_books
from gateway.config.config import Config
from storage.ports import BooksDamaged, LedgerUnavailable

ROOT_KEY_BYTES = 32
_PRIVATE_DIRECTORY = 0o700
_READ_ONLY = 0o400


class InitialisationFailed(Exception):
    """Nothing was made that would hurt; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Made:
    """One thing that `init` looks after.

    Attributes:
        path: where it is.
        created: whether it was made now.
        meaning: what it is and what losing it means.
    """

    path: Path
    created: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that `init` looks after, in the order of making."""

    made: tuple[Made, ...]

    @property
    def created(self) -> bool:
        """Whether anything was made now."""
        return any(made.created for made in self.made)


def initialise(config: Config, randomness: Callable[[int], bytes] = secrets.token_bytes) -> Report:
    """Make what a configuration needs and does not find.

    Args:
        config: names the places.
        randomness: where the root key comes from.

    Raises:
        InitialisationFailed: if a place cannot be written, or the root key of an existing key
            store is gone.
    """
    try:
        directories = [_directory(path) for path in _directories(config)]
        return Report((*directories, _root_key(config, randomness)))
    except OSError as error:
        raise InitialisationFailed(
            f"{error.filename}: {error.strerror}. Choose another place in the configuration, or "
            "correct the permissions."
        ) from None


async def create_books(config: Config) -> Report:
    """Create the ledger and the key store, if they are not there, by opening them once.

    Raises:
        InitialisationFailed: if they cannot be made, or only one of the two is there.
    """
    meanings = {
        config.storage.path: (
            "disclosure log: what was sent to whom, and why. Losing it loses the proof."
        ),
        config.keys.store: (
            "key store: opens what the log keeps sealed. Losing it loses those values; the log "
            "stays readable and verifiable. Never in the same backup as the log."
        ),
    }
    missing = [path for path in meanings if not path.exists()]
    if len(missing) == 1:
        raise InitialisationFailed(
            f"{missing[0]} is missing while the file that belongs to it is there: bring it back "
            "from its backup. To begin anew, move the other one away too."
        )
    if missing:
        await _open_once(config)
    return Report(tuple(Made(path, path in missing, meaning) for path, meaning in meanings.items()))


async def _open_once(config: Config) -> None:
    try:
        async with open_books(config):
            pass
    except (BooksDamaged, LedgerUnavailable) as error:
        raise InitialisationFailed(str(error)) from None


def _directories(config: Config) -> tuple[Path, ...]:
    files = (config.storage.path, config.keys.store, config.keys.root, *config.keys_files.values())
    parents = dict.fromkeys(file.parent for file in files)
    return (*parents, config.storage.checkpoints)


def _directory(path: Path) -> Made:
    created = not path.is_dir()
    path.mkdir(mode=_PRIVATE_DIRECTORY, parents=True, exist_ok=True)
    return Made(path, created, "directory, for its owner only")


def _root_key(config: Config, randomness: Callable[[int], bytes]) -> Made:
    meaning = (
        "root key: wraps the key store. Without it everything sealed is lost, the log stays "
        "readable and verifiable. Back it up, apart from the databases."
    )
    root = config.keys.root
    if root.exists():
        return Made(root, created=False, meaning=meaning)
    if config.keys.store.exists():
        raise InitialisationFailed(
            f"The key store {config.keys.store} exists but its root key {root} does not: bring "
            "the root key back from its backup. To begin anew, move the key store away; then "
            "everything that it sealed is lost."
        )
    _write_once(root, randomness(ROOT_KEY_BYTES))
    return Made(root, created=True, meaning=meaning)


def _write_once(path: Path, data: bytes) -> None:
    """Write a file that nobody else has begun, durably and readable by its owner only.

    The bytes go to a file beside it first, so that a crash leaves no half key under this name.
    """
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _READ_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # fails if another process was faster, where a rename would not
    finally:
        draft.unlink()
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
