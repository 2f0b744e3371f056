"""The Merkle tree of RFC 6962, section 2.1, kept as a compact range.

Leaf and node hashes differ in their first byte, so that no node can be passed off as a leaf.
A compact range holds the roots of the perfect subtrees of a tree, largest first: 32 bytes for each
one-bit of its size. It is all the state that appending needs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

HASH = 32
"""Bytes of a hash."""


def leaf_hash(entry: bytes) -> bytes:
    """Hash of a leaf: SHA-256(0x00 || entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


EMPTY_ROOT = sha256(b"").digest()
"""Root of the tree without leaves."""


@dataclass(frozen=True, slots=True)
class CompactRange:
    """A tree of `size` leaves.

    Attributes:
        size: number of leaves.
        peaks: roots of its perfect subtrees, largest first.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def extend(self, hashes: Iterable[bytes]) -> "CompactRange":
        """The tree with more leaves at its end."""
        size, peaks = self.size, list(self.peaks)
        for item in hashes:
            carry, rest = item, size
            while rest & 1:
                carry = node_hash(peaks.pop(), carry)
                rest >>= 1
            peaks.append(carry)
            size += 1
        return CompactRange(size, tuple(peaks))

    def root(self) -> bytes:
        """Root hash of the tree."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def to_bytes(self) -> bytes:
        """The peaks, one after another."""
        return b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, size: int, peaks: bytes) -> "CompactRange":
        """Read a stored range.

        Raises:
            ValueError: if the number of peaks does not fit the size.
        """
        if size < 0 or len(peaks) != HASH * size.bit_count():
            raise ValueError("the compact range does not fit its size")
        return cls(size, tuple(peaks[i : i + HASH] for i in range(0, len(peaks), HASH)))


EMPTY = CompactRange()
