"""What the name model reads: other scripts in Latin letters, and what lists say of words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction import name_input
from redaction.name_input import (
    CAPITALISED,
    CAPITALS,
    CASELESS,
    FAMILY,
    GIVEN,
    LOWER,
    PLACE,
    TRAITS,
    Lexicon,
    reading,
    stored,
    traits,
)

_LISTS = Lexicon(
    stored({"asha": GIVEN, "rao": FAMILY | GIVEN, "new delhi": PLACE, "new": 0, "bei jing": PLACE})
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Asha Rao", "Asha Rao"),
        ("राहुल शर्मा ने", "rahul srma ne"),
        ("Владимир", "Vladimir"),
        ("Zoë Groß", "Zoe Gross"),
        ("Łukasz Ørsted", "Lukasz Orsted"),
        ("田中さん", " tian zhong san"),
        ("マリアは東京", "maria ha dong jing"),
        ("👍 – fine", "👍 – fine"),
    ],
)
def test_other_scripts_are_read_in_latin_letters(text: str, read: str) -> None:
    assert reading(text).text == read


@given(st.text())
def test_every_place_leads_back(text: str) -> None:
    read = reading(text)
    for at in range(len(read.text)):
        start, end = read.original(at, at + 1)
        assert 0 <= start < end <= len(text)
    places = [read.original(at, at + 1)[0] for at in range(len(read.text))]
    assert places == sorted(places)


def _letter_by_letter(text: str) -> str:
    """The same reading, one character after the other."""
    written, before = "", ""
    for number, character in enumerate(text):
        script = name_input._script(character)
        latin = character if character.isascii() else name_input._latin(character)
        if (before != script and number) or script == "s":
            written += " "
        written, before = written + latin, script
    return written


_MIXED = st.text(st.sampled_from("ab. 1田中さマリ홍길дИéß👍\u0301\u200d"))


@given(st.one_of(st.text(), _MIXED))
def test_runs_are_read_as_letters_are(text: str) -> None:
    if not text.isascii():
        assert reading(text).text == _letter_by_letter(text)


def test_a_range_of_signs_leads_back_to_the_signs() -> None:
    read = reading("我叫张伟")
    start = read.text.index("zhang")
    end = read.text.index("wei") + len("wei")
    assert read.original(start, end) == (2, 4)


def _words(text: str) -> list[tuple[int, int]]:
    """Words between spaces, as start and end."""
    found, at = [], 0
    for word in text.split(" "):
        if word:
            found.append((at, at + len(word)))
        at += len(word) + 1
    return found


def _traits(text: str) -> list[tuple[int, int]]:
    """Writing and lists of each word."""
    read = reading(text)
    found = traits(text, read, _words(read.text), _LISTS).tolist()
    assert all(0 <= each < TRAITS for each in found)
    return [divmod(each, 8) for each in found]


def test_lists_and_writing_stand_beside_each_word() -> None:
    assert _traits("Asha visits NEW Delhi 2024") == [
        (CAPITALISED, GIVEN),
        (LOWER, 0),
        (CAPITALS, PLACE),
        (CAPITALISED, PLACE),
        (CASELESS, 0),
    ]


def test_a_word_may_stand_in_several_lists() -> None:
    assert _traits("rao") == [(LOWER, GIVEN | FAMILY)]


def test_the_beginning_of_a_longer_entry_is_no_entry() -> None:
    assert _traits("new shoes") == [(LOWER, 0), (LOWER, 0)]


def test_a_place_of_two_signs_is_found_in_its_script() -> None:
    assert _traits("北京") == [(CASELESS, PLACE), (CASELESS, PLACE)]


def test_words_that_do_not_stand_together_are_no_entry() -> None:
    text = "new, delhi"
    read = reading(text)
    kinds = traits(text, read, [(0, 3), (3, 4), (5, 10)], _LISTS) % 8
    assert kinds.tolist() == [0, 0, 0]


def test_an_empty_text_has_no_traits() -> None:
    assert traits("", reading(""), [], _LISTS).tolist() == []
    assert traits("asha", reading("asha"), [(0, 4)], Lexicon(stored({}))).tolist() == [LOWER * 8]


@pytest.mark.parametrize("damage", [b"", b"LEX1", stored({"asha": 1})[:-1], b"XXXX" + bytes(8)])
def test_damaged_lists_are_refused(damage: bytes) -> None:
    with pytest.raises(ValueError, match="lexicon"):
        Lexicon(damage)
