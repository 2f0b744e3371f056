import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.codec import Frame
from providers.openai import OPENAI
from providers.openai_completions import CompletionStream
from providers.openai_stream import DeltaFrame
from tests.providers.openai_driver import cut, restored_stream
from tests.providers.openai_plain_driver import GOLDEN, names_of, operation, payload_of

CASE = GOLDEN / "completions-stream"
TEXTS = st.text(max_size=8) | st.sampled_from(['"', "\\", "\n", "\ud83d", "\ude00", "PERSON_"])
CUTS = st.lists(st.integers(0, 100_000), max_size=20)
PROBABILITIES = {"tokens": ["PER"], "top_logprobs": [{"PER": -0.1}], "text_offset": [0]}


class Untaught(CompletionStream):
    """Parses every event: the second oracle."""

    __slots__ = ()

    def _learn(self, *_args: Any) -> None:
        return


def chunk(text: str, index: int = 0, finish: str | None = None, **rest: Any) -> bytes:
    choice = {"text": text, "index": index, "logprobs": None, "finish_reason": finish} | rest
    body = {"id": "cmpl-5", "object": "text_completion", "created": 17, "choices": [choice]}
    return b"data: " + json.dumps(body).encode() + b"\n\n"


def streams() -> st.SearchStrategy[list[bytes]]:
    finishes = st.sampled_from([None, None, None, "stop", "length"])
    probabilities = st.sampled_from([None, None, PROBABILITIES])
    return st.lists(
        st.builds(chunk, TEXTS, st.integers(0, 2), finishes, logprobs=probabilities), max_size=12
    )


def said(data: bytes) -> dict[int, str]:
    """The text of each choice, read with nothing of ours."""
    texts: dict[int, str] = {}
    for event in data.replace(b"\r\n", b"\n").split(b"\n\n"):
        source = event.removeprefix(b"data: ")
        if source.startswith(b"{"):
            for choice in json.loads(source)["choices"]:
                texts[choice["index"]] = texts.get(choice["index"], "") + choice["text"]
    return texts


@given(CUTS)
def test_restores_a_stream_however_it_is_cut(places: list[int]) -> None:
    data = (CASE / "stream.txt").read_bytes()
    reader = OPENAI.stream(operation("completions"), payload_of(CASE), drop_logprobs=True)
    restored = restored_stream(cut(data, places), reader, names_of(CASE))
    assert reader.end()
    assert restored == (CASE / "restored.txt").read_bytes()


def test_what_is_restored_is_what_was_said() -> None:
    whole = said((CASE / "stream.txt").read_bytes())
    for value, pseudonym in names_of(CASE).items():
        whole = {index: text.replace(pseudonym, value) for index, text in whole.items()}
    restored = (CASE / "restored.txt").read_bytes()
    assert said(restored) == whole
    assert "Ottilie Brandvold" in whole[0]
    assert b"EMAIL" not in restored


@given(CUTS)
def test_unchanged_texts_give_the_stream_back(places: list[int]) -> None:
    data = (CASE / "stream.txt").read_bytes()
    reader = OPENAI.stream(operation("completions"), payload_of(CASE))
    frames = [frame for piece in cut(data, places) for frame in reader.feed(piece)]
    assert b"".join(frame.render([slot.text for slot in frame.slots]) for frame in frames) == data


def shape(frame: Frame) -> tuple[Any, ...]:
    slots = [(s.channel, s.text, s.container, s.tool, s.closes) for s in frame.slots]
    return frame.raw, slots, set(frame.closes), frame.terminal, frame.error


@given(streams(), CUTS, st.booleans())
def test_templates_and_the_parser_give_the_same_frames(
    chunks: list[bytes], places: list[int], drop: bool
) -> None:
    data = b"".join(chunks) + b"data: [DONE]\n\n"
    quick, slow = CompletionStream(drop_logprobs=drop), Untaught(drop_logprobs=drop)
    for piece in cut(data, places):
        for one, other in zip(quick.feed(piece), slow.feed(piece), strict=True):
            assert shape(one) == shape(other)
            texts = [slot.text + '"ü\n' for slot in one.slots]
            assert said(one.render(texts)) == said(other.render(texts))
            assert one.before((0, "text"), "x") == other.before((0, "text"), "x")
    assert quick.end()


def test_most_events_need_no_parser() -> None:
    data = b"".join(chunk(f"word {n}", n % 3) for n in range(50))
    assert sum(isinstance(frame, DeltaFrame) for frame in CompletionStream().feed(data)) == 47


def test_each_choice_is_a_channel_and_ends_with_its_reason() -> None:
    data = chunk("a") + chunk("b", 1) + chunk("c", 0, "stop") + chunk("", 1, "length")
    slots = [frame.slots[0] for frame in CompletionStream().feed(data)]
    assert [slot.channel for slot in slots] == [(0, "text"), (1, "text")] * 2
    assert [slot.closes for slot in slots] == [False, False, True, True]


def test_what_was_held_back_comes_before_the_end() -> None:
    last = CompletionStream().feed(chunk("PERS", 1) + b"data: [DONE]\n\n")[-1]
    assert tuple(last.closes) == ((1, "text"),)
    event = last.before((1, "text"), 'PE"RS')
    assert said(event) == {1: 'PE"RS'}
    assert json.loads(event[6:])["id"] == "cmpl-5"


@given(streams())
def test_dropped_probabilities_are_gone(chunks: list[bytes]) -> None:
    for frame in CompletionStream(drop_logprobs=True).feed(b"".join(chunks)):
        body = json.loads(frame.render([slot.text for slot in frame.slots])[6:])
        assert body["choices"][0]["logprobs"] is None


def test_channels_of_other_shapes_are_a_mistake() -> None:
    with pytest.raises(TypeError):
        CompletionStream.between({}, "text", "x")
