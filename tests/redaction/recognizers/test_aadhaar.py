import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("my number is 2341 2341 2346", ["2341 2341 2346"]),
        ("Aadhaar: 234567890124", ["234567890124"]),
        ("aadhar no 1234-5678-9012", ["1234-5678-9012"]),
        ("uid XXXX XXXX 9012", ["XXXX XXXX 9012"]),
        ("uid: XXXXXXXX9012", ["XXXXXXXX9012"]),
        ("Aadhaar ending in 9012", ["9012"]),
        ("VID 2341 2341 2341 2342", ["2341 2341 2341 2342"]),
        ("adhaar number 98765432112319", ["98765432112319"]),
        ("आधार २३४१ २३४१ २३४६", ["२३४१ २३४१ २३४६"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "IN_AADHAAR") == values


@pytest.mark.parametrize(
    "text",
    [
        "2341 2341 2347",
        "1111 2222 3333",
        "SKU 2341 2341 2346",
        "build 234123412346",
        "2341 2341 2341 2342",
        "AWB 887741626550",
        "arn:aws:iam::123456789012",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "IN_AADHAAR") == []
