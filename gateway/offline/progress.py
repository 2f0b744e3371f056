"""How far long work has come, on standard error, every few seconds; short work says nothing."""

import sys
import time
from collections.abc import Callable

_EVERY = 5.0
"""Seconds between two lines."""
_KIB = 1024
_MIB = 1024 * 1024


class Progress:
    """Counts what is done.

    Args:
        unit: what is counted, in the plural.
        quiet: whether nothing is said.
        clock: seconds; another one for tests.
    """

    def __init__(
        self, unit: str, *, quiet: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._unit = unit
        self._quiet = quiet
        self._clock = clock
        self._began = self._said = clock()
        self.count = 0
        self.characters = 0

    def add(self, count: int, characters: int) -> None:
        """Note what was done; say it once in a while."""
        self.count += count
        self.characters += characters
        now = self._clock()
        if now - self._said >= _EVERY:
            self._said = now
            self._say("...")

    def end(self) -> None:
        """Say what was done in all, if anything was said before."""
        if self._said > self._began:
            self._say(".")

    def _say(self, end: str) -> None:
        if self._quiet:
            return
        seconds = max(self._clock() - self._began, 0.001)
        told = f"{self.count:,} {self._unit}, {_size(self.characters)} in {seconds:.0f} s"
        sys.stderr.write(f"{told} ({_size(self.characters / seconds)}/s){end}\n")
        sys.stderr.flush()


def _size(characters: float) -> str:
    if characters >= _MIB:
        return f"{characters / _MIB:.1f} MB"
    return f"{characters / _KIB:.1f} KB"
