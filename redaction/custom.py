"""Patterns that a deployment brings along: numbers of employees, customers, orders.

They join the one pass of the built-in recognizers, so they are held to its syntax: what hyperscan
cannot read in linear time is refused, with the reason. What bytes and characters mean differs
there; `bytewise` closes the gap or refuses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from redaction.detect import Detector
from redaction.patterns import Pattern, Recognizer
from redaction.scanners import HyperscanScanner, expression
from redaction.validators import all_of

PREFIX = "pattern:"
"""What the names of custom recognizers begin with, in spans, records and explanations."""
THRESHOLD = 0.5
_SIGN = re.compile(r"\\[\s\S]|\[\^?\]?|\]|[^\x00-\x7f]|\(\*")
_BYTES_ONLY = frozenset({"\\p", "\\P", "\\X", "\\C", "\\R", "\\Q", "\\E"})
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_SPECIAL = re.compile(r"[^\w ]", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomPattern:
    """One pattern, as configuration has it.

    Attributes:
        name: how spans and records name it, after `pattern:`.
        expression: what is sought, in the syntax that hyperscan and RE2 share.
        entity_type: what a hit is.
        score: confidence without a context word near, 0 to 1.
        context: words near that make a hit likely; case is ignored.
        score_with_context: confidence with one of them near.
        context_required: whether a hit without one of them is nothing.
        validators: names of checks (`redaction.validators`) that all must pass.
        cased: whether case matters.
        inside_words: whether letters, digits and `_` may stand right before and after.
        examples: texts in which it must find something.
        counterexamples: texts in which it must find nothing.
    """

    name: str
    expression: str
    entity_type: str
    score: float = 0.8
    context: tuple[str, ...] = ()
    score_with_context: float = 0.95
    context_required: bool = False
    validators: tuple[str, ...] = ()
    cased: bool = False
    inside_words: bool = False
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


class Fault(NamedTuple):
    """What is wrong with a pattern; it quotes nothing of it.

    Attributes:
        field: the attribute that is wrong.
        number: which of several, from 0; None if it is one value.
        reason: what is wrong.
        remedy: what to do.
    """

    field: str
    number: int | None
    reason: str
    remedy: str


class BadExpression(ValueError):
    """An expression that cannot be sought: reason and remedy."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


def recognizer(custom: CustomPattern) -> Recognizer:
    """The recognizer of a custom pattern.

    Raises:
        BadExpression: its expression means one thing in bytes and another in characters.
        KeyError: a validator does not exist.
    """
    pattern = Pattern(
        scan=bytewise(custom.expression),
        entity_type=custom.entity_type,
        score=0.0 if custom.context_required else custom.score,
        context=_spoken(custom.context),
        contextual=custom.score_with_context if custom.context else 0.0,
        valid=all_of(custom.validators),
        cased=custom.cased,
        open_start=custom.inside_words,
        open_end=custom.inside_words,
    )
    return Recognizer(
        name=PREFIX + custom.name,
        patterns=(pattern,),
        examples=custom.examples,
        threshold=min(THRESHOLD, custom.score_with_context, custom.score),
    )


def faults(custom: CustomPattern) -> Iterator[Fault]:
    """All that is wrong with a pattern: what the engine refuses, examples that do not hold."""
    try:
        own = recognizer(custom)
        _compile(own.patterns[0])
    except BadExpression as bad:
        yield Fault("pattern", None, bad.reason, bad.remedy)
        return
    detector = Detector((own,))
    for number, text in enumerate(custom.examples):
        if not detector.detect(text):
            yield Fault("examples", number, "the pattern finds nothing in it", _advice(custom))
    for number, text in enumerate(custom.counterexamples):
        if detector.detect(text):
            remedy = "narrow the pattern, or name context words and set context_required"
            yield Fault("counterexamples", number, "the pattern finds something in it", remedy)


def bytewise(source: str) -> str:
    """An expression over characters as one over the bytes of their UTF-8.

    Raises:
        BadExpression: it cannot be one.
    """
    parts: list[str] = []
    inside, done = False, 0
    for match in _SIGN.finditer(source):
        sign = match[0]
        if sign in _BYTES_ONLY or sign == "(*":
            raise BadExpression(
                f"{sign} is not offered: texts are read as bytes of UTF-8",
                "name the characters, or use \\w, \\d, [A-Z]",
            )
        if not sign.isascii():
            if inside or sign.startswith("\\"):
                raise BadExpression(
                    "a character beyond ASCII stands in a class [...] or after a backslash",
                    "write alternatives in its place: (?:é|è)",
                )
            parts += (source[done : match.start()], f"(?:{sign})")
            done = match.end()
        elif sign.startswith("[") and not inside:
            inside = True
        elif sign == "]":
            inside = False
    return "".join((*parts, source[done:]))


def _compile(pattern: Pattern) -> None:
    import hyperscan  # noqa: PLC0415 - absent where there is no wheel

    try:
        HyperscanScanner([expression(pattern.scan, cased=pattern.cased)])
    except hyperscan.error as error:
        reason, remedy = _told(str(error))
        raise BadExpression(reason, remedy) from None


_REMEDIES = (
    ("Zero-width", "leave out (?=...), (?<=...): say what stands near in context"),
    ("Back-reference", "write the alternatives out"),
    ("empty buffer", "let it hold at least one character: + in the place of *"),
    ("too large", "use smaller bounds, or an unbounded repeat (+) in the place of {1,9999}"),
    ("ossessive", "write the plain repeat: it is linear anyway"),
    ("tomic", "write a plain group: it is linear anyway"),
)


def _told(error: str) -> tuple[str, str]:
    """Hyperscan's words and ours: they tell what it refuses and where, never the expression."""
    reason = error.partition(";")[0].rstrip(".")
    remedy = next((told for key, told in _REMEDIES if key in error), "correct the expression")
    return f"the scanner refuses it: {reason}", remedy


def _advice(custom: CustomPattern) -> str:
    if custom.context_required:
        return "write one of the context words into the example, or correct the pattern"
    if custom.validators:
        return "correct the example, the pattern or validators"
    return "correct the one or the other; letters and digits around a hit need inside_words"


def _spoken(words: tuple[str, ...]) -> tuple[str, ...]:
    """Context words as the scanner reads them: plain text, and beyond ASCII each way of writing."""
    plain = (_EDGES.sub("", word) for word in words)
    return tuple(
        dict.fromkeys(
            _SPECIAL.sub(_escaped, form)
            for word in plain
            for form in ((word,) if word.isascii() else (word.lower(), word.title(), word.upper()))
            if form
        )
    )


def _escaped(match: re.Match[str]) -> str:
    return "\\" + match[0] if match[0].isascii() else match[0]
