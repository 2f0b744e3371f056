"""Streams of Gemini: how tests write, cut and join them."""

import json
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from providers.codec import FrameReader, Framing, Operation
from providers.google_stream import stream
from tests.providers.google_driver import Driver

ORIGINALS = {"PERSON_a7k2": "Zoë Åström", "PERSON_a7k2u2": "ZOË", "EMAIL_b8m3": 'z"oe@example.net'}
NAMES = ("stream", "POST", "/v1/models/m:streamGenerateContent")
FRAMINGS = (Framing.SSE, Framing.JSON_ARRAY)


def reader_for(framing: Framing, **options: Any) -> FrameReader:
    return stream(Operation(*NAMES, framing=framing), None, **options)


def response(*parts: Any, index: int = 0, **fields: Any) -> dict[str, Any]:
    content = {"role": "model", "parts": list(parts)}
    return {"candidates": [{"content": content, "index": index, **fields}]}


def text(text: str, index: int = 0, **fields: Any) -> dict[str, Any]:
    return response({"text": text}, index=index, **fields)


def written(framing: Framing, responses: Iterable[Any]) -> bytes:
    sources = [json.dumps(each, ensure_ascii=False).encode() for each in responses]
    if framing is Framing.SSE:
        return b"".join(b"data: " + source + b"\n\n" for source in sources)
    return b"[" + b"\n,\r\n".join(sources) + b"\n]"


def parsed(framing: Framing, data: bytes) -> list[Any]:
    if framing is Framing.JSON_ARRAY:
        found = json.loads(data)
        assert isinstance(found, list)
        return found
    assert data.endswith(b"\n\n")
    return [json.loads(event.removeprefix(b"data: ")) for event in data.split(b"\n\n")[:-1]]


def cut(data: bytes, at: Iterable[int]) -> list[bytes]:
    places = sorted({0, len(data), *(place % (len(data) + 1) for place in at)})
    return [data[start:end] for start, end in pairwise(places)]


def restored(
    framing: Framing, responses: Iterable[Any], at: Iterable[int] = (), **options: Any
) -> list[Any]:
    reader = reader_for(framing, **options)
    data = Driver(reader, ORIGINALS).all(cut(written(framing, responses), at))
    assert reader.end()
    return parsed(framing, data)


def parts_of(responses: Iterable[Any]) -> list[Any]:
    return [
        part
        for each in responses
        for candidate in each["candidates"]
        for part in candidate.get("content", {}).get("parts", [])
    ]


def joined(responses: Iterable[Any]) -> dict[tuple[int, bool], str]:
    texts: dict[tuple[int, bool], str] = defaultdict(str)
    for each in responses:
        for candidate in each["candidates"]:
            for part in candidate["content"]["parts"]:
                key = (candidate.get("index", 0), part.get("thought", False))
                texts[key] += part.get("text", "")
    return texts


cuts = st.lists(st.integers(min_value=0), max_size=12)


def lines_of(data: bytes) -> list[str]:
    return [line for line in data.decode().splitlines() if line]
