"""The tables of what came of the recordings, in Markdown."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.replay.play import Result
from bench.replay.recordings import Recording

_HEAD = Path(__file__).with_name("head.md").read_text("utf-8")
_ECHOED = (
    "{} of the served ones had an echo that said pseudonyms; in the others nothing personal is "
    "sent, or nothing but numbers or sound comes back."
)
_WORST = ("LEAK", "NOT RESTORED", "CHANGED", "ERROR", "refused", "served")
_IDS = re.compile(
    r"(?<=/)(?:(?:chatcmpl|resp|conv|thread|run|vs|batch|file|upload|asst)[-_]\w+|\d{1,10}"
    r"|up\d+|mock\d*)(?=[/:]|$)"
)
_GOOGLE = re.compile(r"projects/[^/]+/locations/[^/]+|models/[^/:]+|publishers/[^/]+")


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one recording under one policy: the worse of its two plays."""

    kind: str
    detail: str
    pseudonyms: int
    parts: tuple[str, ...]

    @property
    def code(self) -> str:
        """The reason of a refusal: status and code, without the advice."""
        return self.detail.partition(":")[0].lower()

    @property
    def short(self) -> str:
        return f"refused {self.code}" if self.kind == "refused" else self.kind


def told(results: Iterable[Result]) -> dict[str, Told]:
    """Name of the recording to what came of it."""
    found: dict[str, Told] = {}
    for one in results:
        mine = Told(one.kind, one.detail, one.pseudonyms, one.parts)
        before = found.get(one.recording.name)
        if before is None or _WORST.index(mine.kind) <= _WORST.index(before.kind):
            found[one.recording.name] = mine
    return found


def endpoint(one: Recording) -> str:
    """Method and path, without ids."""
    path = _IDS.sub("{id}", one.target.partition("?")[0])
    path = _GOOGLE.sub(lambda match: match[0].split("/")[0] + "/{}", path)
    if one.request["method"].startswith("WS"):
        return f"websocket `{path}`"
    return f"{one.method} `{path}`"


def report(
    found: list[Recording], strict: list[Result], opaque: list[Result], again: list[Result]
) -> str:
    """All of it."""
    default, passing = told(strict), told(opaque)
    head = _HEAD.format(
        date=dt.datetime.now(tz=dt.UTC).date(),
        cuts=len(again) // max(1, len({one.recording.name for one in again})),
        count=len(found),
        scenarios=len({one.scenario for one in found}),
    )
    echoed = {one.recording.name for one in opaque if one.woven and one.kind == "served"}
    parts = (
        _summary(default, passing, again),
        [_ECHOED.format(len(echoed))],
        ["## By endpoint and client"],
        _table(found, default, passing),
        ["## What was not served, and parts of names that passed"],
        _details(found, default, passing),
    )
    return head + "\n" + "\n\n".join("\n".join(part) for part in parts) + "\n"


def _summary(default: dict[str, Told], passing: dict[str, Told], again: list[Result]) -> list[str]:
    lines = ["| policy | " + " | ".join(reversed(_WORST)) + " |", "|---" * 7 + "|"]
    for name, results in (("default", default), ("all opaque content passes", passing)):
        counts = Counter(one.kind for one in results.values())
        lines.append(f"| {name} | " + " | ".join(str(counts[k]) for k in reversed(_WORST)) + " |")
    if again:
        counts = Counter(one.kind for one in again)
        cells = " | ".join(str(counts[kind]) for kind in reversed(_WORST))
        lines.append(f"| streams, cut elsewhere each time | {cells} |")
    return lines


def _table(found: list[Recording], default: dict[str, Told], passing: dict[str, Told]) -> list[str]:
    rows: dict[tuple[str, str], list[Recording]] = defaultdict(list)
    for one in found:
        rows[endpoint(one), one.client].append(one)
    lines = ["| endpoint | client | default policy | all opaque content passes |", "|---" * 4 + "|"]
    for (place, client), recordings in sorted(rows.items()):
        first = _counted(default[one.name].short for one in recordings)
        second = _counted(passing[one.name].short for one in recordings)
        lines.append(f"| {place} | {client} | {first} | {second if second != first else '='} |")
    return lines


def _counted(kinds: Iterable[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(Counter(kinds).items()))


def _details(
    found: list[Recording], default: dict[str, Told], passing: dict[str, Told]
) -> list[str]:
    lines = ["| recording | policy | result | what, where |", "|---" * 4 + "|"]
    for one in found:
        for name, results in (("default", default), ("opaque passes", passing)):
            result = results[one.name]
            if name != "default" and result == default[one.name]:
                continue
            parts = f"; parts of names: {', '.join(result.parts)}" if result.parts else ""
            if result.kind != "served" or parts:
                what = (result.detail + parts).replace("|", "\\|").strip("; ")
                lines.append(f"| {one.name} | {name} | {result.kind} | {what[:300]} |")
    return lines
