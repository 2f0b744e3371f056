"""Properties of Google's wire format that hold for every conversation, checked on drawn ones."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from providers.codec import Operation
from providers.google_fields import camel
from providers.google_request import GoogleRequest
from providers.google_stream import whole
from tests.providers.google_driver import restore_whole

GENERATE = Operation("generateContent", "POST", "/v1/models/m:generateContent", model="m")
ORIGINALS = {"PERSON_a7k2": 'Zoë "Z" Åström', "EMAIL_b8m3": "zoe.astrom@example.net"}
OWN = frozenset({"first_name", "user_id"})
"""Keys of the application's own making: no spelling of theirs is the protocol's."""
words = st.text("ab Zé", max_size=6)
own = st.dictionaries(st.sampled_from(sorted(OWN)), words, max_size=2)

# --- both spellings ---------------------------------------------------------------

partial_args = st.fixed_dictionaries({"json_path": st.just("$.who"), "string_value": words})
calls = st.fixed_dictionaries(
    {"name": st.just("find"), "args": own}, optional={"partial_args": st.lists(partial_args)}
)
parts = st.one_of(
    st.fixed_dictionaries({"text": words}, optional={"thought": st.booleans()}),
    st.fixed_dictionaries({"function_call": calls, "thought_signature": st.just("c2ln")}),
    st.fixed_dictionaries({"function_response": st.fixed_dictionaries({"response": own})}),
    st.fixed_dictionaries({"code_execution_result": st.fixed_dictionaries({"output": words})}),
)
turns = st.fixed_dictionaries(
    {"role": st.sampled_from(["user", "model"]), "parts": st.lists(parts, max_size=3)}
)
requests = st.fixed_dictionaries(
    {"contents": st.lists(turns, max_size=4)},
    optional={
        "system_instruction": st.fixed_dictionaries({"parts": st.lists(parts, max_size=1)}),
        "safety_settings": st.lists(
            st.fixed_dictionaries({"category": st.integers(0, 9), "threshold": st.integers(0, 5)})
        ),
        "generation_config": st.fixed_dictionaries(
            {"stop_sequences": st.lists(words), "max_output_tokens": st.integers(1, 9)}
        ),
    },
)


def spelled(tree: Any, draw: Any) -> Any:
    """The same message with fields in either spelling, each as drawn."""
    if isinstance(tree, list):
        return [spelled(each, draw) for each in tree]
    if not isinstance(tree, dict):
        return tree
    return {
        key if key in OWN or not draw(st.booleans()) else camel(key): spelled(value, draw)
        for key, value in tree.items()
    }


def read(tree: Any) -> GoogleRequest:
    return GoogleRequest(GENERATE, json.dumps(tree).encode())


@given(requests, st.data())
def test_every_spelling_says_the_same(tree: Any, data: st.DataObject) -> None:
    one, other = read(tree), read(spelled(tree, data.draw))

    def seen(request: GoogleRequest) -> Any:
        return [(each.text, each.block, each.role, each.place) for each in request.segments]

    assert seen(one) == seen(other)
    assert [item.kind for item in one.opaque] == [item.kind for item in other.opaque]
    assert not one.unknown_fields
    assert not other.unknown_fields


@given(requests)
def test_what_nobody_changes_keeps_its_bytes_enums_as_numbers_too(tree: Any) -> None:
    body = json.dumps(tree, indent=1).encode()
    assert GoogleRequest(GENERATE, body).rewrite({}, {}, None) == body


# --- what moves with the text -----------------------------------------------------

pieces = st.lists(
    st.sampled_from([*ORIGINALS, "Åé ", "x, ", "🙂", "\n", " and "]), min_size=1, max_size=12
)


def restored(tree: Any) -> Any:
    return json.loads(restore_whole(whole(json.dumps(tree).encode()), ORIGINALS))


def plain(text: str) -> str:
    for pseudonym, value in ORIGINALS.items():
        text = text.replace(pseudonym, value)
    return text


@given(pieces, st.data())
def test_supports_point_at_what_they_quote_after_restoring(said: list[str], data: Any) -> None:
    first = data.draw(st.integers(0, len(said) - 1))
    last = data.draw(st.integers(first + 1, len(said)))
    before, quoted = "".join(said[:first]), "".join(said[first:last])
    start = len(before.encode())
    segment = {"startIndex": start, "endIndex": start + len(quoted.encode()), "text": quoted}
    new = restored(
        {
            "candidates": [
                {
                    "content": {"parts": [{"text": "".join(said)}]},
                    "groundingMetadata": {"groundingSupports": [{"segment": segment}]},
                }
            ]
        }
    )["candidates"][0]
    text = new["content"]["parts"][0]["text"]
    assert text == plain("".join(said))
    for support in new["groundingMetadata"]["groundingSupports"]:
        found = support["segment"]
        cut = text.encode()[found.get("startIndex", 0) : found["endIndex"]]
        assert cut.decode() == found["text"] == plain(quoted)


answered = st.lists(
    st.one_of(
        st.fixed_dictionaries({"text": st.sampled_from(["", "PERSON_a7k2", "Hi "])}),
        st.fixed_dictionaries(
            {"text": st.sampled_from(["", "EMAIL_b8m3"]), "thoughtSignature": st.just("c2ln")}
        ),
        st.fixed_dictionaries({"thoughtSignature": st.just("c2ln"), "thought": st.just(True)}),
        st.just({}),
    ),
    max_size=5,
)


@given(answered)
def test_no_part_is_merged_dropped_or_moved(said: Any) -> None:
    tree = {"candidates": [{"content": {"role": "model", "parts": said}}]}
    new = restored(tree)["candidates"][0]["content"]["parts"]
    assert [part.keys() for part in new] == [part.keys() for part in said]
    assert [part.get("thoughtSignature") for part in new] == [
        part.get("thoughtSignature") for part in said
    ]
    assert [part.get("text") for part in new] == [
        plain(part["text"]) if "text" in part else None for part in said
    ]
