"""Every proof of small trees, against pymerkle and against forgeries."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from disclosure.merkle import EMPTY, leaf_hash
from disclosure.proofs import Tree, extends, includes

HASHES = [leaf_hash(bytes([number])) for number in range(40)]
ROOT = [EMPTY.extend(HASHES[:size]).root() for size in range(41)]


@pytest.mark.parametrize("size", range(1, 41))
def test_each_leaf_of_each_tree_is_proven(size: int) -> None:
    tree = Tree(HASHES)
    for index in range(size):
        assert includes(tree.include(index, size), HASHES[index], ROOT[size])


@pytest.mark.parametrize("size", range(1, 41))
def test_each_tree_extends_each_smaller_one(size: int) -> None:
    tree = Tree(HASHES)
    for first in range(1, size + 1):
        proof = tree.extend(first, size)
        assert extends((first, ROOT[first]), (size, ROOT[size]), proof)


def test_pymerkle_accepts_what_is_proven_here_and_finds_the_same_paths() -> None:
    other = InmemoryTree(algorithm="sha256")
    for number in range(40):
        other.append_entry(bytes([number]))
    tree = Tree(HASHES)
    for size in range(1, 41):
        for index in range(size):
            theirs = other.prove_inclusion(index + 1, size)
            assert verify_inclusion(HASHES[index], ROOT[size], theirs) is None
            ours = tree.include(index, size).path
            assert list(ours) == [node for node in theirs.path if node != HASHES[index]]
        for first in range(1, size):
            assert (
                verify_consistency(ROOT[first], ROOT[size], other.prove_consistency(first, size))
                is None
            )


@given(st.data())
def test_a_changed_proof_proves_nothing(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 40))
    index = data.draw(st.integers(0, size - 1))
    proof = Tree(HASHES).include(index, size)
    wrong = data.draw(st.integers(0, size - 1).filter(lambda n: n != index))
    spot = data.draw(st.integers(0, len(proof.path) - 1))
    flipped = bytes([proof.path[spot][0] ^ 1]) + proof.path[spot][1:]
    path = (*proof.path[:spot], flipped, *proof.path[spot + 1 :])
    assert not includes(proof, HASHES[wrong], ROOT[size])
    assert not includes(replace(proof, index=wrong), HASHES[index], ROOT[size])
    assert not includes(replace(proof, path=path), HASHES[index], ROOT[size])
    assert not includes(replace(proof, path=proof.path[:-1]), HASHES[index], ROOT[size])
    assert not includes(replace(proof, path=(*proof.path, flipped)), HASHES[index], ROOT[size])
    assert not includes(replace(proof, index=size), HASHES[index], ROOT[size])


@given(st.data())
def test_a_rewritten_past_is_no_extension(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 40))
    first = data.draw(st.integers(1, size - 1))
    proof = Tree(HASHES).extend(first, size)
    other = EMPTY.extend([leaf_hash(b"other"), *HASHES[1:first]]).root()
    assert not extends((first, other), (size, ROOT[size]), proof)
    assert not extends((first, ROOT[first]), (size, other), proof)
    assert not extends((first, ROOT[first]), (size, ROOT[size]), proof[:-1])
    assert not extends((size, ROOT[size]), (first, ROOT[first]), proof)
    assert not extends((first, ROOT[first]), (size, ROOT[size]), ())


@pytest.mark.parametrize(("index", "size"), [(3, 3), (0, 41), (-1, 3), (0, 0)])
def test_what_is_not_there_is_not_proven(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        Tree(HASHES).include(index, size)
