import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn as luhn_reference
from stdnum import verhoeff as verhoeff_reference

from redaction.checksums import bech32, luhn, verhoeff

NUMBERS = st.text(st.sampled_from("0123456789"), min_size=1, max_size=24)


@given(NUMBERS)
def test_luhn_agrees_with_python_stdnum(number: str) -> None:
    assert luhn(number) == luhn_reference.is_valid(number)


@given(NUMBERS)
def test_verhoeff_agrees_with_python_stdnum(number: str) -> None:
    assert verhoeff(number) == verhoeff_reference.is_valid(number)
    ended = number + verhoeff_reference.calc_check_digit(number)
    assert verhoeff(ended)
    assert not verhoeff(ended[:-1] + str((int(ended[-1]) + 1) % 10))


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", True),
        ("BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ", True),
        ("bc1p5d7rjq7g6rdk2yhzks9smlaqtedr4dekq08ge8ztwac72sfr9rusxg3297", True),
        ("A12UEL5L", True),
        ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp", False),
        ("bc1qAR0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", False),
        ("1qqqqqq", False),
        ("bc1", False),
        ("bc1bio", False),
    ],
)
def test_bech32(text: str, valid: bool) -> None:
    assert bech32(text) is valid
