"""The codec for OpenAI's wire format: which calls are known, and who reads and writes each.

Other endpoints are unknown here, hence refused. Ids of models may hold `:` and `/`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from providers import openai_kept, openai_query, openai_stored
from providers.closed_doors import ClosedDoor
from providers.codec import (
    EVENT_LIMIT,
    Frame,
    FrameReader,
    Framing,
    Listing,
    MalformedBodyError,
    Operation,
    Payload,
    Query,
    StateRef,
)
from providers.json_text import Json
from providers.listing import read_list
from providers.openai_advice import advice, closed
from providers.openai_answer import whole_answer
from providers.openai_assistants import ASSISTANTS
from providers.openai_completions import COMPLETIONS, CompletionStream, read_completion
from providers.openai_embeddings import EMBEDDINGS, read_embedding, read_vectors
from providers.openai_errors import read_error, render_error, render_stream_error
from providers.openai_files import FILES
from providers.openai_media import MEDIA
from providers.openai_moderations import MODERATIONS, read_moderation
from providers.openai_request import read_chat
from providers.openai_responses_answer import whole_response
from providers.openai_responses_request import COUNT, RESPONSES, read_count, read_responses
from providers.openai_responses_stream import ResponseStream
from providers.openai_resume import ResumedStream
from providers.openai_state import created, listed
from providers.openai_stream import BareFrame, ChatStream
from providers.openai_vector_stores import VECTOR_STORES
from providers.routes import Route, Routes
from providers.sse import COMMENT

_CHAT = Operation("chat.completions", "POST", "/v1/chat/completions")
_MODELS = Operation("models.list", "GET", "/v1/models", inspected=False)
_ONE_MODEL = Operation("models.get", "GET", "", inspected=False)
_MODEL = re.compile(r"/v1/models/((?:[A-Za-z0-9._:/-]|%3A|%3a|%2F|%2f)+)")
_DOTS = re.compile(r"(?:^|/|%2F|%2f)\.*(?:$|/|%2F|%2f)")


def _answered(body: bytes, payload: Payload | None) -> Frame:
    return whole_answer(body, json_answer=payload is not None and payload.json_answer)


def _responded(body: bytes, payload: Payload | None) -> Frame:
    return whole_response(body, json_answer=payload is not None and payload.json_answer)


def _as_it_is(body: bytes, _: Payload | None) -> Frame:
    return BareFrame(body, head=None)


def _vectors(body: bytes, _: Payload | None) -> Frame:
    return read_vectors(body)


_ROUTES = Routes(
    (
        Route(_CHAT, _answered, read_chat, ChatStream),
        Route(RESPONSES, _responded, read_responses, ResponseStream),
        Route(COMPLETIONS, _answered, read_completion, CompletionStream),
        Route(EMBEDDINGS, _vectors, read_embedding),
        Route(MODERATIONS, _answered, read_moderation),
        Route(COUNT, _responded, read_count),
        Route(_MODELS, _as_it_is),
        *openai_kept.ROUTES,
        *openai_stored.ROUTES,
        *FILES,
        *MEDIA,
        *VECTOR_STORES,
        *ASSISTANTS,
    )
)


class OpenAICodec:
    """Reads and writes OpenAI's wire format."""

    wire = "openai"

    def route(self, method: str, path: str, query: str) -> Operation | None:
        """The known call, or None."""
        match = _MODEL.fullmatch(path) if method == "GET" else None
        if match is None:
            return _ROUTES.find(method, path, query)
        if _DOTS.search(match.group(1)):
            return None
        return replace(_ONE_MODEL, upstream_path=path, model=match.group(1))

    def advice(self, method: str, path: str) -> str | None:
        """What a caller of an unknown endpoint can do instead, if there is more to say."""
        return advice(method, path)

    def closed(self, path: str) -> ClosedDoor | None:
        """The family of refused calls that an unknown call belongs to."""
        return closed(path)

    def read(self, operation: Operation, body: bytes) -> Payload:
        """Read a request's body."""
        route = _ROUTES.by_name.get(operation.name)
        if route is None or route.read is None:
            raise MalformedBodyError("unexpected_body", "this operation takes no body")
        return route.read(body)

    def read_query(self, operation: Operation, query: str) -> Query:
        """Read a request's query string."""
        return openai_query.read(operation, query)

    def whole(self, operation: Operation, body: bytes, payload: Payload | None = None) -> Frame:
        """Read an answer that is not cut."""
        route = _ROUTES.by_name.get(operation.name)
        return (route.whole if route else _as_it_is)(body, payload)

    def listing(self, operation: Operation, body: bytes) -> Listing:
        """Read an answer that lists state."""

        def ref(item: dict[str, Json]) -> StateRef:
            return StateRef(operation.lists, str(item.get("id", "")))

        return read_list(body, "data", ref, lambda raw: self.whole(operation, raw))

    def created(self, operation: Operation, raw: bytes) -> Sequence[StateRef]:
        """What the recipient keeps now."""
        if operation.name == openai_kept.ADDED:
            return (*operation.refers, *listed(raw))
        return created(raw)

    def error(self, body: bytes) -> Frame | None:
        """Read an error body of the recipient."""
        return read_error(body)

    def stream(
        self,
        operation: Operation,
        payload: Payload | None,
        *,
        drop_logprobs: bool = False,
        event_limit: int = EVENT_LIMIT,
    ) -> FrameReader:
        """A reader for a streamed answer."""
        route = _ROUTES.by_name.get(operation.name)
        made = (route.stream if route else None) or ChatStream
        reader: FrameReader = made(
            json_answer=payload is not None and payload.json_answer,
            drop_logprobs=drop_logprobs,
            event_limit=event_limit,
        )
        return ResumedStream(reader, int(operation.resumes)) if operation.resumes else reader

    def pulse(self, framing: Framing) -> bytes:
        """A comment, which clients skip (openai-python 3.54, `openai/_streaming.py`)."""
        return COMMENT if framing is Framing.SSE else b""

    def render_error(self, status: int, code: str, message: str, disclosure_id: str) -> bytes:
        """An error body."""
        return render_error(status, code, message, disclosure_id)

    def render_stream_error(
        self,
        framing: Framing,  # noqa: ARG002 # the codecs' common signature
        code: str,
        message: str,
        disclosure_id: str,
    ) -> bytes:
        """The error event that ends a broken stream."""
        return render_stream_error(code, message, disclosure_id)


OPENAI = OpenAICodec()
"""The one instance; it keeps no state."""
