"""Text in transit: where it stands, and which of its characters are personal.

Codecs make segments, recognizers make spans, operators consume both.
These types stand on the ground floor because all four rooms above speak in them.
"""

from dataclasses import dataclass
from enum import StrEnum

Column = tuple[str | int, ...]
"""Where something stands in a row of a table: keys, and positions in lists."""


class Role(StrEnum):
    """Who speaks in a segment."""

    SYSTEM = "system"
    CLIENT = "client"
    ASSISTANT = "assistant"
    TOOL = "tool"
    SETTING = "setting"
    """Not conversation: tool definitions, schemas, metadata, query strings, unknown fields."""


class Place(StrEnum):
    """What may be written where a segment stands."""

    TEXT = "text"
    """Any string."""
    IDENTIFIER = "identifier"
    """Any string, and the whole of it identifies a person (OpenAI's `user`)."""
    LABEL = "label"
    """Lower-case letters, digits, `_` and `-` only (Google's `labels`)."""
    NUMBER = "number"
    """A number in free-form JSON: personal data in it becomes a string."""
    FIXED = "fixed"
    """Nothing else: a name of the protocol, or a number that it needs.
    Personal data here means that the request is refused."""
    DOCUMENT = "document"
    """Prose in a document that cannot be written anew (PDF): refused likewise."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One text of a request.

    Attributes:
        text: the decoded text.
        pointer: where it stands: an RFC 6901 JSON pointer into the body.
            `#` and a second pointer lead into JSON inside a string; a trailing `~key` names a key.
        block: number of the conversational block (all text up to the next assistant message is
            one block, starting from 0). Settings stand in block 0.
        role: who speaks.
        place: what may be written there.
        hint: the nearest JSON key or column name, "" where it tells nothing.
        column: where it stands in a row of a table; None outside tables.
        joint: the value is compared with those of other calls (a stored completion's metadata,
            by which it is searched for): its pseudonym is that of the application.
    """

    text: str
    pointer: str
    block: int = 0
    role: Role = Role.CLIENT
    place: Place = Place.TEXT
    hint: str = ""
    column: Column | None = None
    joint: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (exclusive) of a text name or identify somebody.

    Attributes:
        start: first character.
        end: one past the last character.
        entity_type: a key of `privacy.entities.ENTITY_TYPES` or of a custom recognizer.
        score: confidence, 0 to 1.
        recognizer: the name of what found it.
    """

    start: int
    end: int
    entity_type: str
    score: float = 1.0
    recognizer: str = ""
