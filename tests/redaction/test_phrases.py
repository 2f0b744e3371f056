import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.entities import ENTITY_TYPES
from privacy.phrases import PhraseList
from privacy.policy import Policy
from privacy.text import Place, Role, Segment
from redaction.inspect import inspect
from redaction.phrases import CHECKED, Phrases
from tests.support.detection import detector


def deny(*phrases: str, exact: bool = False) -> Phrases:
    return Phrases(PhraseList(name="own", phrases=phrases, entity_type="PROJECT", exact=exact))


def found(own: Phrases, text: str) -> list[str]:
    spans = sorted(own.seek(text), key=lambda span: span.start)
    assert all(span.entity_type == "PROJECT" for span in spans)
    assert all(span.recognizer == "list:own" for span in spans)
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Project Heron", ["Project Heron"]),
        ("the PROJECT  HERON's end", ["PROJECT  HERON"]),
        ("project\n\theron, project\u00a0heron", ["project\n\theron", "project\u00a0heron"]),
        ("ＰＲＯＪＥＣＴ Heron", ["ＰＲＯＪＥＣＴ Heron"]),
        ("pro\u200bject her\u00adon é", ["pro\u200bject her\u00adon"]),
        ("é \u200b project \u200b  heron\u200b!", ["project \u200b  heron"]),
        ("prоject heron", ["prоject heron"]),
        ("projects heron", []),
        ("project herons", []),
        ("my_project heron", []),
        ("projectheron", []),
        ("", []),
        ("heron", []),
    ],
)
def test_a_phrase_is_found_however_it_is_written(text: str, expected: list[str]) -> None:
    assert found(deny("project heron"), text) == expected


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("田中太郎", "こんにちは田中太郎さん", ["田中太郎"]),
        ("Иванов Пётр", "пишет ИВАНОВ ПЁТР вчера", ["ИВАНОВ ПЁТР"]),
        ("अमित शर्मा", "श्री अमित शर्मा आए", ["अमित शर्मा"]),
        ("***", "a *** b", ["***"]),
        ("c++ heron", "in C++ Heron.", ["C++ Heron"]),
        ("heron-9", "heron-9 heron-91", ["heron-9"]),
        ("İzmir", "in İzmir", ["İzmir"]),
        (" heron ", "a heron", ["heron"]),
    ],
)
def test_phrases_of_all_scripts(phrase: str, text: str, expected: list[str]) -> None:
    assert found(deny(phrase), text) == expected


def test_an_exact_list_minds_case() -> None:
    assert found(deny("SAP", exact=True), "sap SAP Sap") == ["SAP"]


def test_hundreds_of_unspaced_phrases_are_all_sought() -> None:
    phrases = [chr(0x4E00 + i) + "太郎" for i in range(2000)]
    assert found(deny(*phrases), "私は" + phrases[1999] + "です") == [phrases[1999]]


def test_a_hundred_thousand_phrases_are_quick() -> None:
    own = deny(
        *(f"client {i} holding" for i in range(50_000)), *(f"w{i} ltd" for i in range(50_000))
    )
    text = "the quick brown fox " * 5_000 + "Client 49999 Holding and W49999 LTD"
    began = time.perf_counter()
    assert found(own, text) == ["Client 49999 Holding", "W49999 LTD"]
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("text", ["client " * 9000, "client" * 10_000, "a" * 60_000, " " * 60_000])
def test_hostile_texts_are_quick(text: str) -> None:
    own = deny(*(f"client {'x' * length}" for length in range(1, 150)), "a a", "aa")
    began = time.perf_counter()
    found(own, text)
    assert time.perf_counter() - began < 1


@given(st.text(max_size=60), st.text("ab \u200b\n", max_size=12), st.text(max_size=60))
def test_spans_lie_in_the_text_and_hold_the_phrase(left: str, gap: str, right: str) -> None:
    text = f"{left} heron {gap} nest {right}"
    for span in deny("heron nest", "nest").seek(text):
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()


def inspected(text: str, *lists: PhraseList, place: Place = Place.TEXT) -> list[tuple[str, str]]:
    segment = Segment(text, "/a", 0, Role.CLIENT, place)
    policy = Policy(id="p", names="off", lists=lists)
    (spans,) = inspect([segment], detector(), None, None, policy).spans
    return [(text[span.start : span.end], span.entity_type) for span in spans]


CARD, MAIL = "4111 1111 1111 1111", "help@acme.example"


def test_a_list_hides_what_is_just_one_of_its_phrases() -> None:
    allow = PhraseList(name="a", phrases=(MAIL,), spares=CHECKED)
    assert inspected(f"{MAIL} or HELP@acme.example", allow) == []
    assert inspected(f"x.{MAIL}", allow) == [(f"x.{MAIL}", "EMAIL_ADDRESS")]


def test_a_list_hides_no_value_with_a_check_digit_unless_it_says_so() -> None:
    unsaid = PhraseList(name="a", phrases=(CARD,), spares=CHECKED)
    said = PhraseList(name="b", phrases=(CARD,), hides=frozenset({"CREDIT_CARD"}), spares=CHECKED)
    assert inspected(CARD, unsaid) == [(CARD, "CREDIT_CARD")]
    assert inspected(CARD, said) == []
    assert inspected(CARD, unsaid, said) == []
    assert inspected(f"{CARD} {MAIL}", said) == [(MAIL, "EMAIL_ADDRESS")]
    policy = Policy(id="p", names="off", allow=frozenset({CARD}))
    segment = Segment(CARD, "/a", 0, Role.CLIENT, Place.TEXT)
    assert inspect([segment], detector(), None, None, policy).spans[0]


def test_a_list_hides_only_the_types_that_it_names() -> None:
    allow = PhraseList(name="a", phrases=(MAIL,), hides=frozenset({"PERSON"}), spares=CHECKED)
    assert inspected(MAIL, allow) == [(MAIL, "EMAIL_ADDRESS")]


def test_what_is_denied_wins_over_what_is_allowed() -> None:
    allow = PhraseList(name="a", phrases=("heron", MAIL), spares=CHECKED)
    denied = PhraseList(name="d", phrases=("heron", MAIL), entity_type="PROJECT")
    assert inspected(f"a heron, {MAIL}", allow, denied) == [("heron", "PROJECT"), (MAIL, "PROJECT")]


def test_an_identifier_on_a_list_is_none_unless_it_bears_a_check_digit() -> None:
    allow = PhraseList(name="a", phrases=("shared", CARD), spares=CHECKED)
    assert inspected("Shared", allow, place=Place.IDENTIFIER) == []
    assert inspected("other", allow, place=Place.IDENTIFIER) == [("other", "USER_ID")]
    assert inspected(CARD, allow, place=Place.IDENTIFIER) != []


def test_types_with_a_check_digit_exist() -> None:
    assert ENTITY_TYPES.keys() >= CHECKED
