"""Text that no keyboard writes: nothing crashes, offsets are right, and all of it comes back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.policy import PSEUDONYMISE, Decision, Policy
from privacy.text import Segment, Span
from redaction.apply import Applied, apply
from redaction.inspect import inspect
from redaction.restore import Restorer
from tests.support.detection import detector
from vault.session import Session

POLICY = Policy(id="p", names="off")
ODD = (
    "\ud800\udfff\x00\x1b\x7f\u200b\u200f\u202e\u2066\u0301\u0323\ufeff\ufffd\U000e0041\u05d0\u0634"
    "\u0915\u094d\u738b\U0001f469\u200d\U0001f52c\U0001f1ee\ufe0f\u20e3\u00df\u0130"
    "\ufb01\r\n\t a4.@-"
)
VALUES = (
    "nadia.okonkwo@posteo.example",
    "4111 1111 1111 1111",
    "DE89370400440532013000",
    "+91 98765 43210",
    "2001:db8:85a3::8a2e:370:7334",
)
odd = st.text(st.sampled_from(ODD), max_size=30)


def spans_of(text: str) -> tuple[Span, ...]:
    return inspect([Segment(text, "/messages/0/content")], detector(), None, None, POLICY).spans[0]


def redacted(text: str, session: Session) -> Applied:
    spans = spans_of(text)
    decisions = {
        kind: Decision(kind, PSEUDONYMISE, ()) for kind in {span.entity_type for span in spans}
    }
    return apply(text, spans, decisions, session.mint, session.salt)


def restored(text: str, session: Session) -> str:
    restorer = Restorer(session.originals, may=lambda _type: True)
    return restorer.feed(text) + restorer.flush()


@settings(deadline=None)
@given(odd, st.sampled_from(VALUES), odd)
def test_values_are_found_between_odd_characters(before: str, value: str, after: str) -> None:
    text = f"{before} ; {value} ; {after}"
    spans = spans_of(text)
    start = text.index(value)
    covered = {i for span in spans for i in range(span.start, span.end)}
    assert covered.issuperset(range(start, start + len(value)))
    for span in spans:
        if span.start <= start < span.end:
            again = spans_of(text[span.start : span.end])
            assert again
            assert again[0].start <= start - span.start


@settings(deadline=None)
@given(st.lists(st.one_of(odd, st.sampled_from(VALUES)), max_size=6))
def test_what_is_redacted_comes_back_as_it_was(parts: list[str]) -> None:
    text = " ".join(parts)
    session = Session(bytes(range(32)), b"scope")
    applied = redacted(text, session)
    assert all(value not in applied.text for value in VALUES if f" {value} " in f" {text} ")
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    again = restored(applied.text, session)
    # halves of a pair that meet are one character: no encoding of JSON tells them apart
    assert again.encode("utf-16-le", "surrogatepass") == whole.encode("utf-16-le", "surrogatepass")


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000 + " nadia.okonkwo@posteo.example",
        "\x00" * 1_000_000 + " nadia.okonkwo@posteo.example",
        "\u05d0\u05d1 " * 300_000 + " nadia.okonkwo@posteo.example",
        "\U0001f469\u200d\U0001f52c" * 100_000 + " nadia.okonkwo@posteo.example",
        "\ud83d" * 300_000 + " nadia.okonkwo@posteo.example",
    ],
    ids=["letters", "NULs", "right to left", "emoji", "halves of pairs"],
)
def test_a_value_at_the_end_of_a_long_line_is_found(text: str) -> None:
    (span,) = spans_of(text)
    assert text[span.start : span.end].endswith("nadia.okonkwo@posteo.example")
    assert span.end == len(text)
