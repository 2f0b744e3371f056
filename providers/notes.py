"""Notes that stand in place of content which policy strips.

A note takes the place of a whole part of a message, so that lists never become empty, positions
stay, and the recipient knows that something was there.
"""

from collections.abc import Callable
from dataclasses import dataclass

from providers.json_text import Document, Edit

Write = Callable[[str], str]
"""The source of a part that says a text."""


def removed(kind: str) -> str:
    """What the recipient is told in place of content."""
    return f"[{'content' if kind == 'other' else kind} removed by the privacy gateway]"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a message, which a note can stand in place of.

    Attributes:
        document: the body.
        token: the first token of the part's object.
        write: the part that says a text.
    """

    document: Document
    token: int
    write: Write

    def removal(self, kind: str) -> Edit:
        """The edit of the body that puts a note in its place."""
        return *self.document.object_span(self.token), self.write(removed(kind))
