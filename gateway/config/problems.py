"""What is wrong with a configuration: all of it at once, never a secret value."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches

Path = tuple[str | int, ...]
"""Keys and positions that lead to a value, e.g. `("policies", "default", "rules", 0, "id")`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        file: the file, or "environment".
        line: its line in the file; 0 if it stands on none.
        key: the dotted key, or the name of the environment variable.
        reason: what is wrong.
        remedy: what to do.
    """

    file: str
    line: int
    key: str
    reason: str
    remedy: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        key = f" {self.key}:" if self.key else ""
        remedy = f"\n    {self.remedy}" if self.remedy else ""
        return f"{where}:{key} {self.reason}{remedy}"


@dataclass(frozen=True, slots=True)
class Problems:
    """Why there is no `Config`: at least one problem, in the order of the file."""

    items: tuple[Problem, ...]

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.items)

    @property
    def summary(self) -> str:
        """How many they are."""
        return "1 problem" if len(self.items) == 1 else f"{len(self.items)} problems"

    def rows(self) -> list[dict[str, str | int]]:
        """For JSON."""
        return [asdict(problem) for problem in self.items]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where each key stands.

    Attributes:
        file: the configuration file as it was named.
        lines: line of each key that the file holds.
        overrides: environment variable of each key that was overridden.
    """

    file: str
    lines: Mapping[Path, int] = field(default_factory=dict)
    overrides: Mapping[Path, str] = field(default_factory=dict)

    def problem(self, path: Path, reason: str, remedy: str = "") -> Problem:
        """A problem with the value at a path, placed as near to it as is known."""
        for length in range(len(path), 0, -1):
            variable = self.overrides.get(path[:length])
            if variable:
                return Problem(
                    file="environment", line=0, key=variable, reason=reason, remedy=remedy
                )
            if path[:length] in self.lines:
                break
        return Problem(
            file=self.file, line=self._line(path), key=dotted(path), reason=reason, remedy=remedy
        )

    def _line(self, path: Path) -> int:
        steps = (path[:length] for length in range(len(path), 0, -1))
        return next((self.lines[step] for step in steps if step in self.lines), 0)


@dataclass(slots=True)
class Findings:
    """Problems as they are found.

    Attributes:
        where: where the keys stand.
        items: what was found.
        stand_ins: paths whose values were replaced because they were wrong already.
    """

    where: Whereabouts
    items: list[Problem] = field(default_factory=list)
    stand_ins: frozenset[Path] = frozenset()

    def add(self, path: Path, reason: str, remedy: str = "") -> None:
        """Note a problem with the value at a path, unless nobody wrote that value."""
        if any(path[:length] in self.stand_ins for length in range(1, len(path) + 1)):
            return
        self.items.append(self.where.problem(path, reason, remedy))

    def sorted(self) -> Problems:
        """All of them in the order of the file, each once."""
        unique = dict.fromkeys(self.items)
        return Problems(tuple(sorted(unique, key=lambda item: (item.file, item.line, item.key))))


def dotted(path: Path) -> str:
    """A path as TOML writes it."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            bare = step.replace("-", "").replace("_", "").isalnum() and step.isascii()
            text += ("." if text else "") + (step if bare else f'"{step}"')
    return text


def nearest(word: str, known: Iterable[str]) -> str:
    """Advice for a word that is not known: the nearest one, else all of them."""
    choices = sorted(known)
    close = get_close_matches(word, choices, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    return "known: " + (", ".join(choices) if choices else "none yet")
