"""How it is told, between processes, which guest failed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Failure:
    """Which recognizer failed, and how.

    Attributes:
        recognizer: its name in the configuration.
        reason: what happened, in words of ours.
    """

    recognizer: str
    reason: str


class Failed(Exception):
    """A recognizer failed, over there: its name and what happened; no word of the text."""

    def __init__(self, recognizer: str, reason: str) -> None:
        super().__init__(reason)
        self.failure = Failure(recognizer, reason)


class Unfit(Exception):
    """A guest cannot do what configuration asks of it; the message quotes configuration only."""


@runtime_checkable
class Announcing(Protocol):
    """A detector over there that says which recognizer it asks next."""

    announce: Callable[[str], object]
