from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn as reference

from redaction.checksums import luhn


@given(st.text(st.sampled_from("0123456789"), min_size=1, max_size=24))
def test_luhn_agrees_with_python_stdnum(number: str) -> None:
    assert luhn(number) == reference.is_valid(number)
