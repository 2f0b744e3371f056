"""What people write under `[detection]`: how personal data is found, and what else is some."""

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, StringConstraints, create_model

from gateway.config.policy_spec import Fraction
from gateway.config.server_spec import Name, Section, Words

EntityName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,63}$")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Example = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Phrase = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class PatternSpec(Section):
    """[detection.patterns.NAME]."""

    pattern: Words = Field(
        description="What is sought, as a regular expression without look-around and "
        "back-references: it joins the one pass over all built-in patterns, which takes linear "
        "time. It stands for a whole word unless `inside_words` says otherwise. `.` and `[^...]` "
        "are one byte of UTF-8."
    )
    type: Words = Field(
        description="The entity type of what it finds: a built-in one, or one of your own, in "
        "capitals."
    )
    examples: list[Example] = Field(
        min_length=1, description="Texts in which it must find something, or nothing starts."
    )
    counterexamples: list[Example] = Field(
        default_factory=list, description="Texts in which it must find nothing."
    )
    score: Fraction = Field(
        default=0.8, description="How sure a find is without a context word near."
    )
    context: list[Word] = Field(
        default_factory=list,
        description="Words that make a find surer: up to 64 characters before it or 40 after it, "
        "or in the JSON key or column name that it stands under; case is ignored.",
    )
    score_with_context: Fraction = Field(
        default=0.95, description="How sure a find is with one of them near."
    )
    context_required: bool = Field(
        default=False, description="Whether a find without one of them is none."
    )
    validators: list[str] = Field(
        default_factory=list,
        description="Check digits that a find must have, all of them: `luhn`, `verhoeff`, `damm`, "
        "`mod11_2`, `mod11_10`, `mod37_2`, `mod37_36`, `mod97_10` (ISO/IEC 7064).",
    )
    case_sensitive: bool = Field(
        default=False, description="Whether case matters; beyond ASCII it always does."
    )
    inside_words: bool = Field(
        default=False,
        description="Whether letters, digits and `_` may stand right before and after a find.",
    )


class ListSpec(Section):
    """[detection.lists.NAME]."""

    kind: Literal["allow", "deny"] = Field(
        description="`deny`: its phrases always are personal data. `allow`: a find that is just "
        "one of its phrases is none. Where both speak, `deny` wins."
    )
    phrases: list[Phrase] = Field(
        default_factory=list,
        description="Whole words and phrases; the space between their words may be any.",
    )
    file: str = Field(
        default="",
        description="File with more of them, one a line, UTF-8; lines that begin with `#` are "
        "comments. Read at start and at each reload.",
    )
    type: str = Field(
        default="", description="deny: the entity type of its phrases; required there."
    )
    types: list[str] = Field(
        default_factory=list,
        description="allow: the entity types that it may hide. Empty: all but those with a check "
        "digit (card numbers, IBANs, Aadhaar and the like), which are hidden only where they are "
        "named here.",
    )
    case_sensitive: bool = Field(default=False, description="Whether case matters.")


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    raise ValueError("must be text, a number, true, false, or a list or table of these")


Plain = Annotated[Any, PlainValidator(_plain)]

_CLASS: dict[str, Any] = {
    "class": (
        str,
        Field(default="", description="presidio: the recognizer's class, `package.module:Class`."),
    )
}
_WithClass = create_model("_WithClass", __base__=Section, **_CLASS)
"""`class` is no name that Python lets a field have where a class is written out."""


class RecognizerSpec(_WithClass):  # type: ignore[valid-type,misc]  # made just above
    """[detection.recognizers.NAME]."""

    kind: Literal["presidio", "gliner", "transformers", "spacy"] = Field(
        default="presidio",
        description="`presidio`: a class written for presidio-analyzer. The others: a model on "
        "this machine, run by the library of that name. Each needs the extra of its name: `pip "
        "install 'ai-privacy-gateway[presidio]'`.",
    )
    kwargs: dict[Words, Plain] = Field(
        default_factory=dict,
        description="What the class is made with, or the library's model is asked with.",
    )
    model: str = Field(
        default="",
        description="gliner, transformers, spacy: directory of the model. Nothing is ever fetched.",
    )
    labels: dict[Words, str] = Field(
        default_factory=dict,
        description='The recognizer\'s own words to entity types, e.g. `{ person = "PERSON" }`. '
        "Of a model, labels that do not stand here are not sought.",
    )
    types: list[str] = Field(
        default_factory=list,
        description="presidio: entity types of its own that it may answer, beside the built-in "
        "ones. An answer of another type means that it is broken, and the request is refused.",
    )
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = Field(
        default="en", description="Language that it is asked in, ISO 639."
    )
    threshold: Fraction = Field(default=0.5, description="Finds with a lower score are dropped.")
    time_limit_ms: int = Field(
        default=2_000,
        ge=10,
        le=60_000,
        description="Time for one text; past it the request is refused, and the process of all "
        "recognizers killed and started anew.",
    )


class DetectionSpec(Section):
    """[detection]: finding personal data."""

    isolation: Literal["thread", "process"] = Field(
        default="thread",
        description="Where detection runs: `thread` is fastest, `process` is a process of its own "
        "that is killed when it hangs and started anew when it dies, while requests are refused.",
    )
    threads: int = Field(default=2, ge=1, le=256, description="Threads that inspect texts.")
    time_limit_ms: int = Field(
        default=10_000,
        ge=10,
        description="Time to inspect one request; past it the request is refused.",
    )
    max_chars: int = Field(
        default=4_000_000,
        ge=1000,
        description="Most characters inspected in one request; more is a 413.",
    )
    compiled: str = Field(
        default="data/compiled",
        description="Directory where compiled patterns are kept, so that a start takes a second; "
        "empty: nowhere.",
    )
    cache_entries: int = Field(
        default=4096,
        ge=0,
        description="Inspected texts remembered (positions only, never the text).",
    )
    names_model: str = Field(
        default="", description="Directory with another model for names; empty: the one that ships."
    )
    custom_types: list[EntityName] = Field(
        default_factory=list,
        description="Entity types beyond the built-in ones that policies may name; types of "
        "`patterns`, `lists` and `recognizers` need not stand here.",
    )
    patterns: dict[Name, PatternSpec] = Field(
        default_factory=dict,
        description="Numbers of your own that are personal data: of employees, customers, orders.",
    )
    lists: dict[Name, ListSpec] = Field(
        default_factory=dict,
        description="Phrases that always or never are personal data, for the policies and "
        "applications that name the list.",
    )
    recognizers: dict[Name, RecognizerSpec] = Field(
        default_factory=dict,
        description="Recognizers that you bring along. They run in a process of their own; one "
        "that raises, hangs, dies or answers nonsense has the request refused.",
    )
