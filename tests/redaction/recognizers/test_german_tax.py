import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Steuer-ID 86095742719", ["86095742719"]),
        ("86 095 742 719", ["86 095 742 719"]),
        ("tax id: 86095742719", ["86095742719"]),
        ("idnr 12345678911", ["12345678911"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "NATIONAL_ID") == values


@pytest.mark.parametrize(
    "text",
    [
        "86 095 742 718",
        "12345678901 items",
        "order 86095742719",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "NATIONAL_ID") == []
