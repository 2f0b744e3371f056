import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.text import Span
from redaction.explain import explain
from redaction.registry import RECOGNIZERS
from tests.support.detection import detector

EXAMPLES = [example for recognizer in RECOGNIZERS for example in recognizer.examples]


def test_the_word_that_raised_it_is_told() -> None:
    text = "my card is 4111 1111 1111 1111"
    (told,) = explain(text, detector().detect(text), detector())
    assert told.by is not None
    assert told.by.because is not None
    assert (told.by.because.word, told.by.because.distance) == ("card", 4)
    assert told.by.because.alone < told.span.score


def test_a_word_behind_is_told_as_behind() -> None:
    text = "98765 43210 is my mobile"
    (told,) = explain(text, detector().detect(text), detector())
    assert told.by is not None
    assert told.by.because is not None
    assert told.by.because.word == "mobile"
    assert told.by.because.distance < 0


def test_what_a_word_spoke_against_is_told() -> None:
    text = "my phone has IMEI 490154203237518"
    (told,) = explain(text, detector().detect(text), detector())
    assert told.span.entity_type == "IMEI"
    assert told.beaten
    for lost, why in told.beaten:
        assert lost.score <= told.span.score
        assert why


def test_what_was_folded_and_decoded_is_told_as_it_was_read() -> None:
    for text in ("ann%40posteo.de", "ａｎｎ＠ｐｏｓｔｅｏ．ｄｅ"):
        (told,) = explain(text, detector().detect(text), detector())
        assert told.by is not None
        assert told.by.because is not None
        assert told.by.because.read_as == "ann@posteo.de"


def test_the_field_is_told() -> None:
    text = "490154203237518"
    spans = detector().detect(text, "imei")
    (told,) = explain(text, spans, detector(), "imei")
    assert told.by is not None
    assert told.by.recognizer in {"hint", "device"}


def test_a_name_that_the_model_found_wins_and_loses_by_the_same_rules() -> None:
    text = "Ann Lee 4111 1111 1111 1111"
    name = Span(0, 7, "PERSON", 0.9, "names")
    weak = Span(8, 12, "LOCATION", 0.6, "names")
    spans = (name, *detector().detect(text))
    first, second = explain(text, spans, detector(), others=(name, weak))
    assert first.by is not None
    assert (first.by.recognizer, first.beaten) == ("names", ())
    assert [(c.entity_type, why) for c, why in second.beaten if c.recognizer == "names"] == [
        ("LOCATION", "lower score")
    ]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_span_of_the_examples_is_explained(example: str) -> None:
    spans = detector().detect(example)
    told = explain(example, spans, detector())
    assert tuple(one.span for one in told) == spans
    for one in told:
        assert one.by is not None
        assert one.by.score == one.span.score


@given(st.text(st.sampled_from("card 4111-@.é９_ IMEI\n"), max_size=80))
def test_any_text_can_be_explained(text: str) -> None:
    spans = detector().detect(text)
    assert [one.span for one in explain(text, spans, detector())] == list(spans)
