"""Surfaces of OpenAI's wire format, from the types of openai-python. One line for an operation."""

from functools import cache
from typing import Any

import openai.types as plain
from openai.pagination import SyncCursorPage
from openai.types import audio, beta, chat, conversations, responses, vector_stores
from openai.types.beta import threads
from openai.types.chat import completion_create_params, completion_update_params

from providers.codec import Operation
from tests.coverage.annotations import shape_of
from tests.coverage.judge import answers, operation, requests, streams, unknown, unseen
from tests.coverage.shapes import Record, Shape, additions, leaves, merged, misplaced, words
from tests.coverage.surfaces import Surface

_WIRE = "openai"
_STORE, _THREAD = "/v1/vector_stores/vs_1", "/v1/threads/thread_1"
_RunEvent = (
    threads.MessageDeltaEvent | threads.runs.RunStepDeltaEvent | threads.Message | threads.Run
)
"""What the events of a run carry; their names stand in a line of their own."""
_PACKAGE = "openai"
REQUESTS: dict[str, tuple[str, Any]] = {
    "chat.completions": ("/v1/chat/completions", completion_create_params.CompletionCreateParams),
    "completions": ("/v1/completions", plain.CompletionCreateParams),
    "embeddings": ("/v1/embeddings", plain.EmbeddingCreateParams),
    "moderations": ("/v1/moderations", plain.ModerationCreateParams),
    "responses": ("/v1/responses", responses.ResponseCreateParams),
    "responses.input_tokens": ("/v1/responses/input_tokens", responses.InputTokenCountParams),
    "responses.compact": ("/v1/responses/compact", responses.ResponseCompactParams),
    "conversations.create": ("/v1/conversations", conversations.ConversationCreateParams),
    "conversations.update": ("/v1/conversations/conv_1", conversations.ConversationUpdateParams),
    "chat.completions.update": (
        "/v1/chat/completions/chatcmpl-1",
        completion_update_params.CompletionUpdateParams,
    ),
    "batches.create": ("/v1/batches", plain.BatchCreateParams),
    "images.generate": ("/v1/images/generations", plain.ImageGenerateParams),
    "audio.speech": ("/v1/audio/speech", audio.SpeechCreateParams),
    "vector_stores.create": ("/v1/vector_stores", plain.VectorStoreCreateParams),
    "vector_stores.update": (_STORE, plain.VectorStoreUpdateParams),
    "vector_stores.search": (f"{_STORE}/search", plain.VectorStoreSearchParams),
    "vector_stores.files.create": (f"{_STORE}/files", vector_stores.FileCreateParams),
    "vector_stores.file_batches.create": (
        f"{_STORE}/file_batches", vector_stores.FileBatchCreateParams,
    ),
    "assistants.create": ("/v1/assistants", beta.AssistantCreateParams),
    "assistants.update": ("/v1/assistants/asst_1", beta.AssistantUpdateParams),
    "threads.create": ("/v1/threads", beta.ThreadCreateParams),
    "threads.create_and_run": ("/v1/threads/runs", beta.ThreadCreateAndRunParams),
    "threads.messages.create": (f"{_THREAD}/messages", threads.MessageCreateParams),
    "threads.runs.create": (f"{_THREAD}/runs", threads.RunCreateParams),
    "threads.runs.submit_tool_outputs": (
        f"{_THREAD}/runs/run_1/submit_tool_outputs", threads.RunSubmitToolOutputsParams,
    ),
}  # fmt: skip
"""Operation -> path, and the type of its parameters."""
ANSWERS: dict[str, tuple[str, Any]] = {
    "chat.completions": ("/v1/chat/completions", chat.ChatCompletion),
    "completions": ("/v1/completions", plain.Completion),
    "embeddings": ("/v1/embeddings", plain.CreateEmbeddingResponse),
    "moderations": ("/v1/moderations", plain.ModerationCreateResponse),
    "responses": ("/v1/responses", responses.Response),
    "responses.input_tokens": ("/v1/responses/input_tokens", responses.InputTokenCountResponse),
    "responses.compact": ("/v1/responses/compact", responses.CompactedResponse),
    "responses.get": ("GET /v1/responses/resp_1", responses.Response),
    "responses.input_items": ("GET /v1/responses/resp_1/input_items", responses.ResponseItemList),
    "conversations.create": ("/v1/conversations", conversations.Conversation),
    "conversations.items.create": (
        "/v1/conversations/conv_1/items",
        conversations.ConversationItemList,
    ),
    "conversations.items.get": (
        "GET /v1/conversations/conv_1/items/msg_1",
        conversations.ConversationItem,
    ),
    "chat.completions.get": ("GET /v1/chat/completions/chatcmpl-1", chat.ChatCompletion),
    "chat.completions.messages": (
        "GET /v1/chat/completions/chatcmpl-1/messages",
        SyncCursorPage[chat.ChatCompletionStoreMessage],
    ),
    "files.create": ("/v1/files", plain.FileObject),
    "batches.create": ("/v1/batches", plain.Batch),
    "images.generate": ("/v1/images/generations", plain.ImagesResponse),
    "audio.transcriptions": (
        "/v1/audio/transcriptions",
        audio.Transcription | audio.TranscriptionVerbose | audio.TranscriptionDiarized,
    ),
    "vector_stores.create": ("/v1/vector_stores", plain.VectorStore),
    "vector_stores.search": (f"{_STORE}/search", plain.VectorStoreSearchResponse),
    "vector_stores.files.create": (f"{_STORE}/files", vector_stores.VectorStoreFile),
    "vector_stores.file_batches.create": (
        f"{_STORE}/file_batches", vector_stores.VectorStoreFileBatch,
    ),
    "assistants.create": ("/v1/assistants", beta.Assistant),
    "threads.create": ("/v1/threads", beta.Thread),
    "threads.messages.create": (f"{_THREAD}/messages", threads.Message),
    "threads.runs.create": (f"{_THREAD}/runs", threads.Run),
}  # fmt: skip
"""Operation -> path, and the type of its whole answer."""
STREAMS: dict[str, tuple[str, Any]] = {
    "chat.completions": ("/v1/chat/completions", chat.ChatCompletionChunk),
    "completions": ("/v1/completions", plain.Completion),
    "responses": ("/v1/responses", responses.ResponseStreamEvent),
    "images.generate": ("/v1/images/generations", plain.ImageGenStreamEvent),
    "images.edit": ("/v1/images/edits", plain.ImageEditStreamEvent),
    "audio.transcriptions": ("/v1/audio/transcriptions", audio.TranscriptionStreamEvent),
    "threads.runs.create": (f"{_THREAD}/runs", _RunEvent),
    "responses.get": ("GET /v1/responses/resp_1?stream=true", responses.ResponseStreamEvent),
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


def _call(path: str) -> Operation:
    """The call; a path without a method is one that is posted to."""
    method, _, target = path.rpartition(" ")
    target, _, query = target.partition("?")
    return operation(_WIRE, method or "POST", target, query)


def _reviewed_as(name: str) -> str:
    """The operation under which the reviewed list speaks of it: what is kept is told alike."""
    if name in ("chat.completions.get", "responses.get"):
        return name.removesuffix(".get")
    return f"responses.{name}" if name.startswith("conversations.") else name


def _request(name: str, path: str, annotation: Any) -> Surface:
    call, shape = _call(path), _sent(merged(shape_of(annotation)))
    return Surface(
        _PACKAGE,
        f"{name}, request",
        f"{_WIRE} requests",
        _reviewed_as(name),
        lambda: requests(_WIRE, call, leaves(shape)),
        lambda: unknown(_WIRE, call, words(shape)),
        lambda: unseen(_WIRE, call, [*misplaced(shape), *additions(shape)]),
    )


def _sent(shape: Shape) -> Shape:
    """Without what the SDK writes into the path."""
    if not isinstance(shape, Record) or "thread_id" not in shape.fields:
        return shape
    kept = {name: field for name, field in shape.fields.items() if name != "thread_id"}
    return Record(shape.name, lambda: kept)


def _answer(name: str, path: str, annotation: Any) -> Surface:
    call = _call(path)
    return Surface(
        _PACKAGE,
        f"{name}, answer",
        f"{_WIRE} answers",
        _reviewed_as(name),
        lambda: answers(_WIRE, call, leaves(shape_of(annotation), rich=True)),
    )


def _stream(name: str, path: str, annotation: Any) -> Surface:
    call = _call(path)
    return Surface(
        _PACKAGE,
        f"{name}, event",
        f"{_WIRE} answers",
        _reviewed_as(name),
        lambda: streams(_WIRE, call, leaves(shape_of(annotation), rich=True)),
    )
