"""Every place of a completion, an embedding and a moderation: a planted value in each."""

import base64
import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.end_to_end.conftest import House
from tests.support.planted import assert_absent

MAIL = "ngozi.adeyemi@posteo.example"
CARD = "5555 5555 5555 4444"
DIGITS = 5555555555554444
PLANTED = (MAIL, CARD)
COMPLETIONS: dict[str, dict[str, Any]] = {
    "prompt": {"prompt": f"Dear {MAIL}, card {CARD}"},
    "prompts": {"prompt": ["Hello", f"Dear {MAIL}", CARD]},
    "prompt, an object": {"prompt": {MAIL: CARD}},
    "prompt, lists in lists": {"prompt": [["Hello", [MAIL]]]},
    "prompt, a number": {"prompt": DIGITS},
    "prompt, numbers": {"prompt": [DIGITS, [DIGITS]]},
    "suffix": {"suffix": f" regards, {MAIL}"},
    "suffix, a list": {"suffix": [MAIL]},
    "stop": {"stop": MAIL},
    "stops": {"stop": ["END", MAIL]},
    "user": {"user": "ngozi-4711"},
    "user, an object": {"user": {"id": MAIL}},
    "model": {"model": MAIL},
    "bias": {"logit_bias": {MAIL: 1}},
    "bias, a list": {"logit_bias": [MAIL]},
    "number for a word": {"echo": DIGITS, "best_of": MAIL},
    "options": {"stream_options": {"include_usage": MAIL, MAIL: True}},
    "logprobs": {"logprobs": MAIL},
    "guided": {"guided_regex": f"(yes|{MAIL})", "extra": {"deep": [{MAIL: CARD}]}},
    "unknown key": {MAIL: True},
    "base64": {"prompt": base64.b64encode(MAIL.encode()).decode()},
    "percent": {"prompt": quote(MAIL, safe="")},
    "full width": {"prompt": MAIL.replace("@", "\uff20")},
    "zero width": {"prompt": MAIL.replace("@", "\u200b@\u200b")},
    "escaped": {"prompt": MAIL.replace("@", "\\u0040")},
}
EMBEDDINGS: dict[str, dict[str, Any]] = {
    "input": {"input": f"Dear {MAIL}, card {CARD}"},
    "inputs": {"input": [MAIL, "Hello", f"card {CARD}"]},
    "input, an object": {"input": {"text": MAIL, "image": CARD}},
    "input, objects": {"input": [{"text": MAIL}]},
    "input, numbers": {"input": [DIGITS]},
    "user": {"user": "ngozi-4711"},
    "format": {"encoding_format": MAIL},
    "dimensions": {"dimensions": MAIL},
    "model": {"model": MAIL},
    "kind of input": {"input_type": MAIL},
    "messages": {"messages": [{"role": "user", "content": MAIL}]},
    "unknown key": {"brand_new": {MAIL: True}},
}
MODERATIONS: dict[str, dict[str, Any]] = {
    "input": {"input": MAIL},
    "inputs": {"input": ["Hello", MAIL, CARD]},
    "part": {"input": [{"type": "text", "text": f"{MAIL} {CARD}"}]},
    "part, alone": {"input": {"type": "text", "text": MAIL}},
    "part of no kind": {"input": [{"text": MAIL}]},
    "image": {"input": [{"type": "image_url", "image_url": {"url": f"https://x.example/?m={MAIL}"}}]},
    "image, a text": {"input": [{"type": "image_url", "image_url": MAIL}]},
    "lists in lists": {"input": [[MAIL]]},
    "number": {"input": [DIGITS]},
    "model": {"model": MAIL},
    "user": {"user": MAIL},
    "metadata": {"metadata": {MAIL: CARD}},
}  # fmt: skip
PLACES = {
    f"{call}: {place}": (call, fields)
    for call, places in (
        ("completions", COMPLETIONS),
        ("embeddings", EMBEDDINGS),
        ("moderations", MODERATIONS),
    )
    for place, fields in places.items()
}
BASES = {
    "completions": {"model": "m", "prompt": "Hello"},
    "embeddings": {"model": "m", "input": "Hello"},
    "moderations": {"model": "m", "input": "Hello"},
}


@pytest.mark.parametrize("place", PLACES)
async def test_place(at_home: House, place: str) -> None:
    call, fields = PLACES[place]
    body = json.dumps(BASES[call] | fields).encode()
    status, _, answer = await at_home.post(f"/v1/{call}", body)
    assert status in {200, 403}, answer
    assert_absent((*PLANTED, "ngozi"), at_home.recipient.memory)
    await at_home.assert_nothing_escaped(PLANTED)


@pytest.mark.parametrize("call", BASES)
async def test_query_strings(at_home: House, call: str) -> None:
    query = f"api-version={quote(MAIL)}&tag={quote(MAIL)}&{quote(MAIL)}=1"
    await at_home.post(f"/v1/{call}?{query}", json.dumps(BASES[call]).encode())
    assert_absent(PLANTED, at_home.recipient.memory)
