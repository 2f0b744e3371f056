"""Overrides: `PRIVACY_GATEWAY__SECTION__KEY` sets what the file says, or does not say.

A name is written in capitals with `_` for every other sign. Tables are reached by their names,
which must stand in the file; arrays of tables are not reached.
A value is read as TOML, and as plain text where it is none or where text is expected.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin

from gateway.config.problems import Path, Problem, nearest
from gateway.config.shape import bare, is_action, is_table, is_text, kind_at

PREFIX = "PRIVACY_GATEWAY__"
_OTHER = re.compile(r"[^A-Z0-9]")

Table = dict[str, Any]


@dataclass(slots=True)
class Overridden:
    """What the environment did.

    Attributes:
        table: the file's content with overrides in place.
        origins: the variable that set each overridden key.
        problems: overrides that lead nowhere.
    """

    table: Table
    origins: dict[Path, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class _NowhereError(Exception):
    """A variable names no setting: reason and remedy."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


def spelled(key: str) -> str:
    """A key as names of variables spell it."""
    return _OTHER.sub("_", key.upper())


def override(table: Table, environ: Mapping[str, str]) -> Overridden:
    """Put the environment's values over the file's; the given table is changed."""
    result = Overridden(table)
    variables = (name for name in environ if name.startswith(PREFIX))
    for name in sorted(variables, key=lambda name: (name.count("__"), name)):
        try:
            path = _path(table, name.removeprefix(PREFIX).split("__"))
            _put(table, path, _parse(environ[name], kind_at(path)))
        except _NowhereError as error:
            problem = Problem(
                file="environment", line=0, key=name, reason=error.reason, remedy=error.remedy
            )
            result.problems.append(problem)
        else:
            result.origins[path] = name
    return result


def clashes(table: Table) -> Iterator[tuple[Path, str]]:
    """Names of tables that variables could not tell apart, each with the earlier one."""
    for section in ("recipients", "purposes", "applications", "policies"):
        seen: dict[str, str] = {}
        tables = table.get(section)
        for name in tables if isinstance(tables, dict) else ():
            earlier = seen.setdefault(spelled(name), name)
            if earlier != name:
                yield (section, name), earlier


def _path(table: Table, parts: list[str]) -> tuple[str, ...]:
    path: tuple[str, ...] = ()
    here: Any = table
    for part in parts:
        path = (*path, _step(path, part, here))
        here = here.get(path[-1]) if isinstance(here, dict) else None
    if _is_array_of_tables(kind_at(path)):
        raise _NowhereError(
            "arrays of tables cannot be overridden", "change them in the configuration file"
        )
    return path


def _step(path: Path, part: str, here: object) -> str:
    kind = kind_at(path)
    if is_table(kind):
        return _match(part, tuple(kind.model_fields), "there is no such setting")
    if get_origin(kind) is dict:
        known = tuple(here) if isinstance(here, dict) else ()
        return _match(part, known, "it is not in the file; overrides reach tables that are")
    raise _NowhereError("there is no such setting", "it leads into a single value")


def _match(part: str, known: tuple[str, ...], reason: str) -> str:
    found = [key for key in known if spelled(key) == part]
    if not found:
        raise _NowhereError(f"{part}: {reason}", nearest(part, [spelled(key) for key in known]))
    if len(found) > 1:
        raise _NowhereError(
            f"{part} could be {' or '.join(found)}", "rename one of them in the file"
        )
    return found[0]


def _put(table: Table, path: tuple[str, ...], value: object) -> None:
    for number, step in enumerate(path[:-1], 1):
        inner = table.setdefault(step, {})
        if isinstance(inner, str) and is_action(kind_at(path[:number])):
            inner = table[step] = {"operator": inner}
        if not isinstance(inner, dict):
            raise _NowhereError(f"{step} is not a table in the file", "correct the file first")
        table = inner
    table[path[-1]] = value


def _is_array_of_tables(kind: Any) -> bool:  # noqa: ANN401  (a type)
    return get_origin(kind) is list and is_table(bare(get_args(kind)[0]))


def _parse(text: str, kind: Any) -> object:  # noqa: ANN401  (a type)
    try:
        parsed = tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError:
        return text
    if len(parsed) > 1 or (is_text(kind) and not isinstance(parsed["value"], str)):
        return text
    return parsed["value"]
