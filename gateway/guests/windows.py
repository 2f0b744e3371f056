"""Long texts in pieces that a model can read whole: it would cut off the rest in silence."""

import re
from collections.abc import Callable, Iterator

_OVERLAP = 120
"""Characters that two pieces share: what stands at a cut is whole in one of them."""
_SPACE = re.compile(r"\s(?=\S*\Z)")


def windows(text: str, size: int, fits: Callable[[str], bool]) -> Iterator[tuple[int, str]]:
    """Pieces of a text and where each begins.

    Args:
        text: any text.
        size: most characters of a piece.
        fits: whether the model reads a piece whole; a single character always does.
    """
    start, length = 0, len(text)
    while start < length:
        end = min(length, start + size)
        while end - start > 1 and not fits(text[start:end]):
            end = start + (end - start) // 2
        if end < length:
            space = _SPACE.search(text, start + (end - start) // 2, end)
            end = space.end() if space else end
        yield start, text[start:end]
        if end == length:
            return
        start = max(start + 1, end - min(_OVERLAP, (end - start) // 2))
