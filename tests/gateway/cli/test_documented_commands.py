"""Every command that a document or a help text shows can be typed as it stands."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.cli.disclosures import _ABOUT
from gateway.cli.main import _EPILOGUE, COMMANDS, parser

ROOT = Path(__file__).parents[3]
_SHOWN = re.compile(r"^\s*(privacy-gateway .*)$|`(privacy-gateway [^`]+)`", re.MULTILINE)


def _texts() -> Iterator[tuple[str, str]]:
    for file in (ROOT / "README.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))):
        yield file.name, file.read_text("utf-8")
    yield "main", _EPILOGUE.partition("`")[0]
    for command in COMMANDS:
        yield command.NAME, command.__doc__ or ""
    yield from _ABOUT.items()


def _shown() -> list[tuple[str, str]]:
    return [
        (where, (match[1] or match[2]).split("#")[0].split(" < ")[0].split(" > ")[0].strip())
        for where, text in _texts()
        for match in _SHOWN.finditer(text)
    ]


@pytest.mark.parametrize(("where", "line"), _shown())
def test_a_command_that_is_shown_can_be_typed(where: str, line: str) -> None:
    words = shlex.split(line)[1:]
    arguments = parser().parse_args(words)
    assert arguments.command.NAME in words, where
    if arguments.command.NAME == "try":
        assert arguments.application or arguments.base_url, "whose rules hold is not said"


def test_the_documents_show_commands() -> None:
    assert {"README.md", "main", "try", "show"} <= {where for where, _ in _shown()}
