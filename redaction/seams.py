"""Values that are split over texts of one speaker: half of a card in one message, half in the next.

Where one text ends and the next one begins as if a value went on, what stands around the seam is
read as one text, with nothing and with a space between. A value that is found over the seam is
found in each of its texts. As with everything that is found again, what was sent before stays:
only the last block of those that hold a value is changed, unless the policy says otherwise.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from privacy.text import Place, Role, Segment, Span
from redaction.views import NUMBERS

RECOGNIZER = "seam"
_EDGE = 96
"""Characters read before the first seam and after the last: the value, and words near it."""
_SHORT = 32
"""Characters of a text that may lie between two seams as a part of one value."""
_MOST = 20
"""Texts of one value."""
Detect = Callable[[str], Sequence[Span]]
Counts = Callable[[str, Span], bool]
"""Whether a value that was found counts: thresholds and allow-lists."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of one segment in the text that was put together.

    Attributes:
        segment: its number.
        offset: where the part begins in the segment.
        start: where it begins in the text.
        end: where it ends there.
    """

    segment: int
    offset: int
    start: int
    end: int


def seams(
    segments: Sequence[Segment], detect: Detect, counts: Counts, *, everywhere: bool
) -> dict[int, list[Span]]:
    """What is found over the seams of a request.

    Args:
        segments: its texts.
        detect: the structured stage.
        counts: what of its findings counts.
        everywhere: whether earlier blocks are changed, too.

    Returns:
        Spans by number of the segment.
    """
    found: dict[int, list[Span]] = defaultdict(list)
    for group in _groups(segments):
        blocks = sorted({segments[i].block for i in group})
        for block in blocks[-1:] if everywhere else blocks:
            texts = [i for i in group if segments[i].block <= block]
            changed = texts if everywhere else [i for i in texts if segments[i].block == block]
            if len(texts) > 1:
                for number, span in _over(segments, texts, detect, counts):
                    if number in changed:
                        found[number].append(span)
    return found


def _groups(segments: Sequence[Segment]) -> Iterator[list[int]]:
    """Numbers of texts of one speaker in which a value may go on from each to the next."""
    chains: dict[Role, list[int]] = defaultdict(list)
    for i, segment in enumerate(segments):
        if _is_said(segment):
            chains[segment.role].append(i)
    for chain in chains.values():
        group = chain[:1]
        for i in chain[1:]:
            goes_on = _goes_on(segments[group[-1]].text, segments[i].text)
            if goes_on and len(group) < _MOST and (len(group) == 1 or _is_short(segments, group)):
                group.append(i)
                continue
            yield from _joined(group)
            group = [group[-1], i] if goes_on else [i]
        yield from _joined(group)


def _joined(group: list[int]) -> Iterator[list[int]]:
    if len(group) > 1:
        yield group


def _is_short(segments: Sequence[Segment], group: Sequence[int]) -> bool:
    return len(segments[group[-1]].text) <= _SHORT


def _is_said(segment: Segment) -> bool:
    """Whether it is a text of the conversation, and no value under a key."""
    return (
        segment.place is Place.TEXT
        and segment.role is not Role.SETTING
        and not segment.hint
        and segment.column is None
        and not segment.pointer.endswith("~key")
    )


def _goes_on(text: str, after: str) -> bool:
    """Whether a value may run from one text into the next."""
    last, first = text[-_EDGE:].split()[-1:], after[:_EDGE].split()[:1]
    if not (last and first):
        return False
    end, begin = last[0], first[0]
    numbers = _has_digit(end) and _has_digit(begin)
    capitals = end.isupper() and begin.isupper() and (_has_digit(end) or _has_digit(begin))
    return numbers or capitals or _is_address(end, begin)


def _is_address(end: str, begin: str) -> bool:
    local, at, domain = end.rpartition("@")
    if at:
        return bool(local) and ("." not in domain or begin.startswith("."))
    return begin.startswith("@") or ("@" in begin and "." in end[1:-1])


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _over(
    segments: Sequence[Segment], texts: Sequence[int], detect: Detect, counts: Counts
) -> Iterator[tuple[int, Span]]:
    """What is found over the seams of these texts, by number of the segment."""
    for gap in ("", " "):
        text, pieces = _put_together([(i, segments[i].text) for i in texts], gap)
        for span in detect(text):
            held = [piece for piece in pieces if piece.start < span.end and span.start < piece.end]
            if len(held) < 2 or span.entity_type not in NUMBERS:  # noqa: PLR2004 - over a seam
                continue
            parts = list(_parts(text, span, held))
            written = [segments[number].text[s.start : s.end] for number, s in parts]
            if all(counts(joint.join(written), span) for joint in ("", " ")):
                yield from parts


def _put_together(texts: Sequence[tuple[int, str]], gap: str) -> tuple[str, list[_Piece]]:
    """One text of these, of the first and last only what stands at the seam."""
    parts: list[str] = []
    pieces: list[_Piece] = []
    at = 0
    for place, (number, text) in enumerate(texts):
        whole = text.rstrip() if place == 0 else text.strip()
        offset = 0 if place == 0 else len(text) - len(text.lstrip())
        if place == 0 and len(whole) > _EDGE:
            offset = len(whole) - _EDGE
            whole = whole[offset:]
        elif place == len(texts) - 1:
            whole = whole[:_EDGE]
        parts.append(whole)
        pieces.append(_Piece(number, offset, at, at + len(whole)))
        at += len(whole) + len(gap)
    return gap.join(parts), pieces


def _parts(text: str, span: Span, held: Iterable[_Piece]) -> Iterator[tuple[int, Span]]:
    """A span as spans of the segments that it runs over."""
    for piece in held:
        start, end = max(span.start, piece.start), min(span.end, piece.end)
        if text[start:end].strip():
            moved = piece.offset - piece.start
            yield (
                piece.segment,
                Span(start + moved, end + moved, span.entity_type, span.score, RECOGNIZER),
            )
