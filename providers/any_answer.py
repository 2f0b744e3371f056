"""Whole answers of any JSON: predictions, explanations, what a container of somebody's own says.

Every string is a slot, keys too: attributions of an explanation stand under the names of features.
Vectors pass without a look, since they hold no text. Bodies in base64 (`google.api.HttpBody`) are
restored inside.
"""

import base64
from collections.abc import Sequence
from typing import Protocol

from providers.any_content import Content, Found
from providers.codec import Channel, MalformedAnswerError, MalformedBodyError, Slot
from providers.json_text import parse

_HTTP_BODY = ({"contentType", "data"}, {"content_type", "data"})
_WITHOUT_TEXT = frozenset({"embedContent", "batchEmbedContents", "computeTokens"})
"""Calls answered with vectors, or with tokens of the text as it was sent: base64 of pieces of
words, which cannot be half restored."""


class Rendering(Protocol):
    """What writes strings back."""

    found: Sequence[Found]

    def render(self, texts: Sequence[str]) -> bytes:
        """The document with new texts."""


class Nothing:
    """A document that nobody looks into."""

    found: Sequence[Found] = ()

    def __init__(self, body: bytes) -> None:
        self._body = body

    def render(self, texts: Sequence[str]) -> bytes:
        """The document as it came."""
        del texts
        return self._body


class Wrapped:
    """A document in base64 inside another; its strings are those of the inner one."""

    __slots__ = ("_data", "_inner", "_outer", "found")

    def __init__(self, outer: Content, data: str) -> None:
        self._outer = outer
        self._data = data
        self._inner = Content(base64.b64decode(data))
        self.found: Sequence[Found] = self._inner.found

    def render(self, texts: Sequence[str]) -> bytes:
        """The document around the inner one with new texts."""
        return rewrapped(self._outer, self._data, self._inner.render(texts))


def rewrapped(outer: Content, data: str, body: bytes) -> bytes:
    """A document with another body in place of the one that stands in it in base64.

    Google writes `=` as an escape, so that the string is sought by what it says.
    """
    new = base64.b64encode(body).decode()
    return outer.render([new if one.text == data else one.text for one in outer.found])


class AnyFrame:
    """A whole answer; see `providers.codec.Frame`.

    Attributes:
        raw: the bytes as they came.
        slots: every string, keys included.
        closes: nothing.
        terminal: it ends nothing.
        error: whether it reports an error.
    """

    __slots__ = ("_content", "error", "raw", "slots")

    closes: Sequence[Channel] = ()
    terminal = False

    def __init__(self, raw: bytes, content: Rendering, *, error: bool = False) -> None:
        self.raw = raw
        self.error = error
        self._content = content
        self.slots: Sequence[Slot] = [
            Slot(("leaf", at), one.text, one.container, one.tool, closes=True)
            for at, one in enumerate(content.found)
        ]

    def render(self, texts: Sequence[str]) -> bytes:
        """The answer with new texts; with unchanged ones, the bytes as they came."""
        if all(slot.text == text for slot, text in zip(self.slots, texts, strict=True)):
            return self.raw
        return self._content.render(texts)

    def before(self, channel: Channel, text: str) -> bytes:
        """No text of a whole answer is held back.

        Raises:
            ValueError: always.
        """
        del channel, text
        raise ValueError("no text of a whole answer is held back")


def answer(name: str, body: bytes) -> AnyFrame:
    """Read the answer to a call that is not cut.

    Args:
        name: the call's name.
        body: the answer.

    Raises:
        MalformedAnswerError: it is no JSON.
    """
    if name in _WITHOUT_TEXT:
        return _passed(body)
    content = Content(body)
    tree = content.tree
    if not isinstance(tree, dict):
        return AnyFrame(body, content)
    inner = tree.get("output") if name == "directRawPredict" else wrapped(tree)
    if isinstance(inner, str) and _is_json(inner):
        return AnyFrame(body, Wrapped(content, inner))
    return AnyFrame(body, content, error="error" in tree and "predictions" not in tree)


def wrapped(tree: object) -> str | None:
    """The base64 of a body in a message of `google.api.HttpBody`; None in any other."""
    if isinstance(tree, dict) and set(tree) - {"extensions"} in _HTTP_BODY:
        data = tree["data"]
        return data if isinstance(data, str) else None
    return None


def _passed(body: bytes) -> AnyFrame:
    """Take an answer as it is, without a look at its megabytes of numbers."""
    if not (body.lstrip().startswith(b"{") and body.rstrip().endswith(b"}")):
        raise MalformedAnswerError("invalid_json")
    return AnyFrame(body, Nothing(body))


def _is_json(data: str) -> bool:
    try:
        parse(base64.b64decode(data, validate=True))
    except (MalformedBodyError, ValueError):
        return False
    return True
