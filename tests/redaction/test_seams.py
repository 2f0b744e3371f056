from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.policy import Policy
from privacy.text import Place, Role, Segment, Span
from redaction.inspect import inspect
from redaction.seams import seams
from tests.support.detection import detector

POLICY = Policy(id="p", names="off")
EVERYWHERE = Policy(id="p", names="off", coherence="everywhere")


def seg(text: str, block: int = 0, **fields: Any) -> Segment:
    return Segment(text, "/messages/0/content", block, **fields)


def found(*segments: Segment, policy: Policy = POLICY) -> list[list[str]]:
    spans = inspect(segments, detector(), None, None, policy).spans
    return [
        [segment.text[s.start : s.end] for s in each]
        for segment, each in zip(segments, spans, strict=True)
    ]


@pytest.mark.parametrize(
    "pieces",
    [
        ("my card is 4111 1111", "1111 1111 ok?"),
        ("my card: 4111", "1111", "1111", "1111"),
        ("4111111", "111111111"),
        ("mail nadia.okonkwo@pos", "teo.example please"),
        ("mail nadia.okonkwo", "@posteo.example please"),
        ("mail nadia.oko", "nkwo@posteo.example please"),
        ("mail nadia.okonkwo@posteo", ".example please"),
        ("IBAN DE89 3704 0044", "0532 0130 00"),
        ("my PAN is ABCPK", "1234L"),
        ("call me: +91 98765", "43210 "),
        ("Aadhaar 2345 6789 ", " 0124"),
    ],
)
def test_a_value_that_is_split_over_texts_is_found_in_each(pieces: tuple[str, ...]) -> None:
    each = found(*map(seg, pieces))
    assert all(each)
    whole = "".join(part for parts in each for part in parts)
    rest = "".join(pieces)
    for part in (part for parts in each for part in parts):
        rest = rest.replace(part, "", 1)
    assert len(whole) >= 9
    assert "@" not in rest
    assert not any(map(str.isdigit, rest))


@pytest.mark.parametrize(
    "pieces",
    [
        ("I have 4 apples", "and 5 pears"),
        ("version 3.11", "2024 was good"),
        ("It is 10:30", "1500 units are left"),
        ("write to you.", "And @here too"),
        ("in 1984", "2001 came"),
        ("A1", "B2"),
    ],
)
def test_texts_that_only_follow_each_other_stay(pieces: tuple[str, ...]) -> None:
    assert found(*map(seg, pieces)) == [[] for _ in pieces]


def test_only_texts_of_one_speaker_that_are_said_are_joined() -> None:
    first, last = "my card is 4111 1111", "1111 1111"
    for fields in (
        {"role": Role.ASSISTANT},
        {"role": Role.SETTING},
        {"place": Place.FIXED},
        {"hint": "note"},
        {"column": ("a",)},
    ):
        assert found(seg(first), seg(last, **fields)) == [[], []]
    assert found(seg(first), Segment(last, "/a~key")) == [[], []]
    between = seg("Go on.", 1, role=Role.ASSISTANT)
    assert found(seg(first), between, seg(last, 1)) == [[], [], ["1111 1111"]]


def test_earlier_blocks_are_changed_only_where_the_policy_says_so() -> None:
    segments = (seg("my card is 4111"), seg("1111", 1), seg("1111 1111", 2))
    assert found(*segments) == [[], [], ["1111 1111"]]
    assert found(*segments, policy=EVERYWHERE) == [["4111"], ["1111"], ["1111 1111"]]


def test_thresholds_and_allow_lists_count_over_seams() -> None:
    segments = (seg("mail ann.lee@"), seg("example.org"))
    assert found(*segments) == [["ann.lee@"], ["example.org"]]
    allowing = Policy(id="p", names="off", allow=frozenset({"ann.lee@example.org"}))
    assert found(*segments, policy=allowing) == [[], []]
    wary = Policy(id="p", names="off", thresholds={"EMAIL_ADDRESS": 1.0})
    assert found(*segments, policy=wary) == [[], []]


texts = st.text(st.sampled_from("41 @.a9b\n"), min_size=1, max_size=40)


@given(st.lists(st.tuples(texts, st.integers(0, 2)), max_size=6))
def test_spans_lie_within_their_texts_and_earlier_blocks_do_not_change(
    drawn: list[tuple[str, int]],
) -> None:
    segments = [seg(text, block) for text, block in sorted(drawn, key=lambda one: one[1])]

    def detect(text: str) -> list[Span]:
        return [Span(0, len(text), "CREDIT_CARD", 0.9, "all")]

    def over(some: list[Segment]) -> dict[int, list[Span]]:
        return dict(seams(some, detect, lambda _text, _span: True, everywhere=False))

    whole = over(segments)
    for number, spans in whole.items():
        size = len(segments[number].text)
        assert all(0 <= span.start < span.end <= size for span in spans)
    for block in range(3):
        first = [segment for segment in segments if segment.block <= block]
        assert over(first) == {n: spans for n, spans in whole.items() if n < len(first)}
