"""One detector for all tests of a process: compiling the patterns takes seconds."""

from functools import cache
from pathlib import Path

from gateway.compiled import built_in_detector
from redaction.detect import Detector

COMPILED = Path(__file__).parents[2] / "build" / "compiled"
"""Where the tests of all processes keep what was compiled."""


@cache
def detector() -> Detector:
    """The product's own detector."""
    return built_in_detector(COMPILED)


def found(text: str, *types: str, hint: str = "") -> list[str]:
    """What is found of these entity types (of all, if none is named), as written."""
    return [
        text[span.start : span.end]
        for span in detector().detect(text, hint)
        if not types or span.entity_type in types
    ]


def covers(text: str, value: str, hint: str = "") -> bool:
    """Whether every character of every occurrence of the value is covered."""
    covered = {i for span in detector().detect(text, hint) for i in range(span.start, span.end)}
    starts = [i for i in range(len(text)) if text.startswith(value, i)]
    return bool(starts) and all(i in covered for at in starts for i in range(at, at + len(value)))
