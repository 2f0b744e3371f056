"""A demo recipient that speaks OpenAI's dialect: real HTTP, no language model behind it.

Serves `POST /v1/chat/completions` (whole and streamed) and `GET /v1/models[/ID]` with the fields of
https://platform.openai.com/docs/api-reference/chat, as the official SDK 3.54 reads them.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from itertools import zip_longest
from typing import Any

from aiohttp import web

from gateway.demo import speech
from gateway.demo.loopback import MARK, listening
from gateway.demo.memory import Exchange, Memory
from gateway.demo.speech import Answer, Tool, Turn
from gateway.demo.steps import called

MODEL = "demo-recipient-not-a-language-model"
FINGERPRINT = "fp_demo_not_a_language_model"
DELAY_S = 0.008
"""Pause between two pieces of a stream: about as fast as people see models write."""
BODY_MAX = 32 * 1024 * 1024

Object = Mapping[str, Any]


def serving(
    memory: Memory, port: int = 0, *, delay: float = DELAY_S
) -> AbstractAsyncContextManager[str]:
    """Serve on loopback while the block lasts; yields the URL without `/v1`.

    Raises:
        PortTaken: another program listens there.
    """
    return listening(application(memory, delay), port)


def application(memory: Memory, delay: float) -> web.Application:
    """The web application, for `serving`."""

    async def chat(request: web.Request) -> web.StreamResponse:
        body = await request.read()
        exchange = memory.hear(request.path_qs, body)
        asked = exchange.json
        if not isinstance(asked.get("messages"), list) or not asked["messages"]:
            return _error(400, "messages must be a list of at least one message")
        if asked.get("stream"):
            return await _stream(request, exchange, asked, delay)
        return web.json_response(_whole(exchange, asked), headers=MARK)

    app = web.Application(client_max_size=BODY_MAX)
    app.router.add_post("/v1/chat/completions", chat)
    app.router.add_get("/v1/models", _models)
    app.router.add_get("/v1/models/{id}", _model)
    app.router.add_route("*", "/{path:.*}", _unknown)
    return app


# --- what was asked ---


def turns(asked: Object) -> tuple[Turn, ...]:
    """The messages of a request."""
    return tuple(_turn(message) for message in asked["messages"])


def _turn(message: Object) -> Turn:
    role = message.get("role")
    if role in {"system", "developer"}:
        return Turn("system", _text(message.get("content")))
    if role == "tool":
        return Turn("tool", _text(message.get("content")))
    return Turn("assistant" if role == "assistant" else "user", _text(message.get("content")))


def _text(content: object) -> str:
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "\n".join(str(part["text"]) for part in parts if "text" in part)


def _answer(asked: Object) -> Answer:
    functions = [tool["function"] for tool in asked.get("tools") or [] if "function" in tool]
    tools = [
        Tool(one["name"], one.get("description") or "", one.get("parameters") or {})
        for one in functions
    ]
    choice = asked.get("tool_choice")
    if isinstance(choice, dict):
        tools = [tool for tool in tools if tool.name == choice["function"]["name"]]
    return speech.answer(
        turns(asked),
        [] if choice == "none" else tools,
        must_call=choice == "required" or isinstance(choice, dict),
        schema=_schema(asked.get("response_format") or {}),
    )


def _schema(wanted: Object) -> Object | None:
    if wanted.get("type") == "json_schema":
        schema: Object = wanted["json_schema"].get("schema") or {"type": "object"}
        return schema
    if wanted.get("type") == "json_object":
        return {"type": "object", "properties": {"answer": {"type": "string"}}}
    return None


# --- what is answered ---


def _whole(exchange: Exchange, asked: Object) -> Object:
    answer = _answer(asked)
    choices = [_choice(answer, index, asked) for index in range(_count(asked))]
    _remember(exchange, answer)
    return _object("chat.completion", choices) | {"usage": _usage(exchange, answer)}


def _choice(answer: Answer, index: int, asked: Object) -> Object:
    message: dict[str, Any] = {"role": "assistant", "content": answer.text or None, "refusal": None}
    if answer.calls:
        message["tool_calls"] = _calls(answer, index)
    return {
        "index": index,
        "message": message,
        "logprobs": _logprobs(answer.text, asked),
        "finish_reason": _finish(answer),
    }


def _object(kind: str, choices: Sequence[Object]) -> dict[str, Any]:
    return {
        "id": "chatcmpl-demo",
        "object": kind,
        "created": 0,
        "model": MODEL,
        "system_fingerprint": FINGERPRINT,
        "choices": choices,
    }


def _calls(answer: Answer, choice: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"call_demo_{choice}_{at}",
            "type": "function",
            "function": {"name": call.name, "arguments": json.dumps(call.arguments)},
        }
        for at, call in enumerate(answer.calls)
    ]


def _finish(answer: Answer) -> str:
    return "tool_calls" if answer.calls else "stop"


def _count(asked: Object) -> int:
    return int(asked.get("n") or 1)


def _usage(exchange: Exchange, answer: Answer) -> Object:
    """Word pieces of what was sent and of what is said, as this recipient counts them."""
    prompt = sum(len(speech.pieces(turn.text)) for turn in turns(exchange.json))
    said = answer.text + "".join(json.dumps(call.arguments) for call in answer.calls)
    written = len(speech.pieces(said))
    return {
        "prompt_tokens": prompt,
        "completion_tokens": written,
        "total_tokens": prompt + written,
    }


def _logprobs(text: str, asked: Object) -> Object | None:
    if not asked.get("logprobs") or not text:
        return None
    pieces = [
        {"token": piece, "logprob": -0.5, "bytes": list(piece.encode())}
        for piece in speech.pieces(text)
    ]
    many = bool(asked.get("top_logprobs"))
    return {
        "content": [piece | {"top_logprobs": [piece] if many else []} for piece in pieces],
        "refusal": None,
    }


def _remember(exchange: Exchange, answer: Answer) -> None:
    exchange.said.append(answer.text)
    exchange.called.extend(called(call.name, json.dumps(call.arguments)) for call in answer.calls)


# --- streams ---


async def _stream(
    request: web.Request, exchange: Exchange, asked: Object, delay: float
) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **MARK})
    await response.prepare(request)
    answer = _answer(asked)
    _remember(exchange, answer)
    async for event in _paced(_events(exchange, answer, asked), delay):
        await response.write(b"data: " + json.dumps(event).encode() + b"\n\n")
    await response.write(b"data: [DONE]\n\n")
    await response.write_eof()
    return response


async def _paced(events: Iterator[Object], delay: float) -> AsyncIterator[Object]:
    for event in events:
        yield event
        await asyncio.sleep(delay)


def _events(exchange: Exchange, answer: Answer, asked: Object) -> Iterator[Object]:
    tracks = [list(_deltas(answer, index)) for index in range(_count(asked))]
    for row in zip_longest(*tracks):
        for index, delta in enumerate(row):
            if delta is not None:
                written = _logprobs(delta.get("content") or "", asked)
                yield _chunk(index, delta, logprobs=written)
    for index in range(len(tracks)):
        yield _chunk(index, {}, finish=_finish(answer))
    if (asked.get("stream_options") or {}).get("include_usage"):
        kind = "chat.completion.chunk"
        yield _object(kind, []) | {"usage": _usage(exchange, answer)}


def _chunk(
    index: int, delta: Object, *, logprobs: Object | None = None, finish: str | None = None
) -> Object:
    choice = {"index": index, "delta": delta, "logprobs": logprobs, "finish_reason": finish}
    return _object("chat.completion.chunk", [choice])


def _deltas(answer: Answer, choice: int) -> Iterator[Object]:
    """Text word piece by word piece; parallel calls interleaved, their arguments in pieces too."""
    yield {"role": "assistant", "content": None if answer.calls else ""}
    for piece in speech.pieces(answer.text):
        yield {"content": piece}
    calls = _calls(answer, choice)
    for at, call in enumerate(calls):
        opening = {**call, "index": at, "function": {**call["function"], "arguments": ""}}
        yield {"tool_calls": [opening]}
    for row in zip_longest(*(speech.pieces(call["function"]["arguments"]) for call in calls)):
        for at, piece in enumerate(row):
            if piece is not None:
                yield {"tool_calls": [{"index": at, "function": {"arguments": piece}}]}


# --- the rest ---


async def _models(request: web.Request) -> web.Response:
    del request
    return web.json_response({"object": "list", "data": [_row(MODEL)]}, headers=MARK)


async def _model(request: web.Request) -> web.Response:
    return web.json_response(_row(request.match_info["id"]), headers=MARK)


async def _unknown(request: web.Request) -> web.Response:
    """What a real recipient may do, and this one does not."""
    told = f"The demo recipient serves chat completions and models only, not {request.path}."
    return _error(404, told)


def _row(name: str) -> Object:
    return {"id": name, "object": "model", "created": 0, "owned_by": "demo"}


def _error(status: int, message: str) -> web.Response:
    body = {"error": {"message": message, "type": "invalid_request_error", "code": None}}
    return web.json_response(body, status=status, headers=MARK)
