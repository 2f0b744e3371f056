"""Documents of a request: the body, and JSON or other texts inside its strings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from providers.codec import MalformedBodyError
from providers.json_text import Document, Edit, parse_text, quote


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One document: the body, or JSON inside a string of another sheet.

    Attributes:
        document: its text.
        parent: the sheet whose string it is, None for the body.
        token: that string's token in the parent.
        wrap: writes its source as that string.
        write: writes a text as its source has it.
    """

    document: Document
    parent: Self | None = None
    token: int = 0
    wrap: Callable[[str], str] = quote
    write: Callable[[str], str] = quote

    def edited(self, edits: list[Edit], *, renamed: bool) -> str:
        """Its source with changes; `renamed`: keys are among them.

        Raises:
            MalformedBodyError: two keys of an object became the same.
        """
        source = self.document.edited(edits)
        if renamed:
            try:
                parse_text(source)
            except MalformedBodyError:
                message = "two keys of an object hold personal data and would become the same"
                raise MalformedBodyError("duplicate_key", message) from None
        return source
