"""Content that nobody here can look into."""

from dataclasses import dataclass, field

from privacy.text import Column


@dataclass(frozen=True, slots=True)
class OpaqueItem:
    """Content that nobody here can look into.

    Attributes:
        kind: "image", "audio", "video", "file", "pdf", "token_ids", "mcp", "encrypted_content",
            "bucket" or "other".
        pointer: where it stands, as in `Segment.pointer`.
        column: where it stands in a row of a table, as in `Segment.column`.
        removal: characters `start` to `end` of the body, and the source of the note that takes
            their place where policy strips it; None where nothing can.
        content: the bytes of a PDF, so that its text can be inspected.
        file: id of a file that the recipient keeps; one that was made through the gateway was
            inspected then.
        uri: the place of a bucket, a table or a data set, which only its name lets pass.
    """

    kind: str
    pointer: str
    column: Column | None = None
    removal: tuple[int, int, str] | None = None
    content: bytes = field(default=b"", repr=False)
    uri: str = field(default="", repr=False)
    file: str = field(default="", repr=False)
