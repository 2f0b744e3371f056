"""The one module that imports google.cloud.aiplatform, which costs seconds.

So what needs all surfaces stands here, too: the reviewed list and `docs/coverage.md`.
"""

import re
from pathlib import Path

import pytest

from tests.coverage import derive_aiplatform, report
from tests.coverage.reviewed import entries
from tests.coverage.surfaces import Surface

DOCUMENT = Path(__file__).parents[2] / "docs" / "coverage.md"
ADVICE = f"write it anew with: .venv/bin/{report.BEGIN.split('`')[1]}"


@pytest.fixture(scope="module")
def everything() -> list[Surface]:
    return report.surfaces()


@pytest.mark.parametrize("surface", derive_aiplatform.surfaces(), ids=lambda surface: surface.name)
def test_every_leaf_is_walked_or_has_its_reason(surface: Surface) -> None:
    assert not surface.failures()


def test_no_line_of_the_reviewed_list_is_idle(everything: list[Surface]) -> None:
    used = report.uses(everything)
    assert [entry.pattern for entry in entries() if not used[entry]] == []


def test_a_line_names_its_field_in_full_and_gives_a_reason() -> None:
    for entry in entries():
        assert re.search(r"\.\w+(\{key\}|\{\}|\[\]|\{\*)*$", entry.pattern), entry.pattern
        assert len(entry.reason.split()) > 2, entry.pattern


def test_the_document_shows_what_the_test_found(everything: list[Surface]) -> None:
    text = DOCUMENT.read_text("utf-8")
    assert text == report.insert(text, everything), ADVICE
