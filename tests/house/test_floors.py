"""What import-linter cannot see."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOWER = ("privacy", "redaction", "vault", "disclosure", "providers")
ROOMS = (*LOWER, "storage", "rights", "console", "gateway")
SOURCES = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]
LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def _name(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("room", LOWER)
def test_no_async_below_the_line(room: str) -> None:
    asynchronous = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    offenders = [
        f"{_name(file)}:{node.lineno}"
        for file in sorted((ROOT / room).rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, asynchronous)
    ]
    assert not offenders


@pytest.mark.parametrize("file", SOURCES, ids=_name)
def test_every_file_says_what_it_is_for(file: Path) -> None:
    assert ast.get_docstring(ast.parse(file.read_text())), "a module begins with its deed"


@pytest.mark.parametrize("file", SOURCES, ids=_name)
def test_files_and_functions_stay_readable(file: Path) -> None:
    text = file.read_text()
    assert len(text.splitlines()) <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("file", SOURCES, ids=_name)
def test_packages_are_imported_from_their_leaves(file: Path) -> None:
    """`from redaction import decode` names a module; `from redaction import Detector` would not."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module in ROOMS:
            for alias in node.names:
                place = ROOT / node.module.replace(".", "/") / alias.name
                assert place.with_suffix(".py").exists() or place.is_dir(), alias.name
