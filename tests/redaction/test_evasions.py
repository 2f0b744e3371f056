"""Every type of structured data in every writing that hides it: what is promised is found."""

import re
from pathlib import Path

import pytest

from tests.support.detection import detector
from tests.support.evasions import EVASIONS, PARTLY, UNPROMISED, VALUES

DOCS = Path(__file__).parents[2] / "docs" / "evasions.md"


def is_found(name: str, kind: str) -> bool | None:
    """Whether no letter or digit of the written value stays; None if it cannot be written so."""
    before, value = VALUES[kind]
    written = EVASIONS[name](value)
    if written is None:
        return None
    text = f"Hello, {before} {written} thanks."
    wanted = value if value in written else written
    start = text.index(wanted)
    covered = {i for span in detector().detect(text) for i in range(span.start, span.end)}
    return all(i in covered for i in range(start, start + len(wanted)) if text[i].isalnum())


def promised(name: str) -> list[str]:
    if name in UNPROMISED:
        return []
    return [
        kind
        for kind, (_, value) in VALUES.items()
        if EVASIONS[name](value) is not None and kind not in PARTLY.get(name, ())
    ]


@pytest.mark.parametrize("name", EVASIONS)
def test_what_is_promised_is_found(name: str) -> None:
    assert [kind for kind in promised(name) if not is_found(name, kind)] == []


def test_exceptions_name_what_exists() -> None:
    assert EVASIONS.keys() >= UNPROMISED | PARTLY.keys()
    assert all(VALUES.keys() >= kinds for kinds in PARTLY.values())
    assert UNPROMISED.isdisjoint(PARTLY)


def row(name: str) -> str:
    writable = [kind for kind, (_, value) in VALUES.items() if EVASIONS[name](value) is not None]
    shown = name.replace("\\", "`\\`")
    return f"| {shown} | {len(promised(name))} of {len(writable)} |"


def test_the_docs_tell_what_is_promised() -> None:
    told = [line for line in DOCS.read_text("utf-8").splitlines() if re.match(r"\| .* of \d", line)]
    assert told == [row(name) for name in EVASIONS]
