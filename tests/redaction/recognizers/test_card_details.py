import pytest

from tests.support.detection import found

TYPES = (
    "CVV",
    "CARD_EXPIRY",
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("CVV: 123", ["123"]),
        ("cvc is 4321", ["4321"]),
        ("CVV 123 and 456", ["123", "456"]),
        ("123 is my cvv", ["123"]),
        ("security code: 987", ["987"]),
        ("Prüfziffer 123", ["123"]),
        ("código de seguridad 321", ["321"]),
        ("cryptogramme visuel : 123", ["123"]),
        ("सीवीवी 123", ["123"]),
        ("the code on the back is 123", ["123"]),
        ("card 4111 1111 1111 1111 exp 12/27", ["12/27"]),
        ("valid thru 08/2029, card 4111111111111111", ["08/2029"]),
        ("Kreditkarte 4111111111111111 gültig bis 08/29", ["08/29"]),
        ("tarjeta 4111111111111111, caduca 08/29", ["08/29"]),
        ("4111111111111111|12|2027|123", ["12|2027", "123"]),
        ("4111 1111 1111 1111 12/27 123", ["12/27", "123"]),
        ("5555555555554444,01/30,999", ["01/30", "999"]),
        ("Visa **** 4242 expires 11/28", ["11/28"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, *TYPES) == values


@pytest.mark.parametrize(
    "text",
    [
        "cvv required",
        "the coupon expires 12/27",
        "passport expires 12/2027",
        "CVV2 field of 3 digits",
        "cvvs 100 of 200",
        "1234567890123 12/27 123",
        "version 12/27",
        "12345678901234567890123456 12/27 123",
        "000000000000000000000000000000 12/27 123",
        "security code review 2024",
        "cvc 12.5%",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, *TYPES) == []
