"""What the gateway writes into a request of Google's own accord: instructions and the note.

A body holds one request (generateContent), wraps one (countTokens) or holds many (batches); each
is an object of the body's source, into which edits are made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson

from providers.codec import MalformedBodyError, Scalar
from providers.google_fields import TOP_LEVEL, camel, member
from providers.json_text import Document, Edit, Json, count, quote

_NAMES = TOP_LEVEL | frozenset(map(camel, TOP_LEVEL))


@dataclass(frozen=True, slots=True)
class Request:
    """One request inside of a body.

    Attributes:
        document: the body.
        tree: the request.
        token: the first token inside of its object.
        brace: where its object begins in the source.
    """

    document: Document
    tree: dict[str, Json] = field(repr=False)
    token: int
    brace: int

    def members(self, value: Json = None, token: int = -1) -> list[tuple[str, Json, int]]:
        """Members of an object: key, value and token of the key.

        Args:
            value: the object; None for the request itself.
            token: the first token inside of it.
        """
        found, at = [], self.token if value is None else token
        tree = self.tree if value is None else value
        for key, child in tree.items() if isinstance(tree, dict) else ():
            found.append((key, child, at))
            at += 1 + count(child)
        return found


def edits(request: Request, instructions: Mapping[str, Scalar], note: str | None) -> list[Edit]:
    """Edits of the body that set fields of a request, whatever the caller wrote, and add a note.

    Raises:
        ValueError: an instruction is unknown here.
        MalformedBodyError: code system_instruction: there is no place for the note.
    """
    changes: list[Edit] = []
    inserted: list[str] = []
    for name, value in instructions.items():
        _instruct(request, name, value, changes, inserted)
    if note is not None:
        _note(request, note, changes, inserted)
    if inserted:
        after = request.brace + 1
        closed = request.document.source[after:].lstrip().startswith("}")
        changes.append((after, after, ",".join(inserted) + ("" if closed else ",")))
    return changes


def _instruct(
    request: Request, name: str, value: Scalar, changes: list[Edit], inserted: list[str]
) -> None:
    if name not in _NAMES:
        raise ValueError("an instruction names no field of Google's requests")
    source = orjson.dumps(value).decode()
    for key, _, token in request.members():
        if camel(key) == camel(name):
            changes.append((*request.document.value_span(token), source))
            return
    inserted.append(f"{quote(name)}:{source}")


def _note(request: Request, note: str, changes: list[Edit], inserted: list[str]) -> None:
    """Add a line to the system instruction.

    A cached content has its own and allows none beside it, so then nothing is added.
    """
    if member(request.tree, "cached_content") is not None:
        return
    part = f'{{"text":{quote(note)}}}'
    for key, value, token in request.members():
        if key in ("systemInstruction", "system_instruction") and value is not None:
            changes += _appended(request, value, token, part)
            return
    inserted.append(f'"systemInstruction":{{"parts":[{part}]}}')


def _appended(request: Request, system: Json, token: int, part: str) -> list[Edit]:
    """A further part of the system instruction, which is a content or bare text."""
    start, end = request.document.value_span(token)
    parts = member(system, "parts")
    if isinstance(system, dict) and isinstance(parts, list):
        members = request.members(system, token + 1)
        at = next(at for key, _, at in members if key == "parts")
        _, close = request.document.value_span(at)
        return [(close - 1, close - 1, ("," if parts else "") + part)]
    if isinstance(system, str):
        return [(start, start, '{"parts":[{"text":'), (end, end, f"}},{part}]}}")]
    raise MalformedBodyError("system_instruction", "the system instruction has no list of parts")
