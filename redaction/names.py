"""Names, places and street addresses, found by a small token-classification model.

The model that is shipped (docs/model-card.md) is a BERT of 6 layers and 384 dimensions in 8-bit
integers with BIO labels; any ONNX model with the same kinds of labels will do. Its bytes are
handed in; nothing is read here.

Texts are written in Latin letters first, and each word piece carries a trait of its word
(`redaction.name_input`).
A long text is read in windows, so cost grows linearly and memory does not grow with it. A window
ends with a sentence or a line where one ends late enough in it; else the next one overlaps it, and
their distributions are averaged, weighted by the distance to the window's edge; then over the
pieces of a word. The probability mass of a *kind* decides whether and what a
word is, whatever the model thinks of B and I; the labels of pieces only shape the span.
Labels for structured types (phones, account numbers, ...) are ignored: patterns with checksums know
better. What reads like a name and is none, see `redaction.name_filters`.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from privacy.text import Span
from redaction.bare_names import candidates, confirmed, sentence
from redaction.fold import Folded, fold
from redaction.name_input import Lexicon, Reading, reading, traits
from redaction.name_spans import spans_of
from redaction.name_words import Floats, Pieces, words_of
from redaction.resolve import resolve

NAME_TYPES = frozenset({"PERSON", "LOCATION", "STREET_ADDRESS"})
"""The entity types that the model finds."""

RULES_VERSION = "4"
"""Raise this when decoding or filters change: cached spans of older rules are then not used."""

_WINDOW = 126
"""Word pieces of a window, besides [CLS] and [SEP]."""
_OVERLAP = 24
_FULL = 64
"""Word pieces from which on a window may end with a sentence."""
_STOP = re.compile(r"[.!?\u0964\u3002\uff01\uff1f][)\"'\u201d]?\s|\n")
_SLOW_HERE = ("SkipLayerNormFusion",)
"""An optimisation of onnxruntime that costs a tenth on CPUs, measured with 1.31."""
_CHUNK = 8192
"""Characters that are tokenised at once: bounds memory, whatever the length of a text."""
_MARGIN = 256
"""Characters that a chunk reads beyond its end and before its start, for context."""
_GROUP = 65_536
"""Characters whose windows are kept before the model runs."""
_SURROGATES = re.compile(r"[\ud800-\udfff]")
"""Half of a pair has no UTF-8 form, which the tokenizer needs."""
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A part of a text. Spans that start before `low` or from `high` belong to its neighbours."""

    text: int
    start: int
    low: int
    high: int
    content: str


GivenUp = Callable[[], bool]
"""Whether nobody waits for an answer any more; what goes on then only keeps others waiting."""


def never() -> bool:
    """Somebody waits."""
    return False


class Abandoned(RuntimeError):
    """Reading ended early, since nobody waits for what it finds."""


@dataclass(frozen=True, slots=True)
class _Window:
    """Word pieces `start` to `end` of one chunk."""

    chunk: int
    start: int
    end: int


class NameModel:
    """A token-classification model, ready to read.

    Threads may share it: onnxruntime's sessions and the tokenizer are safe for that, and both let
    go of the interpreter lock while they work.

    Args:
        model: an ONNX model with `input_ids` and perhaps `attention_mask` and `token_type_ids`.
        tokenizer: the tokenizer's `tokenizer.json`.
        labels: its labels in order, e.g. "O", "B-GIVEN_NAME", ...
        threads: threads of one run.
        lexicon: the lists behind the traits that the model was trained with; None for a model
            that knows no traits.

    Attributes:
        version: changes with the model, its tokenizer and the rules around it.
    """

    def __init__(
        self,
        model: bytes,
        tokenizer: bytes,
        labels: Sequence[str],
        threads: int = 1,
        lexicon: bytes | None = None,
    ) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            model,
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=_SLOW_HERE,
        )
        self._inputs = frozenset(node.name for node in self._session.get_inputs())
        self._tokenizer: Tokenizer = Tokenizer.from_str(tokenizer.decode())
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._first, self._last = _ends(self._tokenizer)
        self._kinds, self._sums = _kinds(labels)
        self._lexicon = Lexicon(lexicon) if lexicon is not None else None
        digest = blake2b(digest_size=8)
        rules = "\0".join((RULES_VERSION, *labels)).encode()
        for part in (model, tokenizer, rules, lexicon or b""):
            digest.update(part)
        self.version = digest.hexdigest()

    def detect(self, text: str) -> tuple[Span, ...]:
        """The names in one text."""
        return self.detect_batch([text])[0]

    def detect_batch(
        self, texts: Sequence[str], given_up: GivenUp = never, /
    ) -> list[tuple[Span, ...]]:
        """The names in each text: sorted, disjoint spans.

        Args:
            texts: what to read.
            given_up: whether nobody waits for the answer any more; asked between runs.

        Raises:
            Abandoned: nobody does.
        """
        found = self._detected(texts, given_up)
        alone = [
            (index, place)
            for index, text in enumerate(texts)
            for place in candidates(text)
            if not _covers(found[index], *place)
        ]
        named = [sentence(texts[index][start:end]) for index, (start, end) in alone]
        for (index, place), spans in zip(alone, self._detected(named, given_up), strict=True):
            name = confirmed(spans, *place)
            if name is not None and not _covers(found[index], *place):
                found[index] = resolve((*found[index], name))
        return found

    def _detected(self, texts: Sequence[str], given_up: GivenUp) -> list[tuple[Span, ...]]:
        views = [fold(text) for text in texts]
        found: list[list[Span]] = [[] for _ in texts]
        for group in _grouped([view.text for view in views]):
            pieces = self._tokenised([chunk.content for chunk in group])
            masses = self._read(pieces, given_up)
            for chunk, part, mass in zip(group, pieces, masses, strict=True):
                words = words_of(chunk.content, part, mass, self._kinds)
                found[chunk.text] += _within(chunk, spans_of(chunk.content, words))
        return [_original(view, spans) for view, spans in zip(views, found, strict=True)]

    def _tokenised(self, texts: Sequence[str]) -> list[Pieces]:
        reads = [reading(text) for text in texts]
        encodings = self._tokenizer.encode_batch(
            [read.text for read in reads], add_special_tokens=False
        )
        return [
            self._pieces(text, read, encoding)
            for text, read, encoding in zip(texts, reads, encodings, strict=True)
        ]

    def _pieces(self, text: str, read: Reading, encoding: Encoding) -> Pieces:
        numbers = np.array(encoding.word_ids, np.int64)
        firsts = np.flatnonzero(np.diff(numbers, prepend=-1))
        if self._lexicon is None or not len(firsts):
            return Pieces(read, encoding, firsts, np.zeros(len(numbers), np.int64))
        counts = np.diff(firsts, append=len(numbers))
        offsets = encoding.offsets
        words = [
            (offsets[first][0], offsets[first + count - 1][1])
            for first, count in zip(firsts.tolist(), counts.tolist(), strict=True)
        ]
        kinds = traits(text, read, words, self._lexicon)
        return Pieces(read, encoding, firsts, np.repeat(kinds, counts))

    def _read(self, chunks: Sequence[Pieces], given_up: GivenUp) -> list[Floats]:
        """For each word piece of each chunk the probability of each kind."""
        sizes = [len(chunk.traits) for chunk in chunks]
        masses = [np.zeros((size, len(self._kinds)), np.float32) for size in sizes]
        weights = [np.zeros((size, 1), np.float32) for size in sizes]
        for number, chunk in enumerate(chunks):
            for window in _windows(number, chunk):
                if given_up():
                    raise Abandoned
                where = slice(window.start, window.end)
                weight = _weights(
                    window.end - window.start, window.start == 0, window.end == sizes[number]
                )
                masses[number][where] += self._run(chunk, where) * weight
                weights[number][where] += weight
        return [mass / weight for mass, weight in zip(masses, weights, strict=True)]

    def _run(self, chunk: Pieces, where: slice) -> Floats:
        """One run of the model, over one window.

        Activations are quantised by their range in a run: with company, a window could read
        otherwise than alone, and a retry must find what the first attempt found.
        """
        ids = np.array([[self._first, *chunk.encoding.ids[where], self._last]], np.int64)
        kinds = np.zeros_like(ids)
        kinds[0, 1:-1] = chunk.traits[where]
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": kinds}
        outputs = self._session.run(None, {k: v for k, v in feed.items() if k in self._inputs})
        mass: Floats = (_softmax(outputs[0]) @ self._sums)[0, 1:-1]
        return mass


def _ends(tokenizer: Tokenizer) -> tuple[int, int]:
    """The ids of the pieces that begin and end a window."""
    first, last = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    if first is None or last is None:
        raise ValueError("the tokenizer of the name model knows no [CLS] or no [SEP]")
    return first, last


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return result


def _kinds(labels: Sequence[str]) -> tuple[tuple[str, ...], Floats]:
    """The labels without B and I, "O" first, and the matrix that sums labels to kinds."""
    kinds = tuple(dict.fromkeys(("O", *(label.partition("-")[2] or label for label in labels))))
    sums = np.zeros((len(labels), len(kinds)), np.float32)
    for row, label in enumerate(labels):
        sums[row, kinds.index(label.partition("-")[2] or label)] = 1
    return kinds, sums


def _weights(length: int, first: bool, last: bool) -> Floats:  # noqa: FBT001 - two ends, two truths
    """A word piece weighs as much as it is away from an edge beyond which there is more text."""
    ramp = np.arange(1, length + 1, dtype=np.float32)
    left = np.full(length, length, np.float32) if first else ramp
    right = np.full(length, length, np.float32) if last else ramp[::-1]
    return np.minimum(left, right)[:, None]


def _windows(number: int, chunk: Pieces) -> Iterator[_Window]:
    """Windows over a chunk: to the end of a sentence or a line, or overlapping."""
    total, start = len(chunk.traits), 0
    stops = _stops(chunk) if total > _WINDOW else []
    while start < total:
        end = min(start + _WINDOW, total)
        if end == total:
            yield _Window(number, start, end)
            return
        at = bisect_right(stops, end) - 1
        clean = at >= 0 and stops[at] >= start + _FULL
        end = stops[at] if clean else end
        yield _Window(number, start, end)
        start = end if clean else end - _OVERLAP


def _stops(chunk: Pieces) -> list[int]:
    """Pieces that begin a sentence or a line."""
    ends = [stop.end() for stop in _STOP.finditer(chunk.read.text)]
    starts = np.array([low for low, _ in chunk.encoding.offsets], np.int64)
    found: list[int] = np.searchsorted(starts, ends).tolist()
    return found


def _grouped(texts: Sequence[str]) -> Iterator[list[_Chunk]]:
    """Chunks of all texts in groups of bounded size."""
    group: list[_Chunk] = []
    size = 0
    for index, text in enumerate(texts):
        for chunk in _chunks(index, text):
            group.append(chunk)
            size += len(chunk.content)
            if size >= _GROUP:
                yield group
                group, size = [], 0
    if group:
        yield group


def _chunks(index: int, text: str) -> Iterator[_Chunk]:
    if not _LETTER.search(text):
        return
    if not text.isascii():
        text = _SURROGATES.sub("\ufffd", text)
    for low in range(0, len(text), _CHUNK):
        high = min(low + _CHUNK, len(text))
        start, end = max(low - _MARGIN, 0), min(high + _MARGIN, len(text))
        yield _Chunk(index, start, low - start, high - start, text[start:end])


def _within(chunk: _Chunk, spans: Sequence[Span]) -> list[Span]:
    """The spans that begin in a chunk's own part, with offsets of the whole text."""
    at = chunk.start
    return [
        Span(at + s.start, at + s.end, s.entity_type, s.score, s.recognizer)
        for s in spans
        if chunk.low <= s.start < chunk.high
    ]


def _covers(spans: Sequence[Span], start: int, end: int) -> bool:
    return any(span.start <= start and end <= span.end for span in spans)


def _original(view: Folded, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans of the folded text as spans of the text that was handed in."""
    return resolve(
        Span(*view.original(s.start, s.end), s.entity_type, s.score, s.recognizer) for s in spans
    )
