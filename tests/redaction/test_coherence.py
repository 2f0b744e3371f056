import re
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.text import Span
from redaction.coherence import Memory, bounded, likened, lowered
from redaction.needles import Needle
from redaction.resolve import resolve

_WRITTEN = ["R. Sharma", "R Sharma", "R.Sharma", "Rahul S."]
_HANDLES = ["rahul.sharma", "rahul_sharma", "sharma-rahul", "r.sharma"]


def remembered(value: str, kind: str) -> Memory:
    memory = Memory()
    memory.learn(value, [Span(0, len(value), kind, 0.9, "found")])
    return memory


def sought(value: str, kind: str, text: str, **options: bool) -> list[str]:
    spans = remembered(value, kind).seek(text, **options)
    return [text[span.start : span.end] for span in resolve(spans)]


@pytest.mark.parametrize(
    ("value", "kind", "text", "expected"),
    [
        ("Ann Lee", "PERSON", "ann lee, ANN LEE, Ann Lee's", ["ann lee", "ANN LEE", "Ann Lee"]),
        ("Nora Quist", "PERSON", "Nora's car and Quist", ["Nora", "Quist"]),
        ("Nora Quist", "PERSON", "nora Noras inorA quist", ["nora", "quist"]),
        ("Nora", "PERSON", "Nora, NORA, nora", ["Nora", "NORA", "nora"]),
        ("nora", "PERSON", "so nora said, Nora", ["nora", "Nora"]),
        ("Nóra Quišt", "PERSON", "nora QUIST", ["nora QUIST"]),
        ("Nora Quist", "PERSON", "n\u200bo\u200bra Ｑuist", ["n\u200bo\u200bra Ｑuist"]),
        ("Will May", "PERSON", "Will you? May I?", []),
        ("Will May", "PERSON", "ask will may", ["will may"]),
        ("Bo", "PERSON", "Bo went", []),
        ("None", "PERSON", "None of it", []),
        ("Jasmine Okoro", "PERSON", "Jasmine runs our tests, Okoro too", ["Okoro"]),
        ("Maria da Silva", "PERSON", "da Maria", ["Maria"]),
        ("राम कुमार", "PERSON", "राम आया, रामा नहीं", ["राम"]),
        ("王小明", "PERSON", "我叫王小明。", ["王小明"]),
        ("Reading", "LOCATION", "reading in Reading", ["Reading"]),
        ("4111 1111 1111 1111", "CREDIT_CARD", "x 4111 1111 1111 1111.", ["4111 1111 1111 1111"]),
        ("41111", "BANK_ACCOUNT", "411112 x41111 41111", ["41111"]),
        ("+91 98765 43210", "PHONE_NUMBER", "at+91 98765 43210!", ["+91 98765 43210"]),
        ("Ann@Example.org", "EMAIL_ADDRESS", "<ann@example.org>", ["ann@example.org"]),
        ("123", "CVV", "123 123", []),
        ("4321", "BANK_ACCOUNT", "4321", []),
        ("dragon", "PASSWORD", "the dragon", []),
        ("dr4gon!", "PASSWORD", "dr4gon! Dr4gon!", ["dr4gon!"]),
        ("admin", "USERNAME", "admin", []),
        ("ann_83", "USERNAME", "Ann_83 ann_830", ["Ann_83"]),
        ("PERSON_a7k2", "LITERAL", "PERSON_a7k2", []),
        ("     ", "STREET_ADDRESS", "      ", []),
    ],
)
def test_values_are_found_again_by_the_rule_of_their_kind(
    value: str, kind: str, text: str, expected: list[str]
) -> None:
    assert sought(value, kind, text) == expected


def test_names_are_not_sought_in_names_of_the_protocol() -> None:
    assert sought("Nora", "PERSON", "Nora", names=False) == []
    assert sought("9876543210", "PHONE_NUMBER", "9876543210", names=False) == ["9876543210"]


def test_what_is_found_again_counts_less_than_what_was_found() -> None:
    (span,) = remembered("Nora", "PERSON").seek("Nora")
    assert span.score < 0.9
    assert span.recognizer == "coherence"


def test_the_more_permissive_writing_wins() -> None:
    memory = remembered("Nora Quist", "PERSON")
    text = "nora quist"
    memory.learn("Nora Quist", [Span(0, 10, "PASSWORD", 1.0, "x")])
    assert {span.entity_type for span in memory.seek(text)} == {"PERSON"}


values = st.lists(
    st.text(st.sampled_from("ab1 -é"), min_size=5, max_size=9).filter(re.compile(r"\w").search),
    min_size=1,
    max_size=40,
    unique=True,
)


@given(values, st.text(st.sampled_from("ab1 -éA"), max_size=80))
def test_index_and_one_by_one_and_a_plain_regex_agree(words: list[str], text: str) -> None:
    memory = Memory()
    for word in words:
        memory.learn(word, [Span(0, len(word), "IBAN_CODE", 1.0, "x")])
    low = lowered(text)
    keys = list(memory._needles)

    def kept(found: Iterable[tuple[int, int, Needle]]) -> set[tuple[int, int]]:
        return {(a, b) for a, b, _ in found if bounded(text, a, b)}

    by_words, one_by_one = kept(memory._by_words(low)), kept(memory._one_by_one(low))
    oracle = {
        (match.start(), match.start() + len(key))
        for key in keys
        for match in re.finditer(_standing_alone(key), low)
    }
    assert by_words <= oracle
    assert one_by_one <= oracle
    # Every character that the oracle covers is covered by both, whatever overlaps itself.
    assert covered(by_words) == covered(oracle)


def _standing_alone(key: str) -> str:
    before = r"(?<!\w)" if key[0].isalnum() else ""
    after = r"(?!\w)" if key[-1].isalnum() else ""
    return f"{before}(?={re.escape(key)}{after})"


def covered(places: set[tuple[int, int]]) -> set[int]:
    return {i for start, end in places for i in range(start, end)}


@given(st.text())
def test_lower_case_moves_no_offset(text: str) -> None:
    low = lowered(text)
    assert len(low) == len(text)
    assert all(
        a == b.lower() or len(b.lower()) > 1 or b == "Σ" for a, b in zip(low, text, strict=True)
    )


def test_a_value_that_the_end_cuts_short_is_not_found() -> None:
    memory = Memory()
    for number in range(20):
        memory.learn(f"filler-{number:02}", [Span(0, 9, "IBAN_CODE", 1.0, "x")])
    for value in ("nora quist", "nora quist lee"):
        memory.learn(value, [Span(0, len(value), "PERSON", 1.0, "x")])
    assert max(span.end for span in memory.seek("nora quist")) == 10


def test_of_a_place_and_a_person_the_first_stays() -> None:
    memory = remembered("Patna", "LOCATION")
    memory.learn("Asha Patna", [Span(0, 10, "PERSON", 1.0, "x")])
    assert {s.entity_type for s in memory.seek("in Patna")} == {"LOCATION"}


def test_places_within_what_was_found_are_passed_over() -> None:
    memory = remembered("Nora Quist", "PERSON")
    own = [Span(0, 10, "PERSON", 0.9, "names")]
    assert [s.start for s in memory.seek("Nora Quist, Nora", own)] == [12]


def test_many_values_in_a_long_text_take_linear_time() -> None:
    memory = Memory()
    for number in range(2000):
        name = f"Nora Quist{number:04}x"
        memory.learn(name, [Span(0, len(name), "IBAN_CODE", 1.0, "x")])
    text = "Nora Quist0007x met Nora Quist1999x. " * 3000
    assert len(memory.seek(text)) == 6000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sharma, Rahul\nsharma rahul", ["Sharma, Rahul", "sharma rahul"]),
        ("Rahul Sharma, Rahul Sharma", ["Rahul Sharma", "Rahul Sharma"]),
        ("ask R. Sharma, R Sharma, R.Sharma or Rahul S.", _WRITTEN),
        ("by Sharma R.; Sharma, R.", ["Sharma R.", "Sharma, R."]),
        ("rahul.sharma rahul_sharma sharma-rahul r.sharma", _HANDLES),
        ("@rsharma /rsharma rsharma@ rsharma", ["rsharma"] * 3),
        ("initials R.S. and RS-232, RS", ["R.S."]),
        ("done\n- RS", ["RS"]),
        ("Sharma (RS) called", ["Sharma", "RS"]),
        ("Rahul's, RAHUL and sharma's", ["Rahul", "RAHUL", "sharma"]),
        ("Dr. Sharma; Sharmas, Sharman", ["Sharma"]),
        ("Sharma v. State, Rahul s.", ["Sharma", "Rahul"]),
    ],
)
def test_other_writings_of_a_name_are_found(text: str, expected: list[str]) -> None:
    assert sought("Rahul Sharma", "PERSON", text) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Tom Hanks", "thanks, many thanks", []),
        ("Grace Hopper", "a Grace period, with grace. Grace be with us", []),
        ("Grace Hopper", "I told Grace that hopper is a word", ["Grace"]),
        ("Mark Will", "mark my words, Mark. We will. Will you? The Mark of it", []),
        ("Mark Will", "so I asked Mark about it", ["Mark"]),
        ("May Winter", "in May 2024, may I? In winter, May is far", []),
        ("June Hope", "in June we hope; all Hope is lost by June 5", []),
        ("Hope Young", "How It Gives Hope To Many", []),
        ("Van Der Berg", "a van der Waals force", []),
        ("Rose Field", "the rose in the field", []),
        ("Anna Ring", "a ring, aring, annar", []),
    ],
)
def test_ordinary_words_that_are_names_stay(name: str, text: str, expected: list[str]) -> None:
    assert sought(name, "PERSON", text) == expected


@pytest.mark.parametrize(
    ("address", "kind", "expected"),
    [
        ("rahul.sharma@posteo.example", "EMAIL_ADDRESS", ["Rahul Sharma", "rahul sharma"]),
        ("@rahul_sharma92", "USERNAME", ["Rahul Sharma", "rahul sharma"]),
        ("customer.service@posteo.example", "EMAIL_ADDRESS", []),
        ("rahul@posteo.example", "EMAIL_ADDRESS", []),
        ("summer.house@posteo.example", "EMAIL_ADDRESS", []),
    ],
)
def test_an_address_tells_a_name(address: str, kind: str, expected: list[str]) -> None:
    text = "Rahul Sharma, rahul sharma, Customer Service, summer house"
    assert sought(address, kind, text) == expected


def test_likened_letters_move_no_offset() -> None:
    assert likened("José ŁÓDŹ Straße naïve") == "jose lodz straße naive"
