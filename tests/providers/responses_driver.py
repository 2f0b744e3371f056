"""Requests and events of the Responses API, for tests of its codec."""

import json
from collections import defaultdict
from typing import Any

from providers.codec import Operation, Payload
from providers.openai import OPENAI
from providers.openai_responses_stream import ResponseStream


def operation(path: str) -> Operation:
    found = OPENAI.route("POST", path, "")
    assert found is not None
    return found


RESPONSES = operation("/v1/responses")
COUNT = operation("/v1/responses/input_tokens")
TEXTS = ("text", "arguments", "input", "refusal", "code")


def payload(**body: Any) -> Payload:
    whole = {"model": "gpt-5", "input": "I am Ottilie", **body}
    return OPENAI.read(RESPONSES, json.dumps(whole).encode())


def event(kind: str, number: int = 0, **fields: Any) -> bytes:
    body = {"type": kind, "sequence_number": number, **fields}
    return f"event: {kind}\ndata: {json.dumps(body)}\n\n".encode()


def delta(text: str, kind: str = "output_text", number: int = 0, **place: Any) -> bytes:
    where = {"item_id": "msg_1", "output_index": 0, "content_index": 0, **place}
    return event(f"response.{kind}.delta", number, **where, delta=text)


def data_of(stream: bytes) -> list[dict[str, Any]]:
    """The events of a stream, by the standard library."""
    lines = stream.decode().split("\n")
    return [json.loads(line[6:]) for line in lines if line.startswith("data: {")]


def sums(stream: bytes) -> tuple[dict[Any, str], dict[Any, str]]:
    """What the deltas of each channel add up to, and what each done event says."""
    told: dict[Any, str] = defaultdict(str)
    done = {}
    for each in data_of(stream):
        kind, _, state = each["type"].rpartition(".")
        key = (kind, each.get("output_index"), each.get("content_index"),
               each.get("summary_index"))  # fmt: skip
        if state == "delta":
            told[key] += each["delta"]
        elif state == "done" and key in told:
            done[key] = next(each[name] for name in TEXTS if name in each)
    return dict(told), done


def frames(data: bytes, **settings: Any) -> Any:
    return ResponseStream(**settings).feed(data)
