import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.text import Segment
from providers.codec import Framing, Payload
from providers.openai import OPENAI
from providers.openai_responses_stream import ResponseStream
from tests.providers.openai_driver import Restoring, cut, pseudonymised
from tests.providers.responses_driver import RESPONSES

GOLDEN = Path(__file__).parents[1] / "golden" / "openai-responses"
CASES = sorted(GOLDEN.iterdir())
STREAMS = [case for case in CASES if (case / "stream.txt").exists()]
WHOLE = [case for case in CASES if (case / "answer.json").exists()]
by_name = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def names_of(case: Path) -> dict[str, str]:
    names: dict[str, str] = json.loads((case / "names.json").read_text())
    return names


def payload_of(case: Path) -> Payload:
    return OPENAI.read(RESPONSES, (case / "request.json").read_bytes())


def line(segment: Segment) -> str:
    text = json.dumps(segment.text, ensure_ascii=False)
    place = f"{segment.role}/{segment.block}/{segment.place}"
    return f"{segment.pointer} {place} {segment.hint or '-'} {text}"


def summary(payload: Payload) -> dict[str, object]:
    return {
        "model": payload.model,
        "framing": payload.framing,
        "tools": list(payload.tools),
        "json_answer": payload.json_answer,
        "opaque": [f"{item.kind} {item.pointer}" for item in payload.opaque],
        "unknown_fields": list(payload.unknown_fields),
        "segments": [line(segment) for segment in payload.segments],
    }


def restored(pieces: list[bytes], reader: ResponseStream, names: dict[str, str]) -> bytes:
    restoring = Restoring(names)
    return b"".join(restoring.frame(frame) for piece in pieces for frame in reader.feed(piece))


@by_name
def test_reads_what_is_expected(case: Path) -> None:
    assert summary(payload_of(case)) == json.loads((case / "expected.json").read_text())


@by_name
def test_sends_what_is_expected(case: Path) -> None:
    payload = payload_of(case)
    sent = payload.rewrite(pseudonymised(payload, names_of(case)), {}, None)
    assert sent == (case / "sent.json").read_bytes()
    for value in names_of(case):
        assert value not in json.dumps(json.loads(sent), ensure_ascii=False).replace("\\", "")


@by_name
def test_unchanged_texts_change_no_byte(case: Path) -> None:
    payload = payload_of(case)
    same = {index: segment.text for index, segment in enumerate(payload.segments)}
    assert payload.rewrite(same, {}, None) == (case / "request.json").read_bytes()


@pytest.mark.parametrize("case", WHOLE, ids=lambda case: case.name)
def test_restores_a_whole_answer(case: Path) -> None:
    body = (case / "answer.json").read_bytes()
    frame = OPENAI.whole(RESPONSES, body, payload_of(case))
    assert frame.render([slot.text for slot in frame.slots]) == body
    written = Restoring(names_of(case)).frame(frame)
    assert written == (case / "restored.json").read_bytes()
    for pseudonym in names_of(case).values():
        assert pseudonym.encode() not in written


@pytest.mark.parametrize("case", STREAMS, ids=lambda case: case.name)
@given(places=st.lists(st.integers(0, 100_000), max_size=20))
def test_restores_a_stream_however_it_is_cut(case: Path, places: list[int]) -> None:
    data, payload = (case / "stream.txt").read_bytes(), payload_of(case)
    assert payload.framing is Framing.SSE
    reader = ResponseStream(json_answer=payload.json_answer, drop_logprobs=True)
    written = restored(cut(data, places), reader, names_of(case))
    assert reader.end()
    assert written == (case / "restored.txt").read_bytes()


@pytest.mark.parametrize("case", STREAMS, ids=lambda case: case.name)
def test_restores_a_stream_byte_by_byte(case: Path) -> None:
    data = (case / "stream.txt").read_bytes()
    reader = ResponseStream(json_answer=payload_of(case).json_answer, drop_logprobs=True)
    written = restored([bytes([byte]) for byte in data], reader, names_of(case))
    assert written == (case / "restored.txt").read_bytes()
    for pseudonym in names_of(case).values():
        assert pseudonym.encode() not in written


@pytest.mark.parametrize("case", STREAMS, ids=lambda case: case.name)
@given(places=st.lists(st.integers(0, 100_000), max_size=20))
def test_unchanged_texts_give_the_stream_back(case: Path, places: list[int]) -> None:
    data = (case / "stream.txt").read_bytes()
    reader = OPENAI.stream(RESPONSES, payload_of(case))
    frames = [frame for piece in cut(data, places) for frame in reader.feed(piece)]
    written = [frame.render([slot.text for slot in frame.slots]) for frame in frames]
    assert b"".join(written) == data
    assert b"".join(frame.raw for frame in frames) == data
