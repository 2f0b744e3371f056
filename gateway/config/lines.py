"""Where in a TOML source each key stands; `tomllib` does not tell.

The source was already read by `tomllib`, so only valid TOML arrives here: the scanner looks for
keys, skips strings and comments, and follows arrays and inline tables.
"""

import re
from collections.abc import Mapping

from gateway.config.problems import Path

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""+|\'\'\'.*?\'\'\'+|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_ATOM = re.compile(r"[^\s,\]}#]+(?: [0-9][^\s,\]}#]*)?")
"""A number, a date (which may hold one space), true or false."""
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


def key_lines(source: str) -> Mapping[Path, int]:
    """The line (from 1) of each key, table and array element of a valid TOML source."""
    scanner = _Scanner(source.replace("\r\n", "\n"))
    scanner.document()
    return scanner.lines


class _Scanner:
    """Walks the source once."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._counted = (0, 1)
        self._tables: dict[Path, int] = {}
        self.lines: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        self._skip(_BLANK)
        while self._at < len(self._source):
            if self._source[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)

    def _header(self) -> Path:
        line, many = self._line(), self._source.startswith("[[", self._at)
        self._at += 2 if many else 1
        path = self._resolve(self._key(), many=many)
        self._at += 2 if many else 1
        self._note(path, line)
        return path

    def _resolve(self, key: Path, *, many: bool) -> Path:
        """A header's key with the positions of the arrays of tables that it leads through."""
        path: Path = ()
        for number, step in enumerate(key, 1):
            path = (*path, step)
            if many and number == len(key):
                self._tables[path] = self._tables.get(path, -1) + 1
            if path in self._tables:
                path = (*path, self._tables[path])
        return path

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = table + self._key()
        self._note(path, line)
        self._at += 1  # the sign of equality
        self._value(path)

    def _key(self) -> Path:
        steps: list[str] = []
        while True:
            self._skip(_SPACE)
            steps.append(self._word())
            self._skip(_SPACE)
            if self._source[self._at] != ".":
                return tuple(steps)
            self._at += 1

    def _word(self) -> str:
        pattern = _STRING if self._source[self._at] in "\"'" else _BARE_KEY
        word = self._take(pattern)
        if word.startswith('"'):
            return _ESCAPE.sub(lambda found: _unescape(found.group(1)), word[1:-1])
        return word.strip("'")

    def _value(self, path: Path) -> None:
        self._skip(_SPACE)
        first = self._source[self._at]
        if first in "\"'":
            self._take(_STRING)
        elif first == "[":
            self._array(path)
        elif first == "{":
            self._inline(path)
        else:
            self._take(_ATOM)

    def _array(self, path: Path) -> None:
        position = 0
        while self._more("]"):
            self._note((*path, position), self._line())
            self._value((*path, position))
            position += 1

    def _inline(self, path: Path) -> None:
        while self._more("}"):
            self._pair(path)

    def _more(self, end: str) -> bool:
        """Step over the opening sign or a comma; whether an element follows."""
        self._skip(_BLANK)
        if self._source[self._at] in "[{,":
            self._at += 1
            self._skip(_BLANK)
        if self._source[self._at] != end:
            return True
        self._at += 1
        return False

    def _note(self, path: Path, line: int) -> None:
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self._source, self._at)
        self._at = found.end() if found else self._at

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._source, self._at)
        if found is None:
            raise ValueError(f"line {self._line()} is not valid TOML")
        self._at = found.end()
        return found.group()

    def _line(self) -> int:
        at, line = self._counted
        line += self._source.count("\n", at, self._at)
        self._counted = (self._at, line)
        return line


def _unescape(escape: str) -> str:
    if escape[0] in "uU" and len(escape) > 1:
        return chr(int(escape[1:], 16))
    return _ESCAPES.get(escape, escape)
