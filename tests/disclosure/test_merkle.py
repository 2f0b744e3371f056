"""The published RFC 6962 vectors of certificate-transparency; pymerkle as second oracle."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from disclosure.merkle import EMPTY, EMPTY_ROOT, CompactRange, leaf_hash, node_hash

LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_of_the_rfc_6962_vectors(size: int) -> None:
    tree = EMPTY.extend(leaf_hash(entry) for entry in LEAVES[:size])
    assert tree.root().hex() == ROOTS[size - 1]


def test_the_empty_tree() -> None:
    assert EMPTY.root() == EMPTY_ROOT == hashlib.sha256(b"").digest()


def test_a_leaf_is_never_a_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_pymerkle_comes_to_the_same_root(entries: list[bytes]) -> None:
    other = InmemoryTree(algorithm="sha256")
    for entry in entries:
        other.append_entry(entry)
    if entries:
        assert EMPTY.extend(map(leaf_hash, entries)).root() == other.get_root()


@given(st.lists(st.binary(max_size=4), max_size=40), st.integers(0, 40))
def test_extending_in_two_steps_is_extending_in_one(entries: list[bytes], cut: int) -> None:
    hashes = [leaf_hash(entry) for entry in entries]
    whole = EMPTY.extend(hashes)
    assert EMPTY.extend(hashes[:cut]).extend(hashes[cut:]) == whole
    assert CompactRange.from_bytes(whole.size, whole.to_bytes()) == whole
    assert len(whole.to_bytes()) == 32 * len(entries).bit_count()


@pytest.mark.parametrize(("size", "peaks"), [(1, b""), (0, b"x" * 32), (3, b"x" * 32), (-1, b"")])
def test_a_range_that_does_not_fit_its_size_is_refused(size: int, peaks: bytes) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        CompactRange.from_bytes(size, peaks)
