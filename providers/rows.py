"""JSON of the application's own making, such as rows of a table: any shape, and no number changes.

Every string and every key is text. A number of a table is what a language model or a forecast
reads, so that it is never made a string; one that is personal is refused by the roof, unless the
operator's policy for the column says otherwise. Base64, data URLs and references to buckets are
content that nobody looks into here; a string that is a document of its own is walked as one.
"""

import base64
import binascii
import re
from decimal import Decimal

from privacy.text import Place, Segment
from providers.codec import OpaqueItem
from providers.json_text import Document, Json, document_in, parse
from providers.walk import Rule, Walk, below, fixed

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]*={0,2}")
_BYTES = {
    "b64": "other",
    "b64_json": "image",
    "bytesBase64Encoded": "image",
    "bytes_base64_encoded": "image",
    "bytesVal": "other",
    "bytes_val": "other",
    "tensorVal": "other",
    "tensor_val": "other",
}
"""Keys of bytes in base64: https://cloud.google.com/vertex-ai/docs/predictions/get-online-predictions
(b64), Imagen's and Veo's instances (bytesBase64Encoded), Tensor of google.cloud.aiplatform.v1."""
_PLACES = frozenset(
    {"gcsUri", "gcs_uri", "gcsUris", "gcs_uris", "gcsSource", "gcs_source", "fileUri", "file_uri"}
)
"""Keys of references to buckets: their content by-passes the gateway."""
_DIGITS = 40
"""Digits before the point beyond which a number is no number of anything."""
_DECIMALS = 7
_MEDIA_KEYS = ("mimeType", "mime_type", "media_type", "mediaType")
_MEDIA = {"image": "image", "audio": "audio", "video": "video"}
_DATA_URL = re.compile(
    r"data:([a-z]{1,20})/[\w.+-]{1,80}(?:;[\w.=-]{1,80})*;base64,[\w+/-]*={0,2}", re.IGNORECASE
)


def any_json(walk: Walk, value: Json, pointer: str, hint: str = "") -> None:
    """Any JSON: keys and strings are text, numbers may not change.

    In a row of a table (`walk.column` is a path), what stands below is told by its own path.
    """
    if isinstance(value, str):
        _string(walk, value, pointer, hint)
    elif isinstance(value, dict):
        _object(walk, value, pointer)
    elif isinstance(value, list):
        column = walk.column
        for index, child in enumerate(value):
            walk.column = None if column is None else (*column, index)
            any_json(walk, child, f"{pointer}/{index}", hint)
        walk.column = column
    elif value is None or isinstance(value, bool):
        walk.skip(value)
    else:
        walk.number(pointer, Place.FIXED, hint)
        number = walk.segments[-1]
        text = legible(number.text)
        if text != number.text:
            walk.segments[-1] = Segment(  # by hand: rows hold many numbers, `replace` takes long
                text, pointer, walk.block, walk.role, Place.FIXED, hint, walk.column
            )


def legible(number: str) -> str:
    """A number as it is inspected: whole ones by their digits, fractions without a long tail.

    `4.111111111111111e15` is a card's number; the sixteen digits of `0.3905162260494701` are
    nobody's. Seven decimals tell a place on earth to a centimetre.
    """
    whole, _, tail = number.partition(".")
    if whole.lstrip("-").isdigit() and (not tail or tail.isdigit()):
        tail = tail[:_DECIMALS].rstrip("0")
        return f"{whole}.{tail}" if tail else whole
    value = Decimal(number)
    if value == value.to_integral_value() and value.adjusted() < _DIGITS:
        return f"{value:.0f}"
    if value.adjusted() >= _DIGITS:
        return number
    return f"{value:.{_DECIMALS}f}".rstrip("0")


def rows(walk: Walk, value: Json, pointer: str) -> None:
    """A list of rows; of any other shape, it is one row."""
    outer = walk.column
    for at, row in enumerate(value) if isinstance(value, list) else ():
        walk.column = ()
        any_json(walk, row, f"{pointer}/{at}")
    if not isinstance(value, list):
        walk.column = ()
        any_json(walk, value, pointer)
    walk.column = outer


def in_base64(rule: Rule) -> Rule:
    """Bytes in base64: walked by a rule where they are JSON, else nobody looks into them."""

    def of_value(walk: Walk, value: Json, pointer: str) -> None:
        document = decoded(value) if isinstance(value, str) else None
        if document is not None:
            walk.inside(document, rule, pointer, _encoded)
        else:
            opaque_bytes(walk, value, pointer, "other")

    return of_value


def decoded(text: str) -> Document | None:
    """The document that stands in base64; None if it is none.

    Raises:
        MalformedBodyError: it begins as JSON does, and cannot be read.
    """
    try:
        source = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return parse(source) if source.lstrip()[:1] in (b"{", b"[") else None


def opaque_bytes(walk: Walk, value: Json, pointer: str, kind: str) -> None:
    """Bytes in base64, or a list of such; what has not that shape is read as text."""
    if isinstance(value, list):
        for index, child in enumerate(value):
            opaque_bytes(walk, child, f"{pointer}/{index}", kind)
    elif isinstance(value, str) and _BASE64.fullmatch(value):
        if value:
            walk.opaque.append(OpaqueItem(kind, pointer, column=walk.column))
        walk.skip(value)
    else:
        any_json(walk, value, pointer)


def _object(walk: Walk, value: dict[str, Json], pointer: str) -> None:
    column, media = walk.column, _media(value)
    for key, child in value.items():
        target = below(pointer, key)
        walk.column = None if column is None else (*column, key)
        walk.key(key, target, Place.TEXT)
        if key in _PLACES:
            walk.opaque.append(OpaqueItem("file", target, column=walk.column))
            fixed(walk, child, target)
        elif key == "data" and media:
            opaque_bytes(walk, child, target, media)
        elif key in _BYTES:
            opaque_bytes(walk, child, target, media or _BYTES[key])
        else:
            any_json(walk, child, target, key)
    walk.column = column


def _string(walk: Walk, value: str, pointer: str, hint: str) -> None:
    url = _DATA_URL.fullmatch(value)
    document = document_in(value)
    if url:
        kind = _MEDIA.get(url[1].lower(), "file")
        walk.opaque.append(OpaqueItem(kind, pointer, column=walk.column))
        walk.skip(value)
    elif document is not None:
        walk.inside(document, any_json, pointer)
    else:
        walk.string(value, pointer, Place.TEXT, hint)


def _media(value: dict[str, Json]) -> str:
    """The kind of content that an object says it holds; "" if it says nothing."""
    for key in _MEDIA_KEYS:
        told = value.get(key)
        if isinstance(told, str) and told:
            return _MEDIA.get(told.partition("/")[0].lower(), "file")
    return ""


def _encoded(source: str) -> str:
    return f'"{base64.b64encode(source.encode()).decode()}"'
