"""Names of files: places in which people are named, written as no sentence is."""

import re

from privacy.text import Place
from providers.json_text import Document, Json
from providers.walk import Walk, unknown

_HINT = "filename"
_JOINED = re.compile(r"[^\W\d_][_.+-]+[^\W\d_]|[a-z][A-Z]|%[0-9A-Fa-f]{2}")
"""Words without a blank between, or with one that a client escaped: no recognizer knows
`cv_nadia_okonkwo` from `quarterly_report`, so that all of it is taken for somebody's."""
_END = re.compile(r"(?<!\A)\.[A-Za-z0-9]{1,5}\Z")
"""How a file's name ends; an address before it must not look as if it went on."""


def filename(walk: Walk, value: Json, pointer: str) -> None:
    """The name of a file; its end stays what it is."""
    if not isinstance(value, str):
        unknown(walk, value, pointer, _HINT)
        return
    stem = _END.sub("", value)
    place = Place.IDENTIFIER if _JOINED.search(stem) else Place.TEXT
    if stem == value:
        walk.string(value, pointer, place, _HINT)
        return

    def of_stem(inner: Walk, _value: Json, _where: str) -> None:
        inner.string(stem, pointer, place, _HINT)

    walk.inside(Document(value, None, [(0, len(stem))]), of_stem, pointer, write=str)
