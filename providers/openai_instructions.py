"""Fields that the operator sets in a request's body, whatever the caller wrote there."""

from collections.abc import Iterator, Mapping, Sequence

import orjson

from privacy.text import Segment
from providers.codec import Scalar
from providers.json_text import Document, Edit, quote


def instructed(
    document: Document,
    places: Mapping[str, int],
    segments: Sequence[Segment],
    instructions: Mapping[str, Scalar],
    texts: dict[int, str],
) -> Iterator[Edit]:
    """Edits that write the instructions.

    Args:
        document: the body, an object.
        places: top-level field -> the token of its key.
        segments: the body's texts.
        instructions: field -> value.
        texts: new texts by segment; those inside of replaced fields are taken out.
    """
    added = ""
    for name, value in instructions.items():
        source = orjson.dumps(value).decode()
        if name in places:
            _forget(f"/{name}", segments, texts)
            yield (*document.value_span(places[name]), source)
        else:
            added += f"{quote(name)}:{source},"
    if added:
        start = document.source.index("{") + 1
        yield start, start, added if document.tree else added[:-1]


def _forget(pointer: str, segments: Sequence[Segment], texts: dict[int, str]) -> None:
    """Drop new texts for what is replaced as a whole."""
    inside = (f"{pointer}/", f"{pointer}~", f"{pointer}#")
    for index in list(texts):
        place = segments[index].pointer
        if place == pointer or place.startswith(inside):
            del texts[index]
