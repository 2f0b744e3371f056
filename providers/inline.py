"""Bytes that a request carries inside of a string: base64, or a `data:` URL (RFC 2397).

What is said to be text and is text is decoded, so that it can be walked like any other; written
back it has the form in which it came (alphabet, padding, parameters). Everything else is opaque:
what is not surely text is not guessed at.
"""

import re
from base64 import b64encode, urlsafe_b64encode
from binascii import Error, a2b_base64
from collections.abc import Callable
from dataclasses import dataclass, field

from providers.codec import MalformedBodyError
from providers.json_text import Json

_SCHEME = re.compile(r"data:", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]*={0,2}")
_URL_SAFE = re.compile(r"[A-Za-z0-9_\s-]*={0,2}")
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
"""Control characters that no text has; the escape character colours logs."""
_PDF = b"%PDF-"
_HEAD = 1024
"""Bytes at the start of a file within which readers accept the mark of a PDF."""
_MARK = "\ufeff"
_SHORTEST, _MUCH = 20, 256
"""Characters of base64 that hold a name, and those that no word and no id has."""

_TEXTS = frozenset({
    "application/json", "application/xml", "application/yaml", "application/x-yaml",
    "application/toml", "application/csv", "application/x-ndjson", "application/ndjson",
    "application/jsonl", "application/x-jsonl", "application/jsonlines",
    "application/x-jsonlines", "application/javascript", "application/x-javascript",
    "application/ecmascript", "application/typescript", "application/sql", "application/x-sql",
    "application/graphql", "application/x-sh", "application/x-python",
})  # fmt: skip
"""Media types of text beside `text/*`, `+json` and `+xml`."""
_MARKED_UP = frozenset({"text/rtf", "text/richtext"})
"""Texts whose letters are written as commands."""
_UNSAID = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_BY_NAME = {
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "webp", "bmp", "tiff", "heic", "svg"), "image/*"),
    **dict.fromkeys(("mp3", "wav", "ogg", "flac", "m4a", "aac", "opus"), "audio/*"),
    **dict.fromkeys(("mp4", "mov", "webm", "avi", "mkv", "mpeg"), "video/*"),
    "pdf": "application/pdf",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    **dict.fromkeys(("jsonl", "ndjson"), "application/x-ndjson"),
    **dict.fromkeys(
        (
            "txt", "text", "log", "md", "markdown", "rst", "yaml", "yml", "xml", "html", "htm",
            "toml", "ini", "cfg", "conf", "sql", "py", "js", "ts", "java", "c", "h", "cpp", "rs",
            "go", "sh", "tex", "srt", "vtt", "css",
        ),
        "text/plain",
    ),
}  # fmt: skip
"""What the end of a file's name says where no media type does."""
_CHARSETS = {
    **dict.fromkeys(("", "utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(("us-ascii", "ascii"), "ascii"),
    **dict.fromkeys(("iso-8859-1", "latin1"), "iso-8859-1"),
    "windows-1252": "cp1252",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}
_KINDS = {kind: kind for kind in ("image", "audio", "video")}


@dataclass(frozen=True, slots=True)
class Packed:
    """Bytes inside of a string.

    Attributes:
        media: their media type in lower case, without parameters; "" if none is named.
        charset: of their text, as it is named; "" if it is not.
        decode: gives the bytes; None if they are written as neither base64 nor percent escapes.
        write: the string that holds other bytes, in the same form.
    """

    media: str
    charset: str
    decode: Callable[[], bytes | None]
    write: Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class InlineText:
    """Text inside of a string.

    Attributes:
        text: decoded.
        media: its media type, from its name where none is said.
        write: the string that holds another text, in the same form and charset; it raises
            `MalformedBodyError` (charset_unfit) for a text that the charset lacks letters for.
    """

    text: str = field(repr=False)
    media: str
    write: Callable[[str], str]


def unpack_url(url: str) -> Packed | None:
    """Read a `data:` URL; None if it is none (RFC 2397, section 3)."""
    head, comma, body = url.partition(",")
    if _SCHEME.match(head) is None or not comma:
        return None
    media, *parameters = (part.strip().lower() for part in head[len("data:") :].split(";"))
    charset = next((p[len("charset=") :] for p in parameters if p.startswith("charset=")), "")
    if "base64" in parameters:  # it stands last, but readers take it anywhere
        inner = unpack_base64(body)
        return Packed(media, charset, inner.decode, lambda d: f"{head},{inner.write(d)}")
    return Packed(
        media or "text/plain",
        charset,
        lambda: _unescaped(body),
        lambda d: f"{head},{_escaped(d)}",
    )


def unpack_base64(text: str, media: str = "") -> Packed:
    """Read base64 in either alphabet (RFC 4648, sections 4 and 5), padded or not."""
    media, _, rest = media.partition(";")
    charset = rest.partition("charset=")[2].partition(";")[0].strip(' "').lower()

    def write(data: bytes) -> str:
        safe = "-" in text or "_" in text
        written = (urlsafe_b64encode if safe else b64encode)(data).decode()
        padded = text.rstrip().endswith("=") or len("".join(text.split())) % 4 == 0
        return written if padded else written.rstrip("=")

    return Packed(media.strip().lower(), charset, lambda: _decoded(text), write)


_TO_STANDARD = str.maketrans("-_", "+/")


def _decoded(text: str) -> bytes | None:
    """Bytes in base64 of one alphabet; both together are none."""
    text = text.rstrip()  # blanks at the end in the expression would cost its length squared
    if _BASE64.fullmatch(text) is None:
        if _URL_SAFE.fullmatch(text) is None:
            return None
        text = text.translate(_TO_STANDARD)
    body = "".join(text.split()).rstrip("=")
    try:
        return a2b_base64(body + "=" * (-len(body) % 4), strict_mode=True) if body else b""
    except Error:
        return None


def _unescaped(text: str) -> bytes | None:
    try:
        return _ESCAPE.sub(lambda found: bytes((int(found[1], 16),)), text.encode())
    except UnicodeEncodeError:
        return None


def _escaped(data: bytes) -> str:
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in data)


def packs_bytes(value: Json) -> bool:
    """Whether a value holds text in base64, a `data:` URL, or much of any base64.

    Words are no base64 of text: what they decode to is no UTF-8.
    """
    level = [value]
    while level:
        node = level.pop()
        if isinstance(node, dict):
            level += node.values()
        elif isinstance(node, list):
            level += node
        elif isinstance(node, str) and len(node) >= _SHORTEST and _is_packed(node):
            return True
    return False


def _is_packed(text: str) -> bool:
    if _SCHEME.match(text) is not None:
        return unpack_url(text) is not None
    data = _decoded(text) if " " not in text else None
    if data is None or len(text) >= _MUCH:
        return data is not None
    try:
        return _CONTROL.search(data.decode()) is None
    except UnicodeDecodeError:
        return False


def read_text(packed: Packed, media: str, data: bytes) -> InlineText | None:
    """The text that is packed; None if it is not surely text.

    Args:
        packed: what was read of a string.
        media: its media type, as `media_of` says.
        data: its bytes.
    """
    charset = _CHARSETS.get(packed.charset.strip('"'))
    if charset is None or not _is_textual(media) or is_pdf(media, data):
        return None
    try:
        text = data.decode(charset)
    except UnicodeDecodeError:
        return None
    if _CONTROL.search(text):
        return None
    mark = _MARK if text.startswith(_MARK) else ""

    def write(new: str) -> str:
        try:
            return packed.write((mark + new).encode(charset))
        except UnicodeEncodeError:
            message = f"what replaces personal data in a file cannot be written in {charset}"
            raise MalformedBodyError("charset_unfit", message) from None

    return InlineText(text.removeprefix(mark), media, write)


def is_pdf(media: str, data: bytes) -> bool:
    """Whether it is called a PDF, or is one whatever it is called."""
    return media == "application/pdf" or _PDF in data[:_HEAD]


def seen_or_heard(media: str) -> str | None:
    """The kind of pictures, sound and films; None for anything else."""
    return _KINDS.get(media.partition("/")[0])


def media_of(packed: Packed, name: str) -> str:
    """The media type of a file; its name counts where none is said."""
    if packed.media not in _UNSAID:
        return packed.media
    return _BY_NAME.get(name.rpartition(".")[2].lower(), "") if "." in name else ""


def _is_textual(media: str) -> bool:
    if media in _MARKED_UP or seen_or_heard(media):
        return False
    return media.startswith("text/") or media in _TEXTS or media.endswith(("+json", "+xml"))
