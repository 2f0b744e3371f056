"""Forms on the wire (multipart/form-data, RFC 7578): cut into parts, written anew.

Nothing of a form is copied: of a part's head only its name, the file's name and the media type go
on, and the boundary is made of what is sent, so that equal requests leave as equal bytes. A head
that holds more is refused, since nobody looks there.
"""

import asyncio
import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

import orjson
from aiohttp import web
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from gateway.config.config import Limits
from gateway.encodings import Garbled, Inflater, TooMuch
from gateway.errors import BadRequest
from gateway.outlet import inflater_of, invite
from providers.inline import media_of, unpack_base64
from providers.json_text import Json

_EXTENDED = re.compile(r";\s*filename\*\s*=\s*\"?([\w-]*)'[^']*'([^\";\s]+)", re.IGNORECASE)
"""A file's name in another charset (RFC 5987); some clients write it, though forms know none."""
_ESCAPES = {'"': "%22", "\r": "%0D", "\n": "%0A"}
"""As browsers write names (https://html.spec.whatwg.org, multipart/form-data)."""
_WORDLESS = frozenset({"Content-Length"})
_BINARY = frozenset({"binary", "8bit", "7bit"})
_PARTS = 256
"""Parts of one form; SDKs send a dozen."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a part before its content.

    Attributes:
        name: of the field.
        filename: of the file; None for a plain field.
        media: its media type, "" if none is said.
    """

    name: str = field(repr=False)
    filename: str | None = field(repr=False)
    media: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a form.

    Attributes:
        head: what it is.
        content: its bytes.
    """

    head: Head
    content: bytes = field(repr=False)


Event = Head | bytes | None
"""A part begins, goes on, ends."""


def boundary_of(request: web.BaseRequest) -> str:
    """The boundary that a request's head names.

    Raises:
        BadRequest: it names none, so that its body is no form.
    """
    kind, options = parse_options_header(request.headers.get("Content-Type", ""))
    boundary = str(options.get("boundary", ""))
    if kind != "multipart/form-data" or not 0 < len(boundary) <= 200:  # noqa: PLR2004 - RFC 2046 has 70
        raise BadRequest(
            "form_expected", "This endpoint takes a form (multipart/form-data).", status=415
        )
    return boundary


async def body_pieces(request: web.BaseRequest, limit: int, seconds: float) -> AsyncIterator[bytes]:
    """A request's body, decoded, as it comes.

    Args:
        request: whose head was read.
        limit: most bytes, as they come and decoded.
        seconds: longest time between two pieces.

    Raises:
        BadRequest: too large, too slow, or encoded as nobody here can decode it.
    """
    inflater = inflater_of(request)
    size = 0
    await invite(request)
    while piece := await _next(request, seconds):
        decoded = _decoded(inflater, piece, limit - size, limit)
        size += len(decoded)
        if size > limit:
            raise too_large(limit)
        if decoded:
            yield decoded
    if inflater is not None and not inflater.complete:
        raise _garbled()


async def _next(request: web.BaseRequest, seconds: float) -> bytes:
    try:
        async with asyncio.timeout(seconds):
            return await request.content.readany()
    except TimeoutError:
        raise BadRequest("body_timeout", "The body came too slowly.", status=408) from None


def _decoded(inflater: Inflater | None, piece: bytes, room: int, limit: int) -> bytes:
    if inflater is None:
        return piece
    try:
        return inflater.feed(piece, room)
    except TooMuch:
        raise too_large(limit) from None
    except Garbled:
        raise _garbled() from None


def too_large(limit: int) -> BadRequest:
    """A body or a part of one is over its limit."""
    return BadRequest(
        "body_too_large",
        f"The body is larger than {limit} bytes, which is the gateway's limit for it "
        "([server.limits] max_body_bytes; max_file_bytes for files of requests).",
        status=413,
    )


def _garbled() -> BadRequest:
    return BadRequest(
        "invalid_encoding", "The body is not in the encoding that its Content-Encoding names."
    )


async def events(pieces: AsyncIterator[bytes], boundary: str) -> AsyncIterator[Event]:
    """Cut a form as it comes.

    Raises:
        BadRequest: it is none, or a part's head holds what nobody looks at.
    """
    # What stands before the first boundary or behind the last one is never sent, so it is skipped;
    # strictly, a line break at the end would have to come in the same piece as the boundary.
    parser = PushMultipartParser(boundary, max_segment_count=_PARTS)
    try:
        async for piece in pieces:
            for event in parser.parse(piece):
                yield (
                    _head(event)
                    if isinstance(event, MultipartSegment)
                    else (None if event is None else bytes(event))
                )
        parser.close()
    except MultipartError:
        raise BadRequest(
            "invalid_form", "The body is not the form (multipart/form-data) that it claims to be."
        ) from None


def _head(segment: MultipartSegment) -> Head:
    if segment.disposition != "form-data" or segment.name is None:
        raise BadRequest("invalid_form", "A part of the form has no name.")
    media = disposition = ""
    for name, value in segment.headerlist:
        if name == "Content-Type":
            media = value
        elif name == "Content-Disposition":
            disposition = value
        elif not (
            name in _WORDLESS
            or (name == "Content-Transfer-Encoding" and value.strip().lower() in _BINARY)
        ):
            raise BadRequest(
                "form_header", "A part of the form has a header that nobody inspects; remove it."
            )
    extended = _EXTENDED.search(disposition)
    filename = _named(extended) if extended else segment.filename
    return Head(segment.name, filename, media)


def _named(extended: re.Match[str]) -> str:
    try:
        return unquote_to_bytes(extended[2]).decode(extended[1] or "utf-8")
    except (LookupError, UnicodeDecodeError):
        raise BadRequest("invalid_form", "A file's name cannot be decoded.") from None


async def read_parts(form: AsyncIterator[Event], limit: int) -> list[Part]:
    """All parts of a form.

    Raises:
        BadRequest: their content is over the limit.
    """
    parts: list[Part] = []
    head, content, size = Head("", None, ""), bytearray(), 0
    async for event in form:
        if isinstance(event, Head):
            head, content = event, bytearray()
        elif event is None:
            parts.append(Part(head, bytes(content)))
        else:
            size += len(event)
            if size > limit:
                raise too_large(limit)
            content += event
    return parts


async def form_body(request: web.BaseRequest, limits: Limits) -> bytes:
    """The body of a request that is a form, as codecs see it.

    Raises:
        BadRequest: it is no form, too large or too slow.
    """
    limit, boundary = limits.max_body_bytes, boundary_of(request)
    pieces = body_pieces(request, 2 * limit, limits.body_seconds)
    try:
        async with asyncio.timeout(limits.body_seconds):
            return to_json(await read_parts(events(pieces, boundary), limit))
    except TimeoutError:
        raise BadRequest("body_timeout", "The body came too slowly.", status=408) from None


def to_json(parts: Iterable[Part]) -> bytes:
    """A form as codecs see it, see `Operation.form`.

    Raises:
        BadRequest: a field is no text.
    """
    fields: dict[str, Json] = {}
    repeated: set[str] = set()
    for part in parts:
        name, value = part.head.name, _value(part)
        if name not in fields:
            fields[name] = value
        elif name in repeated:
            _list(fields, name).append(value)
        else:
            repeated.add(name)
            fields[name] = [fields[name], value]
    return orjson.dumps(fields)


def _list(fields: dict[str, Json], name: str) -> list[Json]:
    found = fields[name]
    if not isinstance(found, list):
        raise TypeError("a field that comes several times is a list")
    return found


def _value(part: Part) -> Json:
    if part.head.filename is not None:
        return {
            "filename": part.head.filename,
            "type": part.head.media,
            "data": b64encode(part.content).decode(),
        }
    try:
        return part.content.decode()
    except UnicodeDecodeError:
        raise BadRequest("invalid_utf8", "A field of the form is not valid UTF-8.") from None


def from_json(body: bytes) -> list[Part]:
    """A form that a codec has written."""
    fields: dict[str, Json] = orjson.loads(body)
    return [
        _part(name, item)
        for name, value in fields.items()
        for item in (value if isinstance(value, list) else [value])
    ]


def _part(name: str, value: Json) -> Part:
    if not isinstance(value, dict):
        return Part(Head(name, None, ""), str(value).encode())
    filename, media, data = (str(value.get(key, "")) for key in ("filename", "type", "data"))
    return Part(Head(name, filename, media), b64decode(data))


def opening_of(head: Head, boundary: str = "") -> bytes:
    """The head of a part as it is sent, its boundary before it."""
    lines = [f'Content-Disposition: form-data; name="{_escaped(head.name)}"']
    if head.filename is not None:
        lines[0] += f'; filename="{_escaped(head.filename)}"'
        lines.append(f"Content-Type: {head.media or 'application/octet-stream'}")
    return "\r\n".join((f"--{boundary}", *lines, "", "")).encode()


def _escaped(name: str) -> str:
    return "".join(_ESCAPES.get(letter, letter) for letter in name)


def boundary_for(*digests: bytes) -> str:
    """A boundary made of what is sent: nothing that holds it can be found."""
    return "privacy-" + hashlib.sha256(b"".join(digests)).hexdigest()[:40]


def encoded(parts: Sequence[Part]) -> bytes:
    """A form as it is sent."""
    digests = [
        hashlib.sha256(piece).digest()
        for part in parts
        for piece in (opening_of(part.head), part.content)
    ]
    boundary = boundary_for(*digests)
    return b"".join((*written(parts, boundary), closing_of(boundary)))


def written(parts: Sequence[Part], boundary: str) -> Iterator[bytes]:
    """Parts as they are sent."""
    for part in parts:
        yield opening_of(part.head, boundary)
        yield part.content
        yield b"\r\n"


def closing_of(boundary: str) -> bytes:
    """The end of a form."""
    return f"--{boundary}--\r\n".encode()


def as_sent(body: bytes) -> tuple[bytes, str, str]:
    """A form that a codec has written, as it is sent.

    Returns:
        The form, its media type, and that of the first file in it; "" if it has none.
    """
    parts = from_json(body)
    form = encoded(parts)
    file = next((p.head for p in parts if p.head.filename is not None), Head("", "", ""))
    media = media_of(unpack_base64("", file.media), file.filename or "")
    return form, media_with(form[2 : form.index(b"\r\n")].decode()), media


def media_with(boundary: str) -> str:
    """The media type of a form with this boundary."""
    return f"multipart/form-data; boundary={boundary}"
