"""What every wire format must be able to do, in words that know no vendor.

A codec reads a request into segments and writes pseudonymised texts back; it reads an answer into
frames, whose slots hold the texts that may be restored, and writes those back. It changes nothing
else: what it was not asked to change leaves byte for byte as it came (RFC 8259 source text is
spliced, never written anew).

Rules for codecs:

- An endpoint that a codec does not know is None from `route`, never a guess.
- A field that it does not know is text: it becomes a segment and is listed as unknown.
- Content that it cannot look into is listed as opaque; whether that passes is policy.
- Errors carry a code and a place, never a character of a payload.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from privacy.text import Segment
from providers.opaque import OpaqueItem as OpaqueItem  # noqa: PLC0414 - codecs speak of it
from providers.operation import Framing as Framing  # noqa: PLC0414 - codecs speak of it
from providers.operation import Operation as Operation  # noqa: PLC0414 - codecs speak of it
from providers.operation import StateRef as StateRef  # noqa: PLC0414 - codecs speak of it

Scalar = str | int | float | bool | None
"""A value of an operator instruction, such as False in `store: false`."""

Channel = Hashable
"""One stream of text inside an answer, e.g. (choice 0, "content"); its texts are concatenated."""

EVENT_LIMIT = 4 * 1024 * 1024
"""Bytes of one event of a stream; larger ones are refused (an answer's bound, not a format's)."""


class Container(StrEnum):
    """What a slot's text is part of, hence how a restored value is escaped in it."""

    TEXT = "text"
    """Plain text: values stand as they are."""
    JSON = "json"
    """Source text of a JSON document: values are escaped as the inside of a JSON string."""


class MalformedBodyError(Exception):
    """A request that cannot be read.

    Attributes:
        code: one of a closed set, e.g. "invalid_json", "duplicate_key", "too_deep".
        message: what is wrong, for the caller; never payload text.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class MalformedAnswerError(Exception):
    """An answer of a recipient that cannot be read, so that it cannot be restored.

    Attributes:
        code: one of a closed set, like that of `MalformedBodyError`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class FrameTooLargeError(MalformedAnswerError):
    """An event of a stream is longer than the limit."""

    def __init__(self) -> None:
        super().__init__("event_too_large")


@dataclass(frozen=True, slots=True)
class Slot:
    """One text of an answer that may hold pseudonyms.

    Attributes:
        channel: the stream of text that it continues.
        text: the decoded text; a lone surrogate stays what it is.
        container: what the text is part of.
        tool: name of the tool whose arguments it is, None outside tool calls.
        closes: the channel ends with this slot.
        flow: channels of one flow are one text to whoever shows them, since SDKs join parts
            without anything between; a URL runs on from one to the next. None: only itself.
    """

    channel: Channel
    text: str = field(repr=False)
    container: Container = Container.TEXT
    tool: str | None = None
    closes: bool = False
    flow: Hashable = None


class Frame(Protocol):
    """One event of a stream, or one whole answer."""

    @property
    def raw(self) -> bytes:
        """The bytes as they came, framing included."""

    @property
    def slots(self) -> Sequence[Slot]:
        """Texts in order of appearance."""

    @property
    def closes(self) -> Sequence[Channel]:
        """Channels that end before this frame's bytes, though no slot of it is theirs."""

    @property
    def terminal(self) -> bool:
        """The stream ends properly with this frame."""

    @property
    def error(self) -> bool:
        """It reports an error instead of carrying an answer."""

    def render(self, texts: Sequence[str]) -> bytes:
        """The frame with one new text per slot; with unchanged texts, `raw`.

        Call it for frames without slots too: a codec may have something to drop (token
        probabilities), and then what it writes is not `raw`.
        """

    def before(self, channel: Channel, text: str) -> bytes:
        """An extra frame that carries a text held back for a channel, to be sent before this."""


class FrameReader(Protocol):
    """Cuts a stream into frames, however it arrives."""

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes and return the frames that they complete.

        Raises:
            FrameTooLargeError: an event is longer than the limit.
            MalformedAnswerError: an event cannot be read.
        """

    def end(self) -> bool:
        """Whether the stream, now over, ended properly."""


class Payload(Protocol):
    """A request that was read."""

    @property
    def segments(self) -> Sequence[Segment]:
        """Every text in it and where it stands."""

    @property
    def model(self) -> str:
        """The model that is asked, "" if none is named."""

    @property
    def framing(self) -> Framing:
        """How the answer will be cut."""

    @property
    def opening(self) -> bytes:
        """Canonical bytes of everything through the first client message: the session's digest."""

    @property
    def tools(self) -> Sequence[str]:
        """Names of the tools that the request declares."""

    @property
    def json_answer(self) -> bool:
        """The answer's text is JSON (structured output): restored values are escaped for it."""

    @property
    def opaque(self) -> Sequence[OpaqueItem]:
        """What nobody here can look into."""

    @property
    def unknown_fields(self) -> Sequence[str]:
        """Pointers of fields that the codec does not know; they were read as text.

        A pointer repeats the caller's own keys, so it can be personal data: never log it.
        """

    @property
    def refers(self) -> Sequence[StateRef]:
        """State of the recipient that the body names, e.g. by `previous_response_id`."""

    @property
    def keeps(self) -> bool:
        """Whether the recipient keeps what comes of it, so that later calls can refer to it."""

    def rewrite(
        self, texts: Mapping[int, str], instructions: Mapping[str, Scalar], note: str | None
    ) -> bytes:
        """The body to send. Call it again with other arguments as often as needed.

        Args:
            texts: index of a segment -> its new text; all other bytes stay as they were.
            instructions: top-level fields to set, e.g. {"store": False}.
            note: a line to add to the system prompt; None for none.

        Raises:
            ValueError: a FIXED segment was given a new text, or an instruction is unknown here.
            MalformedBodyError: code duplicate_key: two keys of an object would become the same
                (an operator that maps different values to one).
        """


class Query(Protocol):
    """A query string that was read."""

    @property
    def segments(self) -> Sequence[Segment]:
        """Its names and values that are text."""

    def rewrite(self, texts: Mapping[int, str]) -> str:
        """The query string to send; unchanged parts keep their bytes."""


class Listing(Protocol):
    """An answer that lists things which the recipient keeps."""

    @property
    def items(self) -> Sequence[tuple[StateRef, Frame]]:
        """Each thing listed, and its own part of the answer; no part holds text of another."""

    def render(self, items: Sequence[bytes | None]) -> bytes:
        """The answer with each item as given; None leaves it out."""


class Codec(Protocol):
    """One wire format."""

    @property
    def wire(self) -> str:
        """Its name in `providers.registry.CODECS` and in settings."""

    def route(self, method: str, path: str, query: str) -> Operation | None:
        """The known call that a request makes; None: unknown, to be refused.

        Args:
            method: HTTP method, in capitals.
            path: path as sent (percent-encoded), without mount prefix: from the API version on.
            query: query string as sent, without `?`.
        """

    def read(self, operation: Operation, body: bytes) -> Payload:
        """Read a request's body.

        Raises:
            MalformedBodyError: it cannot be read.
        """

    def read_query(self, operation: Operation, query: str) -> Query:
        """Read a request's query string.

        Raises:
            MalformedBodyError: it cannot be read.
        """

    def whole(self, operation: Operation, body: bytes, payload: Payload | None = None) -> Frame:
        """Read an answer that is not cut; `payload` tells whether its text is JSON.

        Raises:
            MalformedAnswerError: it cannot be read.
        """

    def listing(self, operation: Operation, body: bytes) -> Listing:
        """Read an answer that lists state (`Operation.lists`).

        Raises:
            MalformedAnswerError: it cannot be read.
        """

    def created(self, operation: Operation, raw: bytes) -> Sequence[StateRef]:
        """What the recipient keeps, as told by a whole answer or an event of a stream.

        Asked only where something is kept (`Operation.keeps`, `Payload.keeps`), for each frame.
        The first one of an exchange is what the others belong to (items of a response).

        Args:
            operation: the call.
            raw: the frame as it came, framing included.
        """

    def error(self, body: bytes) -> Frame | None:
        """Read an error body of the recipient; None if it is not JSON of this dialect."""

    def stream(
        self,
        operation: Operation,
        payload: Payload | None,
        *,
        drop_logprobs: bool = False,
        event_limit: int = EVENT_LIMIT,
    ) -> FrameReader:
        """A reader for the streamed answer to a request.

        Args:
            operation: the call.
            payload: the request; None where it had no body.
            drop_logprobs: write null for token probabilities: tokens cannot be half restored.
                Set it when the request was pseudonymised.
            event_limit: bytes of one event.
        """

    def pulse(self, framing: Framing) -> bytes:
        """What may stand between two events of a silent stream; empty where clients fail on it."""

    def render_error(self, status: int, code: str, message: str, disclosure_id: str) -> bytes:
        """An error body in the caller's dialect.

        Args:
            status: HTTP status that goes with it.
            code: reason code of a closed set.
            message: what is wrong and what to do; never payload text.
            disclosure_id: id of the entry in the log, "" if there is none.
        """

    def render_stream_error(
        self, framing: Framing, code: str, message: str, disclosure_id: str
    ) -> bytes:
        """The error event that ends a broken stream, in the caller's dialect."""
