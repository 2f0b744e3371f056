"""A text with its spans for people: in colours on a terminal, as a table elsewhere."""

from collections.abc import Iterable, Sequence

from gateway.cli.output import counted, table, visible
from privacy.entities import Category, category_of
from privacy.text import Span
from redaction.explain import Because, Candidate, Explanation

_COLOURS = {
    Category.IDENTITY: "30;43",
    Category.CONTACT: "30;46",
    Category.FINANCIAL: "30;42",
    Category.CREDENTIAL: "97;41",
    Category.GOVERNMENT_ID: "97;45",
    Category.DEVICE: "97;44",
    Category.LOCATION: "30;44",
    Category.ONLINE: "30;47",
    Category.SPECIAL: "97;101",
    Category.OTHER: "7",
}
"""Foreground and background of each category (ECMA-48, SGR)."""
_RESET, _DIM, _BOLD = "\x1b[0m", "\x1b[2m", "\x1b[1m"
_SHOWN = 60
"""Characters of a value that a table shows."""
HEAD = ("FOUND", "TEXT", "AT", "SCORE", "RECOGNIZER")


def coloured(text: str, spans: Sequence[Span]) -> str:
    """The text with its spans in the colours of their categories, each with its type behind it."""
    pieces: list[str] = []
    done = 0
    for span in spans:
        colour = _COLOURS[category_of(span.entity_type)]
        value = visible(text[span.start : span.end])
        pieces += (visible(text[done : span.start]), f"\x1b[{colour}m{value}{_RESET}")
        pieces.append(f"{_DIM} {span.entity_type}{_RESET}")
        done = span.end
    return "".join((*pieces, visible(text[done:])))


def listed(text: str, spans: Sequence[Span]) -> list[str]:
    """The spans as a table."""
    rows = [
        (
            span.entity_type,
            _short(text[span.start : span.end]),
            f"{span.start}-{span.end}",
            f"{span.score:.2f}",
            span.recognizer,
        )
        for span in spans
    ]
    return table(HEAD, rows)


def reasons(text: str, explanations: Iterable[Explanation], *, colour: bool) -> list[str]:
    """For each span, why it is there and what it won against."""
    lines: list[str] = []
    for one in explanations:
        span = one.span
        value = _short(text[span.start : span.end])
        lines += ["", f"{_BOLD}{value}{_RESET}" if colour else value]
        lines.append(
            f"  {span.entity_type}, score {span.score:.2f}, found by {span.recognizer or 'a list'}"
            f" at {span.start}-{span.end}"
        )
        lines += (f"  {line}" for line in _went_by(text, one))
        lines += (f"  won against {_beaten(text, lost, why)}" for lost, why in one.beaten)
    return lines


def _went_by(text: str, one: Explanation) -> list[str]:
    if one.by is None:
        return ["not read by a pattern here: the policy, or the same value elsewhere in the text"]
    lines = []
    part = text[one.by.start : one.by.end]
    if one.by.because is not None:
        lines += _context(one.by.because, one.by.score)
        if one.by.because.read_as not in ("", part):
            lines.append(f"read as {_short(one.by.because.read_as)!r}")
    if (one.by.start, one.by.end) != (one.span.start, one.span.end):
        lines.append(f"grown from {_short(part)!r} over what overlaps it")
    return lines


def _context(because: Because, score: float) -> list[str]:
    lines = []
    if because.given:
        lines.append(f"raised from {because.alone:.2f} by the name of its field")
    elif because.word and score > because.alone:
        far = counted(abs(because.distance), "character")
        where = f"{far} {'before' if because.distance >= 0 else 'after'}"
        lines.append(f'raised from {because.alone:.2f} by "{visible(because.word)}", {where} it')
    else:
        lines.append("by its own form: no word near it counted")
    if because.against:
        lines.append(f'"{visible(because.against)}" near it speaks against it, and did not win')
    return lines


def _beaten(text: str, lost: Candidate, why: str) -> str:
    value = _short(text[lost.start : lost.end])
    return f"{lost.entity_type} {lost.score:.2f} by {lost.recognizer} on {value!r}: {why}"


def _short(value: str) -> str:
    line = visible(value).replace("\n", " ")
    return line if len(line) <= _SHOWN else line[: _SHOWN - 3] + "..."
