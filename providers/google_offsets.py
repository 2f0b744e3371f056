"""Places in an answer that count its characters, and what happens to them when texts change.

`groundingSupports[].segment` counts UTF-8 bytes within one part (google.genai.types.Segment);
citations count without saying where; token probabilities are texts in pieces.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from providers.json_text import Document, Edit, Json, count

_GROUNDING = frozenset({"groundingMetadata", "grounding_metadata"})
_CITATIONS = frozenset({"citationMetadata", "citation_metadata"})
LOGPROBS = frozenset({"logprobsResult", "logprobs_result"})
"""Token probabilities: texts in pieces, which are never restored."""
_ALL = _GROUNDING | _CITATIONS | LOGPROBS
_SUPPORTS = frozenset({"groundingSupports", "grounding_supports"})
_STARTS = frozenset({"startIndex", "start_index"})
_ENDS = frozenset({"endIndex", "end_index"})


@dataclass(slots=True)
class Entry:
    """A member of an object.

    Attributes:
        key: its key.
        value: its value.
        token: the token of its key; that of its value is the next.
    """

    key: str
    value: Json
    token: int


@dataclass(frozen=True, slots=True)
class Change:
    """What a rendering does to an answer.

    Attributes:
        before: text of each part as it came, "" for parts without text.
        after: text of each part as it leaves.
        texts: token -> text as it leaves.
    """

    before: Sequence[str]
    after: Sequence[str]
    texts: Mapping[int, str]


@dataclass(slots=True)
class Offsets:
    """What counts characters in one candidate.

    Attributes:
        parts: for each part, the number of its text's slot, -1 if it has none.
        entries: the candidate's members that count characters.
    """

    parts: list[int] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def meet(self, key: str, value: Json, token: int) -> None:
        """Note a member of the candidate."""
        if key in _ALL:
            self.entries.append(Entry(key, value, token))

    def recomputed(self, document: Document, change: Change) -> list[Edit]:
        """New offsets for supports, where all are found again; else as `dropped`."""
        edits = []
        for supports in self._below(_GROUNDING, _SUPPORTS):
            found = _supports(document, supports, change)
            edits += [_written(document, supports, "[]")] if found is None else found
        return edits + self._uncounted(document)

    def dropped(self, document: Document) -> list[Edit]:
        """No supports, and citations without offsets."""
        supports = self._below(_GROUNDING, _SUPPORTS)
        return [_written(document, each, "[]") for each in supports] + self._uncounted(document)

    def without_logprobs(self, document: Document) -> list[Edit]:
        """No token probabilities."""
        return [_written(document, each, "null") for each in self.entries if each.key in LOGPROBS]

    def _uncounted(self, document: Document) -> list[Edit]:
        return [
            _written(document, each, "null") for each in self._below(_CITATIONS, _STARTS | _ENDS)
        ]

    def _below(self, keys: frozenset[str], wanted: frozenset[str]) -> list[Entry]:
        return [
            entry
            for top in self.entries
            if top.key in keys
            for entry in _entries(top.value, top.token + 1)
            if entry.key in wanted
        ]


def merged(edits: Iterable[Edit], stronger: Sequence[Edit]) -> list[Edit]:
    """Edits, without those inside a stronger one."""
    spans = [(start, end) for start, end, _ in stronger]
    return [
        edit
        for edit in edits
        if not any(start <= edit[0] and edit[1] <= end for start, end in spans)
    ] + list(stronger)


def _entries(value: Json, at: int) -> Iterator[Entry]:
    """All members of all objects below a value whose first token is `at`."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield Entry(key, child, at)
            yield from _entries(child, at + 1)
            at += 1 + count(child)
    elif isinstance(value, list):
        for child in value:
            yield from _entries(child, at)
            at += count(child)


def _written(document: Document, entry: Entry, source: str) -> Edit:
    start, end = document.value_span(entry.token)
    return (start, end, source)


def _supports(document: Document, supports: Entry, change: Change) -> list[Edit] | None:
    """New offsets of all segments; None if one of them cannot be found again."""
    edits: list[Edit] = []
    for entry in _entries(supports.value, supports.token + 1):
        if entry.key != "segment" or not isinstance(entry.value, dict):
            continue
        members = {each.key: each for each in _entries(entry.value, entry.token + 1)}
        moved = _moved(members, change)
        if moved is None:
            return None
        for member, number in moved:
            if member is not None:
                edits.append(_written(document, member, str(number)))
            elif number:
                return None
    return edits


def _moved(members: Mapping[str, Entry], change: Change) -> list[tuple[Entry | None, int]] | None:
    """Where a segment's text stands now: start and end, in bytes of its part."""
    start, end = _member(members, _STARTS), _member(members, _ENDS)
    text = members.get("text")
    if text is None or not isinstance(text.value, str):
        return None
    part = _part(members, text.value, _number(start), _number(end), change)
    if part is None:
        return None
    before, after = change.before[part].encode(), change.after[part].encode()
    old = _bytes(text.value)
    new = _bytes(change.texts.get(text.token + 1, text.value))
    place = -1
    for _ in range(before[: _number(start) + len(old)].count(old)):
        place = after.find(new, place + 1)
        if place < 0:
            return None
    return None if place < 0 else [(start, place), (end, place + len(new))]


def _part(
    members: Mapping[str, Entry], text: str, start: int, end: int, change: Change
) -> int | None:
    """The part that a segment speaks of: the one it names, if the bytes there are its text."""
    number = _number(_member(members, frozenset({"partIndex", "part_index"})))
    if number >= len(change.before):
        return None
    named = _bytes(change.before[number])[start:end]
    return number if text and named == _bytes(text) else None


def _bytes(text: str) -> bytes:
    """UTF-8, in which a stream's half of a surrogate pair counts as three bytes."""
    return text.encode("utf-8", "surrogatepass")


def _member(members: Mapping[str, Entry], names: frozenset[str]) -> Entry | None:
    return next((entry for key, entry in members.items() if key in names), None)


def _number(entry: Entry | None) -> int:
    """An index; a member that is left out is 0 (proto3 JSON)."""
    value = entry.value if entry is not None else 0
    return value if isinstance(value, int) and value >= 0 else 0
