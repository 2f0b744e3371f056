import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.policy import Policy
from privacy.text import Place, Role, Segment, Span
from redaction.cache import SpanCache
from redaction.inspect import NamesMissing, inspect, recall
from redaction.names import GivenUp, never
from tests.support.detection import detector


class Patterns:
    """A structured stage of three patterns that counts how often it is asked."""

    version = "p1"
    _TABLE = (
        ("EMAIL_ADDRESS", 0.9, re.compile(r"[a-z.]+@[a-z]+\.org")),
        ("CREDIT_CARD", 0.9, re.compile(r"\b4\d{3}\b")),
        ("PASSWORD", 0.4, re.compile(r"(?<=pw )\S+")),
    )

    def __init__(self) -> None:
        self.asked: list[str] = []

    def detect(self, text: str, hint: str = "") -> tuple[Span, ...]:
        self.asked.append(text)
        found = [
            Span(m.start(), m.end(), kind, score, "pattern")
            for kind, score, pattern in self._TABLE
            for m in pattern.finditer(text)
        ]
        if hint == "card" and text:
            found = [Span(0, len(text), "CREDIT_CARD", 0.9, "hint")]
        return tuple(sorted(found))


class Names:
    """A name model that knows names after a greeting."""

    version = "n1"
    _NAME = re.compile(r"(?<=Dear )[A-Z]\w+(?: [A-Z]\w+)?(?: [A-Z]\w+)?")

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def detect_batch(
        self, texts: Sequence[str], given_up: GivenUp = never, /
    ) -> list[tuple[Span, ...]]:
        self.batches.append(list(texts))
        return [
            tuple(Span(m.start(), m.end(), "PERSON", 0.9, "names") for m in self._NAME.finditer(t))
            for t in texts
        ]


POLICY = Policy(id="p")


def seg(text: str, block: int = 0, **fields: Any) -> Segment:
    return Segment(text, "/x", block, **fields)


def look(
    *segments: Segment, policy: Policy = POLICY, cache: SpanCache | None = None
) -> tuple[tuple[Span, ...], ...]:
    return inspect(segments, Patterns(), Names(), cache, policy, "bot").spans


def found(*segments: Segment, policy: Policy = POLICY) -> list[list[tuple[str, str]]]:
    return [
        [(segment.text[s.start : s.end], s.entity_type) for s in spans]
        for segment, spans in zip(segments, look(*segments, policy=policy), strict=True)
    ]


def test_both_stages_read_a_text() -> None:
    assert found(seg("Dear Nora Quist, mail a@b.org")) == [
        [("Nora Quist", "PERSON"), ("a@b.org", "EMAIL_ADDRESS")]
    ]


@pytest.mark.parametrize("place", [Place.NUMBER, Place.FIXED, Place.LABEL])
def test_names_are_not_sought_where_no_prose_stands(place: Place) -> None:
    assert found(seg("Dear Nora 4111", place=place)) == [[("4111", "CREDIT_CARD")]]


def test_texts_without_a_capital_in_one_word_are_not_shown_to_the_model() -> None:
    names = Names()
    inspect([seg("object"), seg(""), seg("Dear Nora")], Patterns(), names, None, POLICY)
    assert names.batches == [["Dear Nora"]]


def test_hints_reach_the_structured_stage() -> None:
    assert found(seg("12", hint="card"), seg("12")) == [[("12", "CREDIT_CARD")], []]


def test_thresholds_count_by_type_and_in_general() -> None:
    text = "pw hunter2! a@b.org"
    assert found(seg(text)) == [[("a@b.org", "EMAIL_ADDRESS")]]
    lax = Policy(id="p", thresholds={"PASSWORD": 0.3, "EMAIL_ADDRESS": 0.95})
    assert found(seg(text), policy=lax) == [[("hunter2!", "PASSWORD")]]


def test_what_is_allowed_is_no_personal_data_but_what_holds_it_is() -> None:
    policy = Policy(id="p", allow=frozenset({"nora quist", "a@b.org"}))
    text = "Dear Nora Quist, a@b.org x.a@b.org"
    assert found(seg(text), policy=policy) == [[("x.a@b.org", "EMAIL_ADDRESS")]]


def test_what_is_denied_always_is() -> None:
    policy = Policy(id="p", deny={"project heron": "CUSTOM_SECRET", "heron": "BIRD"})
    text = "Project HERON, a heron, herons"
    assert found(seg(text), policy=policy) == [
        [("Project HERON", "CUSTOM_SECRET"), ("heron", "BIRD")]
    ]


def test_a_long_deny_list_finds_the_same_as_a_short_one() -> None:
    text = "Project HERON, a heron, herons, ***, \u79d8\u5bc6\u5c4b"
    short = {"project heron": "A", "heron": "B", "***": "C", "\u79d8\u5bc6": "D"}
    long = short | {f"filler {number}": "E" for number in range(500)}
    expected = [[("Project HERON", "A"), ("heron", "B"), ("***", "C"), ("\u79d8\u5bc6", "D")]]
    assert found(seg(text), policy=Policy(id="p", deny=short)) == expected
    assert found(seg(text), policy=Policy(id="p", deny=long)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cust-991", [("cust-991", "USER_ID")]),
        ("n", [("n", "USER_ID")]),
        ("a@b.org", [("a@b.org", "EMAIL_ADDRESS")]),
        ("id a@b.org", [("id a@b.org", "USER_ID")]),
        ("PERSON_a7k2", [("PERSON_a7k2", "LITERAL")]),
        ("", []),
    ],
)
def test_an_identifier_is_one_span(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(seg(text, place=Place.IDENTIFIER)) == [expected]


def test_an_allowed_identifier_is_none() -> None:
    policy = Policy(id="p", allow=frozenset({"shared"}))
    assert found(seg("Shared", place=Place.IDENTIFIER), policy=policy) == [[]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see PERSON_a7k2.", [("PERSON_a7k2", "LITERAL")]),
        ("see person_A7K2u2's", [("person_A7K2u2", "LITERAL")]),
        ("pw PASSWORD_a7k2", [("PASSWORD_a7k2", "LITERAL")]),
        ("card 4111_a7k2", []),
        ("see PERSON_1 and EMAIL_SENT", []),
        ("Dear PERSON_a7k2", [("PERSON_a7k2", "LITERAL")]),
        ("Dear Nora Quist PERSON_a7k2", [("Nora Quist PERSON_a7k2", "PERSON")]),
        ("Dear PERSON_a7k2 Li", [("PERSON_a7k2 Li", "PERSON")]),
    ],
)
def test_a_typed_pseudonym_is_a_literal_unless_it_is_part_of_more(
    text: str, expected: list[tuple[str, str]]
) -> None:
    policy = Policy(id="p", thresholds={"PASSWORD": 0.3})
    assert found(seg(text), policy=policy) == [expected]


def test_a_shorter_span_that_sticks_out_of_a_literal_stays_covered() -> None:
    policy = Policy(id="p", deny={"a7k2-x9": "CODE"})
    assert found(seg("PERSON_a7k2-x9"), policy=policy) == [[("PERSON_a7k2", "LITERAL")]]
    policy = Policy(id="p", deny={"person_a7k2-": "CODE"})
    assert found(seg("PERSON_a7k2-x9"), policy=policy) == [[("PERSON_a7k2-", "CODE")]]


def test_in_settings_a_lone_word_is_no_person() -> None:
    assert found(seg("Dear Nora", role=Role.SETTING)) == [[]]
    assert found(seg("Dear Nora Quist", role=Role.SETTING)) == [[("Nora Quist", "PERSON")]]


@pytest.mark.parametrize("place", [Place.LABEL, Place.TEXT])
def test_a_label_has_no_capitals(place: Place) -> None:
    named = Segment("ann-lee", "/labels/customer", 0, Role.SETTING, place, "customer")
    policy = Policy(id="p", names="off")
    (spans,) = inspect([named], detector(), None, None, policy).spans
    assert [span.entity_type for span in spans] == ["PERSON"] * (place is Place.LABEL)


def test_a_value_is_sought_in_its_block_and_later_never_earlier() -> None:
    segments = (
        seg("Nora who?"),
        seg("Nora? Dear Nora Quist", 1),
        seg("Quist and nora quist", 1),
        seg("NORA", 2),
    )
    assert found(*segments) == [
        [],
        [("Nora", "PERSON"), ("Nora Quist", "PERSON")],
        [("Quist", "PERSON"), ("nora quist", "PERSON")],
        [("NORA", "PERSON")],
    ]


def test_a_policy_may_have_it_sought_in_earlier_blocks() -> None:
    policy = Policy(id="p", coherence="everywhere")
    segments = (seg("nora who?"), seg("Dear Nora Quist", 1), seg("R.Q., N. Quist", 2))
    assert found(*segments, policy=policy) == [
        [("nora", "PERSON")],
        [("Nora Quist", "PERSON")],
        [("N. Quist", "PERSON")],
    ]


def test_segments_need_not_come_in_the_order_of_blocks() -> None:
    assert found(seg("Nora", 1), seg("Dear Nora Quist", 0)) == [
        [("Nora", "PERSON")],
        [("Nora Quist", "PERSON")],
    ]


def test_an_identifier_is_sought_in_prose() -> None:
    segments = (seg("cust-991", place=Place.IDENTIFIER), seg("I am CUST-991, not cust-9911"))
    assert found(*segments)[1] == [("CUST-991", "USER_ID")]


def test_names_are_not_sought_in_fixed_places() -> None:
    segments = (seg("Dear Nora Quist 4111"), seg("Nora 4111", place=Place.FIXED))
    assert found(*segments)[1] == [("4111", "CREDIT_CARD")]


@pytest.mark.parametrize(("names", "degraded"), [("degrade", True), ("off", False)])
def test_a_policy_may_go_on_without_the_model(names: Any, degraded: bool) -> None:
    policy = Policy(id="p", names=names)
    result = inspect([seg("Dear Nora a@b.org")], Patterns(), None, None, policy)
    assert [s.entity_type for s in result.spans[0]] == ["EMAIL_ADDRESS"]
    assert result.degraded is degraded


def test_off_does_not_ask_the_model() -> None:
    names = Names()
    result = inspect([seg("Dear Nora")], Patterns(), names, None, Policy(id="p", names="off"))
    assert (result.spans, result.names_seen, result.degraded, names.batches) == (
        ((),),
        0,
        False,
        [],
    )


def test_a_policy_that_requires_the_model_stops_without_it() -> None:
    with pytest.raises(NamesMissing) as caught:
        inspect([seg("Dear Nora")], Patterns(), None, None, POLICY)
    assert "Nora" not in str(caught.value)


def test_only_new_texts_are_read_and_equal_ones_once() -> None:
    detector, names, cache = Patterns(), Names(), SpanCache(b"k" * 16, 100)
    first = [seg("Dear Nora Quist"), seg("Dear Nora Quist", 1)]
    one = inspect(first, detector, names, cache, POLICY, "bot")
    two = inspect([*first, seg("Dear Ola", 2)], detector, names, cache, POLICY, "bot")
    assert detector.asked == ["Dear Nora Quist", "Dear Ola"]
    assert names.batches == [["Dear Nora Quist"], ["Dear Ola"]]
    assert (one.cached, one.names_seen, two.cached, two.names_seen) == (0, 1, 1, 1)
    assert two.spans[:2] == one.spans


def test_applications_share_no_entries_and_policies_may_differ() -> None:
    detector, cache = Patterns(), SpanCache(b"k" * 16, 100)
    inspect([seg("pw hunter2!")], detector, Names(), cache, POLICY, "bot")
    inspect([seg("pw hunter2!")], detector, Names(), cache, POLICY, "other")
    assert len(detector.asked) == 2
    lax = Policy(id="p", threshold=0.1)
    again = inspect([seg("pw hunter2!")], detector, Names(), cache, lax, "bot")
    assert [s.entity_type for s in again.spans[0]] == ["PASSWORD"]
    assert len(detector.asked) == 2


def test_spans_without_names_are_not_taken_for_spans_with_names() -> None:
    cache = SpanCache(b"k" * 16, 100)
    inspect([seg("Dear Nora")], Patterns(), None, cache, Policy(id="p", names="degrade"), "bot")
    assert look(seg("Dear Nora"), cache=cache)[0] != ()


def test_no_character_that_was_found_is_uncovered() -> None:
    text = "Dear Nora Quist a@b.org PERSON_a7k2 4111"
    spans = look(seg(text))[0]
    covered = {i for s in spans for i in range(s.start, s.end)}
    for value in ("Nora Quist", "a@b.org", "PERSON_a7k2", "4111"):
        at = text.index(value)
        assert set(range(at, at + len(value))) <= covered


words = st.sampled_from(
    [
        "Dear",
        "Nora",
        "Quist",
        "nora",
        "Ola Berg",
        "a@b.org",
        "4111",
        "PERSON_a7k2",
        "pw",
        "x1!",
        "and",
    ]
)
lines = st.lists(words, max_size=6).map(" ".join)
conversations = st.lists(
    st.tuples(st.lists(lines, min_size=1, max_size=3), st.sampled_from(list(Role))),
    min_size=1,
    max_size=5,
).map(
    lambda blocks: [
        seg(line, number, role=role)
        for number, (lines_, role) in enumerate(blocks)
        for line in lines_
    ]
)


@given(conversations, st.booleans())
def test_what_was_sent_before_stays_the_same_when_a_conversation_grows(
    whole: list[Segment], cached: bool
) -> None:
    cache = SpanCache(b"k" * 16, 8) if cached else None
    everything = look(*whole, cache=cache)
    for last in {segment.block for segment in whole}:
        prefix = [segment for segment in whole if segment.block <= last]
        assert look(*prefix, cache=cache) == everything[: len(prefix)]


def test_what_earlier_calls_held_is_sought_in_all_blocks() -> None:
    segments = [
        seg("Okonkwo and a@b.org paid, so did nadia okonkwo"),
        seg("4111", 1),
        seg("okonkwo", 1, place=Place.IDENTIFIER),
        seg("PERSON_a7k2 is Okonkwo", 2),
    ]
    before = inspect(segments, Patterns(), Names(), None, POLICY)
    known = [("PERSON", "Nadia Okonkwo"), ("LITERAL", "paid"), ("EMAIL_ADDRESS", "a@b.org")]
    after = recall(before, segments, known)
    values = [
        [(span.entity_type, segment.text[span.start : span.end]) for span in spans]
        for segment, spans in zip(segments, after.spans, strict=True)
    ]
    assert values == [
        [("PERSON", "Okonkwo"), ("EMAIL_ADDRESS", "a@b.org"), ("PERSON", "nadia okonkwo")],
        [("CREDIT_CARD", "4111")],
        [("USER_ID", "okonkwo")],
        [("LITERAL", "PERSON_a7k2"), ("PERSON", "Okonkwo")],
    ]
    assert recall(before, segments, []) is before
    assert recall(before, segments, [("LITERAL", "paid")]) is before
