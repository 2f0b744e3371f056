import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("MRN: 00483920", ["00483920"]),
        ("patient ID 4839201", ["4839201"]),
        ("Employee number E-20394", ["E-20394"]),
        ("policy no. PX-883920-1", ["PX-883920-1"]),
        ("NHC: 7383920", ["7383920"]),
        ("Medical Record Numbers: G4346166 and L948139.", ["G4346166", "L948139"]),
        ("MRNs: 4839201, 4839202; 4839203", ["4839201", "4839202", "4839203"]),
        ("medical records identified by number I6992322", ["I6992322"]),
        ("for medical record management (F5155541)", ["F5155541"]),
        ("Medical records: R4067541", ["R4067541"]),
        ("claim number of my wife is POL/6115/594650", ["POL/6115/594650"]),
        ("Versicherungsnummer 12345678", ["12345678"]),
        ("numéro de contrat 9876543", ["9876543"]),
        ("número de póliza AB-123456", ["AB-123456"]),
        ("पॉलिसी नंबर 123456789", ["123456789"]),
        ("UHID 20394857", ["20394857"]),
        ("roll no. 21CS1045", ["21CS1045"]),
        ("NASS: 26 63514095 12", ["26 63514095 12"]),
        ("**Medical Record Number:** MED71778", ["MED71778"]),
        ("NHS 943 476 5919 Hosp No: RK4432198", ["RK4432198"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "RECORD_ID") == values


@pytest.mark.parametrize(
    "text",
    [
        "policy from 2024-01-02",
        "customer 12%",
        "member of 1999",
        "patients 1500 to 3000",
        "The policy covers 250000 employees",
        "claims rose to 45000",
        "members = [1001, 1002]",
        "customers 150000",
        "policy_version=20240506",
        "the chart shows 12.5% and 45000",
        "the policy was 50 pages",
        "The patient joined trial NCT04418277",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "RECORD_ID") == []
