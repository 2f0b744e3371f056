import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("my account number is 000123456789", ["000123456789"]),
        ("A/c no. 50100234567890", ["50100234567890"]),
        ("account no: HDFC012345678901", ["HDFC012345678901"]),
        ("sort code 20-00-00", ["20-00-00"]),
        ("routing number 021000021", ["021000021"]),
        ("BIC: DEUTDEFF500", ["DEUTDEFF500"]),
        ("Kontonummer 1234567890", ["1234567890"]),
        ("account ending in 7854", ["7854"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "BANK_ACCOUNT", "BANK_ROUTING") == values


@pytest.mark.parametrize(
    "text",
    [
        "there are 123456789 rows",
        "AWS account 123456789012",
        "routing number 021000022x",
        "SWIFTLET",
        "on 20-00-00 nothing happened",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "BANK_ACCOUNT", "BANK_ROUTING") == []
