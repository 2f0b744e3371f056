"""What each SDK can send and receive, and what the codecs do with it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from tests.coverage.judge import Outcome, Verdict
from tests.coverage.reviewed import review


@dataclass(frozen=True)
class Surface:
    """One direction of one operation, as one SDK knows it.

    Attributes:
        package: the SDK's distribution.
        title: what it is, e.g. "chat.completions, request".
        group: section of `reviewed.toml`.
        operation: the codec's name of the operation.
        judged: makes the verdicts.
        unknown: makes the paths of fields that hold no text and that no table names.
        unseen: makes the paths at which nobody sees a text that should not stand there: in place of
            a word or a number, or in a field that nobody knows.
    """

    package: str
    title: str
    group: str
    operation: str
    judged: Callable[[], list[Verdict]]
    unknown: Callable[[], list[str]] = list
    unseen: Callable[[], list[str]] = list

    @property
    def name(self) -> str:
        return f"{self.package} {self.title}"

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """Verdicts with reviews applied."""
        return [review(self.group, self.operation, verdict) for verdict in self.judged()]

    def failures(self) -> list[str]:
        """Leaves that nobody looks at and nobody reviewed, and fields that no table names."""
        bad = {Outcome.UNSEEN, Outcome.UNKNOWN}
        found = [f"{each.outcome}: {each.path}" for each in self.verdicts if each.outcome in bad]
        found += [f"unknown: {path}" for path in self.unknown()]
        return found + [f"astray and unseen: {path}" for path in self.unseen()]

    def counts(self) -> Counter[Outcome]:
        return Counter(verdict.outcome for verdict in self.verdicts)
