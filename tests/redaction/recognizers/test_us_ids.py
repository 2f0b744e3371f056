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
        ("my social is 536904399", ["536904399"]),
        ("SSN: 5 3 6 - 9 0 - 4 3 9 9", ["5 3 6 - 9 0 - 4 3 9 9"]),
        ("xxx-xx-4399", ["xxx-xx-4399"]),
        ("***-**-4399", ["***-**-4399"]),
        ("SSNs 536-90-4399 and 536-90-4398", ["536-90-4399", "536-90-4398"]),
        ("tax id 936-93-1234 (ATIN)", ["936-93-1234"]),
        ("EIN 12-3456789", ["12-3456789"]),
        ("FEIN: 123456789", ["123456789"]),
        ("536‑90‑4399", ["536‑90‑4399"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "US_SSN", "US_ITIN", "TAX_ID") == values


@pytest.mark.parametrize(
    "text",
    [
        "000-12-3456",
        "666-12-3456",
        "536904399 rows",
        "part 536-90-43991",
        "order 536-90-4399",
        "the social network has 300000000 users",
        "12-3456789",
        "EINE 12-3456789",
        "xxx-xx is a mask",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "US_SSN", "US_ITIN", "TAX_ID") == []
