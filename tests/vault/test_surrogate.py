"""Stand-ins look real and belong to nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban, luhn

from vault.surrogate import surrogate_for

SEEDS = st.binary(min_size=32, max_size=32)


@given(SEEDS, st.sampled_from(["4111 1111 1111 1111", "378282246310005", "6011-0009-9013-9424"]))
def test_cards_pass_luhn_in_a_test_range(seed: bytes, value: str) -> None:
    made = surrogate_for(seed, "CREDIT_CARD", value, 0)
    digits = "".join(filter(str.isdigit, made))
    assert luhn.is_valid(digits)
    assert digits.startswith("400000")
    assert [c if not c.isdigit() else "9" for c in made] == [
        c if not c.isdigit() else "9" for c in value
    ]


@given(SEEDS, st.sampled_from(["DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432"]))
def test_ibans_check_at_a_bank_that_is_none(seed: bytes, value: str) -> None:
    made = surrogate_for(seed, "IBAN_CODE", value, 0)
    assert iban.is_valid(made, check_country=False)
    assert made[:2] == value[:2]
    assert len(made) == len(value)
    assert set(iban.compact(made)[4:8]) <= {"0", "X"}


@pytest.mark.parametrize(
    ("value", "start"),
    [("+1 202-867-5309", "555-01"), ("+44 7911 123456", "+44 "), ("202 867 5309", "555 01")],
)
def test_phones_lie_in_ranges_for_fiction(value: str, start: str) -> None:
    for number in range(40):
        made = surrogate_for(bytes([number]) * 32, "PHONE_NUMBER", value, 0)
        assert start in made
        assert len(made) == len(value)


@given(SEEDS, st.integers(0, 30))
def test_mail_goes_to_reserved_domains(seed: bytes, attempt: int) -> None:
    made = surrogate_for(seed, "EMAIL_ADDRESS", "ann@firm.test", attempt)
    assert made.rpartition("@")[2].startswith(("example.com", "example.net", "example.org"))


def test_case_and_shape_are_kept() -> None:
    seed = bytes(32)
    assert surrogate_for(seed, "PERSON", "ANN LEE", 0).isupper()
    assert surrogate_for(seed, "PERSON", "ann lee", 0).islower()
    assert " " not in surrogate_for(seed, "PERSON", "Ann", 0)
    assert surrogate_for(seed, "US_SSN", "123-45-6789", 0).startswith("000-")
    made = surrogate_for(seed, "MY_TYPE", "Ab-12", 0)
    assert (made[0].isupper(), made[1].islower(), made[2], made[3:].isdigit()) == (
        True, True, "-", True,
    )  # fmt: skip


@given(SEEDS, st.sampled_from(["PERSON", "CVV", "LOCATION", "IP_ADDRESS"]), st.integers(0, 20))
def test_the_same_seed_and_attempt_give_the_same(seed: bytes, kind: str, attempt: int) -> None:
    assert surrogate_for(seed, kind, "1", attempt) == surrogate_for(seed, kind, "1", attempt)
