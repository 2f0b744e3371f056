"""What was measured, as tables of Markdown."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

Scores = Mapping[str, Mapping[str, Any]]
"""What the scorer wrote: by source, and for all; see its `--json`."""


def lines(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    ruled = ["|".join(("", *("---" for _ in head), ""))]
    return [*(f"| {' | '.join(head)} |",), *ruled, *(f"| {' | '.join(row)} |" for row in rows)]


def number(value: float | None, places: int = 3) -> str:
    if value is None or isnan(value):  # there was nothing to divide by
        return ""
    told = f"{value:.{places}f}"
    return told[1:] if told.startswith("0.") and places == 3 else told


def overall(scored: Mapping[str, Scores], speed: Mapping[str, Mapping[str, float]]) -> list[str]:
    head = ("core types", "P", "R", "F2", "leak", "leak core", "FP/1k", "over", "ms/KB")
    rows = []
    for name, scores in scored.items():
        core, negative = scores["ALL"].get("CORE", {}), scores["ALL"].get("NEG", {})
        over = negative.get("over")
        rows.append(
            (
                name,
                *(number(core.get(key)) for key in ("P", "R", "F2", "leak", "leakc")),
                number(negative.get("fp1k"), 2),
                f"{100 * over:.2f} %" if over is not None else "",
                number(speed[name].get("ms_per_kb"), 2),
            )
        )
    return lines(head, rows)


def by_type(scored: Mapping[str, Scores]) -> list[str]:
    kinds: dict[str, int] = {}
    for scores in scored.values():
        for kind, row in scores["ALL"].items():
            if kind not in ("CORE", "NEG") and row.get("gold"):
                kinds[kind] = row["gold"]
    rows = []
    for kind, count in sorted(kinds.items(), key=lambda pair: (pair[0][0] in "~?", -pair[1])):
        for name, scores in scored.items():
            found = scores["ALL"].get(kind, {})
            told = [number(found.get(key)) for key in ("P", "R", "F2", "leak")]
            rows.append([kind, str(count), name, *told])
    return lines(("type", "samples", "system", "P", "R", "F2", "leak"), rows)


def by_source(scored: Mapping[str, Scores]) -> list[str]:
    """Sources with personal data, then those without."""
    sources = sorted({s for scores in scored.values() for s in scores if s not in ("ALL", "speed")})
    personal, clean = [], []
    for source in sources:
        for name, scores in scored.items():
            found = scores.get(source, {})
            if "CORE" in found:
                told = [number(found["CORE"].get(key)) for key in ("P", "R", "F2", "leak")]
                personal.append([source, name, *told])
            if "NEG" in found:
                negative = found["NEG"]
                over = f"{100 * negative['over']:.2f} %"
                clean.append([source, name, number(negative["fp1k"], 2), over])
    with_data = lines(("source", "system", "P", "R", "F2", "leak"), personal)
    return [*with_data, "", *lines(("negatives", "system", "FP/1k", "over"), clean)]


def by_size(measured: Mapping[str, Mapping[str, Mapping[str, float | str]]]) -> list[str]:
    columns = [size for one in list(measured.values())[:1] for size in one]
    head = ["ms/KB of CPU", *(f"{size} KB" for size in columns)]
    rows = []
    for name, sizes in measured.items():
        for what in ("new", "seen"):
            if any(what in row for row in sizes.values()):
                cells = [sizes[size].get(what, "") for size in columns]
                told = [c if isinstance(c, str) else number(c, 4) for c in cells]
                rows.append([name + (", seen before" if what == "seen" else ""), *told])
    return lines(head, rows)


def by_start(measured: Mapping[str, Mapping[str, float]]) -> list[str]:
    rows = [
        (name, number(one["seconds"], 2), number(one["cpu_seconds"], 2), number(one["mib"], 0))
        for name, one in measured.items()
    ]
    return lines(("start to a first text", "s", "s of CPU", "MiB"), rows)
