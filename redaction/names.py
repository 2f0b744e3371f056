"""Names, places and street addresses, found by a small token-classification model.

The model that is shipped (docs/model-card.md) is a BERT of 6 layers and 384 dimensions in 8-bit
integers with BIO labels; any ONNX model with the same kinds of labels will do. Its bytes are
handed in; nothing is read here.

A long text is read in overlapping windows, so cost grows linearly and memory does not grow with it.
Where windows overlap, their distributions are averaged, weighted by the distance to the window's
edge; then over the pieces of a word. The probability mass of a *kind* decides whether and what a
word is, whatever the model thinks of B and I; the labels of pieces only shape the span.
Labels for structured types (phones, account numbers, ...) are ignored: patterns with checksums know
better. What reads like a name and is none, see `redaction.name_filters`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Encoding, Tokenizer

from privacy.text import Span
from redaction.bare_names import candidates, confirmed, sentence
from redaction.fold import Folded, fold
from redaction.name_spans import Word, spans_of
from redaction.resolve import resolve

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

NAME_TYPES = frozenset({"PERSON", "LOCATION", "STREET_ADDRESS"})
"""The entity types that the model finds."""

RULES_VERSION = "2"
"""Raise this when decoding or filters change: cached spans of older rules are then not used."""

_WINDOW = 126
"""Word pieces of a window, besides [CLS] and [SEP]."""
_OVERLAP = 24
_BATCH = 1
"""Windows of one run. Activations are quantised by their range in a run: with company, a window
could read otherwise than alone, and a retry must find what the first attempt found."""
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
    """Word pieces `start` and following of one chunk."""

    chunk: int
    start: int
    ids: Sequence[int]


class NameModel:
    """A token-classification model, ready to read.

    Threads may share it: onnxruntime's sessions and the tokenizer are safe for that, and both let
    go of the interpreter lock while they work.

    Args:
        model: an ONNX model with `input_ids`, `attention_mask` and perhaps `token_type_ids`.
        tokenizer: the tokenizer's `tokenizer.json`.
        labels: its labels in order, e.g. "O", "B-GIVEN_NAME", ...
        threads: threads of one run.

    Attributes:
        version: changes with the model, its tokenizer and the rules around it.
    """

    def __init__(
        self, model: bytes, tokenizer: bytes, labels: Sequence[str], threads: int = 1
    ) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )
        self._inputs = frozenset(node.name for node in self._session.get_inputs())
        self._tokenizer: Tokenizer = Tokenizer.from_str(tokenizer.decode())
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._first, self._last = _ends(self._tokenizer)
        self._kinds, self._sums = _kinds(labels)
        digest = blake2b(digest_size=8)
        for part in (model, tokenizer, "\0".join((RULES_VERSION, *labels)).encode()):
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
            encodings = self._tokenizer.encode_batch(
                [chunk.content for chunk in group], add_special_tokens=False
            )
            masses = self._read(encodings, given_up)
            for chunk, encoding, mass in zip(group, encodings, masses, strict=True):
                words = _words(encoding, mass, self._kinds)
                found[chunk.text] += _within(chunk, spans_of(chunk.content, words))
        return [_original(view, spans) for view, spans in zip(views, found, strict=True)]

    def _read(self, encodings: Sequence[Encoding], given_up: GivenUp) -> list[Floats]:
        """For each word piece of each encoding the probability of each kind."""
        masses = [np.zeros((len(e.ids), len(self._kinds)), np.float32) for e in encodings]
        weights = [np.zeros((len(e.ids), 1), np.float32) for e in encodings]
        windows = [w for i, e in enumerate(encodings) for w in _windows(i, e.ids)]
        windows.sort(key=lambda window: len(window.ids))
        for at in range(0, len(windows), _BATCH):
            if given_up():
                raise Abandoned
            batch = windows[at : at + _BATCH]
            for window, mass in zip(batch, self._run(batch), strict=True):
                length, total = len(window.ids), len(masses[window.chunk])
                weight = _weights(length, window.start == 0, window.start + length == total)
                where = slice(window.start, window.start + length)
                masses[window.chunk][where] += mass[1 : length + 1] * weight
                weights[window.chunk][where] += weight
        return [mass / weight for mass, weight in zip(masses, weights, strict=True)]

    def _run(self, batch: Sequence[_Window]) -> Floats:
        """One run of the model."""
        width = max(len(window.ids) for window in batch) + 2
        ids = np.zeros((len(batch), width), np.int64)
        mask = np.zeros((len(batch), width), np.int64)
        for row, window in enumerate(batch):
            length = len(window.ids)
            ids[row, 0] = self._first
            ids[row, 1 : length + 1] = window.ids
            ids[row, length + 1] = self._last
            mask[row, : length + 2] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        outputs = self._session.run(None, {k: v for k, v in feed.items() if k in self._inputs})
        return _softmax(outputs[0]) @ self._sums


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


def _windows(chunk: int, ids: Sequence[int]) -> Iterator[_Window]:
    start = 0
    while start < len(ids):
        yield _Window(chunk, start, ids[start : start + _WINDOW])
        if start + _WINDOW >= len(ids):
            return
        start += _WINDOW - _OVERLAP


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


def _words(encoding: Encoding, mass: Floats, kinds: Sequence[str]) -> list[Word]:
    """Words that are probably something, with what they probably are."""
    if not len(mass):
        return []
    ids = np.array(encoding.word_ids, np.int64)
    starts = np.flatnonzero(np.diff(ids, prepend=-1))
    counts = np.diff(starts, append=len(ids))
    mean = np.add.reduceat(mass, starts, axis=0) / counts[:, None].astype(np.float32)
    offsets = encoding.offsets
    return [
        Word(
            offsets[starts[i]][0],
            offsets[starts[i] + counts[i] - 1][1],
            dict(zip(kinds[1:], mean[i, 1:].tolist(), strict=True)),
        )
        for i in np.flatnonzero(mean[:, 0] < 1 - Word.INTERESTING)
    ]
