"""What a check found, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much it matters."""

    OK = "ok"
    INFO = "info"
    """Good to know."""
    WARNING = "warning"
    """It works, and should be better."""
    ERROR = "error"
    """The gateway does not work so, or what it protects is not protected."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes:
        check: name of the check.
        level: how much it matters.
        what: in one sentence.
        remedy: what to do; "" where nothing is to be done.
    """

    check: str
    level: Level
    what: str
    remedy: str = ""


def ok(check: str, what: str) -> Finding:
    """All is well."""
    return Finding(check, Level.OK, what)


def info(check: str, what: str, remedy: str = "") -> Finding:
    """Good to know."""
    return Finding(check, Level.INFO, what, remedy)


def warning(check: str, what: str, remedy: str) -> Finding:
    """It works, and should be better."""
    return Finding(check, Level.WARNING, what, remedy)


def error(check: str, what: str, remedy: str) -> Finding:
    """It does not work, or does not protect."""
    return Finding(check, Level.ERROR, what, remedy)
