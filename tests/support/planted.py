"""The closing assertion of every end-to-end test: no planted value, in whatever writing.

A haystack is looked at in several views (as it is, percent-decoded, JSON-unescaped once and twice,
HTML-unescaped), each case-folded, and each of those without separators. Base64 and hex are searched
for as bytes: what a value looks like inside a longer encoded text, at each of three alignments.
"""

import base64
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

SHORT = 6
"""Letters and digits below which a value must stand as a word of its own to count as found."""

_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|(["\\/bfnrt]))')
_SHORT_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_SEPARATORS = re.compile(r"[\W_]+")
_CONTEXT = 24


@dataclass(frozen=True, slots=True)
class Found:
    """A planted value that stands where it must not.

    Attributes:
        value: the value as planted.
        form: the writing in which it was found.
        haystack: which of the haystacks, from 0.
        context: some characters around it.
    """

    value: str
    form: str
    haystack: int
    context: str


def assert_absent(values: Iterable[str], *haystacks: bytes) -> None:
    """Raise AssertionError if any value stands in any haystack, in any of the known writings."""
    found = list(find(values, *haystacks))
    lines = [
        f"{hit.value!r} as {hit.form} in haystack {hit.haystack}: ...{hit.context}..."
        for hit in found
    ]
    assert not found, "planted values escaped:\n" + "\n".join(lines)


def assert_present(values: Iterable[str], *haystacks: bytes) -> None:
    """Raise AssertionError if a value stands in no haystack: shows that the search can find it."""
    wanted = tuple(values)
    seen = {hit.value for hit in find(wanted, *haystacks)}
    missing = [value for value in wanted if value not in seen]
    assert not missing, f"nowhere found: {missing}"


def find(values: Iterable[str], *haystacks: bytes) -> Iterator[Found]:
    """Every value in every haystack, once for each writing in which it is found.

    Raises:
        ValueError: a value has fewer than three letters and digits; it would be found everywhere.
    """
    needles = [_Needle.of(value) for value in values]
    for index, haystack in enumerate(haystacks):
        views = tuple(_views(haystack))
        for needle in needles:
            for form, context in needle.search(haystack, views):
                yield Found(needle.value, form, index, context)


@dataclass(frozen=True, slots=True)
class _View:
    name: str
    typed: str
    folded: str
    compact: str


def _views(haystack: bytes) -> Iterator[_View]:
    seen: set[str] = set()
    for name, text in _decoded(haystack):
        if text in seen:
            continue
        seen.add(text)
        folded = _fold(text)
        yield _View(name, text, folded, _SEPARATORS.sub("", folded))


def _decoded(haystack: bytes) -> Iterator[tuple[str, str]]:
    text = _text(haystack)
    yield "plain", text
    if b"%" in haystack or b"+" in haystack:
        yield "percent-encoded", _text(unquote_to_bytes(haystack.replace(b"+", b" ")))
    if "\\" in text:
        once = _unescape(text)
        yield "JSON-escaped", once
        yield "JSON-escaped twice", _unescape(once)
    if "&" in text:
        yield "HTML-escaped", html.unescape(text)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _unescape(text: str) -> str:
    """Undo JSON string escapes, pairs of surrogates included."""

    def one(match: re.Match[str]) -> str:
        code, short = match.groups()
        return chr(int(code, 16)) if code else _SHORT_ESCAPES.get(short, short)

    plain = _ESCAPE.sub(one, text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@dataclass(frozen=True, slots=True)
class _Needle:
    value: str
    folded: str
    compact: str
    digits: str
    encoded: tuple[tuple[str, bytes], ...]

    @classmethod
    def of(cls, value: str) -> "_Needle":
        folded = _fold(value)
        compact = _SEPARATORS.sub("", folded)
        if len(compact) < 3:
            raise ValueError(f"{value!r} is too short to be searched for")
        digits = "".join(char for char in folded if char.isdecimal())
        return cls(value, folded, compact, digits, tuple(_encoded(value)))

    def search(self, haystack: bytes, views: Iterable[_View]) -> Iterator[tuple[str, str]]:
        for view in views:
            for form, needle, text in self._pairs(view):
                at = _position(needle, text)
                if at >= 0:
                    yield f"{form} ({view.name})", text[max(0, at - _CONTEXT) :][: 3 * _CONTEXT]
        for form, encoded in self.encoded:
            if encoded in haystack:
                yield form, _text(encoded)

    def _pairs(self, view: _View) -> Iterator[tuple[str, str, str]]:
        yield "typed", self.value, view.typed
        yield "re-cased", self.folded, view.folded
        if len(self.compact) >= SHORT:
            yield "without separators", self.compact, view.compact
        if len(self.digits) >= SHORT:
            yield "digits only", self.digits, view.folded


def _position(needle: str, text: str) -> int:
    if sum(char.isalnum() for char in needle) >= SHORT:
        return text.find(needle)
    match = re.search(rf"(?<!\w){re.escape(needle)}(?!\w)", text)
    return match.start() if match else -1


def _encoded(value: str) -> Iterator[tuple[str, bytes]]:
    if len(value) < SHORT:
        return
    compact = _SEPARATORS.sub("", value)
    for text in dict.fromkeys((value, value.lower(), value.upper(), compact)):
        data = text.encode()
        for shift in range(3):
            for form, coder in (
                ("base64", base64.b64encode),
                ("base64url", base64.urlsafe_b64encode),
            ):
                yield f"{form}, alignment {shift}", _aligned(coder(b"\0" * shift + data), shift)
        yield "hex", data.hex().encode()
        yield "HEX", data.hex().upper().encode()
        yield "UTF-16", text.encode("utf-16-le")


def _aligned(encoded: bytes, shift: int) -> bytes:
    """Only the characters that do not depend on what stands before and after the value."""
    padding = encoded.count(b"=")
    start = (0, 2, 3)[shift]
    stop = len(encoded) - (padding + 1 if padding else 0)
    return encoded[start:stop]
