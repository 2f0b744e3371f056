"""What recipients answer to OpenAI's calls without a conversation, for scripted answers."""

import base64
import hashlib
import re
import struct
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any

from tests.support.shapes import CREATED, MODEL, Style, dump, pieces, sse

_COMPATIBLE = re.compile(
    r"/v1(?:beta1?)?/(?:openai|projects/[^/]+/locations/[^/]+/(?:endpoints/[^/]+|publishers/openai/v1))(?=/)"
)
PATHS = frozenset({"/v1/completions", "/v1/embeddings", "/v1/moderations"})


def call(path: str) -> str:
    """The path as OpenAI has it, of one of Google's that speak OpenAI's dialect."""
    return _COMPATIBLE.sub("/v1", path)


def texts(body: dict[str, Any]) -> list[str]:
    """What was said, text by text."""
    said = body.get("prompt") or body.get("input") or ""
    items = said if isinstance(said, list) else [said]
    return [str(item.get("text") or "") if isinstance(item, dict) else str(item) for item in items]


def answer(
    path: str, body: dict[str, Any], say: Callable[[str], str], style: Style, *, crlf: bool
) -> tuple[str, list[bytes]]:
    """Kind of content, and the answer in parts."""
    if path == "/v1/completions" and body.get("stream"):
        events = (dump(event, style) for event in _events(body, say, style))
        return "text/event-stream; charset=utf-8", sse(events, crlf=crlf, done=True)
    make = {"/v1/completions": _completion, "/v1/embeddings": _embeddings}.get(path, _moderation)
    return "application/json", [dump(make(body, say), style)]


def vector(text: str) -> list[float]:
    """Equal texts have equal vectors, and no others do."""
    return [byte / 256 - 0.5 for byte in hashlib.sha256(text.encode()).digest()[:8]]


def _said(body: dict[str, Any], say: Callable[[str], str]) -> list[str]:
    """The text of each choice, `n` for each prompt."""
    echo = bool(body.get("echo"))
    return [
        (text if echo else "") + say(text)
        for text in texts(body)
        for _ in range(body.get("n") or 1)
    ]


def _completion(body: dict[str, Any], say: Callable[[str], str]) -> dict[str, Any]:
    choices = [_choice(index, text, "stop", body) for index, text in enumerate(_said(body, say))]
    usage = {"prompt_tokens": 7, "completion_tokens": 7, "total_tokens": 14}
    return _head(choices) | {"usage": usage}


def _events(
    body: dict[str, Any], say: Callable[[str], str], style: Style
) -> Iterator[dict[str, Any]]:
    said = _said(body, say)
    for row in zip_longest(*(pieces(text, style.delta) for text in said)):
        for index, piece in enumerate(row):
            if piece is not None:
                yield _head([_choice(index, piece, None, body)])
    for index in range(len(said)):
        yield _head([_choice(index, "", "stop", body)])
    if (body.get("stream_options") or {}).get("include_usage"):
        yield _head([]) | {"usage": {"prompt_tokens": 7, "completion_tokens": 7}}


def _choice(index: int, text: str, finish: str | None, body: dict[str, Any]) -> dict[str, Any]:
    shown = bool(body.get("logprobs")) and bool(text)
    probable = _logprobs(text) if shown else None
    return {"text": text, "index": index, "logprobs": probable, "finish_reason": finish}


def _head(choices: list[dict[str, Any]]) -> dict[str, Any]:
    head = {"id": "cmpl-fake0001", "object": "text_completion", "created": CREATED, "model": MODEL}
    return head | {"choices": choices}


def _logprobs(text: str) -> dict[str, Any]:
    tokens = pieces(text, 4)
    return {
        "tokens": tokens,
        "token_logprobs": [-0.25] * len(tokens),
        "top_logprobs": [{token: -0.25, token.upper(): -2.5} for token in tokens],
        "text_offset": [4 * at for at in range(len(tokens))],
    }


def _embeddings(body: dict[str, Any], _say: Callable[[str], str]) -> dict[str, Any]:
    rows = [vector(text) for text in texts(body)]
    packed = body.get("encoding_format") == "base64"
    data = [
        {"object": "embedding", "index": index, "embedding": _packed(row) if packed else row}
        for index, row in enumerate(rows)
    ]
    usage = {"prompt_tokens": 7, "total_tokens": 7}
    return {"object": "list", "data": data, "model": MODEL, "usage": usage}


def _packed(row: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(row)}f", *row)).decode()


_CATEGORIES = ("harassment", "harassment/threatening", "hate", "self-harm", "violence")


def _moderation(body: dict[str, Any], _say: Callable[[str], str]) -> dict[str, Any]:
    result = {
        "flagged": False,
        "categories": dict.fromkeys(_CATEGORIES, False),
        "category_scores": dict.fromkeys(_CATEGORIES, 0.001),
        "category_applied_input_types": {name: ["text"] for name in _CATEGORIES},
    }
    return {"id": "modr-fake0001", "model": MODEL, "results": [result for _ in texts(body)]}
