"""Two writings, one value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.entities import ENTITY_TYPES
from vault.normalise import EXACT, blind_index, normalise

KEY = bytes(32)


@pytest.mark.parametrize(
    ("entity_type", "one", "other"),
    [
        ("EMAIL_ADDRESS", "Ann@Example.com", "ann@example.COM"),
        ("EMAIL_ADDRESS", "ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("EMAIL_ADDRESS", "ａｎｎ@example.com", "ann@example.com"),
        ("PHONE_NUMBER", "+44 (0)20 7946 0018", "0044 20 7946 0018"),
        ("PHONE_NUMBER", "+91-98765 43210", "+919876543210"),
        ("PHONE_NUMBER", "٠٢٠ ١٢٣٤", "020 1234"),
        ("CREDIT_CARD", "4111-1111-1111-1111", "4111 1111 1111 1111"),
        ("IBAN_CODE", "de89 3704 0044", "DE8937040044"),
        ("US_SSN", "078-05-1120", "078051120"),
        ("PERSON", "Ann  Lee's", "ann lee"),
        ("PERSON", "Ann Lee\u2019s", "ANN LEE"),
        ("PERSON", "An\u200bn", "Ann"),
        ("USERNAME", "@Ann", "ann"),
        ("LOCATION", " New\nYork", "new york"),
    ],
)
def test_writings_of_one_value(entity_type: str, one: str, other: str) -> None:
    assert normalise(entity_type, one) == normalise(entity_type, other)


@pytest.mark.parametrize(
    ("entity_type", "one", "other"),
    [
        ("PASSWORD", "secret", "Secret"),
        ("URL", "https://x.example/A", "https://x.example/a"),
        ("PHONE_NUMBER", "+12025550123", "12025550123"),
        ("EMAIL_ADDRESS", "a.nn@example.com", "ann@example.com"),
        ("USER_ID", "user-12", "user12"),
        ("PERSON", "James", "Jame"),
    ],
)
def test_values_that_differ(entity_type: str, one: str, other: str) -> None:
    assert normalise(entity_type, one) != normalise(entity_type, other)


@given(st.sampled_from(sorted(ENTITY_TYPES)), st.text(min_size=1, max_size=12))
def test_nothing_normalises_to_nothing(entity_type: str, value: str) -> None:
    assert normalise(entity_type, value)
    if entity_type in EXACT:
        assert normalise(entity_type, value) == value


def test_an_index_is_bound_to_key_tenant_and_type() -> None:
    one = blind_index(KEY, "t", "EMAIL_ADDRESS", "Ann@x.example")
    assert one == blind_index(KEY, "t", "EMAIL_ADDRESS", "ann@X.example")
    assert len(one) == 32
    others = {
        blind_index(bytes(range(32)), "t", "EMAIL_ADDRESS", "ann@x.example"),
        blind_index(KEY, "u", "EMAIL_ADDRESS", "ann@x.example"),
        blind_index(KEY, "t", "USERNAME", "ann@x.example"),
    }
    assert len(others | {one}) == 4
    assert blind_index(KEY, "ab", "c", "x") != blind_index(KEY, "a", "bc", "x")


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_takes_a_shorter_way_to_the_same_end(value: str) -> None:
    assert normalise("LOCATION", f"a{value}") == normalise("LOCATION", f"a{value}\u200b")
