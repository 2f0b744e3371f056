"""One answer of Google that was read, and how it is written with other texts.

See `google_answer`, which reads it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from providers.answered_files import AnsweredFile
from providers.codec import Channel, Slot
from providers.google_offsets import Change, Offsets, merged
from providers.google_state import State
from providers.json_text import Document, Edit, quote

LINE_ENDS = str.maketrans(
    {"\x7f": "\\u007f", "\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
"""httpx 0.28 ends lines of a stream at these, too; they must not stand bare in what is written."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One response that was read.

    Attributes:
        document: its source.
        slots: its texts.
        tokens: for each slot, the token of the document that it stands at.
        owners: for each slot, the candidate whose answer text it is; -1 for other texts.
        closes: channels that end before it.
        offsets: what counts characters, by candidate.
        files: text files by their token; their slots stand for their texts, one after the other.
        error: it is an error.
    """

    document: Document
    slots: Sequence[Slot]
    tokens: Sequence[int]
    owners: Sequence[int]
    closes: Sequence[Channel]
    offsets: Mapping[int, Offsets]
    files: Mapping[int, AnsweredFile]
    error: bool = False

    def rendered(self, texts: Sequence[str], state: State) -> bytes | None:
        """The response with new texts; None if nothing changes.

        Raises:
            ValueError: there is not one text for each slot.
        """
        edits: list[Edit] = []
        touched: set[int] = set()
        written: dict[int, list[str]] = {}
        for token, slot, owner, text in zip(
            self.tokens, self.slots, self.owners, texts, strict=True
        ):
            if token in self.files:
                written.setdefault(token, []).append(text)
                continue
            if owner >= 0:
                state.candidates[owner].write(slot.text, text)
            if text != slot.text:
                start, end = self.document.tokens[token]
                edits.append((start, end, quote(text).translate(LINE_ENDS)))
                touched.add(owner)
        for token, inside in written.items():
            string = self.files[token].written(inside)
            if string is not None:
                edits.append((*self.document.tokens[token], quote(string)))
        extra = self._consequences(texts, state, touched) if self.offsets else []
        if not edits and not extra:
            return None
        return self.document.splice(merged(edits, extra))

    def _consequences(self, texts: Sequence[str], state: State, touched: set[int]) -> list[Edit]:
        edits: list[Edit] = []
        for index, offsets in self.offsets.items():
            known = state.candidates[index]
            moved = known.changed or bool(known.waiting)
            if moved and state.whole:
                edits += offsets.recomputed(self.document, self._change(offsets, texts))
            elif moved:
                edits += offsets.dropped(self.document)
            if moved or index in touched or state.drop_logprobs:
                edits += offsets.without_logprobs(self.document)
        return edits

    def _change(self, offsets: Offsets, texts: Sequence[str]) -> Change:
        slots = self.slots
        return Change(
            before=[slots[number].text if number >= 0 else "" for number in offsets.parts],
            after=[texts[number] if number >= 0 else "" for number in offsets.parts],
            texts=dict(zip(self.tokens, texts, strict=True)),
        )
