"""The codec of Google's wire format as a whole, against golden exchanges.

A golden folder holds one exchange: `case.json` (the call, and which pseudonym stands for what),
`request.json` as the client sends it, `segments.json` what is seen in it, `sent.json` what leaves,
`answer` what the recipient says, `received` what the client gets.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from providers.codec import Framing, Operation, Payload
from providers.google import GOOGLE
from providers.registry import CODECS
from tests.providers.google_driver import Driver, restore_whole

GOLDEN = Path(__file__).parent.parent / "golden" / "google"
CASES = sorted(folder.name for folder in GOLDEN.iterdir())


class Case:
    """One golden exchange."""

    def __init__(self, name: str) -> None:
        self.folder = GOLDEN / name
        self.about: dict[str, Any] = json.loads(self.read("case.json"))
        self.names: dict[str, str] = self.about["pseudonyms"]
        self.body = self.read("request.json")
        operation = GOOGLE.route("POST", self.about["path"], self.about["query"])
        assert operation is not None
        self.operation: Operation = operation
        self.payload: Payload = GOOGLE.read(operation, self.body)

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def texts(self) -> dict[int, str]:
        texts = {}
        for index, segment in enumerate(self.payload.segments):
            text = segment.text
            for pseudonym, value in self.names.items():
                text = text.replace(value, pseudonym)
            if text != segment.text:
                texts[index] = text
        return texts

    def restored(self, size: int) -> bytes:
        answer = self.read("answer")
        if self.operation.framing is Framing.NONE:
            frame = GOOGLE.whole(self.operation, answer, self.payload)
            return restore_whole(frame, self.names)
        reader = GOOGLE.stream(self.operation, self.payload)
        pieces = (answer[start : start + size] for start in range(0, len(answer), size))
        received = Driver(reader, self.names).all(pieces)
        assert reader.end()
        return received


def test_there_are_golden_exchanges_of_every_framing() -> None:
    assert {Case(name).operation.framing for name in CASES} == set(Framing)


@pytest.mark.parametrize("name", CASES)
def test_what_is_seen(name: str) -> None:
    case = Case(name)
    seen = [[s.pointer, s.block, s.role, s.place, s.text] for s in case.payload.segments]
    assert seen == json.loads(case.read("segments.json"))
    assert sorted({item.kind for item in case.payload.opaque}) == case.about["opaque"]
    assert list(case.payload.unknown_fields) == case.about["unknown"]


@pytest.mark.parametrize("name", CASES)
def test_what_leaves(name: str) -> None:
    case = Case(name)
    sent = case.payload.rewrite(case.texts(), {}, case.about["note"])
    assert sent == case.read("sent.json")
    assert not any(value.encode() in sent for value in case.names.values())
    assert case.payload.rewrite({}, {}, None) == case.body


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("size", [1, 2, 64, 1_000_000])
def test_what_comes_back(name: str, size: int) -> None:
    case = Case(name)
    assert case.restored(size) == case.read("received")


# --- routes ---------------------------------------------------------------------


def test_it_is_registered() -> None:
    assert CODECS[GOOGLE.wire] is GOOGLE


@pytest.mark.parametrize(
    ("path", "query", "framing"),
    [
        ("/v1/models/m:generateContent", "alt=sse", Framing.NONE),
        ("/v1beta/models/m:streamGenerateContent", "alt=sse", Framing.SSE),
        ("/v1beta1/models/m:streamGenerateContent", "", Framing.JSON_ARRAY),
    ],
)
def test_a_route(path: str, query: str, framing: Framing) -> None:
    name = path.rpartition(":")[2]
    expected = Operation(name, "POST", path, inspected=True, model="m", framing=framing)
    assert GOOGLE.route("POST", path, query) == expected
    assert GOOGLE.advice("POST", path) is None


def test_a_listing_is_not_inspected() -> None:
    operation = GOOGLE.route("GET", "/v1/models", "pageSize=10")
    assert operation == Operation("models", "GET", "/v1/models", inspected=False)
    answer = b'{"models": [{"name": "models/m", "inputTokenLimit": 1048576}]}'
    frame = GOOGLE.whole(operation, answer)
    assert frame.render([slot.text for slot in frame.slots]) == answer


@pytest.mark.parametrize(
    ("method", "path", "word"),
    [
        ("POST", "/", "api_key"),
        ("POST", "", "project"),
        ("POST", "/v1/models/m:predictLongRunning", "predict"),
        ("POST", "/v1/projects/p/locations/nowhere/endpoints/1:generateContent", "region"),
        ("POST", "/v1/models/a%2Fb:generateContent", "percent"),
        ("POST", "/models/m:generateContent", "version"),
        ("GET", "/ws/google.ai.generativelanguage.v1.GenerativeService.Bidi", "Live"),
        ("POST", "/upload/v1beta/others", "resumable"),
    ],
)
def test_an_unknown_call_gets_advice(method: str, path: str, word: str) -> None:
    assert GOOGLE.route(method, path, "") is None
    assert word in (GOOGLE.advice(method, path) or "")


# --- errors of the recipient ------------------------------------------------------


def test_an_error_body_is_restored() -> None:
    frame = GOOGLE.error(b'[{"error":{"code":400,"message":"PERSON_a7k2 is bad"}}]')
    assert frame is not None
    assert restore_whole(frame, {"PERSON_a7k2": "Noor"}) == (
        b'[{"error":{"code":400,"message":"Noor is bad"}}]'
    )


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"{}", b"[]", b'{"candidates":[]}', b"3"])
def test_what_is_no_error_of_this_dialect_is_none(body: bytes) -> None:
    assert GOOGLE.error(body) is None
