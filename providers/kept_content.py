"""The content of a file that a recipient gives back: text in it is restored by its format.

It is read as it was when it was sent (`providers.files`): JSON and JSON lines by their strings,
tables by their cells, any other text as one. What is no text passes: no pseudonym of ours can be
found in it.
"""

from base64 import b64decode, b64encode
from collections.abc import Sequence

import orjson

from providers.codec import Frame, Slot
from providers.files import inlined
from providers.inline import unpack_base64
from providers.json_text import parse
from providers.walk import Walk
from providers.whole import WholeFrame

_TEXT = "text/plain"
_LINES = "application/x-ndjson"
"""What a file without a type is that begins as JSON: a document, or lines of them."""
_UNSAID = frozenset({"", "application/octet-stream", "binary/octet-stream"})


class ContentFrame(WholeFrame):
    """See `providers.codec.Frame`.

    Attributes:
        raw: the file as it came.
        slots: its texts.
    """

    __slots__ = ("_walk", "raw", "slots")

    def __init__(self, raw: bytes, walk: Walk) -> None:
        self.raw = raw
        self.slots: Sequence[Slot] = tuple(
            Slot(place, segment.text, closes=True) for place, segment in enumerate(walk.segments)
        )
        self._walk = walk

    def render(self, texts: Sequence[str]) -> bytes:
        """The file with new texts; with unchanged texts, `raw`."""
        if all(slot.text == text for slot, text in zip(self.slots, texts, strict=True)):
            return self.raw
        written: str = orjson.loads(self._walk.rewrite(dict(enumerate(texts))))
        return b64decode(written)


def read_content(body: bytes, media: str, name: str = "") -> Frame:
    """Read a file.

    Args:
        body: its bytes.
        media: the media type that the answer names.
        name: its name, which counts where the media type says nothing.
    """
    known = "" if media in _UNSAID else media
    if not known and body.lstrip()[:1] == b"{":
        known = _LINES
    source = b64encode(body).decode()
    walk = Walk(parse(orjson.dumps(source)))
    inlined(walk, unpack_base64(source, known or ("" if "." in name else _TEXT)), "", name)
    return ContentFrame(body, walk)
