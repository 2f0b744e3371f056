"""Files and directories: are they there, whose are they, who else may read them, is there room?"""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from gateway.checkup.finding import Finding, error, info, ok, warning
from gateway.config.config import Config
from gateway.initialise import ROOT_KEY_BYTES

_OTHERS = 0o077
_ROOT_KEY_MODE = 0o400
_MIB = 1 << 20
_INIT = "run `privacy-gateway init`"


def check_places(config: Config) -> Iterator[Finding]:
    """All of them."""
    yield _root_key(config)
    for path in _directories(config):
        yield _directory(path)
    for path in (config.storage.path, config.keys.store):
        yield _file(path)
    if config.storage.path.parent.is_dir():
        yield _room(config)
    if config.storage.checkpoints.is_dir() and config.storage.path.exists():
        yield _apart(config)
        yield _backups(config)


def _root_key(config: Config) -> Finding:
    check, path = "root key", config.keys.root
    try:
        status = path.stat()
        size = len(path.read_bytes())
    except FileNotFoundError:
        return error(check, f"{path} is missing", f"{_INIT}, or bring it back from its backup")
    except OSError as failed:
        return error(
            check,
            f"{path} cannot be read: {failed.strerror}",
            f"run as its owner (uid {_owner(path)})",
        )
    mode = stat.S_IMODE(status.st_mode)
    if size != ROOT_KEY_BYTES:
        return error(check, f"{path} holds {size} bytes, not 32", "bring it back from its backup")
    if mode & _OTHERS:
        return error(
            check, f"{path} has mode {mode:04o}: others may read it",
            f"chmod 0400 {path}, and think about who has read it",
        )  # fmt: skip
    if mode != _ROOT_KEY_MODE:
        return warning(check, f"{path} has mode {mode:04o}", f"chmod 0400 {path}")
    return _owned(check, path, status.st_uid) or ok(check, f"{path}: its owner's, mode 0400")


def _owned(check: str, path: Path, owner: int) -> Finding | None:
    """What is wrong with a file's owner: that of the directory, and who runs this, unless root."""
    expected = os.geteuid() or path.parent.stat().st_uid
    if owner == expected:
        return None
    return error(
        check, f"{path} belongs to uid {owner}, not {expected}",
        f"chown {expected} {path}, or run this as the user who runs the gateway",
    )  # fmt: skip


def _owner(path: Path) -> str:
    try:
        return str(path.stat().st_uid)
    except OSError:
        return "unknown"


def _directories(config: Config) -> Iterator[Path]:
    files = (config.storage.path, config.keys.store, config.keys.root)
    yield from dict.fromkeys((*(file.parent for file in files), config.storage.checkpoints))


def _directory(path: Path) -> Finding:
    check = "directory"
    if not path.is_dir():
        return error(check, f"{path} is missing", _INIT)
    mode = stat.S_IMODE(path.stat().st_mode)
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        return error(
            check,
            f"{path} cannot be written",
            f"run as its owner (uid {_owner(path)}), or chown it",
        )
    if mode & _OTHERS:
        return warning(
            check, f"{path} has mode {mode:04o}: others may look in", f"chmod 0700 {path}"
        )
    return ok(check, f"{path}: its owner's, mode {mode:04o}")


def _file(path: Path) -> Finding:
    check = "database file"
    if not path.is_file():
        return error(check, f"{path} is missing", f"{_INIT}, or bring it back from its backup")
    status = path.stat()
    mode = stat.S_IMODE(status.st_mode)
    if mode & _OTHERS:
        return error(check, f"{path} has mode {mode:04o}: others may read it", f"chmod 0600 {path}")
    return _owned(check, path, status.st_uid) or ok(check, f"{path}: its owner's, mode {mode:04o}")


def _room(config: Config) -> Finding:
    check, path, wanted = "free space", config.storage.path.parent, config.storage.free_space_mib
    free = shutil.disk_usage(path).free // _MIB
    said = f"{free} MiB free at {path}; below {wanted} MiB nothing is sent"
    remedy = "make room, or move [storage] to a larger volume"
    if free < wanted:
        return error(check, said, remedy)
    return warning(check, said, remedy) if free < 2 * wanted else ok(check, said)


def _apart(config: Config) -> Finding:
    check, copies = "checkpoints", config.storage.checkpoints
    if copies.stat().st_dev != config.storage.path.stat().st_dev:
        return ok(check, f"{copies} is on another volume than the log")
    return info(
        check, f"{copies} is on the same volume as the log: who can rewrite one can rewrite both",
        "put [storage] checkpoints on a volume of its own, or copy them away as they come",
    )  # fmt: skip


def _backups(config: Config) -> Finding:
    check = "backups"
    if config.keys.store.parent != config.storage.path.parent:
        return ok(check, "the key store lies in another directory than the log")
    return info(
        check, "the key store and the log lie in one directory: one backup must not hold both",
        "put [keys] store and root elsewhere, or exclude them from the backup of the log",
    )  # fmt: skip
