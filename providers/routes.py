"""Tables of calls: which path is which call, what state it names, who reads and writes it.

A template is a path in which `{kind}` stands for the id of state of that kind, `{+kind}` for that
of state which the call adds to, and `{.}` for a name that no state of ours vouches for: such names
are looked at (`Operation.names`), since callers could write anything there.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from providers.codec import Frame, FrameReader, Framing, Operation, Payload, StateRef

_GAP = re.compile(r"\{([+.]?)([a-z_]*)\}")
_ID = r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,199}"
_STREAMED = re.compile(r"(?:^|&)stream=(?:true|1)(?:&|$)", re.IGNORECASE)

_BEGUN = re.compile(r"(?:^|&)starting_after=(\d{1,9})(?:&|$)", re.ASCII)

Whole = Callable[[bytes, Payload | None], Frame]
"""Reads an answer that is not cut; the request tells whether its text is JSON."""


@dataclass(frozen=True, slots=True)
class Route:
    """One call.

    Attributes:
        operation: what it is; its path is a template.
        whole: reads its answer.
        read: reads its body; None if it has none.
        stream: reads its streamed answer; None if it has none.
        asked: whether the query string asks for the stream (`stream=true`).
    """

    operation: Operation
    whole: Whole
    read: Callable[[bytes], Payload] | None = None
    stream: Callable[..., FrameReader] | None = None
    asked: bool = False


class Routes:
    """A table of calls.

    Args:
        routes: tried in order.
    """

    def __init__(self, routes: Sequence[Route]) -> None:
        self._tried = [(_pattern(route.operation.upstream_path), route) for route in routes]
        self.by_name: Mapping[str, Route] = {route.operation.name: route for route in routes}

    def find(self, method: str, path: str, query: str) -> Operation | None:
        """The call that a request makes; None if it is none of these."""
        for (pattern, gaps), route in self._tried:
            if route.operation.method == method and (match := pattern.fullmatch(path)):
                return _filled(route, path, gaps, match.groups(), query)
        return None


def _pattern(template: str) -> tuple[re.Pattern[str], Sequence[tuple[str, str]]]:
    gaps = _GAP.findall(template)
    fixed = _GAP.split(template)[::3]
    return re.compile(f"({_ID})".join(map(re.escape, fixed))), gaps


def _filled(
    route: Route, path: str, gaps: Sequence[tuple[str, str]], ids: Sequence[str], query: str
) -> Operation:
    named = list(zip(gaps, ids, strict=True))
    streamed = route.asked and _STREAMED.search(query) is not None
    begun = _BEGUN.search(query) if streamed else None
    return replace(
        route.operation,
        resumes=begun.group(1) if begun else "",
        upstream_path=path,
        refers=tuple(StateRef(kind, id_, mark == "+") for (mark, kind), id_ in named if kind),
        names=tuple(id_ for (_, kind), id_ in named if not kind),
        framing=Framing.SSE if streamed else route.operation.framing,
    )
