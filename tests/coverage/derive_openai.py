"""Surfaces of OpenAI's wire format, from the types of openai-python. One line for an operation."""

from functools import cache
from typing import Any

import openai.types as plain
from openai.types import chat, responses
from openai.types.chat import completion_create_params

from tests.coverage.annotations import shape_of
from tests.coverage.judge import answers, operation, requests, streams, unknown, unseen
from tests.coverage.shapes import additions, leaves, merged, misplaced, words
from tests.coverage.surfaces import Surface

_WIRE = "openai"
_PACKAGE = "openai"
REQUESTS: dict[str, tuple[str, Any]] = {
    "chat.completions": ("/v1/chat/completions", completion_create_params.CompletionCreateParams),
    "completions": ("/v1/completions", plain.CompletionCreateParams),
    "embeddings": ("/v1/embeddings", plain.EmbeddingCreateParams),
    "moderations": ("/v1/moderations", plain.ModerationCreateParams),
    "responses": ("/v1/responses", responses.ResponseCreateParams),
    "responses.input_tokens": ("/v1/responses/input_tokens", responses.InputTokenCountParams),
}
"""Operation -> path, and the type of its parameters."""
ANSWERS: dict[str, tuple[str, Any]] = {
    "chat.completions": ("/v1/chat/completions", chat.ChatCompletion),
    "completions": ("/v1/completions", plain.Completion),
    "embeddings": ("/v1/embeddings", plain.CreateEmbeddingResponse),
    "moderations": ("/v1/moderations", plain.ModerationCreateResponse),
    "responses": ("/v1/responses", responses.Response),
    "responses.input_tokens": ("/v1/responses/input_tokens", responses.InputTokenCountResponse),
}
"""Operation -> path, and the type of its whole answer."""
STREAMS: dict[str, tuple[str, Any]] = {
    "chat.completions": ("/v1/chat/completions", chat.ChatCompletionChunk),
    "completions": ("/v1/completions", plain.Completion),
    "responses": ("/v1/responses", responses.ResponseStreamEvent),
}
"""Operation -> path, and the type of an event of its streamed answer."""


@cache
def surfaces() -> list[Surface]:
    """All of them, judged once."""
    return [
        *(_request(name, *entry) for name, entry in REQUESTS.items()),
        *(_answer(name, *entry) for name, entry in ANSWERS.items()),
        *(_stream(name, *entry) for name, entry in STREAMS.items()),
    ]


def _request(name: str, path: str, annotation: Any) -> Surface:
    call, shape = operation(_WIRE, "POST", path), merged(shape_of(annotation))
    return Surface(
        _PACKAGE,
        f"{name}, request",
        f"{_WIRE} requests",
        name,
        lambda: requests(_WIRE, call, leaves(shape)),
        lambda: unknown(_WIRE, call, words(shape)),
        lambda: unseen(_WIRE, call, [*misplaced(shape), *additions(shape)]),
    )


def _answer(name: str, path: str, annotation: Any) -> Surface:
    call = operation(_WIRE, "POST", path)
    return Surface(
        _PACKAGE,
        f"{name}, answer",
        f"{_WIRE} answers",
        name,
        lambda: answers(_WIRE, call, leaves(shape_of(annotation), rich=True)),
    )


def _stream(name: str, path: str, annotation: Any) -> Surface:
    call = operation(_WIRE, "POST", path)
    return Surface(
        _PACKAGE,
        f"{name}, event",
        f"{_WIRE} answers",
        name,
        lambda: streams(_WIRE, call, leaves(shape_of(annotation), rich=True)),
    )
