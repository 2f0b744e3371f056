import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("AB 12 34 56 C", ["AB 12 34 56 C"]),
        ("AB123456C", ["AB123456C"]),
        ("national insurance ab123456c", ["ab123456c"]),
        ("NHS number 943 476 5919", ["943 476 5919"]),
        ("NI number AB 12 34 56", ["AB 12 34 56"]),
        ("NINO: ab 12 34 56 c", ["ab 12 34 56 c"]),
        ("UTR 11234 56789", ["11234 56789"]),
        ("unique taxpayer reference: 1123456789", ["1123456789"]),
        ("CHI number 0101011234", ["0101011234"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "UK_NINO", "UK_NHS", "TAX_ID") == values


@pytest.mark.parametrize(
    "text",
    [
        "GB 12 34 56 C",
        "AB 12 34 56 E",
        "DA123456C",
        "943 476 5919",
        "UTR 123456789012",
        "NHS waiting lists hold 7600000 people",
        "National Insurance number, format AA999999A",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "UK_NINO", "UK_NHS", "TAX_ID") == []
