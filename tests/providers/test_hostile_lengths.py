"""What hostile callers make long: time grows no faster than what they send."""

import json
import time
from base64 import b64encode
from collections.abc import Callable

import pytest

from providers.codec import MalformedBodyError
from providers.google import GOOGLE
from providers.offsets import Shift
from providers.openai import OPENAI

GENERATE = "/v1beta/models/m:generateContent"
CHAT = "/v1/chat/completions"


def _chat(data: str) -> None:
    part = {"type": "file", "file": {"filename": "a.txt", "file_data": data}}
    body = {"model": "m", "messages": [{"role": "user", "content": [part]}]}
    operation = OPENAI.route("POST", CHAT, "")
    assert operation is not None
    OPENAI.read(operation, json.dumps(body).encode())


def _blanks(size: int) -> None:
    _chat(" " * size + "!")


def _blanks_and_signs(size: int) -> None:
    _chat("data:text/plain;base64," + " =" * size + " " * size + "!")


def _resource(size: int) -> None:
    body = {"model": "a/bb" + "/bb" * size + "!", "contents": []}
    operation = GOOGLE.route("POST", GENERATE, "")
    assert operation is not None
    GOOGLE.read(operation, json.dumps(body).encode())


def _quotes(size: int) -> None:
    _chat("data:text/csv;base64," + b64encode(b'"a""' * size).decode())


@pytest.mark.parametrize("read", [_blanks, _blanks_and_signs, _resource, _quotes])
def test_reading_takes_linear_time(read: Callable[[int], None]) -> None:
    """A hundred thousand would take minutes if time grew with the square."""
    began = time.perf_counter()
    read(100_000)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("line", [b"{}\n", b"a\n", b"[1,2,3,4,5,6,7,8,9]\n"])
def test_lines_of_a_file_are_bounded(line: bytes) -> None:
    """Lines are documents of their own, each with limits: all of them together have some, too."""
    with pytest.raises(MalformedBodyError) as caught:
        _chat("data:application/jsonl;base64," + b64encode(line * 200_001).decode())
    assert caught.value.code == "too_many_values"


def test_offsets_take_linear_time() -> None:
    """Thousands of pseudonyms in one text, side by side: what follows is not copied."""
    began = time.perf_counter()
    shift = Shift("PERSON_a7k2 " * 20_000, "Amaia Etxeberria " * 20_000)
    assert time.perf_counter() - began < 10
    assert shift(12 * 20_000) == 17 * 20_000
