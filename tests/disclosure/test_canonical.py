import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from disclosure.canonical import INTEGER_MAX, NotCanonical, canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    TEXT | st.booleans() | st.integers(-INTEGER_MAX, INTEGER_MAX),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner, max_size=4)
    ),
)


@given(VALUES)
def test_it_is_what_rfc_8785_writes(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(VALUES)
def test_it_reads_back(value: Any) -> None:
    assert json.loads(canonical(value)) == value


def test_order_of_keys_does_not_matter() -> None:
    assert canonical({"b": 1, "a": [True, "é"]}) == '{"a":[true,"é"],"b":1}'.encode()
    assert canonical({"a": [True, "é"], "b": 1}) == canonical({"b": 1, "a": (True, "é")})


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        float("nan"),
        None,
        b"bytes",
        2**53,
        -(2**53),
        {"ü": 1},
        {1: 1},
        {"a": [1, [None]]},
        {"a": {"b": 0.1}},
        "\ud800",
        {"a": "\udc80"},
        {1, 2},
    ],
)
def test_what_has_no_one_writing_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


def test_a_refusal_does_not_repeat_the_value() -> None:
    with pytest.raises(NotCanonical) as caught:
        canonical({"a": b"Ines Moreau"})  # type: ignore[dict-item]
    assert "Ines" not in str(caught.value)
