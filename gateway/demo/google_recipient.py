"""A demo recipient that speaks Google's dialect: real HTTP, no language model behind it.

Serves `generateContent`, `streamGenerateContent` (SSE with `alt=sse`, else one JSON array),
`countTokens` and the list of models on Vertex's and on Gemini's paths, `v1`, `v1beta`, `v1beta1`,
with the fields of https://ai.google.dev/api/generate-content, as google-genai 2.34 and
google-cloud-aiplatform 2.7 (REST) read them.
"""

import asyncio
import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from aiohttp import web

from gateway.demo import speech
from gateway.demo.loopback import MARK, listening
from gateway.demo.memory import Exchange, Memory
from gateway.demo.speech import Answer, Tool, Turn
from gateway.demo.steps import called

MODEL = "demo-recipient-not-a-language-model"
SIGNATURE = base64.b64encode(b"demo recipient: opaque to everyone else").decode()
"""Stands for the `thoughtSignature` that must come back byte for byte."""
DELAY_S = 0.02
BODY_MAX = 32 * 1024 * 1024
_PIECES_PER_EVENT = 2
"""Google's models send larger pieces than OpenAI's; still shorter than any pseudonym."""

Object = Mapping[str, Any]


def serving(
    memory: Memory, port: int = 0, *, delay: float = DELAY_S
) -> AbstractAsyncContextManager[str]:
    """Serve on loopback while the block lasts; yields the URL without an API version.

    Raises:
        PortTaken: another program listens there.
    """
    return listening(application(memory, delay), port)


def application(memory: Memory, delay: float) -> web.Application:
    """The web application, for `serving`."""

    async def model_call(request: web.Request) -> web.StreamResponse:
        exchange = memory.hear(request.path_qs, await request.read())
        verb = request.path.rpartition(":")[2]
        asked = exchange.json
        if verb == "countTokens":
            return web.json_response(_counted(asked), headers=MARK)
        if not isinstance(asked.get("contents"), list) or not asked["contents"]:
            return _error(400, "contents must be a list of at least one content")
        if verb == "streamGenerateContent":
            return await _stream(request, exchange, delay)
        return web.json_response(_whole(exchange), headers=MARK)

    app = web.Application(client_max_size=BODY_MAX)
    version = "/{version:v1|v1beta|v1beta1}"
    name = "{name:.+}"
    verbs = "{verb:generateContent|streamGenerateContent|countTokens}"
    app.router.add_post(f"{version}/{name}:{verbs}", model_call)
    app.router.add_get(version + "/{parent:(?:.+/)?}models", _models)
    app.router.add_get(version + "/{parent:(?:.+/)?}models/{id}", _model)
    return app


# --- what was asked ---


def turns(asked: Object) -> tuple[Turn, ...]:
    """The contents of a request."""
    return tuple(_turn(content) for content in asked.get("contents") or [])


def _turn(content: Object) -> Turn:
    parts: Sequence[Object] = content.get("parts") or []
    results = [part["functionResponse"] for part in parts if "functionResponse" in part]
    if results:
        answers = [result.get("response") for result in results]
        return Turn("tool", json.dumps(answers[0] if len(answers) == 1 else answers))
    text = "\n".join(str(part["text"]) for part in parts if "text" in part)
    return Turn("assistant" if content.get("role") == "model" else "user", text)


def _answer(asked: Object) -> Answer:
    settings: Object = asked.get("generationConfig") or {}
    calling: Object = (asked.get("toolConfig") or {}).get("functionCallingConfig") or {}
    mode = str(calling.get("mode") or "AUTO")
    schema = settings.get("responseJsonSchema") or settings.get("responseSchema")
    if settings.get("responseMimeType") == "application/json" and schema is None:
        schema = {"type": "object", "properties": {"answer": {"type": "string"}}}
    tools = [] if mode == "NONE" else list(_tools(asked))
    return speech.answer(turns(asked), tools, must_call=mode == "ANY", schema=schema)


def _tools(asked: Object) -> Iterator[Tool]:
    for listed in asked.get("tools") or []:
        for one in listed.get("functionDeclarations") or []:
            schema = one.get("parameters") or one.get("parametersJsonSchema") or {}
            yield Tool(one["name"], one.get("description") or "", _plain(schema))


def _plain(schema: Any) -> Any:  # noqa: ANN401 - any JSON
    """The schema with types as words: google-cloud-aiplatform writes enums as integers."""
    if not isinstance(schema, Mapping):
        return schema
    plain = {key: _plain(value) for key, value in schema.items()}
    kind = plain.get("type")
    return plain | {"type": _TYPES[kind]} if isinstance(kind, int) else plain


_TYPES = ("string", "string", "number", "integer", "boolean", "array", "object", "null")
"""`google.cloud.aiplatform.v1.Type`, by number; 0 is unspecified."""


# --- what is answered ---


def _whole(exchange: Exchange) -> Object:
    asked = exchange.json
    answer = _answer(asked)
    _remember(exchange, answer)
    parts: list[dict[str, Any]] = [{"text": answer.text}] if answer.text else []
    parts += _calls(answer)
    if parts:
        parts[-1] = parts[-1] | {"thoughtSignature": SIGNATURE}
    candidates = [_candidate(index, parts, "STOP") for index in range(_count(asked))]
    return _response(candidates) | {"usageMetadata": _usage(asked, answer)}


def _calls(answer: Answer) -> list[dict[str, Any]]:
    return [{"functionCall": {"name": one.name, "args": one.arguments}} for one in answer.calls]


def _candidate(index: int, parts: Sequence[Object], finish: str | None = None) -> Object:
    reason = {"finishReason": finish} if finish else {}
    return {"content": {"role": "model", "parts": parts}, "index": index, **reason}


def _response(candidates: Sequence[Object]) -> dict[str, Any]:
    return {"candidates": candidates, "modelVersion": MODEL, "responseId": "demo"}


def _count(asked: Object) -> int:
    return int((asked.get("generationConfig") or {}).get("candidateCount") or 1)


def _pieces_sent(asked: Object) -> int:
    return sum(len(speech.pieces(turn.text)) for turn in turns(asked))


def _counted(asked: Object) -> Object:
    inner = asked.get("generateContentRequest") or asked
    return {"totalTokens": _pieces_sent(inner)}


def _usage(asked: Object, answer: Answer) -> Object:
    said = answer.text + "".join(json.dumps(call.arguments) for call in answer.calls)
    prompt, written = _pieces_sent(asked), len(speech.pieces(said))
    return {
        "promptTokenCount": prompt,
        "candidatesTokenCount": written,
        "totalTokenCount": prompt + written,
    }


def _remember(exchange: Exchange, answer: Answer) -> None:
    exchange.said.append(answer.text)
    exchange.called.extend(called(one.name, json.dumps(one.arguments)) for one in answer.calls)


# --- streams ---


async def _stream(request: web.Request, exchange: Exchange, delay: float) -> web.StreamResponse:
    as_events = request.query.get("alt") == "sse"
    kind = "text/event-stream" if as_events else "application/json; charset=UTF-8"
    response = web.StreamResponse(headers={"Content-Type": kind, **MARK})
    await response.prepare(request)
    asked = exchange.json
    answer = _answer(asked)
    _remember(exchange, answer)
    for at, event in enumerate(_events(answer, asked)):
        written = json.dumps(event, ensure_ascii=False).encode()
        start, end = (b"data: ", b"\r\n\r\n") if as_events else (b"," if at else b"[", b"\r\n")
        await response.write(start + written + end)
        await asyncio.sleep(delay)
    if not as_events:
        await response.write(b"]")
    await response.write_eof()
    return response


def _events(answer: Answer, asked: Object) -> Iterator[Object]:
    """Text in pieces, then calls whole, then an empty part that carries the signature."""
    count = _count(asked)
    pieces = speech.pieces(answer.text)
    for at in range(0, len(pieces), _PIECES_PER_EVENT):
        text = "".join(pieces[at : at + _PIECES_PER_EVENT])
        for index in range(count):
            yield _response([_candidate(index, [{"text": text}])])
    last = [*_calls(answer), {"text": "", "thoughtSignature": SIGNATURE}]
    for index in range(count):
        usage = {"usageMetadata": _usage(asked, answer)}
        yield _response([_candidate(index, last, "STOP")]) | usage


# --- the rest ---


async def _models(request: web.Request) -> web.Response:
    row = _row(request.match_info["parent"], MODEL)
    field = "publisherModels" if row["name"].startswith("publishers/") else "models"
    return web.json_response({field: [row]}, headers=MARK)


async def _model(request: web.Request) -> web.Response:
    row = _row(request.match_info["parent"], request.match_info["id"])
    return web.json_response(row, headers=MARK)


def _row(parent: str, name: str) -> dict[str, Any]:
    return {
        "name": f"{parent}models/{name}",
        "displayName": "Demo recipient (not a language model)",
        "supportedGenerationMethods": ["generateContent", "countTokens"],
    }


def _error(status: int, message: str) -> web.Response:
    body = {"error": {"code": status, "message": message, "status": "INVALID_ARGUMENT"}}
    return web.json_response(body, status=status, headers=MARK)
