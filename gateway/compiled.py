"""Compiled patterns on disk: compiling takes seconds, loading a millisecond.

They hold our own patterns and no data. A file that is damaged, or was made by another version or
for another processor, is made anew; a directory that cannot be written only costs time.
"""

import hashlib
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from redaction.custom import CustomPattern, recognizer
from redaction.detect import Detector
from redaction.registry import RECOGNIZERS
from redaction.scanners import Expression, HyperscanScanner

_DIGEST = 32


class Shelf:
    """A directory of compiled patterns, each with its digest; see `redaction.scanners.Kept`."""

    def __init__(self, directory: Path, *, writes: bool = True) -> None:
        self._directory = directory
        self._writes = writes

    def get(self, name: str) -> bytes | None:
        """What was kept; None if nothing was, or it is damaged."""
        try:
            data = (self._directory / name).read_bytes()
        except OSError:
            return None
        body = data[_DIGEST:]
        return body if hashlib.sha256(body).digest() == data[:_DIGEST] else None

    def put(self, name: str, data: bytes) -> None:
        """Keep it, whole or not at all: several processes may start at once."""
        if not self._writes:
            return
        with suppress(OSError):
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self._directory)
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(data).digest() + data)
            Path(temporary).rename(self._directory / name)


def built_in_detector(
    directory: Path | None, patterns: Sequence[CustomPattern] = (), *, writes: bool = True
) -> Detector:
    """The structured stage with the built-in recognizers.

    Args:
        directory: where compiled patterns are kept; None for nowhere.
        patterns: patterns of this deployment, sought in the same pass.
        writes: whether what is not there yet is kept.
    """
    shelf = Shelf(directory, writes=writes) if directory is not None else None

    def scanner(expressions: Sequence[Expression]) -> HyperscanScanner:
        return HyperscanScanner(expressions, shelf)

    return Detector((*RECOGNIZERS, *map(recognizer, patterns)), scanner)
