import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("geo:12.9716,77.5946;u=35", ["12.9716,77.5946"]),
        ("POINT(77.5946 12.9716)", ["77.5946 12.9716"]),
        ('{"coordinates": [77.5946, 12.9716]}', ["77.5946, 12.9716"]),
        ("UTM 43P 782145 1435123", ["43P 782145 1435123"]),
        ("MGRS: 43PGQ8214535123", ["43PGQ8214535123"]),
        ("mgrs 18T WL 83959 07350", ["18T WL 83959 07350"]),
        ("OS grid ref TQ 30080 80070", ["TQ 30080 80070"]),
        ("geohash tdr1v9qh8", ["tdr1v9qh8"]),
        ("what3words ///filled.count.soap", ["filled.count.soap"]),
        ("w3w: filled.count.soap", ["filled.count.soap"]),
        ("meet at ///filled.count.soap", ["filled.count.soap"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "GPS_COORDINATES") == values


@pytest.mark.parametrize(
    "text",
    [
        "POINT(1 2)",
        "SELECT ST_Point(x, y)",
        "UTM zone 43P",
        "utm_source=google",
        "MGRS format",
        "geohash encoding",
        "what3words is a service",
        "foo.bar.baz",
        "///path/to/file",
        "/// <summary>",
        "file:///usr.local.bin",
        "TQ 30080 80070",
        "os.path.join",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "GPS_COORDINATES") == []
