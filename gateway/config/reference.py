"""The list of settings in `docs/settings.md`, made from the specification.

`python -m gateway.config.reference docs/settings.md` writes it anew between the file's marks.
"""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from gateway.config.shape import (
    EACH,
    Setting,
    description_at,
    is_action,
    kind_at,
    settings,
    values,
)

BEGIN = "<!-- begin: made by `python -m gateway.config.reference docs/settings.md` -->"
END = "<!-- end -->"


def reference() -> str:
    """All settings as Markdown tables, one for each table of the file."""
    sections: dict[tuple[str, ...], list[Setting]] = {}
    for row in settings():
        if not is_action(kind_at(_concrete(row.path[:-1]))):  # parameters are listed once, below
            sections.setdefault(row.path[:-1], []).append(row)
    tables = [_section(path, rows) for path, rows in sections.items()]
    return "\n".join([*tables, _parameters()])


def insert(document: str) -> str:
    """The document with the list of settings between its marks.

    Raises:
        ValueError: if it has no marks.
    """
    before, rest = document.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{reference()}\n{END}{after}"


def _concrete(path: tuple[str, ...]) -> tuple[str | int, ...]:
    return tuple(0 if step == EACH else step for step in path)


def _section(path: tuple[str, ...], rows: list[Setting]) -> str:
    many = path and path[-1] == EACH
    name = ".".join(step for step in path if step != EACH)
    title = f"[[{name}]]" if many else f"[{name}]"
    meaning = description_at(path)
    head = [f"### `{title}`", "", *([meaning, ""] if meaning else []), *_HEAD]
    return "\n".join([*head, *(_row(row) for row in rows), ""])


_HEAD = ("| key | default | meaning |", "| --- | --- | --- |")


def _row(row: Setting) -> str:
    meaning = (row.field.description or "").replace("|", "\\|")
    allowed = values(row.kind)
    if allowed:
        meaning += " One of " + ", ".join(f"`{value}`" for value in allowed) + "."
    return f"| `{row.key}` | {_default(row)} | {meaning} |"


def _default(row: Setting) -> str:
    if row.field.is_required():
        return "required"
    text = f"`{_toml(row.field.get_default(call_default_factory=True))}`"
    extra = row.field.json_schema_extra
    strict = f"; strict: `{_toml(extra['strict'])}`" if isinstance(extra, dict) else ""
    return "none" if text == "`none`" else text + strict


def _toml(value: Any) -> str:  # noqa: ANN401  (any default)
    if isinstance(value, BaseModel):
        return json.dumps(value.model_dump(exclude_unset=True).get("operator", {}))
    return "none" if value is None or value is PydanticUndefined else json.dumps(value)


def _parameters() -> str:
    """Actions' parameters, once."""
    path = ("policies", "NAME", "default")
    rows = [row for row in settings() if row.path[:-1] == path]
    lines = [
        "### Actions",
        "",
        'An action is an operator, `"mask"`, or has parameters too:',
        '`{ operator = "mask", chars_to_mask = 4, from_end = true }`.',
        "",
        "| parameter | meaning |",
        "| --- | --- |",
    ]
    for row in rows:
        allowed = ", ".join(f"`{value}`" for value in values(row.kind))
        choice = f" One of {allowed}." if allowed else ""
        lines.append(f"| `{row.path[-1]}` | {row.field.description}{choice} |")
    return "\n".join([*lines, ""])


def main(arguments: list[str]) -> int:
    """Write the list into the files that are named."""
    for name in arguments:
        file = Path(name)
        file.write_text(insert(file.read_text("utf-8")), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
