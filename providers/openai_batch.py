"""The lines of a file of requests, and of the files of their results.

A line of requests is `{"custom_id", "method", "url", "body"}`, and nothing else; its body is that
of a call of its own. A line of results is `{"id", "custom_id", "response", "error"}`, where the
response holds the call's answer as `body`. What was not asked to change stays as it was written.

Source: https://platform.openai.com/docs/api-reference/batch/request-input and request-output.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from privacy.text import Segment
from providers.codec import (
    Framing,
    MalformedAnswerError,
    MalformedBodyError,
    OpaqueItem,
    Scalar,
    StateRef,
)
from providers.json_text import Document, Edit, Json, Limits, count, parse, parse_lenient, quote
from providers.openai_files import BATCHED

_KEYS = frozenset({"custom_id", "method", "url", "body"})
_ANSWERS = Limits(keys=2_000_000, values=8_000_000)
_LONGEST = 512
"""Characters of a `custom_id`; the recipient allows 64."""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A line of a file of requests.

    Attributes:
        custom_id: the caller's own id of it.
        url: path of its call.
        body: the call's body.
    """

    custom_id: str = field(repr=False)
    url: str
    body: bytes = field(repr=False)
    _document: Document = field(repr=False)
    _spans: Mapping[str, tuple[int, int]] = field(repr=False)

    def rewrite(self, custom_id: str, body: bytes) -> bytes:
        """The line with another id and body, without a line break."""
        edits: list[Edit] = [
            (*self._spans["custom_id"], quote(custom_id)),
            (*self._spans["body"], body.decode()),
        ]
        written = self._document.splice(edits)
        return written.translate(_BLANKS) if b"\n" in written or b"\r" in written else written


_BLANKS = bytes.maketrans(b"\r\n", b"  ")
"""Line breaks of JSON stand between its values only, where a blank does as well."""


def read_request(line: bytes) -> RequestLine:
    """Read a line of requests.

    Raises:
        MalformedBodyError: as `providers.json_text.parse`, or invalid_line.
    """
    document = parse(line)
    tree = document.tree
    if not isinstance(tree, dict) or tree.keys() != _KEYS:
        raise _invalid("it is not an object of custom_id, method, url and body")
    custom_id, url = tree["custom_id"], tree["url"]
    if not isinstance(custom_id, str) or not 0 < len(custom_id) <= _LONGEST:
        raise _invalid("its custom_id is no string, or too long")
    if tree["method"] != "POST" or not isinstance(url, str) or url not in BATCHED:
        raise _invalid("its method is not POST, or its url is none that batches serve here")
    places = _places(tree, 0)
    spans = {name: document.value_span(places[name]) for name in ("custom_id", "body")}
    start, end = spans["body"]
    return RequestLine(custom_id, url, document.source[start:end].encode(), document, spans)


def _invalid(why: str) -> MalformedBodyError:
    return MalformedBodyError("invalid_line", why)


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A line of results.

    Attributes:
        custom_id: the id that was sent; "" if it has none.
        body: the call's answer, or its error; None if there is none.
        error: what else it says went wrong; None if nothing did.
        failed: whether the answer is an error.
    """

    custom_id: str = field(repr=False)
    body: bytes | None = field(repr=False)
    error: bytes | None = field(repr=False)
    failed: bool
    _document: Document = field(repr=False)
    _spans: Mapping[str, tuple[int, int]] = field(repr=False)

    def rewrite(self, custom_id: str, body: bytes | None, error: bytes | None) -> bytes:
        """The line with another id, answer and error."""
        told = {"custom_id": quote(custom_id).encode(), "body": body, "error": error}
        edits: list[Edit] = [
            (*self._spans[name], new.decode("utf-8", "surrogatepass"))
            for name, new in told.items()
            if name in self._spans and new is not None
        ]
        return self._document.splice(edits)


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """A request of which only this is still known; see `providers.codec.Payload`.

    Attributes:
        json_answer: its answer is JSON (structured output).
    """

    json_answer: bool
    segments: Sequence[Segment] = ()
    model: str = ""
    framing: Framing = Framing.NONE
    opening: bytes = b""
    tools: Sequence[str] = ()
    opaque: Sequence[OpaqueItem] = ()
    unknown_fields: Sequence[str] = ()
    refers: Sequence[StateRef] = ()
    keeps: bool = False

    def rewrite(
        self, texts: Mapping[int, str], instructions: Mapping[str, Scalar], note: str | None
    ) -> bytes:
        """Nothing.

        Raises:
            ValueError: its text is no longer there.
        """
        raise ValueError(f"a past request cannot be written: {len(texts)}, {instructions}, {note}")


_FAILED = 400


def read_result(line: bytes) -> ResultLine:
    """Read a line of results.

    Raises:
        MalformedAnswerError: it is no object.
    """
    try:
        document = parse_lenient(line, _ANSWERS)
    except MalformedBodyError as malformed:
        raise MalformedAnswerError(malformed.code) from None
    tree = document.tree
    if not isinstance(tree, dict):
        raise MalformedAnswerError("not_an_object")
    places = _places(tree, 0)
    spans = {
        name: document.value_span(places[name])
        for name in ("custom_id", "error")
        if tree.get(name) is not None
    }
    status, answer = None, tree.get("response")
    if isinstance(answer, dict):
        status = answer.get("status_code")
        if isinstance(answer.get("body"), dict):
            inner = _places(answer, places["response"] + 1)
            spans["body"] = document.value_span(inner["body"])
    custom_id = tree.get("custom_id")
    return ResultLine(
        custom_id if isinstance(custom_id, str) else "",
        _source(document, spans.get("body")),
        _source(document, spans.get("error")) if isinstance(tree.get("error"), dict) else None,
        type(status) is int and status >= _FAILED,
        document,
        spans,
    )


def _source(document: Document, span: tuple[int, int] | None) -> bytes | None:
    return document.source[slice(*span)].encode("utf-8", "surrogatepass") if span else None


def _places(tree: dict[str, Json], token: int) -> dict[str, int]:
    """The token of each key of an object, given that of its first."""
    places = {}
    for key, value in tree.items():
        places[key] = token
        token += 1 + count(value)
    return places
