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
        ("NASS: 26 63514095 12", ["26 63514095 12"]),
        ("**Medical Record Number:** MED71778", ["MED71778"]),
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
        "the policy was 50 pages",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "RECORD_ID") == []
