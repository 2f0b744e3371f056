"""Segments to spans: everything that is personal data in a request, by every means at hand.

1. The structured stage and the name model read each text; what they found is cached by text.
2. The policy speaks: thresholds, texts that never are personal data, texts that always are.
3. A place that identifies a person is one span; a pseudonym that the caller typed is a LITERAL.
4. What stands around the seams of texts is read as one (`redaction.seams`).
5. What was found in a block is sought in that block and in later ones (in all, if the policy says
   so), and what earlier calls held of a conversation that the recipient keeps is sought in all of
   them (`recall`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple, Protocol

from privacy.policy import Policy
from privacy.pseudonym import ALPHABET, CANONICAL, ID_LENGTH
from privacy.text import Place, Role, Segment, Span
from redaction.cache import SpanCache
from redaction.cells import apart
from redaction.coherence import Memory
from redaction.forms import told
from redaction.name_spans import RECOGNIZER
from redaction.names import NAME_TYPES, Abandoned, GivenUp, never
from redaction.phrases import Lists, lists_of
from redaction.resolve import resolve, yielding
from redaction.seams import seams

_USER_ID, _LITERAL = "USER_ID", "LITERAL"
_SURE = 0.95
"""In settings, where tools are described, a single word is a name only if the model is so sure."""
_WORDLIKE = re.compile(r"[a-z0-9_.$/:-]*\Z")
"""One word without a capital: a value of the protocol, which no model can tell from a name."""
_ID_LIKE = re.compile(
    rf"_(?=[a-z]*[0-9])(?=[0-9]*[a-z])[{ALPHABET}]{{{ID_LENGTH}}}", re.IGNORECASE | re.ASCII
)
"""What every canonical pseudonym holds: sought first, since it is found many times as fast."""
_PROSE = frozenset({Place.TEXT, Place.DOCUMENT})
"""Places where names are sought."""
_CAPITALISED = re.compile(r"[^\W\d_]+")


class Detecting(Protocol):
    """The structured stage, as far as an inspection needs it: `redaction.detect.Detector`."""

    @property
    def version(self) -> str:
        """Changes with what it finds."""
        ...

    def detect(self, text: str, hint: str = "") -> tuple[Span, ...]:
        """Sorted, disjoint spans of a text."""
        ...


class Naming(Protocol):
    """The name model, as far as an inspection needs it: `redaction.names.NameModel`."""

    @property
    def version(self) -> str:
        """Changes with what it finds."""
        ...

    def detect_batch(
        self, texts: Sequence[str], given_up: GivenUp = never, /
    ) -> list[tuple[Span, ...]]:
        """Spans of each text; ends early, by `Abandoned`, once nobody waits for them."""
        ...


class NamesMissing(RuntimeError):
    """The policy requires the name model and it is not there: nothing may be sent."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a request, and how.

    Attributes:
        spans: for each segment its spans, sorted and disjoint.
        degraded: the policy wants names sought and there was no model to seek them.
        names_seen: texts that the name model read for this request.
        cached: texts whose spans came from the cache.
    """

    spans: tuple[tuple[Span, ...], ...]
    degraded: bool
    names_seen: int
    cached: int


class _Reading(NamedTuple):
    """One text to be read: equal texts with equal hints are read once."""

    text: str
    hint: str
    names: bool


def inspect(
    segments: Sequence[Segment],
    detector: Detecting,
    names: Naming | None,
    cache: SpanCache | None,
    policy: Policy,
    application: str = "",
    given_up: GivenUp = never,
) -> Inspection:
    """Find all personal data in a request; see `inspect_each`."""
    return inspect_each([segments], detector, names, cache, policy, application, given_up)[0]


def inspect_each(
    requests: Sequence[Sequence[Segment]],
    detector: Detecting,
    names: Naming | None,
    cache: SpanCache | None,
    policy: Policy,
    application: str = "",
    given_up: GivenUp = never,
) -> list[Inspection]:
    """Find all personal data in each of several requests, as if it stood alone.

    Their texts are read together: the name model reads many at once sooner than one by one.

    Args:
        requests: the texts of each.
        detector: the structured stage.
        names: the name model, None where there is none.
        cache: spans of texts seen before, None for no cache.
        policy: thresholds and lists.
        application: whose requests they are; applications share no cache entries.
        given_up: whether nobody waits for the answer any more: asked between texts, and between
            runs of the name model.

    Raises:
        Abandoned: nobody waits for it.
        NamesMissing: the policy requires the name model and it is not there.
    """
    if names is None and policy.names == "require":
        raise NamesMissing("the policy requires the name model and none is loaded")
    readings = [_readings(segments, policy) for segments in requests]
    reader = _Reader(detector, names, cache, application, given_up)
    found = reader.read([reading for each in readings for reading in each])
    lists = lists_of(policy.allow, tuple(policy.deny.items()), policy.lists)
    degraded = names is None and policy.names == "degrade"
    inspections = []
    for segments, each in zip(requests, readings, strict=True):
        own = [
            _by_policy(segment, found[reading], policy, lists)
            for segment, reading in zip(segments, each, strict=True)
        ]
        everywhere = policy.coherence == "everywhere"
        own = _over_seams(segments, own, detector, policy, lists)
        spans = _coherent(segments, own, everywhere=everywhere)
        inspections.append(Inspection(spans, degraded, reader.names_seen, reader.cached))
    return inspections


def recall(
    found: Inspection, segments: Sequence[Segment], known: Iterable[tuple[str, str]]
) -> Inspection:
    """Seek what earlier calls said of the same conversation, where the recipient keeps it.

    Args:
        found: what was found in a request.
        segments: its texts.
        known: entity type and value of what earlier calls held.
    """
    memory = Memory()
    for entity_type, value in known:
        memory.learn(value, (Span(0, len(value), entity_type),))
    if not len(memory):
        return found
    pairs = zip(segments, found.spans, strict=True)
    return replace(found, spans=tuple(_sought(segment, own, memory) for segment, own in pairs))


def _readings(segments: Sequence[Segment], policy: Policy) -> list[_Reading]:
    hints = told([(_record(segment), segment.hint) for segment in segments])
    pairs = zip(segments, hints, strict=True)
    return [_reading(segment, hint, policy) for segment, hint in pairs]


def _record(segment: Segment) -> str:
    """The object that a text stands in, "" where its hint is no key of it."""
    parent, _, key = segment.pointer.rpartition("/")
    return parent if key == segment.hint else ""


def _reading(segment: Segment, hint: str, policy: Policy) -> _Reading:
    text = segment.text
    sought = policy.names != "off" and segment.place in _PROSE
    return _Reading(text, hint, sought and not _WORDLIKE.match(text))


class _Reader:
    """Reads each text once, and only texts that the cache does not know."""

    def __init__(
        self,
        detector: Detecting,
        names: Naming | None,
        cache: SpanCache | None,
        application: str,
        given_up: GivenUp,
    ) -> None:
        self._given_up = given_up
        self._detector = detector
        self._names = names
        self._cache = cache
        self._application = application
        self._version = detector.version + "+"
        self.names_seen = 0
        self.cached = 0

    def read(self, readings: Sequence[_Reading]) -> dict[_Reading, tuple[Span, ...]]:
        found: dict[_Reading, tuple[Span, ...]] = {}
        missing: dict[_Reading, bytes] = {}
        for reading in readings:
            if reading in found or reading in missing:
                continue
            digest = self._digest(reading)
            spans = self._cache.get(digest) if self._cache is not None else None
            if spans is None:
                missing[reading] = digest
            else:
                found[reading] = spans
                self.cached += 1
        for reading, spans in self._detect(tuple(missing)).items():
            found[reading] = spans
            if self._cache is not None:
                self._cache.put(missing[reading], spans)
        return found

    def _digest(self, reading: _Reading) -> bytes:
        if self._cache is None:
            return b""
        names = self._names.version if self._names is not None and reading.names else ""
        version = self._version + names
        return self._cache.digest(self._application, version, reading.hint, reading.text)

    def _detect(self, readings: Sequence[_Reading]) -> dict[_Reading, tuple[Span, ...]]:
        found = {}
        for reading in readings:
            if self._given_up():
                raise Abandoned
            found[reading] = self._detector.detect(reading.text, reading.hint)
        named = [r for r in readings if r.names]
        if self._names is not None and named:
            self.names_seen = len(named)
            batch = self._names.detect_batch([r.text for r in named], self._given_up)
            for reading, spans in zip(named, batch, strict=True):
                found[reading] = (*found[reading], *apart(reading.text, spans))
        return found


def _by_policy(
    segment: Segment, spans: Sequence[Span], policy: Policy, lists: Lists
) -> tuple[Span, ...]:
    """What the policy makes of the spans that were found in one segment."""
    text = segment.text
    if not text:
        return ()
    least, usual = policy.thresholds, policy.threshold
    setting = segment.role is Role.SETTING and segment.place is not Place.LABEL
    kept = [
        span
        for span in spans
        if span.score >= least.get(span.entity_type, usual)
        and not (lists.allow and lists.hide(text[span.start : span.end], span.entity_type))
        and not (setting and not _plausible_in_setting(text, span))
    ]
    kept = yielding(kept, RECOGNIZER)
    if lists.deny:
        kept += lists.seek(text)
    if segment.place is Place.IDENTIFIER:
        return _identifier(text, resolve(kept), lists)
    return _with_literals(text, resolve(kept))


def _plausible_in_setting(text: str, span: Span) -> bool:
    """Tools and fields are named and described with capitals; a lone one of them is no person."""
    if span.entity_type not in NAME_TYPES or span.score >= _SURE:
        return True
    words = _CAPITALISED.findall(text[span.start : span.end])
    return len(words) > 1 and all(word[0] != word[0].lower() for word in words)


def _identifier(text: str, spans: Sequence[Span], lists: Lists) -> tuple[Span, ...]:
    if not spans and lists.hide(text, _USER_ID):
        return ()
    literal = _with_literals(text, spans)
    for span in literal:
        if span.start == 0 and span.end == len(text):
            return (span,)
    return (Span(0, len(text), _USER_ID, 1.0, "identifier"),)


def _with_literals(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Canonical pseudonyms that the caller typed, among the other spans.

    They win over what they cover; a longer span that meets one grows over it; of a shorter one
    that sticks out, the rest stays. No character that was covered is uncovered.
    """
    if _ID_LIKE.search(text) is None:
        return tuple(spans)
    typed = [
        Span(match.start(), match.end(), _LITERAL, 1.0, "pseudonym")
        for match in CANONICAL.finditer(text)
    ]
    if not typed:
        return tuple(spans)
    others = list(spans)
    literals = []
    for literal in typed:
        others, wins = _settle(literal, others)
        if wins:
            literals.append(literal)
    return resolve((*literals, *(span for span in others if text[span.start : span.end].strip())))


def _settle(literal: Span, others: Sequence[Span]) -> tuple[list[Span], bool]:
    """What becomes of the other spans, and whether the literal stays one."""
    settled: list[Span] = []
    wins = True
    for span in others:
        if span.end <= literal.start or literal.end <= span.start:
            settled.append(span)
        elif span.end - span.start > literal.end - literal.start:
            start, end = min(span.start, literal.start), max(span.end, literal.end)
            settled.append(_moved(span, start, end))
            wins = False
        else:
            settled += _rest(span, literal)
    return settled, wins


def _rest(span: Span, literal: Span) -> list[Span]:
    """What of a span stands outside a literal."""
    rest = []
    if span.start < literal.start:
        rest.append(_moved(span, span.start, literal.start))
    if span.end > literal.end:
        rest.append(_moved(span, literal.end, span.end))
    return rest


def _moved(span: Span, start: int, end: int) -> Span:
    return Span(start, end, span.entity_type, span.score, span.recognizer)


def _over_seams(
    segments: Sequence[Segment],
    own: Sequence[tuple[Span, ...]],
    detector: Detecting,
    policy: Policy,
    lists: Lists,
) -> list[tuple[Span, ...]]:
    """Adds what is split over several texts."""

    def counts(value: str, span: Span) -> bool:
        return span.score >= policy.thresholds.get(span.entity_type, policy.threshold) and not (
            lists.allow and lists.hide(value, span.entity_type)
        )

    result = list(own)
    everywhere = policy.coherence == "everywhere"
    for i, spans in seams(segments, detector.detect, counts, everywhere=everywhere).items():
        result[i] = _with_literals(segments[i].text, resolve((*own[i], *spans)))
    return result


def _coherent(
    segments: Sequence[Segment], own: Sequence[tuple[Span, ...]], *, everywhere: bool
) -> tuple[tuple[Span, ...], ...]:
    """Seek what was found in a block in that block and in later ones, or in all."""
    if not any(own):
        return tuple(own)
    result = list(own)
    memory = Memory()
    order = sorted(range(len(segments)), key=lambda i: segments[i].block)
    blocks = [list(group) for _, group in groupby(order, key=lambda i: segments[i].block)]
    for block in [order] if everywhere else blocks:
        for i in block:
            memory.learn(segments[i].text, own[i])
        if len(memory):
            for i in block:
                result[i] = _sought(segments[i], own[i], memory)
    return tuple(result)


def _sought(segment: Segment, own: tuple[Span, ...], memory: Memory) -> tuple[Span, ...]:
    if segment.place is Place.IDENTIFIER:
        return own
    new = apart(segment.text, memory.seek(segment.text, own, names=segment.place in _PROSE))
    return _with_literals(segment.text, resolve((*own, *new))) if new else own
