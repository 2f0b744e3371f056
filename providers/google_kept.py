"""What Google keeps between calls: the common part of its resources with names of their own.

A resource (`cachedContents/c1`, `interactions/i1`, `batches/b1`, `files/f1`) is made by one call
and named by others. Vertex AI writes a project's number where callers write its id, so that a name
is known here by its last part alone; who owns it is the roof's affair (`gateway.state`).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import orjson

from privacy.text import Place
from providers.any_answer import answer
from providers.codec import (
    EVENT_LIMIT,
    Frame,
    FrameReader,
    Listing,
    MalformedAnswerError,
    Operation,
    Payload,
    StateRef,
)
from providers.google_paths import LOCATION, NAME, PLACE
from providers.json_text import Json
from providers.listing import read_list
from providers.walk import Rule, Walk, fixed, optional

ROOT = rf"/(?:v1|v1beta|v1beta1)/(?:{PLACE}/)?"
"""What stands before the name of a resource: version, and the place of Vertex AI."""
_NAME = re.compile(
    rf"(?:projects/(?P<project>{NAME}(?::{NAME})?)/locations/(?:{LOCATION})/)?"
    rf"(?P<collection>[a-zA-Z]+)/(?P<id>{NAME})",
    re.ASCII,
)
_FILE = re.compile(
    rf"(?:https://generativelanguage\.googleapis\.com/(?:v1|v1beta)/)?files/(?P<id>{NAME})",
    re.ASCII,
)
"""A file as the answer to an upload calls it: by its address, or by its name."""


def named(collection: str, kind: str) -> Rule:
    """The name of a resource that the recipient keeps; anything else may not change.

    Args:
        collection: what its names begin with, e.g. "cachedContents".
        kind: of the state.
    """

    def rule(walk: Walk, value: Json, pointer: str) -> None:
        match = _NAME.fullmatch(value) if isinstance(value, str) else None
        if match is None or match["collection"] != collection:
            fixed(walk, value, pointer)
            return
        walk.refers.append(StateRef(kind, match["id"]))
        project = match["project"]
        if project and not project.isdigit():
            walk.string(project, pointer, Place.FIXED)
        else:
            walk.skip(value)

    return optional(rule)


def file_link(kind: str) -> Rule:
    """The address of a file: one that the recipient keeps is state, any other is opaque."""

    def rule(walk: Walk, value: Json, pointer: str) -> None:
        match = _FILE.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            walk.meet(kind, pointer)
            fixed(walk, value, pointer)
        else:
            walk.refers.append(StateRef("file", match["id"]))
            walk.skip(value)

    return optional(rule)


def ref_of(kind: str, item: Json) -> StateRef | None:
    """The state that a resource with a name is; None if it has none."""
    name = item.get("name") if isinstance(item, dict) else None
    ident = name.rpartition("/")[2] if isinstance(name, str) else ""
    return StateRef(kind, ident) if ident else None


def parsed(raw: bytes) -> Json:
    """An answer; None if it is no JSON."""
    try:
        return orjson.loads(raw)  # type: ignore[no-any-return] # orjson's Any is our Json
    except orjson.JSONDecodeError:
        return None


class Family(Protocol):
    """The calls around one kind of resource; see `providers.codec.Codec` for each method."""

    @property
    def prefix(self) -> str:
        """What names of its operations begin with, before the first dot."""

    def route(self, method: str, path: str, query: str) -> Operation | None:
        """The known call; None if it is none of these."""

    def read(self, operation: Operation, body: bytes) -> Payload:
        """Read a request's body."""

    def whole(self, operation: Operation, body: bytes, payload: Payload | None) -> Frame:
        """Read an answer that is not cut."""

    def listing(self, operation: Operation, body: bytes) -> Listing:
        """Read an answer that lists state."""

    def created(self, operation: Operation, raw: bytes) -> Sequence[StateRef]:
        """What the recipient keeps now."""

    def stream(
        self, operation: Operation, payload: Payload | None, *, event_limit: int = EVENT_LIMIT
    ) -> FrameReader:
        """A reader for the streamed answer."""


class Resources:
    """What families have in common: answers of any JSON, lists of them, names in them.

    Args:
        prefix: see `Family`.
        kind: of the state that a resource is.
        key: the field of a list that holds the resources.
    """

    def __init__(self, prefix: str, kind: str, key: str) -> None:
        self.prefix = prefix
        self.kind = kind
        self.key = key

    def one(self, found: Operation | None, path: str, ident: str) -> Operation | None:
        """A call on the one resource that its path names; None if there is no such call."""
        refers = (StateRef(self.kind, ident),)
        return found and replace(found, upstream_path=path, refers=refers)

    def whole(self, operation: Operation, body: bytes, payload: Payload | None = None) -> Frame:
        """Read a resource: every string in it may hold pseudonyms."""
        del payload
        return answer(operation.name, body)

    def listing(self, operation: Operation, body: bytes) -> Listing:
        """Read a list of resources."""

        def ref(item: dict[str, Json]) -> StateRef:
            return ref_of(self.kind, item) or StateRef(self.kind, "")

        return read_list(body, self.key, ref, lambda raw: self.whole(operation, raw))

    def created(self, operation: Operation, raw: bytes) -> Sequence[StateRef]:
        """What the answer to a call that makes a resource names."""
        made = ref_of(self.kind, parsed(raw)) if operation.keeps else None
        return (made,) if made else ()

    def stream(
        self, operation: Operation, payload: Payload | None, *, event_limit: int = EVENT_LIMIT
    ) -> FrameReader:
        """Nothing here is streamed.

        Raises:
            MalformedAnswerError: always.
        """
        del operation, payload, event_limit
        raise MalformedAnswerError("unexpected_stream")
