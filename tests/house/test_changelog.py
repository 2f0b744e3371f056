"""News fragments are what `towncrier build` makes the changelog of."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FRAGMENTS = sorted((ROOT / "changelog.d").glob("*.md"))


@pytest.mark.parametrize("file", FRAGMENTS, ids=lambda file: file.name)
def test_a_fragment_is_one_sentence_of_a_known_kind(file: Path) -> None:
    assert re.fullmatch(r"\+[a-z-]+\.(added|changed|fixed|security)\.md", file.name)
    text = file.read_text("utf-8")
    assert text == text.strip() + "\n"
    assert text.endswith(".\n")
    assert text.count("\n") == 1
