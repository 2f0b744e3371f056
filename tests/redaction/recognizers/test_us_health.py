import pytest

from tests.support.detection import found

TYPES = (
    "US_NPI",
    "US_MBI",
    "MEDICAL_LICENSE",
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("NPI 1234567893", ["1234567893"]),
        ("NPI: 1234567890", ["1234567890"]),
        ("prescriber 1234567893", ["1234567893"]),
        ("NPI verification: prescriber 6270482816 is active", ["6270482816"]),
        ("the credentials listed 2691669784 as her National Provider Identifier", ["2691669784"]),
        ("National Provider Identifiers: 1234567893 and 1679576722", ["1234567893", "1679576722"]),
        ("Medicare number 1EG4-TE5-MK73", ["1EG4-TE5-MK73"]),
        ("1EG4TE5MK73", ["1EG4TE5MK73"]),
        ("mbi 1eg4te5mk73", ["1eg4te5mk73"]),
        ("Medicare claim 123-45-6789A", ["123-45-6789A"]),
        ("DEA# BD1234563", ["BD1234563"]),
        ("DEA registration: AB1234567", ["AB1234567"]),
        ("medical license number A-102938", ["A-102938"]),
        ("GMC number 7012345", ["7012345"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, *TYPES) == values


@pytest.mark.parametrize(
    "text",
    [
        "1234567893",
        "npi 12",
        "Medicare spent 12000000",
        "BD1234563",
        "the DEA seized 12000 pills",
        "provider 1234567890",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, *TYPES) == []
