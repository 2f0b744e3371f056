"""From the file's content to a `ConfigSpec`, with every problem of shape at once.

What is wrong is taken out and the rest is read again, so that one wrong key does not hide what
`build` would find elsewhere.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from gateway.config.problems import Findings, Path, nearest
from gateway.config.shape import description_at, keys_at
from gateway.config.spec import ConfigSpec

_NAME_RULE = "use lower-case letters and digits, with single - or _ between them"
_STAND_INS: Mapping[str, Any] = {
    "deployment": {"controller": "unnamed"},
    "recipients": {"unnamed": {"legal_name": "-", "wire": "openai", "base_url": "https://-"}},
    "purposes": {"unnamed": {"description": "-", "legal_basis": "contract"}},
}
"""What stands for a section that is missing altogether while the others are read."""


def validate(table: dict[str, Any], findings: Findings) -> tuple[ConfigSpec, frozenset[Path]]:
    """Read a table as a specification.

    Returns:
        The specification of what is right, and the tables that had to be left out of it.
    """
    left_out: set[Path] = set()
    first = True
    while True:
        try:
            return ConfigSpec.model_validate(table), frozenset(left_out)
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
        for detail in details:
            path = _path(detail)
            if first:
                _report(detail, path, findings)
            left_out.add(_remove(table, path, missing=_missing(detail)))
        first = False


def _path(detail: ErrorDetails) -> Path:
    return tuple(step for step in detail["loc"] if step != "[key]")


def _missing(detail: ErrorDetails) -> bool:
    return detail["type"] == "missing"


def _report(detail: ErrorDetails, path: Path, findings: Findings) -> None:
    kind, meaning = detail["type"], description_at(path)
    if kind == "extra_forbidden":
        findings.add(path, "unknown key", nearest(str(path[-1]), keys_at(path[:-1])))
    elif kind == "missing":
        findings.add(path, "is required", meaning)
    elif detail["loc"][-1] == "[key]" and kind == "string_pattern_mismatch":
        findings.add(path, "is not a name", _NAME_RULE)
    elif kind == "string_pattern_mismatch":
        findings.add(path, "is not spelled as it must be", meaning)
    else:
        findings.add(path, _reason(detail), meaning)


def _reason(detail: ErrorDetails) -> str:
    """Pydantic's words without the value: they name what is allowed, never what was written."""
    context = detail.get("ctx", {})
    if detail["type"] == "value_error":
        return str(context["error"])
    if detail["type"] in {"model_type", "dict_type", "model_attributes_type"}:
        return "must be a table"
    if detail["type"] == "list_type":
        return "must be a list"
    if detail["type"] in {"too_short", "string_too_short"}:
        return "must not be empty"
    return detail["msg"].replace("Input should", "must").replace("String should", "must")


def _remove(table: dict[str, Any], path: Path, *, missing: bool) -> Path:
    """Take out what is wrong; of a table that lacks something, the whole table.

    Returns:
        The path of what was taken out.
    """
    if len(path) == 1 or (missing and len(path) == 2 and path[0] in _STAND_INS):  # noqa: PLR2004  (a section, a key of it)
        section = str(path[0])
        table.pop(section, None)
        if section in _STAND_INS:
            table[section] = _STAND_INS[section]
        return (section,)
    if missing:
        path = path[:-1]
    if isinstance(path[-1], int):
        # An element of an array goes with its array: removing one would move the others.
        path = path[:-1]
    inner: Any = table
    for step in path[:-1]:
        if isinstance(inner, dict):
            inner = inner.get(str(step))
        elif isinstance(inner, list) and isinstance(step, int):
            inner = inner[step]
    if isinstance(inner, dict):
        inner.pop(str(path[-1]), None)
    return path
