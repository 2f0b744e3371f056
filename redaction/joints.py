"""Whether a value ends where it seems to, or is a part of a longer word or number."""

import re

from redaction.scripts import unspaced

_FRACTION = re.compile(r"\.0(?![0-9A-Za-z.])")
"""What tables add to whole numbers that they take for measures: `4111111111111111.0`."""


def joined_before(text: str, start: int, more: str) -> bool:
    """Whether what stands before a value, or one of `more`, makes it a part of something else."""
    before, first = text[start - 1], text[start]
    return before in more or (_in_word(before) and (first.isalnum() or first in "_+(@"))


def joined_after(text: str, end: int, more: str) -> bool:
    """Likewise for what stands behind it."""
    after = text[end]
    if after in ".,":
        more_digits = end + 1 < len(text) and text[end + 1].isdigit()
        return after in more and more_digits and _FRACTION.match(text, end) is None
    return after in more or (_in_word(after) and text[end - 1].isalnum())


def _in_word(character: str) -> bool:
    """Whether what stands beside it belongs to one word with it.

    Scripts without spaces part nothing, and Korean particles follow right behind a word.
    """
    return (character.isalnum() or character == "_") and not (
        unspaced(character) or "\uac00" <= character <= "\ud7a3"
    )
