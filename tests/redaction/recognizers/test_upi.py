import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("pay ravi.k@okicici", ["ravi.k@okicici"]),
        ("UPI id: meera@mybank", ["meera@mybank"]),
        ("IFSC HDFC0001234", ["HDFC0001234"]),
        ("ifsc code: sbin0000456", ["sbin0000456"]),
        ("IFSC Code 'HDFCANPR001'", ["HDFCANPR001"]),
        ("IFSC is hdfc0001234 for both", ["hdfc0001234"]),
        ("9876543210@ybl", ["9876543210@ybl"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "IN_UPI", "IN_IFSC") == values


@pytest.mark.parametrize(
    "text",
    [
        "ann@upi.example",
        "@paytm",
        "ABCD0EFGHIJ",
        "someone@home said",
        "ifsc codes changed in 2024",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "IN_UPI", "IN_IFSC") == []
