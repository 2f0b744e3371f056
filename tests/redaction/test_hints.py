import pytest

from redaction.hints import meaning
from tests.support.detection import found


@pytest.mark.parametrize(
    ("key", "value", "entity_type"),
    [
        ("email", "ann@corp", "EMAIL_ADDRESS"),
        ("billingEmail", "ann@corp", "EMAIL_ADDRESS"),
        ("phone", "612 345 678", "PHONE_NUMBER"),
        ("customer_home_phone_number", "612345678", "PHONE_NUMBER"),
        ("first_name", "Ann", "PERSON"),
        ("lastName", "müller", "PERSON"),
        ("name", "Ann Lee", "PERSON"),
        ("customer", "Ann Lee", "PERSON"),
        ("customer", "ann-lee", "PERSON"),
        ("dob", "12/04/87", "DATE_OF_BIRTH"),
        ("iban", "DE00 1234 5678", "IBAN_CODE"),
        ("password", "hunter", "PASSWORD"),
        ("ssn", "123456789", "US_SSN"),
        ("address", "Rose Cottage, Hilltop", "STREET_ADDRESS"),
        ("ip", "10.1.2.3", "IP_ADDRESS"),
        ("user-agent", "okhttp/4.9.3", "USER_AGENT"),
        ("accountNumber", "00123456", "BANK_ACCOUNT"),
        ("cvv", "123", "CVV"),
        ("city", "Pune", "LOCATION"),
    ],
)
def test_a_key_says_what_its_value_is(key: str, value: str, entity_type: str) -> None:
    assert found(value, entity_type, hint=key) == [value]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("email", "string"),
        ("first_name", "null"),
        ("name", "get_weather"),
        ("owner", "platform-team"),
        ("customer", "premium"),
        ("file_name", "Ann Lee"),
        ("password", "<password>"),
        ("phone", "true"),
        ("phone_count", "3"),
        ("city", "${city}"),
        ("description", "Ann"),
        ("", "Ann"),
        ("ip", "n/a"),
        ("ssn", "required"),
    ],
)
def test_what_is_no_value_stays(key: str, value: str) -> None:
    assert found(value, hint=key) == []


def test_spaces_around_the_value_stay_uncovered() -> None:
    assert found("  Ann \n", hint="first_name") == ["Ann"]


def test_a_hint_is_context_for_what_stands_under_it() -> None:
    assert found("it is 536904399 I think", "US_SSN", hint="ssn") == ["536904399"]
    assert found("it is 536904399 I think", "US_SSN") == []


@pytest.mark.parametrize("key", ["emailCount", "filename", "named", "", "éé", "a" * 500])
def test_keys_without_meaning(key: str) -> None:
    assert meaning(key) is None
