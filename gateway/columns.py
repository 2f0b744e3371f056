"""The operator's column policy, applied to what a codec read of a table (after stop 5).

The codec tells where in a row each text stands; which endpoint's policy holds is known once the
recipient is. What is passed without a look becomes an empty segment, so that no recognizer, no
memory of values and no error can meet it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from privacy.columns import NO_COLUMNS, QUASI_TYPES, Columns, Kind
from privacy.policy import Action, Decision, Operator
from privacy.refusal import Refusal, RefusalCode
from privacy.text import Place, Segment, Span
from redaction.hints import personal

_KEY = "~key"
_COARSER = {
    "generalise": Action(Operator.GENERALISE),
    "keep": Action(Operator.KEEP),
}


@dataclass(frozen=True, slots=True)
class Table:
    """The texts of a request, as the column policy has them.

    Attributes:
        segments: all texts of the request.
        columns: the policy.
        coarse: indices of segments that stand in columns of quasi-identifiers.
        unseen: whether values pass without a look.
    """

    segments: tuple[Segment, ...]
    columns: Columns = NO_COLUMNS
    coarse: frozenset[int] = field(default_factory=frozenset)
    unseen: bool = False

    def spans(self, found: Sequence[Sequence[Span]]) -> Sequence[Sequence[Span]]:
        """What was found, as the columns say: one word in a column of quasi-identifiers is a place.

        The statistical model tells towns from surnames by what stands around them, and in a table
        nothing does.
        """
        if self.columns is NO_COLUMNS and not self.segments:
            return found
        return [
            [self._place(index, span) for span in spans]
            if index in self.coarse
            else self._told(index, spans)
            for index, spans in enumerate(found)
        ]

    def _told(self, index: int, spans: Sequence[Span]) -> Sequence[Span]:
        """What was found, without ages in numbers: they cannot be changed, and name nobody.

        A model that predicts from ages needs them. An operator who wants them coarser names their
        column as one of quasi-identifiers, and the caller sends strings.
        """
        if self.segments[index].place is not Place.FIXED:
            return spans
        return [span for span in spans if span.entity_type != "AGE"]

    def _place(self, index: int, span: Span) -> Span:
        text = self.segments[index].text
        lone = span.end - span.start == len(text) and " " not in text.strip()
        if lone and span.entity_type == "PERSON":
            return replace(span, entity_type="LOCATION")
        return span

    def decisions(self, index: int, common: Mapping[str, Decision]) -> Mapping[str, Decision]:
        """What is decided for one segment, given what is decided for all."""
        if index not in self.coarse:
            return common
        action = _COARSER[self.columns.quasi_identifiers]
        return {
            kind: replace(decision, action=action)
            if kind in QUASI_TYPES and decision.action.operator != action.operator
            else decision
            for kind, decision in common.items()
        }


NO_TABLE = Table(())
"""Of a request without rows."""


def tabled(segments: Sequence[Segment], columns: Columns) -> Table | Refusal:
    """Apply a column policy."""
    placed: list[Segment] = []
    coarse: set[int] = set()
    unseen = False
    for index, segment in enumerate(segments):
        if segment.column is None:
            placed.append(segment)
            continue
        kind = columns.kind(segment.column)
        refusal = _refusal(segment, kind)
        if refusal is not None:
            return refusal
        if kind is Kind.QUASI_IDENTIFIER:
            coarse.add(index)
        seen = _placed(segment, kind, columns)
        unseen = unseen or (not seen.text and not _is_name(segment, columns))
        placed.append(seen)
    return Table(tuple(placed), columns, frozenset(coarse), unseen)


def unfit(columns: Columns) -> str:
    """What a caller can do about a number of a table in which something personal was found."""
    setting = "[recipients.NAME.endpoints.ID.columns]"
    unnamed = "no column is named there" if not columns.kinds else "its column is not"
    return (
        "stands in a number of a table, and numbers are never changed: send it as a string, or "
        f"have its column named in {setting} ({unnamed}; `untouched` passes it without a look)."
    )


def _placed(segment: Segment, kind: Kind, columns: Columns) -> Segment:
    """One segment as the policy has it; an empty one is not looked at."""
    if _is_name(segment, columns):
        return replace(segment, text="")
    is_key = segment.pointer.endswith(_KEY)
    if kind is Kind.UNTOUCHED and not (is_key and _depth(segment) == 1):
        return replace(segment, text="")
    if is_key:
        return segment
    named = segment if segment.hint else replace(segment, hint=_hint(segment, columns))
    if kind is Kind.QUASI_IDENTIFIER:
        named = replace(named, hint=personal(named.hint))
    if kind is Kind.IDENTIFIER:
        return replace(named, place=Place.IDENTIFIER, joint=True)
    return named


def _is_name(segment: Segment, columns: Columns) -> bool:
    """Whether it is the name of a column as the operator wrote it."""
    column = segment.column or ()
    return segment.pointer.endswith(_KEY) and columns.names(column)


def _depth(segment: Segment) -> int:
    return len(segment.column or ())


def _hint(segment: Segment, columns: Columns) -> str:
    name = columns.name(segment.column or ())
    return name[-1] if name else ""


def _refusal(segment: Segment, kind: Kind) -> Refusal | None:
    if kind is Kind.REFUSE:
        return Refusal(
            RefusalCode.COLUMN,
            "The request holds a column that the operator's policy for this endpoint does not let "
            "out; leave it out, or have it named in [recipients.NAME.endpoints.ID.columns].",
        )
    if kind is Kind.IDENTIFIER and segment.place is Place.FIXED:
        return Refusal(
            RefusalCode.COLUMN,
            "A number stands in a column of identifiers, and numbers are never changed: send its "
            "values as strings.",
        )
    return None
