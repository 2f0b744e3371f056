"""What pseudonyms of files stand for: sealed, in a file of its own, under a key of its own.

Whoever has the map without the key has nothing, and the key without the map nothing but the ids
(GDPR Art. 4(5): what attributes data to a person is kept separately). One key gives a value the
same pseudonym in every file that is redacted with it.
"""

import json
import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from gateway.offline.output import new_file
from vault.sealing import NONCE_LENGTH, SealBroken, derive, seal, unseal
from vault.secret import KEY_LENGTH, Key
from vault.session import Row, Session

_MAGIC = "privacy-gateway file map 1"
_MAP = re.compile(rf"{_MAGIC}\n(?P<sealed>(?:[0-9a-f]{{2}})+)\n")
_SCOPE = b"file map"


class MapUnusable(Exception):
    """A map or its key cannot be used; the message says why and what to do."""


def key_of(path: Path, *, make: bool) -> Key:
    """The key in a file.

    Args:
        path: the file: 64 hexadecimal digits.
        make: whether a new key is made where there is none.

    Raises:
        MapUnusable: there is no key, or it is none.
    """
    if make and not path.exists():
        _write_key(path)
    try:
        return Key(bytes.fromhex(path.read_text("ascii").strip()))
    except FileNotFoundError:
        raise MapUnusable(f"{path}: there is no such key; it was made with the map.") from None
    except (ValueError, UnicodeDecodeError):
        raise MapUnusable(
            f"{path} holds no key: {2 * KEY_LENGTH} hexadecimal digits are one."
        ) from None


def _write_key(path: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_LENGTH) + "\n")


def session_of(key: Key, rows: Sequence[Row] = ()) -> Session:
    """The session that mints for files of this key."""
    return Session(derive(key.material, "file map", "pseudonym").material, _SCOPE, rows)


def one_way() -> Session:
    """A session that nobody can repeat: its key is forgotten with it."""
    return Session(secrets.token_bytes(KEY_LENGTH), _SCOPE)


def save(path: Path, key: Key, rows: Sequence[Row]) -> None:
    """Write the map, in place of an earlier state of it.

    Raises:
        OSError: it cannot be written.
    """
    kept = [[row.entity_type, row.identity, row.pseudonym, row.value] for row in rows]
    data = json.dumps(kept).encode()
    sealed = seal(_sealing(key), secrets.token_bytes(NONCE_LENGTH), data, _MAGIC.encode())
    with new_file(path, force=True) as file:
        file.write(f"{_MAGIC}\n{sealed.hex()}\n")


def load(path: Path, key: Key) -> tuple[Row, ...]:
    """The rows of a map.

    Raises:
        MapUnusable: it is no map, was changed, or belongs to another key.
    """
    match = _MAP.fullmatch(path.read_text("ascii", errors="replace"))
    if match is None:
        raise MapUnusable(f"{path} is no map of `privacy-gateway redact --map`.")
    try:
        data = unseal(_sealing(key), bytes.fromhex(match["sealed"]), _MAGIC.encode())
    except SealBroken:
        raise MapUnusable(
            f"{path} does not open: it was made with another key, or was changed."
        ) from None
    return tuple(Row(*row) for row in json.loads(data))


def _sealing(key: Key) -> Key:
    return derive(key.material, "file map", "seal")
