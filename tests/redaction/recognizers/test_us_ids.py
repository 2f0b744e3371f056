import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("536-90-4399", ["536-90-4399"]),
        ("SSN 536904399", ["536904399"]),
        ("social security number: 536 90 4399", ["536 90 4399"]),
        ("ITIN 912-70-1234", ["912-70-1234"]),
        ("ssn ending in 4399", ["4399"]),
        ("536‑90‑4399", ["536‑90‑4399"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "US_SSN", "US_ITIN") == values


@pytest.mark.parametrize(
    "text",
    [
        "000-12-3456",
        "666-12-3456",
        "536904399 rows",
        "part 536-90-43991",
        "order 536-90-4399",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "US_SSN", "US_ITIN") == []
