import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.policy import Action, Decision
from privacy.text import Span
from redaction.apply import apply
from redaction.operators import BadAction

SALT = b"s" * 32


def mint(entity_type: str, value: str) -> str:
    return f"{entity_type}_{len(value)}x"


def decided(**operators: str) -> dict[str, Decision]:
    return {kind: Decision(kind, Action(name), ("r",)) for kind, name in operators.items()}


def test_spans_are_replaced_and_edits_say_where() -> None:
    text = "Ann wrote to ann@example.org."
    spans = (Span(0, 3, "PERSON", 1, "names"), Span(13, 28, "EMAIL_ADDRESS", 1, "email"))
    applied = apply(text, spans, decided(PERSON="pseudonymise", EMAIL_ADDRESS="redact"), mint, SALT)
    assert applied.text == "PERSON_3x wrote to ."
    first, second = applied.edits
    assert (first.start, first.end, first.new_start, first.new_end) == (0, 3, 0, 9)
    assert (second.start, second.end, second.new_start, second.new_end) == (13, 28, 19, 19)
    assert (first.operator, second.operator) == ("pseudonymise", "redact")
    assert (first.recognizer, second.recognizer) == ("names", "email")


def test_what_is_kept_stands_and_is_reported() -> None:
    applied = apply("in Oslo", (Span(3, 7, "LOCATION"),), decided(LOCATION="keep"), mint, SALT)
    assert applied.text == "in Oslo"
    assert [(e.operator, e.new_start, e.new_end) for e in applied.edits] == [("keep", 3, 7)]


def test_a_typed_pseudonym_is_minted_whatever_the_policy_says() -> None:
    applied = apply("PERSON_a7k2", (Span(0, 11, "LITERAL"),), decided(LITERAL="keep"), mint, SALT)
    assert applied.text == "LITERAL_11x"
    assert apply("PERSON_a7k2", (Span(0, 11, "LITERAL"),), {}, mint, SALT) == applied


def test_surrogates_come_from_the_second_callable() -> None:
    spans = (Span(0, 3, "PERSON"),)
    decisions = decided(PERSON="surrogate")
    applied = apply("Ann!", spans, decisions, mint, SALT, surrogate=lambda kind, _: f"Eve {kind}")
    assert applied.text == "Eve PERSON!"
    with pytest.raises(BadAction, match="not available"):
        apply("Ann!", spans, decisions, mint, SALT)


def test_without_spans_the_same_text_comes_back() -> None:
    text = "nothing here"
    assert apply(text, (), {}, mint, SALT).text is text


def test_a_type_without_decision_stops_the_request() -> None:
    with pytest.raises(KeyError, match="PERSON"):
        apply("Ann", (Span(0, 3, "PERSON"),), {}, mint, SALT)


def test_refuse_never_gets_here() -> None:
    with pytest.raises(BadAction, match="refused by policy"):
        apply("Ann", (Span(0, 3, "PERSON"),), decided(PERSON="refuse"), mint, SALT)


@pytest.mark.parametrize(
    "spans",
    [
        (Span(2, 4, "PERSON"), Span(0, 1, "PERSON")),
        (Span(0, 3, "PERSON"), Span(2, 4, "PERSON")),
        (Span(0, 99, "PERSON"),),
        (Span(2, 2, "PERSON"),),
        (Span(-1, 2, "PERSON"),),
    ],
)
def test_spans_that_make_no_sense_stop_the_request_without_showing_text(
    spans: tuple[Span, ...],
) -> None:
    with pytest.raises(ValueError, match="sorted, disjoint") as caught:
        apply("secret", spans, decided(PERSON="redact"), mint, SALT)
    assert "secret" not in str(caught.value)


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, tuple[Span, ...]]:
    text = draw(st.text(max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    kinds = st.sampled_from(["PERSON", "EMAIL_ADDRESS", "LOCATION", "LITERAL", "CREDIT_CARD"])
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, tuple(Span(start, end, draw(kinds)) for start, end in pairs)


@given(texts_with_spans())
def test_text_outside_edits_is_unchanged_and_edits_map_offsets_exactly(
    case: tuple[str, tuple[Span, ...]],
) -> None:
    text, spans = case
    decisions = decided(
        PERSON="pseudonymise", EMAIL_ADDRESS="redact", LOCATION="keep", CREDIT_CARD="mask"
    )
    applied = apply(text, spans, decisions, mint, SALT)
    assert [(e.start, e.end, e.entity_type) for e in applied.edits] == [
        (s.start, s.end, s.entity_type) for s in spans
    ]
    old = new = 0
    for edit in applied.edits:
        assert text[old : edit.start] == applied.text[new : edit.new_start]
        value, written = text[edit.start : edit.end], applied.text[edit.new_start : edit.new_end]
        expected = {
            "LOCATION": value,
            "EMAIL_ADDRESS": "",
            "CREDIT_CARD": "*" * len(value),
        }.get(edit.entity_type, mint(edit.entity_type, value))
        assert written == expected
        old, new = edit.end, edit.new_end
    assert text[old:] == applied.text[new:]


@given(texts_with_spans())
def test_replacing_by_hand_from_the_end_gives_the_same_text(
    case: tuple[str, tuple[Span, ...]],
) -> None:
    text, spans = case
    decisions = decided(
        PERSON="pseudonymise",
        EMAIL_ADDRESS="pseudonymise",
        LOCATION="pseudonymise",
        CREDIT_CARD="pseudonymise",
    )
    expected = text
    for span in reversed(spans):
        value = text[span.start : span.end]
        expected = expected[: span.start] + mint(span.entity_type, value) + expected[span.end :]
    assert apply(text, spans, decisions, mint, SALT).text == expected
