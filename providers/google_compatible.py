"""Google's endpoints that speak OpenAI: the same readers, another recipient.

Gemini has them below `/v1beta/openai/` (https://ai.google.dev/gemini-api/docs/openai), Vertex AI
below `.../endpoints/{openapi or id}/` and `.../publishers/openai/v1/` (openai-python 3.54,
`openai/providers/vertex.py`). Errors are written as OpenAI's clients read them. Google's
own settings travel in `extra_body.google`, or in `google` where a client unpacks it; signatures of
thoughts in `extra_content.google` pass byte for byte.
"""

import re
from dataclasses import replace

from providers import google_query
from providers.closed_doors import ClosedDoor
from providers.codec import (
    Frame,
    Operation,
    Payload,
    Query,
)
from providers.google_fields import message, word
from providers.google_kept import named
from providers.google_paths import NAME, PLACE
from providers.openai import OPENAI, OpenAICodec
from providers.openai_fields import BODY
from providers.openai_request import read_chat
from providers.walk import Rule, each, fields, fixed, optional

_GEMINI = re.compile(r"/(?:v1|v1beta)/openai(?P<call>/.+)", re.ASCII)
_VERTEX = re.compile(
    rf"/(?:v1|v1beta1)/{PLACE}/endpoints/(?P<endpoint>{NAME})(?P<call>/.+)", re.ASCII
)
_PUBLISHED = re.compile(rf"/(?:v1|v1beta1)/{PLACE}/publishers/openai/v1(?P<call>/.+)", re.ASCII)
_SHARED = "openapi"
"""The endpoint that serves all models: the body names one, as in `google/gemini-2.5-flash`."""
_OF_GEMINI = frozenset({
    "chat.completions", "embeddings", "images.generate", "models.list", "models.get",
})  # fmt: skip
_OF_VERTEX = frozenset({
    "chat.completions", "completions", "embeddings", "responses", "responses.input_tokens",
    "responses.compact", "responses.get", "responses.delete", "responses.cancel",
    "responses.input_items",
})  # fmt: skip
_PLACES = ((_GEMINI, _OF_GEMINI), (_VERTEX, _OF_VERTEX), (_PUBLISHED, _OF_VERTEX))

_SAFETY = message(category=word, threshold=word, method=word)
_GOOGLE = message(
    cached_content=named("cachedContents", "cached_content"),
    thinking_config=optional(
        message(thinking_budget=word, thinking_level=word, include_thoughts=word)
    ),
    thought_tag_marker=optional(fixed),
    safety_settings=optional(each(_SAFETY)),
)
_CHAT: dict[str, Rule] = BODY | {
    "extra_body": optional(fields({"google": optional(_GOOGLE)})),
    "google": optional(_GOOGLE),
}
"""Fields of a chat completion: OpenAI's, and Google's beside them."""


class CompatibleCodec(OpenAICodec):
    """See `providers.codec.Codec`; its recipients are those of Google's wire."""

    wire = "google"

    def route(self, method: str, path: str, query: str) -> Operation | None:
        """The known call that a request makes; None if it is unknown."""
        for pattern, served in _PLACES:
            match = pattern.fullmatch(path)
            found = match and OPENAI.route(method, f"/v1{match['call']}", query)
            if match is None or found is None or found.name not in served:
                continue
            endpoint = match.groupdict().get("endpoint")
            model = found.model if endpoint in (None, _SHARED) else endpoint
            return replace(found, upstream_path=path, model=model)
        return None

    def advice(self, method: str, path: str) -> str | None:
        """What to do instead of an unknown call; None if the call is known."""
        if self.route(method, path, "") is not None:
            return None
        return (
            "Of Google's OpenAI-compatible endpoints these are served: chat/completions, "
            "embeddings, images/generations and models below /v1beta/openai, chat/completions, "
            "completions, embeddings and responses below .../endpoints/{openapi or id} and "
            ".../publishers/openai/v1. "
            "What else Google has is served in its own dialect."
        )

    def closed(self, path: str) -> ClosedDoor | None:  # noqa: ARG002 # the codecs' common signature
        """None: what is refused here has one advice."""
        return None

    def read(self, operation: Operation, body: bytes) -> Payload:
        """Read a request's body."""
        if operation.name == "chat.completions":
            return read_chat(body, _CHAT)
        return super().read(operation, body)

    def read_query(self, operation: Operation, query: str) -> Query:
        """Read a request's query string, by Google's rules for it."""
        del operation  # the same parameters are known for every call
        return google_query.read(query)

    def error(self, body: bytes) -> Frame | None:
        """Read an error body; Gemini's may be a list of one, which OpenAI's clients do not read."""
        bare = body.strip()
        if bare.startswith(b"[{") and bare.endswith(b"}]"):
            bare = bare[1:-1]  # of several there is no JSON left, and no error that can be read
        return super().error(bare)


COMPATIBLE = CompatibleCodec()
"""The one instance; it keeps no state."""
