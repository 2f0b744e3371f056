"""Answers that list what a recipient keeps: each item is an answer of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import orjson

from providers.codec import Frame, MalformedAnswerError, StateRef
from providers.json_text import Json


@dataclass(frozen=True, slots=True)
class ItemList:
    """See `providers.codec.Listing`.

    Attributes:
        items: what is listed, each with its part of the answer.
    """

    items: Sequence[tuple[StateRef, Frame]]
    _around: dict[str, Json] = field(repr=False)
    _key: str

    def render(self, items: Sequence[bytes | None]) -> bytes:
        """The answer with each item as given; None leaves it out, like what else is no scalar."""
        kept = [orjson.Fragment(item) for item in items if item is not None]
        return orjson.dumps({**self._around, self._key: kept})


def read_list(
    body: bytes,
    key: str,
    ref: Callable[[dict[str, Json]], StateRef],
    read: Callable[[bytes], Frame],
) -> ItemList:
    """Read a list.

    Args:
        body: the answer.
        key: the field that holds the items; a list without items may lack it.
        ref: what an item is.
        read: reads an item as an answer of its own.

    Raises:
        MalformedAnswerError: it is no list, or one of its items cannot be read.
    """
    try:
        tree = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise MalformedAnswerError("invalid_json") from None
    found = tree.get(key, []) if isinstance(tree, dict) else None
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise MalformedAnswerError("no_list")
    try:
        items = [(ref(item), read(orjson.dumps(item))) for item in found]
    except orjson.JSONEncodeError:  # nested more deeply than can be written
        raise MalformedAnswerError("too_deep") from None
    around = {name: value for name, value in tree.items() if not isinstance(value, list | dict)}
    return ItemList(items, around, key)
