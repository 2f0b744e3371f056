import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("DNI 12345678Z", ["12345678Z"]),
        ("NIE X1234567L", ["X1234567L"]),
        ("2 55 08 14 168 025 38", ["2 55 08 14 168 025 38"]),
        ("RSSMRA85T10A562S", ["RSSMRA85T10A562S"]),
        ("dni: 12345678A", ["12345678A"]),
        ("numéro de sécu 255081416802538", ["255081416802538"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "NATIONAL_ID") == values


@pytest.mark.parametrize(
    "text",
    [
        "12345678A",
        "X1234567A",
        "RSSMRA85T10A562T",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "NATIONAL_ID") == []
