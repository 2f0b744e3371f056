"""The grammar of a pseudonym, against two oracles: a second parser, and a list of look-alikes."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.entities import LABELS
from privacy.pseudonym import (
    ALPHABET,
    CANONICAL,
    ID_LENGTH,
    ID_LENGTH_MAX,
    LENGTH_MAX,
    Pseudonym,
    parse,
    well_formed_id,
)

labels = st.sampled_from(sorted(LABELS))
ids = st.text(ALPHABET, min_size=ID_LENGTH, max_size=ID_LENGTH_MAX).filter(well_formed_id)
pseudonyms = st.builds(Pseudonym, labels, ids, st.integers(1, 999))

NATURAL = frozenset(
    """
PERSON_1 PERSON_2 PERSON_12 PERSON_1234 PERSON_001 PERSON_A PERSON_AB PERSON_NAME PERSON_ID
EMAIL_SENT EMAIL_TEST EMAIL_ADDRESS EMAIL_HOST EMAIL_FROM EMAIL_2024 EMAIL_BACKEND
PHONE_test PHONE_NUMBER PHONE_HOME PHONE_0000 PHONE_5550142
CARD_2024 CARD_TYPE CARD_GAME CARD_1234567890123456 CARD_NUMBER
IP_HASH IP_ADDR IP_1270 IP_8080 URL_a7k2 NAME_a7k2 PERSONS_a7k2
USERNAME_FIELD USERID_1 PASSWORD_HASH PASSWORD_RESET ACCOUNT_SID ACCOUNT_ID RECORD_SEP
GROUP_CONCAT GROUP_BY2 LINK_DOWN LINK_UP1 PLACE_HOLDER PLACE_ORDER AGENT_SMITH AGENT_007
LITERAL_CHAR CUSTOM_RULE CUSTOM_2025 MAC_OSX IBAN_CODE ROUTING_KEY
PERSON_a7k PERSON_a7i2 PERSON_a7l2 PERSON_a7o2 PERSON_a7u2 PERSON_a7k2u PERSON_a7k2u0
PERSON_a7k2u01 PERSON_a7k2u1000 PERSON-a7k2 PERSONa7k2 PERSON__a7k2 PERSON_a7k2x1x1x1x1x
XPERSON_a7k2 1PERSON_a7k2 PERSON_\u0430\u0437k2 PERSON_\uff17k2a \uff30ERSON_a7k2
""".split()  # noqa: SIM905 - a list of words reads best as words
)
UNLUCKY = frozenset({"IBAN_DE89", "PLATE_TEC7"})
"""Words that have the shape: nobody can tell them apart, so they travel as LITERALs."""


def _by_hand(text: str) -> Pseudonym | None:
    """The grammar a second time, without regular expressions."""
    label, found, rest = text.upper().partition("_")
    if not text.isascii() or not found or label not in LABELS:
        return None
    ident, marked, number = rest.lower().partition("u")
    shape = ID_LENGTH <= len(ident) <= ID_LENGTH_MAX and set(ident) <= set(ALPHABET)
    mixed = any(c in string.digits for c in ident) and any(
        c in string.ascii_lowercase for c in ident
    )
    if not (shape and mixed):
        return None
    if not marked:
        return Pseudonym(label, ident)
    numbered = number.isdigit() and len(number) <= 3 and number[0] != "0"
    return Pseudonym(label, ident, int(number)) if numbered else None


@given(pseudonyms)
def test_what_is_written_is_read_again(pseudonym: Pseudonym) -> None:
    assert parse(str(pseudonym)) == _by_hand(str(pseudonym)) == pseudonym
    assert len(str(pseudonym)) <= LENGTH_MAX


@given(pseudonyms, st.randoms())
def test_case_does_not_matter(pseudonym: Pseudonym, random: object) -> None:
    text = "".join(random.choice((c.upper(), c.lower())) for c in str(pseudonym))  # type: ignore[attr-defined]
    assert parse(text) == pseudonym


near = st.builds(
    lambda label, sep, rest: f"{label}{sep}{rest}",
    st.one_of(labels, st.text(string.ascii_letters, min_size=1, max_size=13)),
    st.sampled_from(["_", "-", "", "__"]),
    st.text(ALPHABET + "uiloUA7", max_size=18),
)


@given(st.one_of(near, st.text(max_size=30)))
def test_two_parsers_agree_about_everything_else(text: str) -> None:
    assert parse(text) == _by_hand(text)


@pytest.mark.parametrize("text", sorted(NATURAL | UNLUCKY))
def test_what_people_write_is_no_pseudonym(text: str) -> None:
    assert parse(text) == _by_hand(text)
    assert (parse(text) is not None) == (text in UNLUCKY), text


@given(pseudonyms, st.sampled_from([*" .,;:!?'\"()[]{}<>/\\|*_-=+&#@\n\t", "", "\u20ac", "\u0430"]))
def test_it_is_found_between_anything_but_letters_and_digits(
    pseudonym: Pseudonym, around: str
) -> None:
    found = CANONICAL.findall(f"{around}{pseudonym}{around}")
    assert len(found) == 1


@given(pseudonyms, st.sampled_from(string.ascii_letters + string.digits))
def test_it_is_not_found_inside_a_longer_word(pseudonym: Pseudonym, letter: str) -> None:
    assert CANONICAL.fullmatch(f"{letter}{pseudonym}") is None
    assert not CANONICAL.findall(f"{letter}{pseudonym}")


@pytest.mark.parametrize("variant", [1, 2, 10, 999])
def test_variants(variant: int) -> None:
    text = str(Pseudonym("EMAIL", "a7k2", variant))
    assert text == ("EMAIL_a7k2" if variant == 1 else f"EMAIL_a7k2u{variant}")
    assert parse(text) == Pseudonym("EMAIL", "a7k2", variant)


@pytest.mark.parametrize(
    ("ident", "good"), [("a7k2", True), ("abcd", False), ("1234", False), ("7aaa", True)]
)
def test_an_id_mixes_letters_and_digits(ident: str, *, good: bool) -> None:
    assert well_formed_id(ident) is good
    assert (parse(f"PERSON_{ident}") is not None) is good


def test_longest_label_and_id_fit() -> None:
    longest = Pseudonym(max(LABELS, key=len), "a7" * (ID_LENGTH_MAX // 2), 999)
    assert parse(str(longest)) == longest
    assert len(str(longest)) <= LENGTH_MAX
    assert max(map(len, LABELS)) <= 12
