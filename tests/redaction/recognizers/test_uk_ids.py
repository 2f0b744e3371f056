import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("AB 12 34 56 C", ["AB 12 34 56 C"]),
        ("AB123456C", ["AB123456C"]),
        ("national insurance ab123456c", ["ab123456c"]),
        ("NHS number 943 476 5919", ["943 476 5919"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "UK_NINO", "UK_NHS") == values


@pytest.mark.parametrize(
    "text",
    [
        "GB 12 34 56 C",
        "AB 12 34 56 E",
        "DA123456C",
        "943 476 5919",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "UK_NINO", "UK_NHS") == []
