import pytest

from tests.support.detection import found

TYPES = (
    "NATIONAL_ID",
    "TAX_ID",
    "HEALTH_ID",
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("85.07.30-033.28", ["85.07.30-033.28"]),
        ("756.9217.0769.85", ["756.9217.0769.85"]),
        ("AHV-Nr. 7569217076985", ["7569217076985"]),
        ("710319/2745", ["710319/2745"]),
        ("131052-308T", ["131052-308T"]),
        ("PPS number 6433435F", ["6433435F"]),
        ("PPSN 6433435FA", ["6433435FA"]),
        ("CPF 390.533.447-05", ["390.533.447-05"]),
        ("CNPJ 16.727.230/0001-97", ["16.727.230/0001-97"]),
        ("S1234567D", ["S1234567D"]),
        ("nric s1234567d", ["s1234567d"]),
        ("11010519491231002X", ["11010519491231002X"]),
        ("Emirates ID 784-1984-1234567-9", ["784-1984-1234567-9"]),
        ("784198412345679", ["784198412345679"]),
        ("RVNR 65 070649 B 001", ["65 070649 B 001"]),
        ("Personalausweis T220001293", ["T220001293"]),
        ("Personalausweisnummer L01X00T47", ["L01X00T47"]),
        ("dowód osobisty ABS 123456", ["ABS 123456"]),
        ("HKID A123456(3)", ["A123456(3)"]),
        ("CURP BOXW310820HNERXN09", ["BOXW310820HNERXN09"]),
        ("RUT 12.531.909-2", ["12.531.909-2"]),
        ("CNIC 34201-0891231-8", ["34201-0891231-8"]),
        ("Krankenversichertennummer A123456780", ["A123456780"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, *TYPES) == values


@pytest.mark.parametrize(
    "text",
    [
        "85.07.30-033.29",
        "756.9217.0769.80",
        "710319/2746",
        "131052-308U",
        "S1234567A",
        "390.533.447-04",
        "A123456(3)",
        "1234567T",
        "192.168.10.25",
        "ABC 123456",
        "12.531.909-2-1",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, *TYPES) == []
