import pytest

from tests.support.detection import found

TYPES = ("IMMIGRATION_ID",)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("receipt WAC2112345678", ["WAC2112345678"]),
        ("IOE0912345678 is pending", ["IOE0912345678"]),
        ("alien number A123456789", ["A123456789"]),
        ("A# 087-654-321", ["087-654-321"]),
        ("her A-number is A 087 654 321", ["A 087 654 321"]),
        ("visa number 12345678", ["12345678"]),
        ("Visa No.: D12345678", ["D12345678"]),
        ("SEVIS N0012345678", ["N0012345678"]),
        ("I-94 number 123456789A1", ["123456789A1"]),
        ("BRP RS1234567", ["RS1234567"]),
        ("share code W4R 8TY 6JK", ["W4R 8TY 6JK"]),
        ("Aufenthaltstitel Y1234567X", ["Y1234567X"]),
        ("titre de séjour 9912345678", ["9912345678"]),
        ("OCI card A1234567", ["A1234567"]),
        ("वीज़ा नंबर AB123456", ["AB123456"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, *TYPES) == values


@pytest.mark.parametrize(
    "text",
    [
        "visa 12 months",
        "my visa card",
        "visa costs 160 dollars",
        "form I-94",
        "SEVIS fee is 350",
        "A123456789",
        "asylum law of 1951",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, *TYPES) == []
