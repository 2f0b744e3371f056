"""The reviewed list: places that nobody looks at, each with its reason."""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tests.coverage.judge import Outcome, Verdict

LIST = Path(__file__).with_name("reviewed.toml")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line.

    Attributes:
        group: wire and direction, e.g. "openai answers".
        pattern: operation and path; `*` stands for any characters, though not in a field's name.
        reason: why nobody needs to look.
    """

    group: str
    pattern: str
    reason: str

    def matches(self, place: str) -> bool:
        return _expression(self.pattern).fullmatch(place) is not None


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, pattern.split("*"))))


@cache
def entries() -> tuple[Entry, ...]:
    """All lines."""
    groups: dict[str, dict[str, str]] = tomllib.loads(LIST.read_text("utf-8"))
    return tuple(
        Entry(group, pattern, reason)
        for group, lines in groups.items()
        for pattern, reason in lines.items()
    )


def review(group: str, operation: str, verdict: Verdict) -> Verdict:
    """A verdict, or REVIEWED where nobody looks and the list says why."""
    if verdict.outcome is not Outcome.UNSEEN or not matching(group, operation, verdict.path):
        return verdict
    return replace(verdict, outcome=Outcome.REVIEWED)


def matching(group: str, operation: str, path: str) -> list[Entry]:
    """Lines that speak of a place."""
    place = f"{operation}{path}"
    return [each for each in entries() if each.group == group and each.matches(place)]
