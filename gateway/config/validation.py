"""From the file's content to a `ConfigSpec`, with every problem of shape at once.

What is wrong is taken out, or replaced by a stand-in where something must be, and the rest is read
again, so that one wrong key does not hide what `build` would find elsewhere.
"""

from enum import StrEnum
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from gateway.config.problems import Findings, Path, nearest
from gateway.config.shape import bare, description_at, is_required, is_table, keys_at, kind_at
from gateway.config.spec import ConfigSpec

_NAME_RULE = "use lower-case letters and digits, with single - or _ between them"
_UNNAMED = "unnamed"
_ROUNDS = 32
"""Repairs go one level deeper each round, and the specification is far less deep."""


def validate(table: dict[str, Any], findings: Findings) -> tuple[ConfigSpec, frozenset[Path]]:
    """Read a table as a specification; the table is changed.

    Returns:
        The specification of what is right, and the paths where it holds nothing that was written:
        what is found there later is no finding.
    """
    left_out: set[Path] = set()
    for number in range(_ROUNDS):
        try:
            return ConfigSpec.model_validate(table), frozenset(left_out)
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
        for detail in details:
            path = _path(detail)
            if number == 0:
                _report(detail, path, findings)
            left_out.add(_repair(table, path))
    raise RuntimeError("a stand-in does not satisfy the specification")


def _path(detail: ErrorDetails) -> Path:
    return tuple(step for step in detail["loc"] if step != "[key]")


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


def _repair(table: dict[str, Any], path: Path) -> Path:
    """Take out what is wrong, or put a stand-in where something must be.

    Returns:
        The path of what was taken out or put in.
    """
    if isinstance(path[-1], int):
        # An element of an array goes with its array: removing one would move the others.
        path = path[:-1]
    inner: Any = table
    for number, step in enumerate(path[:-1], 1):
        inner = inner[step]
        if not isinstance(inner, dict | list):  # an action, written as a bare string
            return _repair(table, path[:number])
    if isinstance(inner, list):  # a list that was read as a table goes as a whole
        return _repair(table, path[:-1])
    if is_required(path):
        inner[path[-1]] = _stand_in(kind_at(path))
    else:
        inner.pop(path[-1], None)
    return path


def _stand_in(kind: Any) -> object:  # noqa: ANN401  (a type)
    """Something of the right shape; tables are filled in the next round."""
    arguments = get_args(kind)
    if is_table(kind):
        return {}
    if get_origin(kind) is dict:
        return {_UNNAMED: {}}
    if get_origin(kind) is list:
        return [_stand_in(bare(arguments[0]))]
    if get_origin(kind) is Literal:
        return arguments[0]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return next(iter(kind)).value
    return _UNNAMED
