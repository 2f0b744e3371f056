"""Every event type that the official SDK knows, by the SDK's own types."""

import typing

import pytest
from openai.types.responses import ResponseStreamEvent

from tests.providers.responses_driver import event, frames

WORDS = {
    "type": "words of the protocol",
    "item_id": "the recipient made it",
    "response_id": "the recipient made it",
    "partial_image_b64": "a picture",
    "obfuscation": "padding",
    "name": "that of a tool, which may not change",
}
"""Fields of events whose strings are no text, each with its reason."""
_UNION, *_ = typing.get_args(ResponseStreamEvent)
EVENTS = {
    typing.get_args(model.model_fields["type"].annotation)[0]: model
    for model in typing.get_args(_UNION)
}
DELTAS = sorted(kind for kind in EVENTS if kind.endswith(".delta"))


def strings(kind: str) -> set[str]:
    """The fields of an event that are strings, or may be."""
    fields = EVENTS[kind].model_fields.items()
    return {
        name for name, field in fields
        if field.annotation is str or str in typing.get_args(field.annotation)
    }  # fmt: skip


@pytest.mark.parametrize("kind", sorted(EVENTS))
def test_every_string_of_an_event_is_text_or_listed(kind: str) -> None:
    names = strings(kind)
    (frame,) = frames(event(kind, **dict.fromkeys(names, "PERSON_a7k2u2")))
    sound = {"delta"} if kind == "response.audio.delta" else set()
    expected = names - WORDS.keys() - sound
    assert len(frame.slots) == len(expected), expected


@pytest.mark.parametrize("kind", DELTAS)
def test_every_delta_goes_on_until_it_is_done(kind: str) -> None:
    value = {"stdout": "a"} if kind.endswith("output_content.delta") else "a"
    began, done = frames(
        event(kind, output_index=0, delta=value)
        + event(f"{kind.removesuffix('.delta')}.done", output_index=0)
    )
    if kind == "response.audio.delta":
        assert not began.slots
        return
    (slot,) = began.slots
    assert not slot.closes
    assert done.closes == (slot.channel,)


def test_the_sdk_knows_no_delta_without_an_end() -> None:
    assert {f"{kind.removesuffix('.delta')}.done" for kind in DELTAS} <= EVENTS.keys()
    assert len(EVENTS) > 50
