import pytest

from redaction.spread import joined, unglued
from tests.support.detection import covers, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("charge my card 4111/1111/1111/1111 now", "4111/1111/1111/1111"),
        ("card: 4111, 1111, 1111, 1111.", "4111, 1111, 1111, 1111"),
        ("Kartennummer der Karte: 4111 | 1111 | 1111 | 1111", "4111 | 1111 | 1111 | 1111"),
        ("PAN is ABCP.K123.4L", "ABCP.K123.4L"),
        ("PAN IS ABCP-K123-4L", "ABCP-K123-4L"),
        ("SSN 5 3 6 9 0 4 3 9 9", "5 3 6 9 0 4 3 9 9"),
        ("the account is 5010\n0234\n5678\n90", "5010\n0234\n5678\n90"),
        ("मेरा आधार 2345/6789/0124", "2345/6789/0124"),
        ("my phone (private): 98765..43210", "98765..43210"),
    ],
)
def test_announced_numbers_are_found_whatever_stands_between_their_groups(
    text: str, value: str
) -> None:
    assert covers(text, value)


@pytest.mark.parametrize(
    "text",
    [
        "The card was made on 2024-01-02 10:30.",
        "account balance: 12,345,678.90",
        "phone screens: 1080, 1920, 2340, 2560",
        "call 10.0.0.1 twice",
        "number of rows / columns: 120 / 45",
        "tax rates of 18.5, 12.0, 5.0 and 28.0 percent",
        "contact sheet 1/2, 3/4, 5/6",
        "card 12/27",
        "account_id\n1\n2\n3",
    ],
)
def test_other_numbers_behind_such_words_stay(text: str) -> None:
    assert found(text, "CREDIT_CARD", "BANK_ACCOUNT", "PHONE_NUMBER", "US_SSN", "IN_PAN") == []


@pytest.mark.parametrize("word", ["nr", "card", "Visa", "x"])
def test_a_card_is_found_where_letters_are_glued_to_it(word: str) -> None:
    assert covers(f"it is {word}4111111111111111 or", "4111111111111111")
    assert covers(f"it is 378282246310005{word}.", "378282246310005")


@pytest.mark.parametrize(
    "text",
    [
        "2.590000000000000000e+01",
        "x4111111111111112",
        "sha 4111111111111111ab12",
        "a/4111111111111111b",
    ],
)
def test_long_numbers_in_code_stay(text: str) -> None:
    assert found(text) == []


def test_views_are_bounded_and_lead_back() -> None:
    text = "card 4111/1111/1111/1111"
    view = joined(text, [(0, 5)])
    assert view is not None
    assert view.text == "card 4111111111111111\ncard 4111 1111 1111 1111\n"
    assert view.original(5, 21) == (5, 24)
    assert joined("card 12/27", [(0, 5)]) is None
    glued = unglued("nr4111111111111111", [(0, 18)])
    assert glued is not None
    assert glued.original(0, 16) == (2, 18)
