"""Proofs that strangers can check: this record is in the log; this log extends that one.

RFC 6962 2.1.1 and 2.1.2 (audit paths, consistency proofs); checked after RFC 9162 2.1.3.2 and
2.1.4.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from disclosure.merkle import EMPTY, node_hash


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That a leaf is in a tree.

    Attributes:
        index: the leaf's position.
        size: leaves of the tree.
        path: sibling hashes, from the leaf to the root.
    """

    index: int
    size: int
    path: tuple[bytes, ...]


class Tree:
    """The whole tree over some leaf hashes, for proving.

    Args:
        hashes: the leaf hashes; 32 bytes each are held, and as much again for the nodes.
    """

    __slots__ = ("_levels",)

    def __init__(self, hashes: Sequence[bytes]) -> None:
        self._levels = [list(hashes)]
        while len(self._levels[-1]) > 1:
            row = self._levels[-1]
            self._levels.append([node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)])

    def root(self, start: int, end: int) -> bytes:
        """Root over the leaves from `start` to `end` (exclusive); start on a subtree's border."""
        count = end - start
        level = count.bit_length() - 1
        if count and count == 1 << level and start % count == 0:
            return self._levels[level][start >> level]
        if not count:
            return EMPTY.root()
        split = start + (1 << (count - 1).bit_length() - 1)
        return node_hash(self.root(start, split), self.root(split, end))

    def include(self, index: int, size: int) -> Inclusion:
        """Prove that leaf `index` is in the tree of the first `size` leaves."""
        if not 0 <= index < size <= len(self._levels[0]):
            raise ValueError("no such leaf in this tree")
        return Inclusion(index, size, tuple(self._path(index, 0, size)))

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        split = start + (1 << (end - start - 1).bit_length() - 1)
        if index < split:
            return [*self._path(index, start, split), self.root(split, end)]
        return [*self._path(index, split, end), self.root(start, split)]

    def extend(self, first: int, size: int) -> tuple[bytes, ...]:
        """Prove that the tree of `size` leaves extends the tree of the first `first`."""
        if not 0 < first <= size <= len(self._levels[0]):
            raise ValueError("no such trees")
        return tuple(self._consistency(first, 0, size, whole=True))

    def _consistency(self, first: int, start: int, end: int, *, whole: bool) -> list[bytes]:
        if first == end - start:
            return [] if whole else [self.root(start, end)]
        half = 1 << (end - start - 1).bit_length() - 1
        split = start + half
        if first <= half:
            return [
                *self._consistency(first, start, split, whole=whole),
                self.root(split, end),
            ]
        return [
            *self._consistency(first - half, split, end, whole=False),
            self.root(start, split),
        ]


def includes(proof: Inclusion, leaf: bytes, root: bytes) -> bool:
    """Whether the proof shows that the leaf hash is under the root (RFC 9162 2.1.3.2)."""
    if not 0 <= proof.index < proof.size:
        return False
    fn, sn, running = proof.index, proof.size - 1, leaf
    for sibling in proof.path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            running = node_hash(sibling, running)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            running = node_hash(running, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and running == root


def extends(first: tuple[int, bytes], second: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the second (size, root) extends the first (RFC 9162 2.1.4.2)."""
    (size1, root1), (size2, root2) = first, second
    if size1 == size2:
        return not proof and root1 == root2
    if not 0 < size1 < size2 or not proof:
        return False
    path = [root1, *proof] if size1 & (size1 - 1) == 0 else list(proof)
    fn, sn = size1 - 1, size2 - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for sibling in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(sibling, fr), node_hash(sibling, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == root1 and sr == root2
