import pytest

from tests.support.detection import found

TYPES = (
    "VEHICLE_PLATE",
    "VEHICLE_ID",
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("my car KA 05 MJ 4321 was towed", ["KA 05 MJ 4321"]),
        ("vehicle number DL3C AB 4307", ["DL3C AB 4307"]),
        ("MH12AB1234 is parked outside", ["MH12AB1234"]),
        ("gaadi number mh12ab1234", ["mh12ab1234"]),
        ("22 BH 1234 AA", ["22 BH 1234 AA"]),
        ("number plate AB12 CDE", ["AB12 CDE"]),
        ("reg AB12CDE", ["AB12CDE"]),
        ("Kennzeichen: B-MW 1234", ["B-MW 1234"]),
        ("mein Auto M-AB 123 steht", ["M-AB 123"]),
        ("plaque AB-123-CD", ["AB-123-CD"]),
        ("matrícula 1234 BCD", ["1234 BCD"]),
        ("targa AB123CD", ["AB123CD"]),
        ("license plate 7ABC123", ["7ABC123"]),
        ("plate ABC-1234", ["ABC-1234"]),
        ("1HGCM82633A004352", ["1HGCM82633A004352"]),
        ("VIN 1HGCM82633A004352", ["1HGCM82633A004352"]),
        ("chassis number MA3EWDE1S00123456", ["MA3EWDE1S00123456"]),
        ("Fahrgestellnummer WVWZZZ1JZXW000001", ["WVWZZZ1JZXW000001"]),
        ("vin: wvwzzz1jzxw000001", ["wvwzzz1jzxw000001"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, *TYPES) == values


@pytest.mark.parametrize(
    "text",
    [
        "MH 12 is a route",
        "AB12 CDE",
        "platform ABC 1234",
        "car number one",
        "order KA-1234",
        "vehicle 2 of 10",
        "the plate was 20 cm wide",
        "registration closes 2026",
        "ABCDEFGHJKLMNPRST",
        "0123456789ABCDEF0",
        "a plate of 12 cookies",
        "car parks 1500",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, *TYPES) == []
