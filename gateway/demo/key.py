"""The demo application's key: made once, kept for the next run, its hash where every key's is."""

import os
import secrets
from pathlib import Path

from gateway.config.application_keys import RANDOM_BYTES, digest_of, entry_of, key_id, new_key
from gateway.config.config import Config
from gateway.config.credentials import append

_PRIVATE = 0o600


def key_file(config: Config, application: str) -> Path:
    """Where the key is kept: beside the file of its hashes."""
    return config.keys_files[application].with_suffix(".key")


def ensure_key(config: Config, application: str) -> tuple[str, bool]:
    """Find the key that an earlier run made, or make one.

    Args:
        config: knows the hashes of all keys.
        application: whose key; it has a keys file.

    Returns:
        The key, and whether its hash was added: then the configuration must be read anew.

    Raises:
        OSError: a file cannot be read or written.
    """
    file = key_file(config, application)
    key = _kept(file)
    if key and _known(config, application, key):
        return key, False
    if not key:
        key = new_key(secrets.token_bytes(RANDOM_BYTES))
        _keep(file, key)
    append(config.keys_files[application], str(entry_of(key)))
    return key, True


def _kept(file: Path) -> str:
    """The key in the file; "" if there is no such file or no key in it."""
    try:
        key = file.read_text("ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
    return key if key_id(key) else ""


def _known(config: Config, application: str, key: str) -> bool:
    held = config.application_keys.get(key_id(key) or "")
    return held is not None and held.application == application and held.digest == digest_of(key)


def _keep(file: Path, key: str) -> None:
    """Write the key so that only its owner can read it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(file.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(key + "\n")
    draft.replace(file)
