"""The derivation itself: what it finds in types that are known, and what makes it fail."""

from enum import StrEnum
from typing import Any, Literal, Required

import pytest
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from providers.codec import Operation
from tests.coverage import judge
from tests.coverage.annotations import UnknownTypeError, shape_of
from tests.coverage.judge import Outcome, Verdict
from tests.coverage.shapes import (
    KEY,
    PLANTED,
    PLANTED_BYTES,
    Leaf,
    additions,
    leaves,
    misplaced,
    words,
)

CHAT = Operation("chat.completions", "POST", "/v1/chat/completions")


class Colour(StrEnum):
    RED = "red"


class Picture(TypedDict, total=False):
    type: Required[Literal["picture"]]
    data: bytes
    detail: Literal["low", "high"]


class Line(TypedDict, total=False):
    type: Required[Literal["line"]]
    text: Required[str]
    replies: list["Line"]


class Letter(BaseModel):
    parts: list[Line | Picture]
    sender: str | None = Field(default=None, alias="from")
    labels: dict[str, str] | None = None
    anything: Any = None
    colour: Colour = Colour.RED
    copies: int = 1


LETTER = {leaf.path: leaf for leaf in leaves(shape_of(Letter))}


def test_every_text_is_a_leaf_and_closed_sets_and_numbers_are_none() -> None:
    assert set(LETTER) == {
        ".parts[]<line>.text",
        ".parts[]<line>.replies[].text",
        ".parts[]<picture>.data",
        ".from",
        ".labels{key}",
        ".labels{}",
        ".anything",
        ".anything{key}",
        ".anything{}",
        ".anything[]{}",
    }
    assert {".colour", ".copies", ".parts[]<picture>.detail"} <= {
        leaf.path for leaf in words(shape_of(Letter))
    }


def test_a_document_holds_what_is_required_and_what_was_planted() -> None:
    assert LETTER[".parts[]<picture>.data"] == Leaf(
        ".parts[]<picture>.data",
        "/parts/0/data",
        {"parts": [{"type": "picture", "data": PLANTED_BYTES}], "colour": "red"},
    )
    reply = LETTER[".parts[]<line>.replies[].text"]
    assert reply.document["parts"][0]["replies"] == [{"type": "line", "text": PLANTED}]
    assert reply.pointer == "/parts/0/replies/0/text"
    assert LETTER[".labels{}"].document["labels"] == {KEY: PLANTED}
    assert list(LETTER[".labels{key}"].document["labels"]) == [PLANTED]


def test_a_type_that_nobody_can_read_fails() -> None:
    class Odd(TypedDict):
        what: complex

    with pytest.raises(UnknownTypeError, match="complex"):
        leaves(shape_of(Odd))


def test_a_field_that_an_update_adds_to_a_request_is_unknown() -> None:
    class Update(TypedDict):
        messages: list[Line]
        mood: str
        volume: int

    shape = shape_of(Update)
    verdicts = judge.requests("openai", CHAT, leaves(shape))
    assert Verdict(".mood", Outcome.UNKNOWN) in verdicts
    assert ".volume" in judge.unknown("openai", CHAT, words(shape))


def test_a_field_of_an_answer_that_nobody_restores_is_unseen() -> None:
    class Usage(TypedDict):
        note: str

    class Update(TypedDict):
        usage: Usage
        summary: str

    verdicts = judge.answers("openai", CHAT, leaves(shape_of(Update)))
    assert verdicts == [
        Verdict(".usage.note", Outcome.UNSEEN),
        Verdict(".summary", Outcome.WALKED),
    ]


def test_a_text_astray_is_planted_in_place_of_every_word_and_as_a_field_that_nobody_knows() -> None:
    shape = shape_of(Letter)
    assert {leaf.path for leaf in misplaced(shape)} == {leaf.path for leaf in words(shape)}
    assert all(PLANTED in str(leaf.document) for leaf in misplaced(shape))
    assert {leaf.path for leaf in additions(shape)} == {
        ".x_new",
        ".parts[]<line>.x_new",
        ".parts[]<line>.replies[].x_new",
        ".parts[]<picture>.x_new",
    }


def test_what_stands_in_a_request_is_told_apart() -> None:
    def outcome(pointer: str, document: Any) -> Outcome:
        (verdict,) = judge.requests("openai", CHAT, [Leaf("", pointer, document)])
        return verdict.outcome

    assert outcome("/user", {"user": PLANTED}) is Outcome.WALKED
    assert outcome("/model", {"model": PLANTED}) is Outcome.CHECKED
    audio = {"type": "input_audio", "input_audio": {"data": PLANTED_BYTES, "format": "wav"}}
    body = {"messages": [{"role": "user", "content": [audio]}]}
    assert outcome("/messages/0/content/0/input_audio/data", body) is Outcome.OPAQUE
    assert outcome("", PLANTED) is Outcome.REFUSED
