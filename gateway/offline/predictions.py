"""Lines of JSON in, lines of JSON out: what a scorer of detection reads.

In: `{"id": ..., "text": ...}`. Out: `{"id": ..., "spans": [{"start", "end", "type"}]}`, offsets in
characters (code points). Line by line, so that a file of any length takes the same memory.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from gateway.offline.detection import Detection
from gateway.offline.progress import Progress
from privacy.text import Segment, Span
from redaction.explain import Candidate, Explanation

_TOGETHER, _TOGETHER_CHARS = 64, 64 * 1024
"""Texts, and characters, that are inspected at once."""
_DIGITS = 4
"""Decimal places of a score."""


class BadLine(Exception):
    """A line that is no text to inspect: its number, what is wrong, what to do. Quotes nothing."""

    def __init__(self, number: int, what: str) -> None:
        super().__init__(f"line {number}: {what}")


@dataclass(frozen=True, slots=True)
class Item:
    """One text of a file.

    Attributes:
        id: as it stands there; the number of the line if there is none.
        text: the text.
        hint: the field that it would stand in, "" if that is not said.
    """

    id: Any
    text: str = field(repr=False)
    hint: str = ""


def read(lines: Iterable[bytes], name: str = "text") -> Iterator[Item]:
    """Read the texts; empty lines are passed over.

    Args:
        lines: UTF-8.
        name: the key that texts stand under.

    Raises:
        BadLine: a line is no JSON object with a text.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _item(number, line, name)


def _item(number: int, line: bytes, name: str) -> Item:
    try:
        read_line = json.loads(line)
    except UnicodeDecodeError:
        raise BadLine(number, "it is not UTF-8; convert the file, `iconv -t UTF-8` does.") from None
    except (json.JSONDecodeError, RecursionError):
        raise BadLine(
            number, 'it is no JSON object; write one a line: {"id": "1", "text": "..."}.'
        ) from None
    if not isinstance(read_line, dict) or not isinstance(read_line.get(name), str):
        raise BadLine(number, f"it has no text under {name!r}; --field says where the text stands.")
    hint = read_line.get("hint")
    return Item(read_line.get("id", number), read_line[name], hint if isinstance(hint, str) else "")


def predict(
    items: Iterable[Item],
    detection: Detection,
    words: Mapping[str, str],
    progress: Progress,
    *,
    explained: bool = False,
) -> Iterator[dict[str, Any]]:
    """What is found in each text, in the order of the texts.

    Args:
        items: the texts.
        detection: finds it.
        words: types that are called otherwise.
        progress: is told what was done.
        explained: whether each span says why it is there.
    """
    for batch in _batches(items):
        requests = [[Segment(item.text, "/text", hint=item.hint)] for item in batch]
        for item, (spans,) in zip(batch, detection.spans(requests), strict=True):
            told = detection.explained(item.text, item.hint, spans) if explained else ()
            yield {"id": item.id, "spans": rows(spans, words, told)}
        progress.add(len(batch), sum(len(item.text) for item in batch))


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.text)
        if len(batch) >= _TOGETHER or size >= _TOGETHER_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def write(predictions: Iterable[dict[str, Any]], file: IO[str]) -> None:
    """Write one line for each."""
    for prediction in predictions:
        file.write(json.dumps(prediction) + "\n")


def rows(
    spans: Sequence[Span], words: Mapping[str, str], told: Sequence[Explanation] = ()
) -> list[dict[str, Any]]:
    """Spans for programs; with explanations, if there are any."""
    plain = [
        {"start": s.start, "end": s.end, "type": words.get(s.entity_type, s.entity_type)}
        for s in spans
    ]
    return [row | _reasons(one) for row, one in zip(plain, told, strict=True)] if told else plain


def _reasons(one: Explanation) -> dict[str, Any]:
    because = one.by.because if one.by is not None else None
    return {
        "score": round(one.span.score, _DIGITS),
        "recognizer": one.span.recognizer,
        "score_without_context": round(because.alone, _DIGITS) if because else None,
        "context": because.word if because else "",
        "against": because.against if because else "",
        "read_as": because.read_as if because else "",
        "won_against": [_lost(lost) | {"why": why} for lost, why in one.beaten],
    }


def _lost(one: Candidate) -> dict[str, Any]:
    return {
        "start": one.start,
        "end": one.end,
        "type": one.entity_type,
        "score": round(one.score, _DIGITS),
        "recognizer": one.recognizer,
    }
