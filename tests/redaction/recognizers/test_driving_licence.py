import pytest

from tests.support.detection import found

TYPES = ("US_DRIVER_LICENSE",)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("DL MH12 20110012345", ["MH12 20110012345"]),
        ("DL-0420110149646", ["DL-0420110149646"]),
        ("driving licence KA-05/2012/0012345", ["KA-05/2012/0012345"]),
        ("driver's license number D1234567", ["D1234567"]),
        ("DL# S123-456-78-901-0", ["S123-456-78-901-0"]),
        ("MORGA657054SM9IJ", ["MORGA657054SM9IJ"]),
        ("driving licence MORGA 657054 SM9IJ", ["MORGA 657054 SM9IJ"]),
        ("Führerschein B072RRE2I55", ["B072RRE2I55"]),
        ("Fuehrerscheinnummer: B072RRE2I55", ["B072RRE2I55"]),
        ("permis de conduire n° 940992310285", ["940992310285"]),
        ("patente di guida U1X98S712A", ["U1X98S712A"]),
        ("rijbewijsnummer 5012345678", ["5012345678"]),
        ("her license (Texas) is 12345678", ["12345678"]),
        ("driver license no: F255-921-50-094-0", ["F255-921-50-094-0"]),
        ("ड्राइविंग लाइसेंस MH12 20110012345", ["MH12 20110012345"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, *TYPES) == values


@pytest.mark.parametrize(
    "text",
    [
        "license number of users",
        "DL the file",
        "MIT license 2024",
        "license plate holder",
        "the licence costs 50 pounds",
        "DL 12 GB in 3 minutes",
        "GPL licence version 3.0.1",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, *TYPES) == []
