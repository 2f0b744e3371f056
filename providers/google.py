"""The codec of Google's wire format: Vertex AI and the Gemini API, told apart by path.

- `google_paths`, `google_query`: which calls are known.
- `google_fields`, `google_request`: what stands in a request, and writing it back.
- `google_words`, `google_answer`, `google_state`, `google_offsets`: what stands in an answer.
- `google_stream`: answers in pieces.
- `google_errors`: errors in this dialect.

Enums may come as integers both ways (`$alt=json;enum-encoding=int`), fields in camel and in snake
case; neither is changed. Thought signatures pass byte for byte.
"""

from providers import google_errors, google_query, google_stream
from providers.codec import (
    EVENT_LIMIT,
    Frame,
    FrameReader,
    Framing,
    MalformedAnswerError,
    Operation,
    Payload,
    Query,
)
from providers.google_paths import advice, target
from providers.google_request import GoogleRequest


class GoogleCodec:
    """See `providers.codec.Codec`."""

    wire = "google"

    def route(self, method: str, path: str, query: str) -> Operation | None:
        """The known call that a request makes; None if it is unknown."""
        found = target(method, path)
        if found is None:
            return None
        streamed = found.verb == "streamGenerateContent"
        framing = google_query.framing(query) if streamed else Framing.NONE
        return Operation(found.verb, method, path, found.inspected, found.model, framing)

    def advice(self, method: str, path: str) -> str | None:
        """What to do instead of an unknown call; None if nothing more can be said."""
        return advice(method, path)

    def read(self, operation: Operation, body: bytes) -> Payload:
        """Read a request's body.

        Raises:
            MalformedBodyError: it cannot be read.
        """
        return GoogleRequest(operation, body)

    def read_query(self, operation: Operation, query: str) -> Query:
        """Read a request's query string.

        Raises:
            MalformedBodyError: it cannot be read, or a credential stands in it.
        """
        del operation  # the same parameters are known for every call
        return google_query.read(query)

    def whole(self, operation: Operation, body: bytes, payload: Payload | None = None) -> Frame:
        """Read an answer that is not cut.

        Raises:
            MalformedAnswerError: it cannot be read.
        """
        del operation  # answers say themselves what they are
        return google_stream.whole(body, payload)

    def error(self, body: bytes) -> Frame | None:
        """Read an error body: an object, or an array around one; None if it is neither."""
        try:
            frame = google_stream.whole(body)
        except MalformedAnswerError:
            return None
        return frame if frame.error else None

    def stream(
        self,
        operation: Operation,
        payload: Payload | None,
        *,
        drop_logprobs: bool = False,
        event_limit: int = EVENT_LIMIT,
    ) -> FrameReader:
        """A reader for the streamed answer to a request."""
        return google_stream.stream(
            operation, payload, drop_logprobs=drop_logprobs, event_limit=event_limit
        )

    def pulse(self, framing: Framing) -> bytes:  # noqa: ARG002 # the codecs' common signature
        """Nothing: google-genai 2 and 3 fail on comments (`errors.UnknownApiResponseError`)."""
        return b""

    def render_error(self, status: int, code: str, message: str, disclosure_id: str) -> bytes:
        """An error body."""
        return google_errors.render_error(status, code, message, disclosure_id)

    def render_stream_error(
        self, framing: Framing, code: str, message: str, disclosure_id: str
    ) -> bytes:
        """The error event that ends a broken stream."""
        return google_errors.render_stream_error(framing, code, message, disclosure_id)


GOOGLE = GoogleCodec()
"""The codec, for the registry."""
