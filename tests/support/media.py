"""A recipient's pictures and sound, in tests: it answers with what it was told."""

import json
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web

from tests.support.files import parts_of
from tests.support.heard import Heard

PATHS = frozenset(
    {
        "/v1/images/generations", "/v1/images/edits", "/v1/images/variations",
        "/v1/audio/transcriptions", "/v1/audio/translations", "/v1/audio/speech",
    }
)  # fmt: skip
SOUND = b"ID3\x04" + bytes(range(256))
PICTURE = "iVBORw0KGgo="


@dataclass
class Media:
    """Pictures and sound."""

    wire: Literal["openai", "google"] = "openai"

    def serves(self, method: str, path: str) -> bool:
        return method == "POST" and path in PATHS

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        told = fields(heard)
        said = str(told.get("prompt") or told.get("input") or "nothing")
        if heard.path == "/v1/audio/speech":
            return web.Response(body=SOUND, content_type="audio/mpeg")
        is_sound = "/audio/" in heard.path
        if str(told.get("stream")).lower() == "true":
            return await _stream(request, _spoken(said) if is_sound else _drawn())
        if not is_sound:
            pictures = [
                {"revised_prompt": f"A picture: {said}", "b64_json": PICTURE},
                {"url": "https://example.org/a.png"},
            ]
            return _json({"created": 1, "data": pictures})
        form = told.get("response_format", "json")
        if form in ("text", "srt", "vtt"):
            stamp = "" if form == "text" else "1\n00:00:00,000 --> 00:00:01,000\n"
            return web.Response(body=f"{stamp}{said}\n".encode(), content_type="text/plain")
        segments = [{"id": 0, "start": 0.0, "end": 1.0, "text": said}]
        return _json({"text": said, "language": "english", "duration": 1.0, "segments": segments})


def fields(heard: Heard) -> dict[str, Any]:
    """The fields of a request, of JSON or of a form."""
    if heard.json:
        return heard.json
    return {part.name: part.content.decode() for part in parts_of(heard) if part.filename is None}


def _spoken(text: str) -> list[dict[str, Any]]:
    """Deltas of three characters, so that each pseudonym is cut."""
    cut = [text[at : at + 3] for at in range(0, len(text), 3)]
    deltas: list[dict[str, Any]] = [{"type": "transcript.text.delta", "delta": d} for d in cut]
    return [*deltas, {"type": "transcript.text.done", "text": text}]


def _drawn() -> list[dict[str, Any]]:
    common = {"b64_json": PICTURE, "created_at": 1, "size": "1024x1024", "quality": "low"}
    return [
        {"type": "image_generation.partial_image", "partial_image_index": 0, **common},
        {"type": "image_generation.completed", **common},
    ]


async def _stream(request: web.Request, events: list[dict[str, Any]]) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    for event in events:
        await response.write(f"data: {json.dumps(event)}\n\n".encode())
    await response.write_eof()
    return response


def _json(body: dict[str, Any]) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), content_type="application/json")
