"""Content inside of Google's parts: bytes, files, what the recipient sealed.

Inline data of type text, JSON or CSV is walked by its format; all else is opaque
(`google.genai.types.Blob`, `FunctionResponseBlob`, `Part`). A note that stands in place of a part
keeps the part's thought signature, which must go back at the place where it came.
"""

from base64 import b64encode
from collections.abc import Callable

from providers.answered_files import AnsweredFile, answered_file
from providers.files import inlined
from providers.inline import unpack_base64
from providers.json_text import Json, quote
from providers.notes import Write
from providers.walk import Rule, Walk, fixed, text

_SIGNATURES = ("thoughtSignature", "thought_signature")
_NAMES = ("displayName", "display_name")


def opaque(kind: str, rule: Rule) -> Rule:
    """Content that nobody can look into, and what is said about it."""

    def of_value(walk: Walk, value: Json, pointer: str) -> None:
        walk.meet(kind, pointer)
        rule(walk, value, pointer)

    return of_value


def blob(message: Callable[..., Rule], word: Rule) -> Rule:
    """Bytes in base64 with their media type, given how messages and words are read."""

    def of_value(walk: Walk, value: Json, pointer: str) -> None:
        data = _data(_said(value, "mimeType", "mime_type"), _said(value, *_NAMES))
        message(data=data, mime_type=word, display_name=text)(walk, value, pointer)

    return of_value


def answered_blob(value: Json) -> AnsweredFile | None:
    """The text file that a blob of an answer is; None if it is none."""
    data = _said(value, "data")
    media, name = _said(value, "mimeType", "mime_type"), _said(value, *_NAMES)
    return answered_file(unpack_base64(data, media), name)


def _data(media: str, name: str) -> Rule:
    def rule(walk: Walk, value: Json, pointer: str) -> None:
        if isinstance(value, str):
            inlined(walk, unpack_base64(value, media), pointer, name)
        else:
            walk.meet("file", pointer)
            fixed(walk, value, pointer)

    return rule


def _said(value: Json, *names: str) -> str:
    said = (value.get(name) for name in names) if isinstance(value, dict) else ()
    return next((one for one in said if isinstance(one, str)), "")


def noted_part(rule: Rule) -> Rule:
    """A part of a turn, which a text can stand in place of."""
    return _noted(rule, _text_note)


def result_part(rule: Rule) -> Rule:
    """A part of a tool's result, which is bytes or a file: a file of text stands in its place."""
    return _noted(rule, lambda _: _file_note)


def _noted(rule: Rule, note: Callable[[Json], Write]) -> Rule:
    def of_part(walk: Walk, value: Json, pointer: str) -> None:
        outer = walk.enter_part(value, note(value))
        rule(walk, value, pointer)
        walk.part = outer

    return of_part


def _text_note(value: Json) -> Write:
    kept = [
        f",{quote(key)}:{quote(content)}" if isinstance(content, str) else f",{quote(key)}:true"
        for key, content in (value.items() if isinstance(value, dict) else ())
        if (key in _SIGNATURES and isinstance(content, str)) or (key == "thought" and content)
    ]
    return lambda note: f'{{"text":{quote(note)}{"".join(kept)}}}'


def _file_note(note: str) -> str:
    data = b64encode(note.encode()).decode()
    return f'{{"inlineData":{{"mimeType":"text/plain","data":"{data}"}}}}'
