from dataclasses import fields, replace
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from disclosure.leaves import Leaf, MalformedLeaf, SideRow, commitment, entry_bytes

LEAF = Leaf("a1", 3, "open", "dsc_1", 5, 7, "b00t", 1, '{"purpose":"support"}', b"h" * 32)
ROW = SideRow("a1", 3, "record", 0, b"s" * 32, b"", 9, b"sealed")


def test_what_is_hashed_is_canonical_json_of_all_columns() -> None:
    assert entry_bytes(*LEAF.columns()) == rfc8785.dumps(
        {
            "body": {"purpose": "support"},
            "boot": "b00t",
            "id": "dsc_1",
            "kind": "open",
            "mono": 7,
            "seq": 3,
            "shard": "a1",
            "t": 5,
            "v": 1,
        }
    )


def changed(value: Any) -> Any:
    return value + 1 if isinstance(value, int) else value + value[:1]


@pytest.mark.parametrize("name", [f.name for f in fields(Leaf) if f.name != "hash"])
def test_the_hash_covers_every_column_of_a_leaf(name: str) -> None:
    other = replace(LEAF, **{name: changed(getattr(LEAF, name))})
    assert other.computed_hash() != LEAF.computed_hash()


@pytest.mark.parametrize("name", [f.name for f in fields(SideRow)])
def test_the_hash_covers_every_column_of_a_side_row(name: str) -> None:
    value = getattr(ROW, name)
    other = replace(ROW, **{name: changed(value) if value != b"" else b"p"})
    assert other.hash() != ROW.hash()


@pytest.mark.parametrize(
    "change",
    [
        {"seq": "3"},
        {"seq": -1},
        {"seq": True},
        {"t_utc": 1.5},
        {"mono_ns": None},
        {"kind": 'open","seq":1'},
        {"id": ""},
        {"boot_id": b"b00t"},
        {"body": b"{}"},
        {"body": '"\udcff"'},
    ],
)
def test_what_no_writer_writes_is_malformed(change: dict[str, Any]) -> None:
    with pytest.raises(MalformedLeaf):
        replace(LEAF, **change).computed_hash()


@pytest.mark.parametrize("body", ["", "[]", "{", "[" * 100_000, None])
def test_a_body_that_is_no_object_is_malformed(body: Any) -> None:
    with pytest.raises(MalformedLeaf):
        replace(LEAF, body=body).facts()


@given(st.text(), st.text(), st.binary(min_size=32, max_size=32))
def test_a_commitment_binds_value_field_and_salt(one: str, other: str, salt: bytes) -> None:
    first = commitment(salt, "subject", one)
    assert first == commitment(salt, "subject", one)
    assert first != commitment(salt, "consent", one)
    assert first != commitment(salt[::-1] + b"x", "subject", one)
    assert (first == commitment(salt, "subject", other)) == (one == other)
