import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("+1202555 0142", ["+1202555 0142"]),
        ("call (202) 555-0142 now", ["(202) 555-0142"]),
        ("+12025550142", ["+12025550142"]),
        ("202-555-0142 x123", ["202-555-0142 x123"]),
        ("+447700900123", ["+447700900123"]),
        ("ring 07700 900123", ["07700 900123"]),
        ("020 7946 0958", ["020 7946 0958"]),
        ("+49 (0)30 12345678", ["+49 (0)30 12345678"]),
        ("030 12345678", ["030 12345678"]),
        ("0171/1234567", ["0171/1234567"]),
        ("01 99 12 34 56", ["01 99 12 34 56"]),
        ("+33 1 99 12 34 56", ["+33 1 99 12 34 56"]),
        ("98765 43210", ["98765 43210"]),
        ("+91 98765-43210", ["+91 98765-43210"]),
        ("mobile 9876543210", ["9876543210"]),
        ("tel. 612 345 678", ["612 345 678"]),
        ("مobile ٩٨٧٦٥ ٤٣٢١٠", ["٩٨٧٦٥ ٤٣٢١٠"]),
        (
            "call me on nine eight seven six five four three two one zero",
            ["nine eight seven six five four three two one zero"],
        ),
        ("phone 98765‑43210", ["98765‑43210"]),
        ("phone %2B919876543210", ["%2B919876543210"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "PHONE_NUMBER") == values


@pytest.mark.parametrize(
    "text",
    [
        "released 2024-05-17",
        "version 10.2.3456",
        "order 9876543210",
        "2019 - 2023",
        "it costs 12345.67",
        "1700000000",
        "at 12:30:45",
        "isbn 9780306406157",
        "lines 120-180, 200-300",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "PHONE_NUMBER") == []
