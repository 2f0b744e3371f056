"""Strict JSON that remembers where every string and number stands in its source text.

A value that was not changed must leave as the bytes it came in as: `1.10` stays `1.10`, an integer
of 30 digits stays itself, keys keep their order, blanks their places. So a document is validated
once (by orjson, RFC 8259), and changes are spliced into its source.

How positions are found without a parser of our own: in a valid document a regular expression finds
strings and numbers in document order, and the parsed tree holds the same ones in the same order.
Equal in number, they are the same list. They differ in number only if an object repeats a key,
since a tree keeps one of the two; that is how repeated keys are seen, whatever their escapes.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

import orjson

from providers.codec import MalformedBodyError

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""A parsed value. Numbers in it are for their type only: their text is in the source."""

Edit = tuple[int, int, str]
"""Characters `start` to `end` (exclusive) of a source are replaced by a text (JSON source)."""

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9][0-9.eE+-]*')
_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]')
_COLON = re.compile(r"[ \t\r\n]*:[ \t\r\n]*")
_SCALAR = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[^ \t\r\n,\]}]+')
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a document; what is over them is refused.

    Attributes:
        depth: containers inside each other (an empty one counts as a scalar).
        keys: keys of all objects together.
        values: values, containers included, together.
        number_length: characters of a number.
    """

    depth: int = 64
    keys: int = 50_000
    values: int = 200_000
    number_length: int = 400


LIMITS = Limits()


class LeafKind(StrEnum):
    """What a leaf is."""

    STRING = "string"
    NUMBER = "number"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A string, a number or a key.

    Attributes:
        kind: which of them.
        path: keys and indices that lead to it; for a key, to its value.
        text: the decoded string, or the number as it is written.
        start: its first character in the source, quotation mark included.
        end: one past its last character.
    """

    kind: LeafKind
    path: tuple[str | int, ...] = field(repr=False)
    text: str = field(repr=False)
    start: int
    end: int


class Document:
    """A validated document.

    Attributes:
        source: its text.
        tree: its parsed value.
        tokens: start and end of every string (keys too) and number, in document order.
    """

    __slots__ = ("source", "tokens", "tree")

    def __init__(self, source: str, tree: Json, tokens: list[tuple[int, int]]) -> None:
        self.source = source
        self.tree = tree
        self.tokens = tokens

    def number(self, token: int) -> str:
        """The text of a number."""
        start, end = self.tokens[token]
        return self.source[start:end]

    def value_span(self, key: int) -> tuple[int, int]:
        """Start and end of the value that belongs to a key, given the key's token."""
        colon = _COLON.match(self.source, self.tokens[key][1])
        start = colon.end() if colon else self.tokens[key][1]
        return start, _value_end(self.source, start)

    def object_span(self, token: int) -> tuple[int, int]:
        """Start and end of the object whose first key is a token."""
        start = self.source.rfind("{", 0, self.tokens[token][0])
        return start, _value_end(self.source, start)

    def leaves(self) -> Iterator[Leaf]:
        """Every leaf, in document order."""
        return _leaves(self, self.tree, (), iter(self.tokens))

    def edited(self, edits: Iterable[Edit]) -> str:
        """The source with some parts replaced; the rest stays character for character.

        Raises:
            ValueError: two edits overlap.
        """
        source = self.source
        pieces: list[str] = []
        done = 0
        for start, end, text in sorted(edits, key=_by_place):
            if start < done:
                raise ValueError("edits of a document overlap")
            pieces += (source[done:start], text)
            done = end
        pieces.append(source[done:])
        return "".join(pieces)

    def splice(self, edits: Iterable[Edit]) -> bytes:
        """Like `edited`, as UTF-8."""
        return self.edited(edits).encode()


def parse(body: bytes, limits: Limits = LIMITS) -> Document:
    """Read a document.

    Raises:
        MalformedBodyError: codes invalid_utf8, bom, invalid_json, not_finite, lone_surrogate,
            duplicate_key, too_deep, too_many_keys, too_many_values, number_too_long.
    """
    try:
        tree = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise _diagnosis(body, limits) from None
    source = body.decode()
    return Document(source, tree, _tokens(source, _measure(tree, limits), limits))


def parse_text(source: str, limits: Limits = LIMITS) -> Document:
    """Read a document that is a string inside another; errors as `parse`."""
    try:
        body = source.encode()
    except UnicodeEncodeError:
        raise _refusal("lone_surrogate") from None
    return parse(body, limits)


def is_document(source: str) -> bool:
    """Whether a string inside another document is a JSON object or array itself."""
    return document_in(source) is not None


def document_in(source: str) -> Document | None:
    """The JSON object or array that a string is; None if it is none and to be read as text."""
    if not source.lstrip(_BLANK).startswith(("{", "[")):
        return None
    try:
        return parse_text(source)
    except MalformedBodyError:
        return None


def parse_lenient(body: bytes, limits: Limits = LIMITS) -> Document:
    r"""Read a recipient's document, which may hold half of a surrogate pair.

    Streams are cut inside `\ud83d\ude00` by some servers; the halves are kept as they are.

    Raises:
        MalformedBodyError: as `parse`, but never for lone_surrogate.
    """
    try:
        return parse(body, limits)
    except MalformedBodyError as error:
        if error.code != "lone_surrogate":
            raise
    source = body.decode()
    tree = _slow_tree(source)
    return Document(source, tree, _tokens(source, _measure(tree, limits), limits))


def quote(text: str) -> str:
    """A string as JSON source; half of a surrogate pair becomes an escape."""
    try:
        return orjson.dumps(text).decode()
    except TypeError:
        return json.dumps(text)


def _by_place(edit: Edit) -> tuple[int, int]:
    return edit[0], edit[1]


def _tokens(source: str, expected: int, limits: Limits) -> list[tuple[int, int]]:
    found = islice(_TOKEN.finditer(source), limits.keys + limits.values + 1)
    tokens = [match.span() for match in found]
    if len(tokens) != expected:
        raise _refusal("duplicate_key")
    for start, end in tokens:
        if end - start > limits.number_length and source[start] != '"':
            raise _refusal("number_too_long")
    return tokens


def count(value: Json) -> int:
    """How many tokens a value has: keys, strings and numbers."""
    kind = type(value)
    if kind is str or kind is int or kind is float:
        return 1
    if isinstance(value, dict):
        return len(value) + sum(map(count, value.values()))
    if isinstance(value, list):
        return sum(map(count, value))
    return 0


def _measure(tree: Json, limits: Limits) -> int:
    """How many tokens a tree has; refuse what is over the limits.

    Goes level by level, so that depth costs no recursion.
    """
    level, depth, keys, values, leaves = [tree], -1, 0, 0, 0
    while level:
        depth += 1
        below: list[Json] = []
        for node in level:
            kind = type(node)
            if kind is str or kind is int or kind is float:
                leaves += 1
            elif isinstance(node, dict):
                keys += len(node)
                below += node.values()
            elif isinstance(node, list):
                below += node
        values += len(below)
        _check(limits, depth, keys, values)
        level = below
    return keys + leaves


def _check(limits: Limits, depth: int, keys: int, values: int) -> None:
    if depth > limits.depth:
        raise _refusal("too_deep")
    if keys > limits.keys:
        raise _refusal("too_many_keys")
    if values > limits.values:
        raise _refusal("too_many_values")


def _leaves(
    document: Document,
    node: Json,
    path: tuple[str | int, ...],
    tokens: Iterator[tuple[int, int]],
) -> Iterator[Leaf]:
    if isinstance(node, dict):
        for key, child in node.items():
            yield Leaf(LeafKind.KEY, (*path, key), key, *next(tokens))
            yield from _leaves(document, child, (*path, key), tokens)
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from _leaves(document, child, (*path, index), tokens)
    elif isinstance(node, str):
        yield Leaf(LeafKind.STRING, path, node, *next(tokens))
    elif node is not None and not isinstance(node, bool):
        start, end = next(tokens)
        yield Leaf(LeafKind.NUMBER, path, document.source[start:end], start, end)


def _value_end(source: str, start: int) -> int:
    if source[start] not in "[{":
        scalar = _SCALAR.match(source, start)
        return scalar.end() if scalar else start
    depth = 0
    for match in _BRACKET.finditer(source, start):
        bracket = match.group()
        depth += (bracket in "[{") - (bracket in "]}")
        if depth == 0:
            return match.end()
    return len(source)


_MESSAGES = {
    "invalid_utf8": "the body is not valid UTF-8",
    "bom": "the body begins with a byte order mark",
    "invalid_json": "the body is not valid JSON",
    "not_finite": "NaN, Infinity and numbers beyond the range of a double are not JSON",
    "lone_surrogate": "a string holds half of a surrogate pair",
    "duplicate_key": "an object has the same key twice",
    "too_deep": "the body is nested too deeply",
    "too_many_keys": "the body has too many keys",
    "too_many_values": "the body has too many values",
    "number_too_long": "a number has too many digits",
}


def _refusal(code: str) -> MalformedBodyError:
    return MalformedBodyError(code, _MESSAGES[code])


def _diagnosis(body: bytes, limits: Limits) -> MalformedBodyError:
    """Why orjson refused a body: the slow way, taken by malformed bodies only."""
    try:
        source = body.decode()
        if source.startswith("\ufeff"):
            return _refusal("bom")
        tree = _slow_tree(source)
        _measure(tree, limits)
    except UnicodeDecodeError:
        return _refusal("invalid_utf8")
    except MalformedBodyError as error:
        return error
    return _refusal("lone_surrogate" if _has_surrogate(tree) else "invalid_json")


def _slow_tree(source: str) -> Json:
    try:
        tree: Json = json.loads(
            source, parse_constant=_not_finite, parse_int=_whole, parse_float=_finite
        )
    except RecursionError:
        raise _refusal("too_deep") from None
    except ValueError:
        raise _refusal("invalid_json") from None
    return tree


def _not_finite(_text: str) -> Json:
    raise _refusal("not_finite")


_INT64_DIGITS = 19


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise _refusal("not_finite")
    return number


def _whole(text: str) -> int | float:
    """An integer as orjson gives it: beyond 64 bits it is a float there, too."""
    number = _finite(text)
    return int(text) if len(text) <= _INT64_DIGITS else number


def _has_surrogate(tree: Json) -> bool:
    level = [tree]
    while level:
        node = level.pop()
        if isinstance(node, str) and _SURROGATE.search(node):
            return True
        if isinstance(node, dict):
            level += node.keys()
            level += node.values()
        elif isinstance(node, list):
            level += node
    return False
