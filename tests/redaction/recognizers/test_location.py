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
        ("40.7128° N, 74.0060° W", ["40.7128° N", "74.0060° W"]),
        ("40° 42′ 46″ N", ["40° 42′ 46″ N"]),
        ("N 40° 42.767' W 074° 00.350'", ["N 40° 42.767' W 074° 00.350'"]),
        ("40d42m46s N", ["40d42m46s N"]),
        ("12.9716N 77.5946E", ["12.9716N 77.5946E"]),
        ("Standort: 52,5200 N, 13,4050 O", ["52,5200 N, 13,4050 O"]),
        ("location is 12.97, 77.59", ["12.97, 77.59"]),
        ("latitud: 40.4168, longitud: -3.7038", ["40.4168", "-3.7038"]),
        ("अक्षांश 12.9716 देशांतर 77.5946", ["12.9716", "77.5946"]),
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
        "temperature 36.61, 37.25",
        "price 12.50, 77.90",
        "array([12.9716, 77.5946])",
        "3d 12m of video",
        "latitude and longitude are required",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "GPS_COORDINATES") == []
