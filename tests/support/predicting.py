"""A recipient's predictions: it says back what it was told, in the shape that each call has."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Literal

from aiohttp import web

from tests.support.heard import Heard
from tests.support.shapes import pieces

_CALL = re.compile(
    r"/(?:v1|v1beta|v1beta1)/(?P<resource>.+):(?P<verb>predict|explain|rawPredict|streamRawPredict"
    r"|directPredict|directRawPredict|serverStreamingPredict|embedContent|batchEmbedContents"
    r"|computeTokens)"
)
_READ = re.compile(
    r"/(?:v1|v1beta1)/(?:projects/[^/]+/locations/[^/]+/endpoints/[^/:]+|publishers/.+)"
)
_STREAMED = frozenset({"streamRawPredict", "serverStreamingPredict"})


class Oracle:
    """Answers predictions, embeddings and tokens; see `tests.support.keeping.Keeper`.

    Attributes:
        wire: the dialect.
        writes: bytes of each piece written of a stream.
    """

    wire: Literal["google"] = "google"

    def __init__(self, writes: int = 1000) -> None:
        self.writes = writes

    def serves(self, method: str, path: str) -> bool:
        """Whether it answers a call."""
        return bool((_CALL if method == "POST" else _READ).fullmatch(path))

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Answer it."""
        if heard.method == "GET":
            return web.json_response(_about(heard.path))
        found = _CALL.fullmatch(heard.path)
        assert found is not None
        if found["verb"] not in _STREAMED or heard.json.get("stream") is False:
            return web.json_response(answer(found["verb"], heard))
        return await self._stream(found["verb"], heard, request)

    async def _stream(self, verb: str, heard: Heard, request: web.Request) -> web.StreamResponse:
        body, kind = _events(verb, heard)
        response = web.StreamResponse(headers={"Content-Type": kind})
        await response.prepare(request)
        for at in range(0, len(body), self.writes):
            await response.write(body[at : at + self.writes])
        await response.write_eof()
        return response


def _about(path: str) -> dict[str, Any]:
    """What is told of an endpoint or a published model; vertexai looks for the schema."""
    _, _, name = path[1:].partition("/")
    schema = "gs://google-cloud-aiplatform/schema/predict/instance/text_embedding_1.0.0.yaml"
    template = "projects/{project}/locations/{location}/" + name
    about: dict[str, Any] = {"name": name, "displayName": "An endpoint"}
    if name.startswith("publishers/"):
        about = {"name": name, "publisherModelTemplate": template}
        about["predictSchemata"] = {"instanceSchemaUri": schema}
    return about


def answer(verb: str, heard: Heard) -> Any:
    """What is answered to a call that is not streamed."""
    told = heard.json
    made: dict[str, Callable[[], Any]] = {
        "computeTokens": lambda: _tokens(told),
        "embedContent": lambda: {"embedding": {"values": vector(told)}},
        "batchEmbedContents": lambda: {
            "embeddings": [{"values": vector(one)} for one in told["requests"]]
        },
        "predict": lambda: _predicted(told),
        "explain": lambda: _explained(told),
        "directPredict": lambda: {"outputs": told["inputs"]},
        "directRawPredict": lambda: {"output": told["input"]},
        "rawPredict": lambda: _http_body(told) if "httpBody" in told else {"echo": told},
        "streamRawPredict": lambda: {"echo": told},
    }
    return made[verb]()


def _tokens(told: dict[str, Any]) -> dict[str, Any]:
    tokens = [base64.b64encode(word.encode()).decode() for word in " ".join(texts(told)).split()]
    return {"tokensInfo": [{"role": "user", "tokens": tokens, "tokenIds": ["7"] * len(tokens)}]}


def _explained(told: dict[str, Any]) -> dict[str, Any]:
    row = told["instances"][0]
    names = list(row) if isinstance(row, dict) else ["0"]
    attribution = {"featureAttributions": dict.fromkeys(names, 0.125), "outputDisplayName": "yes"}
    return _predicted(told) | {"explanations": [{"attributions": [attribution]}]}


def _predicted(told: dict[str, Any]) -> dict[str, Any]:
    if any("prompt" in row for row in told["instances"]):
        image = {"mimeType": "image/png", "bytesBase64Encoded": "iVBORw0KGgo="}
        return {"predictions": [image | {"prompt": row["prompt"]} for row in told["instances"]]}
    rows = [
        {
            "classes": ["yes", "no"],
            "scores": [0.75, 1e-9],
            "echo": row,
            "embeddings": {
                "values": vector(row),
                "statistics": {"token_count": 3, "truncated": False},
            },
        }
        for row in told["instances"]
    ]
    return {"predictions": rows, "deployedModelId": "1", "modelDisplayName": "oracle"}


def _http_body(told: dict[str, Any]) -> dict[str, Any]:
    inner = {"echo": json.loads(base64.b64decode(told["httpBody"]["data"])), "score": 0.5}
    data = base64.b64encode(json.dumps(inner).encode()).decode()
    return {"contentType": "application/json", "data": data}


def _events(verb: str, heard: Heard) -> tuple[bytes, str]:
    text = " ".join(texts(heard.json))
    if verb == "serverStreamingPredict":
        tensors = (
            {"outputs": [{"structVal": {"content": {"stringVal": [piece]}}}]}
            for piece in pieces(text, 5)
        )
        return b"[" + b",\r\n".join(json.dumps(one).encode() for one in tensors) + b"]", _JSON
    if "httpBody" in heard.json:
        source = base64.b64decode(heard.json["httpBody"]["data"])
        chunks = [source[at : at + 7] for at in range(0, len(source), 7)]
        bodies = [
            {"contentType": _JSON, "data": base64.b64encode(chunk).decode()} for chunk in chunks
        ]
        return json.dumps(bodies).encode(), _JSON
    return b"".join(_anthropic(text)), "text/event-stream"


_JSON = "application/json"


def _anthropic(text: str) -> Iterator[bytes]:
    yield _event("message_start", message={"role": "assistant", "content": []})
    yield _event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    for piece in pieces(text, 5):
        yield _event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})
    yield _event("content_block_stop", index=0)
    yield _event("message_stop")


def _event(kind: str, **data: Any) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind} | data)}\n\n".encode()


def vector(value: Any) -> list[float]:
    """Equal values have equal vectors, and no others do."""
    digest = hashlib.sha256(json.dumps(value, sort_keys=True).encode()).digest()
    return [byte / 256 - 0.5 for byte in digest[:8]]


def texts(value: Any) -> list[str]:
    """Every text under `text`, `content` and `stringVal`, in order."""
    if isinstance(value, dict):
        found = [value[key] for key in ("text", "content") if isinstance(value.get(key), str)]
        said = [text for text in value.get("stringVal", []) if isinstance(text, str)]
        return [*found, *said, *(text for child in value.values() for text in texts(child))]
    if isinstance(value, list):
        return [text for child in value for text in texts(child)]
    return []
