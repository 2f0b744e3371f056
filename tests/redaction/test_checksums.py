from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn as luhn_reference
from stdnum import verhoeff as verhoeff_reference

from redaction.checksums import luhn, verhoeff

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
