import pytest

from tests.support.detection import found

TYPES = (
    "IN_VOTER",
    "NATIONAL_ID",
    "TAX_ID",
    "HEALTH_ID",
    "RECORD_ID",
    "BANK_ACCOUNT",
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("voter id ABC1234567", ["ABC1234567"]),
        ("EPIC no: xyz7654321", ["xyz7654321"]),
        ("voter id card UP/12/345/123456", ["UP/12/345/123456"]),
        ("मतदाता पहचान पत्र ABC1234567", ["ABC1234567"]),
        ("ABHA 91-1234-5678-9012", ["91-1234-5678-9012"]),
        ("abha number 91123456789012", ["91123456789012"]),
        ("anita.rao@abdm", ["anita.rao@abdm"]),
        ("UAN 100904319456", ["100904319456"]),
        ("UAN: 1009 0431 9456", ["1009 0431 9456"]),
        ("PF account MH/BAN/0012345/000/0001234", ["MH/BAN/0012345/000/0001234"]),
        ("BGBNG00123450000001234", ["BGBNG00123450000001234"]),
        ("ration card no. 1234567890", ["1234567890"]),
        ("राशन कार्ड संख्या 123456789012", ["123456789012"]),
        ("rashan card number 27390012345", ["27390012345"]),
        ("TAN MUMA12345B", ["MUMA12345B"]),
        ("tan no. muma12345b", ["muma12345b"]),
        ("CIN U72200KA2010PTC054321", ["U72200KA2010PTC054321"]),
        ("DIN 01234567", ["01234567"]),
        ("PRAN 110012345678", ["110012345678"]),
        ("ESIC number 3112345678", ["3112345678"]),
        ("demat account 1208160012345678", ["1208160012345678"]),
        ("DP ID IN300123 12345678", ["IN300123 12345678"]),
        ("UDYAM-MH-18-0012345", ["UDYAM-MH-18-0012345"]),
        ("PNR 8524163097", ["8524163097"]),
        ("CKYC number 50012345678901", ["50012345678901"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, *TYPES) == values


@pytest.mark.parametrize(
    "text",
    [
        "ABC1234567",
        "voter turnout was 67.5 percent",
        "tan lines",
        "din of the crowd",
        "TANK12345B",
        "pf 12 percent",
        "ration of 1:4",
        "UAN",
        "epic 2024 release",
        "123456789012",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, *TYPES) == []
