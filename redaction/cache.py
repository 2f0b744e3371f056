"""Spans of texts seen before: chat clients resend the whole conversation with every turn.

An entry holds offsets, types and scores, and no text; its key is a keyed digest, so that neither a
dump of the cache nor timing across applications tells what was said.
"""

from collections import OrderedDict
from hashlib import blake2b

from privacy.text import Span

KEY_MIN, KEY_MAX = 16, 64
"""Bytes of a key: enough not to be guessed, and no more than BLAKE2b takes (RFC 7693, 2.1)."""
SPANS_MAX = 1000
"""Spans of an entry: with the number of entries they bound the memory."""
LONG_MAX, LONG_ENTRIES = 20_000, 16
"""Spans of an entry of a long text, and how many of those are kept: documents that every turn of
a conversation brings along again."""


class SpanCache:
    """A bounded map from digests of texts to their spans; the least recently used goes first.

    Each operation is one step of the underlying map, so threads may share it without a lock: two
    that race may both compute the same entry, never read half of one.

    Attributes:
        hits: look-ups that found an entry.
        misses: look-ups that did not.
    """

    __slots__ = ("_entries", "_key", "_long", "_size", "hits", "misses")

    def __init__(self, key: bytes, size: int) -> None:
        if not KEY_MIN <= len(key) <= KEY_MAX:
            raise ValueError(
                f"the key of a span cache has {KEY_MIN} to {KEY_MAX} bytes, not {len(key)}"
            )
        self._key = key
        self._size = size
        self._entries: OrderedDict[bytes, tuple[Span, ...]] = OrderedDict()
        self._long: OrderedDict[bytes, tuple[Span, ...]] = OrderedDict()
        self.hits = 0
        self.misses = 0

    def __len__(self) -> int:
        return len(self._entries) + len(self._long)

    def digest(self, application: str, version: str, hint: str, text: str) -> bytes:
        """The key of an entry.

        Args:
            application: whose text it is: applications never see each other's entries.
            version: what found the spans: another detector finds others.
            hint: the JSON key or column name that the detector was told.
            text: the text itself.
        """
        sizes = f"{len(application)},{len(version)},{len(hint)}"
        data = f"{sizes}\0{application}\0{version}\0{hint}\0{text}".encode("utf-8", "surrogatepass")
        return blake2b(data, digest_size=16, key=self._key).digest()

    def get(self, digest: bytes) -> tuple[Span, ...] | None:
        """The spans stored under a digest; None if there are none."""
        spans = self._entries.get(digest)
        kept = self._entries if spans is not None else self._long
        spans = kept.get(digest)
        if spans is None:
            self.misses += 1
            return None
        self.hits += 1
        try:
            kept.move_to_end(digest)
        except KeyError:  # another thread dropped it meanwhile; what was read is still right
            return spans
        return spans

    def put(self, digest: bytes, spans: tuple[Span, ...]) -> None:
        """Store the spans of a text, unless there are so many that a few texts would fill it."""
        if self._size < 1 or len(spans) > LONG_MAX:
            return
        is_long = len(spans) > SPANS_MAX
        kept, most = (self._long, LONG_ENTRIES) if is_long else (self._entries, self._size)
        kept[digest] = spans
        if len(kept) > most:
            kept.popitem(last=False)
