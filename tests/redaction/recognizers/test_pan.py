import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("PAN ABCPK1234L", ["ABCPK1234L"]),
        ("pan card abcpk1234l", ["abcpk1234l"]),
        ("GSTIN 27AAPFU0939F1ZV", ["27AAPFU0939F1ZV"]),
        ("ABCPK1234L", ["ABCPK1234L"]),
        ("gst no 27AAPFU0939F1ZA", ["27AAPFU0939F1ZA"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "IN_PAN", "IN_GSTIN") == values


@pytest.mark.parametrize(
    "text",
    [
        "ABCDK1234L",
        "abcpk1234l",
        "frying pan which is hot",
        "27AAPFU0939F1AA",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "IN_PAN", "IN_GSTIN") == []
