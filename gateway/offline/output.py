"""A new file: whole or not at all, and never in place of another unless that is asked for."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO


class FileExists(Exception):
    """The file is there already, and nobody said that it may be replaced."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is there already: name another file, or add --force.")


def check_new(path: Path, *, force: bool) -> None:
    """See beforehand whether a file may be written: hours of work must not end in a refusal.

    Raises:
        FileExists: it is there, and may not be replaced.
        OSError: its directory is not there.
    """
    if path.exists() and not force:
        raise FileExists(path)
    path.parent.resolve(strict=True)


@contextmanager
def new_file(path: Path, *, force: bool = False, newline: str = "\n") -> Iterator[TextIO]:
    """Open a file that appears under its name once it is complete.

    Args:
        path: its name.
        force: whether a file of this name is replaced.
        newline: how lines end.

    Raises:
        FileExists: it is there, or appeared meanwhile.
        OSError: it cannot be written.
    """
    check_new(path, force=force)
    if not force:
        _reserve(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline=newline) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        if not force:
            with suppress(OSError):
                path.unlink()
        raise


def _reserve(path: Path) -> None:
    """Take the name now: what appears under it meanwhile is not replaced."""
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise FileExists(path) from None
