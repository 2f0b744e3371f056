"""Families of calls that are refused, with what their callers can do instead.

A table for each dialect says which paths belong to a family. It is asked about calls that the
codec's `route` does not know: what begins to be served leaves its family by that alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_BELOW = "/**"


@dataclass(frozen=True, slots=True)
class ClosedDoor:
    """Calls that are refused for the same reason.

    Attributes:
        name: what the docs call it.
        paths: templates of paths behind the API version. `{}` is one name; `/**` at the end is
            everything below, and verbs (`things:merge`); a leading `:` is that verb of anything.
        advice: why, and what to do instead.
        settled: it is refused whatever is built later (403), since it would go past the gateway
            or has nothing to do with its work; else it is only not served (404).
    """

    name: str
    paths: tuple[str, ...]
    advice: str
    settled: bool = True


def closed_door(doors: Sequence[ClosedDoor], path: str) -> ClosedDoor | None:
    """The first family that a path belongs to, None if it belongs to none.

    Args:
        doors: the dialect's.
        path: behind the API version (and project and location), without a slash before it.
    """
    return next((each for each in doors if _pattern(each).fullmatch(path)), None)


@cache
def _pattern(door: ClosedDoor) -> re.Pattern[str]:
    return re.compile("|".join(map(_template, door.paths)), re.ASCII)


def _template(path: str) -> str:
    if path.startswith(":"):
        return rf"[^:]*{re.escape(path)}"
    below = r"(?:[/:].*)?" if path.endswith(_BELOW) else ""
    return re.escape(path.removesuffix(_BELOW)).replace(r"\{\}", "[^/:]+") + below
