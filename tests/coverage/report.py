"""What the codecs do with each place of text that the SDKs know: the figures of docs/coverage.md.

`python -m tests.coverage.report docs/coverage.md` writes them anew between the file's marks.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from tests.coverage import (
    derive_aiplatform,
    derive_genai,
    derive_interactions,
    derive_kept,
    derive_openai,
)
from tests.coverage.judge import Outcome
from tests.coverage.reviewed import Entry, entries, matching
from tests.coverage.surfaces import Surface

BEGIN = "<!-- begin: made by `python -m tests.coverage.report docs/coverage.md` -->"
END = "<!-- end -->"
_COLUMNS = (
    Outcome.WALKED,
    Outcome.CHECKED,
    Outcome.OPAQUE,
    Outcome.REFUSED,
    Outcome.DROPPED,
    Outcome.REVIEWED,
)


def surfaces() -> list[Surface]:
    """Everything that every SDK knows."""
    return [
        *derive_openai.surfaces(),
        *derive_genai.surfaces(),
        *derive_interactions.surfaces(),
        *derive_kept.surfaces(),
        *derive_aiplatform.surfaces(),
    ]


def uses(found: Iterable[Surface]) -> Counter[Entry]:
    """How many leaves each line of the reviewed list speaks of, where it is needed."""
    return Counter(
        entry
        for surface in found
        for verdict in surface.verdicts
        if verdict.outcome is Outcome.REVIEWED
        for entry in matching(surface.group, surface.operation, verdict.path)
    )


def report(found: list[Surface]) -> str:
    """The figures and the reviewed list as Markdown tables."""
    return "\n".join([*_figures(found), "", *_reviews(found), ""])


def _figures(found: list[Surface]) -> list[str]:
    rows = [_HEAD, "|---" * 2 + "|--:" * (len(_COLUMNS) + 1) + "|"]
    total: Counter[Outcome] = Counter()
    for surface in found:
        counts = surface.counts()
        total += counts
        if counts:
            package = f"{surface.package} {version(surface.package)}"
            rows.append(_row(package, surface.title, counts))
    return [*rows, _row("all", "", total)]


_HEAD = f"| types of | what | leaves | {' | '.join(_COLUMNS)} |"


def _row(package: str, title: str, counts: Counter[Outcome]) -> str:
    numbers = [counts.total(), *(counts[column] for column in _COLUMNS)]
    return f"| {package} | {title} | {' | '.join(map(str, numbers))} |"


def _reviews(found: list[Surface]) -> list[str]:
    counts = uses(found)
    head = [
        f"### The reviewed list: {len(entries())} lines",
        "",
        "| where | place | reason | leaves |",
    ]
    rows = [
        f"| {entry.group} | `{entry.pattern}` | {entry.reason} | {counts[entry]} |"
        for entry in entries()
    ]
    return [*head, "|---|---|---|--:|", *rows]


def insert(document: str, found: list[Surface]) -> str:
    """The document with the figures between its marks.

    Raises:
        ValueError: if it has no marks.
    """
    before, rest = document.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{report(found)}\n{END}{after}"


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(insert(file.read_text("utf-8"), surfaces()), "utf-8")
