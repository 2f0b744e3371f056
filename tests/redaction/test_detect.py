import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redaction.detect import Detector
from redaction.patterns import Pattern, Recognizer
from redaction.recognizers import card, email
from redaction.registry import RECOGNIZERS
from tests.support.detection import covers, detector, found

EXAMPLES = [example for recognizer in RECOGNIZERS for example in recognizer.examples]


@settings(max_examples=150)
@given(st.text(max_size=300))
def test_spans_of_any_text_are_sorted_disjoint_and_inside(text: str) -> None:
    at = 0
    for span in detector().detect(text, "name"):
        assert at <= span.start < span.end <= len(text)
        at = span.end


@settings(max_examples=60)
@given(
    st.sampled_from(EXAMPLES),
    st.text(st.sampled_from("äß€हि中\u200b\U0001f600 \n"), min_size=1, max_size=20),
)
def test_text_beyond_ascii_before_moves_offsets_only(example: str, before: str) -> None:
    expected = [(s.start, s.end, s.entity_type) for s in detector().detect("\n\n" + example)]
    shift = len(before)
    moved = [(s.start, s.end, s.entity_type) for s in detector().detect(before + "\n\n" + example)]
    assert [(s - shift, e - shift, t) for s, e, t in moved if s >= shift] == expected


def test_nothing_in_nothing() -> None:
    assert detector().detect("") == ()
    assert detector().detect("", "email") == ()


def test_the_nearer_word_decides_between_readings() -> None:
    assert found("imei 378282246310005", "IMEI") == ["378282246310005"]
    assert found("card 378282246310005", "CREDIT_CARD") == ["378282246310005"]


def test_a_nearer_word_against_takes_the_word_for_it_away() -> None:
    assert found("my phone order 612345678", "PHONE_NUMBER") == []
    assert found("order by phone 612345678", "PHONE_NUMBER") == ["612345678"]


def test_everything_of_a_dense_line_is_covered() -> None:
    line = "Ann Lee,ann@example.org,+91 98765-43210,4111111111111111,536-90-4399,203.0.113.77"
    for value in line.split(",")[1:]:
        assert covers(line, value)


def test_ten_megabytes_are_read() -> None:
    text = (
        "Nothing of note happened on that long and quiet day. " * 20 + "ann@example.org\n"
    ) * 9500
    spans = detector().detect(text)
    assert len(text) > 10_000_000
    assert len(spans) == 9500


def test_the_version_names_the_set_of_recognizers() -> None:
    both = Detector((card.RECOGNIZER, email.RECOGNIZER))
    assert both.version == Detector((card.RECOGNIZER, email.RECOGNIZER)).version
    assert both.version != Detector((email.RECOGNIZER,)).version


def test_the_version_changes_with_a_pattern() -> None:
    def of(score: float) -> str:
        pattern = Pattern(scan=r"\bx\d+\b", entity_type="USER_ID", score=score)
        return Detector((Recognizer(name="x", patterns=(pattern,), examples=("x1",)),)).version

    assert of(0.6) != of(0.7)


@pytest.mark.parametrize("text", ["\ud800 ann@example.org", "ann@example.org \udfff"])
def test_lone_surrogates_do_not_hide_what_follows(text: str) -> None:
    assert found(text) == ["ann@example.org"]
