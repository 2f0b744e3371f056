r"""Incremental framing of a JSON array: how Google streams without `alt=sse`.

The array `[{...}\n,\r\n{...}\n]` is cut into its elements while it arrives, in whatever pieces the
network delivers it. Each element keeps the separator before it, so that the pieces in order are
the stream as it was. White space around the whole array is left out: google-api-core 2.44 fails
on a line end after the closing bracket.

Elements are not parsed here; only strings, braces and brackets are told apart. The work is linear
in the stream's length, however small its pieces are.
"""

import re
from dataclasses import dataclass

from providers.codec import FrameTooLargeError, MalformedAnswerError

_RUN = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
"""Anything but brackets; strings in it are complete."""
_IN_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_START = re.compile(rb"[ \t\r\n]*(,?)[ \t\r\n]*([{\]]?)")
_BLANK = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"
_BRACE = ord("{")
_QUOTE = ord('"')


@dataclass(frozen=True, slots=True)
class Element:
    """One piece of the array.

    Attributes:
        separator: what stands before it: `[` before the first, else a comma, with white space.
        body: the object's bytes; `]` for the end of the array.
        last: whether it is the end of the array.
    """

    separator: bytes
    body: bytes
    last: bool = False


class ArrayReader:
    """Cuts an array into elements.

    Args:
        limit: the most bytes that one element with its separator may have.
    """

    __slots__ = (
        "_begun",
        "_depth",
        "_ended",
        "_first",
        "_in_string",
        "_limit",
        "_pending",
        "_scanned",
        "_start",
    )

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._pending = bytearray()
        self._scanned = 0
        """Bytes of `_pending` that were looked at."""
        self._start = -1
        """Where the element in `_pending` begins; -1 before it does."""
        self._depth = 0
        self._in_string = False
        self._begun = False
        self._first = True
        self._ended = False

    def feed(self, data: bytes) -> list[Element]:
        """Take bytes as they come.

        Returns:
            The elements that these bytes complete.

        Raises:
            MalformedAnswerError: the bytes are no array of objects.
            FrameTooLargeError: an element is longer than the limit.
        """
        self._pending += data
        elements: list[Element] = []
        if not self._begun and not self._open():
            return elements
        while (element := self._next()) is not None:
            elements.append(element)
        if len(self._pending) > self._limit:
            raise FrameTooLargeError
        return elements

    def end(self) -> bool:
        """Whether the array was closed: the stream ended properly."""
        return self._ended

    def _open(self) -> bool:
        """Drop a byte order mark and white space before the array; False if more must come."""
        text = self._pending
        if len(text) < len(_BOM) and _BOM.startswith(text):
            return False
        text = self._pending = text.removeprefix(_BOM).lstrip(_BLANK)
        if not text:
            return False
        if not text.startswith(b"["):
            raise MalformedAnswerError("not_an_array")
        self._begun = True
        self._scanned = 1
        return True

    def _next(self) -> Element | None:
        """The next complete element, if there is one."""
        if self._ended:
            if self._pending.strip(_BLANK):
                raise MalformedAnswerError("bytes_after_end")
            self._pending.clear()
            return None
        if self._start < 0 and not self._find_start():
            return None
        if self._pending[self._start] != _BRACE:
            self._ended = True
            return self._cut(self._start + 1)
        return self._find_end()

    def _find_start(self) -> bool:
        """Find the next element or the closing bracket; False if more must come.

        Separators are short, so they are looked at again with every piece.
        """
        match = _START.match(self._pending, 1 if self._first else 0)
        comma, mark = (match[1], match[2]) if match else (b"", b"")
        if match is None or (not mark and match.end() < len(self._pending)):
            raise MalformedAnswerError("not_an_object")
        if comma and (self._first or mark == b"]"):
            raise MalformedAnswerError("not_an_object")
        if mark == b"{" and not comma and not self._first:
            raise MalformedAnswerError("not_an_object")
        if not mark:
            return False
        self._start = self._scanned = match.end() - 1
        return True

    def _find_end(self) -> Element | None:
        """Scan on until the element's braces are closed; None if more must come."""
        pending = self._pending
        while True:
            if self._in_string and not self._leave_string():
                return None
            match = _RUN.match(pending, self._scanned)
            end = match.end() if match else self._scanned
            if end == len(pending):
                self._scanned = end
                return None
            mark = pending[end]
            self._scanned = end + 1
            if mark == _QUOTE:
                self._in_string = True
                continue
            self._depth += 1 if mark in b"{[" else -1
            if not self._depth:
                return self._cut(self._scanned)

    def _leave_string(self) -> bool:
        """Scan on to the end of a string; False if that has not come yet."""
        match = _IN_STRING.match(self._pending, self._scanned)
        end = match.end() if match else self._scanned
        if end >= len(self._pending) or self._pending[end] != _QUOTE:
            self._scanned = end
            return False
        self._scanned = end + 1
        self._in_string = False
        return True

    def _cut(self, end: int) -> Element:
        """Take the element that ends here out of what is pending."""
        if end > self._limit:
            raise FrameTooLargeError
        element = Element(
            bytes(self._pending[: self._start]),
            bytes(self._pending[self._start : end]),
            last=self._ended,
        )
        del self._pending[:end]
        self._scanned, self._start, self._first = 0, -1, False
        return element
