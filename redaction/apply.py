"""Spans and decisions to text: one pass, and a list of what was changed where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from privacy.policy import PSEUDONYMISE, Action, Decision
from privacy.text import Span
from redaction.operators import DEFAULT, Mint, Operators, Surrogate, Task

LITERAL = "LITERAL"


@dataclass(frozen=True, slots=True)
class Edit:
    """What was done with one span. Holds no text.

    Attributes:
        start: first character in the old text.
        end: one past the last character in the old text.
        new_start: first character in the new text.
        new_end: one past the last character in the new text.
        entity_type: its type.
        operator: what was done; `keep` where the text stands as it was.
        recognizer: what found it.
    """

    start: int
    end: int
    new_start: int
    new_end: int
    entity_type: str
    operator: str
    recognizer: str


@dataclass(frozen=True, slots=True)
class Applied:
    """A text as it may be disclosed.

    Attributes:
        text: the new text.
        edits: one for each span, in order.
    """

    text: str
    edits: tuple[Edit, ...]


def apply(
    text: str,
    spans: Sequence[Span],
    decisions: Mapping[str, Decision],
    mint: Mint,
    salt: bytes,
    surrogate: Surrogate | None = None,
    operators: Operators = DEFAULT,
) -> Applied:
    """Carry out the decisions.

    Args:
        text: the old text.
        spans: sorted and disjoint.
        decisions: what is done, by entity type. `LITERAL` needs none: it is always minted.
        mint: makes pseudonyms.
        salt: secret of the session, 16 bytes or more, for `hash`.
        surrogate: makes realistic substitutes.
        operators: the operators that decisions may name.

    Raises:
        ValueError: spans overlap, are out of order, or go beyond the text.
        KeyError: nothing was decided for a type; carries the type.
        BadAction: an operator is unknown or refuses.
        OperatorFailed: a plugged-in operator failed.
    """
    pieces: list[str] = []
    edits: list[Edit] = []
    done = written = 0
    for span in spans:
        if not done <= span.start < span.end <= len(text):
            raise ValueError("spans must be sorted, disjoint and within the text")
        action = _action(span.entity_type, decisions)
        task = Task(span.entity_type, action.params, salt, mint, surrogate)
        new = operators.apply(action, text[span.start : span.end], task)
        pieces += (text[done : span.start], new)
        start = written + span.start - done
        done, written = span.end, start + len(new)
        edits.append(_edit(span, start, written, action))
    return Applied("".join((*pieces, text[done:])), tuple(edits)) if edits else Applied(text, ())


def _action(entity_type: str, decisions: Mapping[str, Decision]) -> Action:
    if entity_type == LITERAL:
        return PSEUDONYMISE
    return decisions[entity_type].action


def _edit(span: Span, new_start: int, new_end: int, action: Action) -> Edit:
    return Edit(
        span.start,
        span.end,
        new_start,
        new_end,
        span.entity_type,
        str(action.operator),
        span.recognizer,
    )
