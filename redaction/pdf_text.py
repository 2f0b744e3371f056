"""What is read of a PDF; apart from the reading, which needs a large library."""

from dataclasses import dataclass, field

REASONS = {
    "encrypted": "it is encrypted",
    "broken": "it is no well-formed PDF",
    "pages": "it has no pages, or too many",
    "versions": "it holds earlier versions of itself; print it to a new one",
    "no_text": "a page shows something, but no text",
    "fonts": "a font does not say which letters it draws",
    "streams": "something is attached to it that is no text",
    "too_long": "its text is too long",
    "slow": "reading it takes too long",
}
"""Why a PDF cannot be read, and how that is told."""


class UnreadablePdf(Exception):
    """A PDF that cannot be read as a whole.

    Attributes:
        reason: why, a key of `REASONS`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF says.

    Attributes:
        texts: its texts; each page stands in it twice, as it is set and in one line.
        pictures: whether there are pictures, which nobody looked into.
        unreadable: why it cannot be read, a key of `REASONS`; "" if it was read.
    """

    texts: tuple[str, ...] = field(default=(), repr=False)
    pictures: bool = False
    unreadable: str = ""
