"""The codec of Google's wire format: Vertex AI and the Gemini API, told apart by path.

- `google_paths`, `google_query`: which calls are known.
- `google_fields`, `google_request`: what stands in a request, and writing it back.
- `google_words`, `google_answer`, `google_state`, `google_offsets`: what stands in an answer.
- `google_stream`: answers in pieces.
- `google_predict`, `rows`: predictions, embeddings and tokens; `any_answer` and `any_stream` read
  what is answered to them.
- `google_kept`: what Google keeps between calls: `google_caches`,
  `google_interactions` and theirs, `google_batches`,
  `google_jobs`, `google_files`.
- `google_errors`: errors in this dialect.

Enums may come as integers both ways (`$alt=json;enum-encoding=int`), fields in camel and in snake
case; neither is changed. Thought signatures pass byte for byte.
"""

from collections.abc import Sequence

from providers import (
    any_answer,
    any_stream,
    google_errors,
    google_predict,
    google_query,
    google_stream,
)
from providers.closed_doors import ClosedDoor
from providers.codec import (
    EVENT_LIMIT,
    Frame,
    FrameReader,
    Framing,
    Listing,
    MalformedAnswerError,
    Operation,
    Payload,
    Query,
    StateRef,
)
from providers.google_advice import closed
from providers.google_batches import BATCHES
from providers.google_caches import CACHES
from providers.google_files import DOWNLOAD, FILES, UPLOAD
from providers.google_interactions import INTERACTIONS
from providers.google_jobs import JOBS
from providers.google_kept import Family
from providers.google_paths import advice, target
from providers.google_request import GoogleRequest

_FAMILIES: tuple[Family, ...] = (CACHES, INTERACTIONS, BATCHES, JOBS, FILES)
"""Resources that Google keeps."""
_BY_PREFIX = {family.prefix: family for family in _FAMILIES}
_STREAMED = frozenset({"streamGenerateContent", "streamRawPredict", "serverStreamingPredict"})


class GoogleCodec:
    """See `providers.codec.Codec`."""

    wire = "google"

    def route(self, method: str, path: str, query: str) -> Operation | None:
        """The known call that a request makes; None if it is unknown."""
        for family in _FAMILIES:
            kept = family.route(method, path, query)
            if kept is not None:
                return kept
        found = target(method, path)
        if found is None:
            return None
        framing = google_query.framing(query) if found.verb in _STREAMED else Framing.NONE
        call = Operation(found.verb, method, path, found.inspected, found.model, framing)
        return google_predict.operation(call, found.resource)

    def advice(self, method: str, path: str) -> str | None:
        """What to do instead of an unknown call; None if the call is known."""
        told, found = advice(method, path), closed(path)
        return found.advice if told and found else told

    def closed(self, path: str) -> ClosedDoor | None:
        """The family of refused calls that an unknown call belongs to."""
        return closed(path)

    def read(self, operation: Operation, body: bytes) -> Payload:
        """Read a request's body.

        Raises:
            MalformedBodyError: it cannot be read.
        """
        family = _family(operation)
        if family is not None:
            return family.read(operation, body)
        if google_predict.speaks_of(operation):
            return google_predict.PredictPayload(operation, body)
        return GoogleRequest(operation, body)

    def read_query(self, operation: Operation, query: str) -> Query:
        """Read a request's query string.

        Raises:
            MalformedBodyError: it cannot be read, or a credential stands in it.
        """
        if operation.resumes:
            query = google_query.without(query, google_query.RESUMES)
        if operation.name == UPLOAD:
            query = google_query.without(query, google_query.TICKET)
        return google_query.read(query, media=operation.name == DOWNLOAD)

    def whole(self, operation: Operation, body: bytes, payload: Payload | None = None) -> Frame:
        """Read an answer that is not cut.

        Raises:
            MalformedAnswerError: it cannot be read.
        """
        family = _family(operation)
        if family is not None:
            return family.whole(operation, body, payload)
        if google_predict.speaks_of(operation):
            return any_answer.answer(operation.name, body)
        return google_stream.whole(body, payload)

    def listing(self, operation: Operation, body: bytes) -> Listing:
        """Read an answer that lists state.

        Raises:
            MalformedAnswerError: it cannot be read.
        """
        family = _family(operation)
        if family is None:
            raise MalformedAnswerError("unexpected_list")
        return family.listing(operation, body)

    def created(self, operation: Operation, raw: bytes) -> Sequence[StateRef]:
        """What the recipient keeps now."""
        family = _family(operation)
        return family.created(operation, raw) if family else ()

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
        family = _family(operation)
        if family is not None:
            return family.stream(operation, payload, event_limit=event_limit)
        if google_predict.speaks_of(operation):
            in_json = payload is not None and payload.json_answer
            return any_stream.stream(
                operation.framing, json_answer=in_json, event_limit=event_limit
            )
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


def _family(operation: Operation) -> Family | None:
    return _BY_PREFIX.get(operation.name.partition(".")[0])


GOOGLE = GoogleCodec()
"""The codec, for the registry."""
