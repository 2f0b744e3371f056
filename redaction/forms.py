"""`key: value` and `key = value`, line by line, and objects of JSON inside a text.

Keys are read beside each other, as columns are: `name` beside `email` is a person's. Lines that
follow each other are one record, and so are the keys of one object.
"""

import re
from collections.abc import Generator, Iterator, Sequence

from redaction.header_words import PERSONS
from redaction.headers import Kinds, Valued, held, kinds
from redaction.hints import personal, words_of

_LINE = re.compile(
    r"[ \t]*(?:[-*>\u2022|#]+[ \t]+|\d{1,2}[.)][ \t]+)?[\"'*_`]{0,3}"
    r"(?P<key>[^\W\d_][^:=\"'*`<>{}\[\]\r\n|]{0,47}?)"
    r"[\"'*_`]{0,3}[ \t]*(?:=>|:=|[:=\uff1a])[\"'*_`]{0,3}(?:[ \t]+|(?=[^\s/:=])|(?=\r?$))"
    r"(?P<value>[^\r\n]*)",
    re.MULTILINE,
)
_KEY_WORDS = 6
_COMMENT = re.compile(r"[ \t]+(?:#|//|--)[ \t].*\Z")
_TRAILING = re.compile(r"[ \t]*[,;]?[ \t]*\Z")
_GAP = re.compile(r"[ \t]{3,}\S.{0,47}?[ \t]*[:=]")
"""Where a second field begins on the line of a form."""
_CODE = re.compile(r"[A-Za-z_][\w.]*\(|[A-Za-z_]\w*\.[a-z_]\w*\b|.*[;{]\s*\Z|lambda |new |await ")
_NAMED = re.compile(r"(?:[a-z_][\w.]*|[A-Za-z_][\w.]*[\[(].*)\Z")
"""What stands after `=` in code: names of variables, calls."""
_LINES_MAX = 60
_LINES_BEFORE = 12
_LINE_LONGEST = 400
_RECORD_LINES = 2
"""Lines of the shortest record."""

Field = tuple[str, int, int]
"""A key, and where its value begins and ends."""


def lines(text: str, ends: Sequence[int]) -> Iterator[Valued]:
    """Values of records whose keys stand at these places, one field a line.

    Args:
        text: the text.
        ends: where keys end, or what parts them from their values; ascending.
    """
    done = 0
    for end in ends:
        if end <= done:
            continue
        start = _first_line(text, end, done)
        if start < 0:
            continue
        fields, done = _record(text, start)
        if len(fields) >= _RECORD_LINES:
            yield from read(text, fields)
        done = max(done, end)


def read(text: str, fields: Sequence[Field], about: str = "") -> Iterator[Valued]:
    """Values of one record.

    Args:
        text: the text.
        fields: its fields.
        about: what the record is said to be of, e.g. `customer`.
    """
    for (_, first, last), kind in zip(fields, of_keys([f[0] for f in fields], about), strict=True):
        if kind:
            yield from held(text, first, last, kind)


def of_keys(keys: Sequence[str], about: str = "") -> tuple[Kinds, ...]:
    """What the fields of a record hold; a record that is said to be somebody's speaks of people."""
    words = words_of(about)
    if words and words[-1] in PERSONS:
        return kinds((*keys, "full name"))[: len(keys)]
    return kinds(keys)


def told(fields: Sequence[tuple[str, str]]) -> list[str]:
    """Hints of texts, those made plain that only the keys beside them explain.

    Args:
        fields: of each text the record that it stands in, "" for none, and its key.
    """
    hints = [key for _, key in fields]
    records: dict[str, list[int]] = {}
    for index, (record, key) in enumerate(fields):
        if record and key:
            records.setdefault(record, []).append(index)
    for record, indices in records.items():
        plain = [personal(hints[index]) for index in indices]
        if len(indices) < _RECORD_LINES or plain == [hints[index] for index in indices]:
            continue
        kinds_here = of_keys([hints[index] for index in indices], record.rpartition("/")[2])
        for index, hint, kind in zip(indices, plain, kinds_here, strict=True):
            hints[index] = hint if kind else hints[index]
    return hints


def _first_line(text: str, at: int, done: int) -> int:
    """Where the record begins that this place stands in; -1 in a line that is too long for one."""
    start = _line(text, at - 1, done)
    for _ in range(_LINES_BEFORE if start > done else 0):
        before = _line(text, start - 1, done)
        if before < done or before == start or not _fields(text, before, start - 1):
            break
        start = before
    return start


def _line(text: str, at: int, least: int) -> int:
    """Where the line begins that this place stands in, `least` at the least; -1 if too far."""
    far = max(least, at - _LINE_LONGEST)
    found = text.rfind("\n", far, at)
    if found >= 0:
        return found + 1
    return least if far == least else -1


def _record(text: str, start: int) -> tuple[list[Field], int]:
    """Fields of lines that follow each other, and where the last one ends."""
    fields: list[Field] = []
    at = start
    while at < len(text) and len(fields) < _LINES_MAX:
        end = text.find("\n", at, at + _LINE_LONGEST + 1)
        end = min(len(text), at + _LINE_LONGEST + 1) if end < 0 else end
        found = _fields(text, at, end)
        if not found:
            break
        fields += found
        at = end + 1
    return fields, at


def _fields(text: str, start: int, end: int) -> list[Field]:
    """The fields of a line; forms set several beside each other."""
    fields: list[Field] = []
    while end - start <= _LINE_LONGEST and (match := _LINE.match(text, start, end)) is not None:
        key = match["key"].strip()
        if key.count(" ") >= _KEY_WORDS:
            break
        first, last = match.span("value")
        gap = _GAP.search(text, first, last)
        last = start = gap.start() if gap else last
        for ending in (_COMMENT, _TRAILING):
            cut = ending.search(text, first, last)
            last = cut.start() if cut else last
        assigned = text[match.end("key") : first].strip(" \t\"'*_`") == "="
        spaced = text[match.end("key")] in " \t"
        if _CODE.match(text, first, last) or (
            assigned and spaced and _NAMED.match(text, first, last)
        ):
            last = first
        fields.append((key, first, last))
        if gap is None:
            break
    return fields


_TOKEN = re.compile(
    r'"(?P<key>[^"\\\n]{1,64})"\s{0,8}:\s{0,8}(?:"(?P<value>(?:[^"\\]|\\.){0,400})"|'
    r"(?P<number>-?\d[\d.]{0,30})(?=[\s,}\]])|(?P<opens>\{)|(?P<list>\[\s{0,80}\{))"
    r"|(?P<open>\{)|(?P<close>\})",
    re.DOTALL,
)
_DEPTH_MAX = 64


def objects(text: str, ends: Sequence[int]) -> Iterator[Valued]:
    """Values of the objects of JSON whose keys end at these places.

    Args:
        text: the text.
        ends: where quoted keys end; ascending.
    """
    done = 0
    for end in ends:
        if end <= done or '"' not in text[end - 4 : end]:
            continue
        start = text.rfind("{", done, end)
        if start >= 0:
            done = yield from _objects(text, start)


def _objects(text: str, start: int) -> Generator[Valued, None, int]:
    """Values from one brace on until it is closed; returns where that is."""
    stack: list[tuple[str, list[Field]]] = []
    end = start + 1
    for token in _TOKEN.finditer(text, start):
        end = token.end()
        if token["close"]:
            about, fields = stack.pop()
            if fields:
                yield from read(text, fields, about)
            if not stack:
                break
        elif token["key"] is None or token["opens"] or token["list"]:
            if len(stack) >= _DEPTH_MAX:
                break
            stack.append((token["key"] or (stack[-1][0] if stack else ""), []))
        elif stack:
            group = "value" if token["value"] is not None else "number"
            stack[-1][1].append((token["key"], *token.span(group)))
    for about, fields in stack:
        yield from read(text, fields, about)
    return end
