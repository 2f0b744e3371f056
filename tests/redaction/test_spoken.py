import pytest

from redaction.spoken import DIGITS, spelled
from tests.support.detection import covers, found


@pytest.mark.parametrize(
    "words",
    [
        "four one one one one one one one one one one one one one one one",
        "four triple one, triple one, triple one, triple one, triple one",
        "Four-One-One-One 1111 one one one one 1 1 1 1",
        "char ek ek ek ek ek ek ek ek ek ek ek ek ek ek ek",
        "vier eins eins eins eins eins eins eins eins eins eins eins eins eins eins eins",
        "चार एक एक एक एक एक एक एक एक एक एक एक एक एक एक एक",
        "quatre un un un un un un un un un un un un un un un",
        "four one one one\none one one one\none one one one\none one one one",
    ],
)
def test_a_card_in_words_is_a_card(words: str) -> None:
    assert found(f"my card number is {words}.", "CREDIT_CARD") == [words]


def test_a_phone_is_found_without_a_word_before() -> None:
    words = "nine eight double seven six five four three two one"
    assert covers(f"{words}", words)


@pytest.mark.parametrize(
    "text",
    [
        "one or two of them do",
        "count: one two three four five",
        "Zwei oder drei, nicht eins.",
        "do tin cans sat in one or two rows",
        "we had one, two, three strikes and five more",
        "1 2 3 4 5",
    ],
)
def test_counting_is_no_number_of_anybody(text: str) -> None:
    assert found(text) == []


def test_words_of_a_digit_mean_one_digit() -> None:
    assert set(DIGITS.values()) == set("0123456789")


def test_a_view_leads_back_to_the_words() -> None:
    text = "call nine eight double seven six five"
    view = spelled(text, [(15, 15)])
    assert view is not None
    assert view.text == "call 987765\n"
    assert view.original(7, 9) == (text.index("double"), text.index(" six"))
