import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("passport no. K1234567", ["K1234567"]),
        ("Reisepass C01X00T47", ["C01X00T47"]),
        ("voter id ABC1234567", ["ABC1234567"]),
        ("DL MH12 20110012345", ["MH12 20110012345"]),
        ("driver's license number D1234567", ["D1234567"]),
        ("my car KA 05 MJ 4321 was towed", ["KA 05 MJ 4321"]),
        ("vehicle number DL3C AB 4307", ["DL3C AB 4307"]),
        ("number plate AB12 CDE", ["AB12 CDE"]),
        ("VIN 1HGCM82633A004352", ["1HGCM82633A004352"]),
        ("her passport was issued late, it is K1234567", ["K1234567"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "PASSPORT", "IN_VOTER", "US_DRIVER_LICENSE", "VEHICLE_PLATE") == values


@pytest.mark.parametrize(
    "text",
    [
        "passport control is open",
        "K1234567 is the part",
        "license number of users",
        "DL the file",
        "MH 12 is a route",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "PASSPORT", "IN_VOTER", "US_DRIVER_LICENSE", "VEHICLE_PLATE") == []
