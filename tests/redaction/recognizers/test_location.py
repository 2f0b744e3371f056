import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("GPS 12.9716, 77.5946", ["12.9716, 77.5946"]),
        ('"lat": 48.858370', ["48.858370"]),
        ("48°51'30\"N", ["48°51'30\"N"]),
        ("meet at 7JVW52GR+2V", ["7JVW52GR+2V"]),
        ("longitude=-0.1278", ["-0.1278"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "GPS_COORDINATES") == values


@pytest.mark.parametrize(
    "text",
    [
        "weights 0.1234, 0.5678",
        "12.9716, 277.5946 on a map",
        "C++ and 2GR+",
        "late 5",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "GPS_COORDINATES") == []
