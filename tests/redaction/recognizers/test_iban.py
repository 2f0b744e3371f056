import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("IBAN DE89 3704 0044 0532 0130 00", ["DE89 3704 0044 0532 0130 00"]),
        ("GB29NWBK60161331926819", ["GB29NWBK60161331926819"]),
        ("pay to NL91 ABNA 0417 1643 00 please", ["NL91 ABNA 0417 1643 00"]),
        ("FR14 2004 1010 0505 0001 3M02 606", ["FR14 2004 1010 0505 0001 3M02 606"]),
        ("es9121000418450200051332", ["es9121000418450200051332"]),
        ("DE89-3704-0044-0532-0130-00", ["DE89-3704-0044-0532-0130-00"]),
        ("su IT60 X 05428 11101 000000 123456 a", ["IT60 X 05428 11101 000000 123456"]),
        ("it60x 05428 11101 000000123456", ["it60x 05428 11101 000000123456"]),
        ("iban: DE89 3704 0044 0532 0130 01", ["DE89 3704 0044 0532 0130 01"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "IBAN_CODE") == values


@pytest.mark.parametrize(
    "text",
    [
        "DE00 3704 0044 0532 0130 00",
        "AB12 CDEF GHIJ KLMN",
        "it60 minutes to go and 11 101 words",
        "sha256 ab12cdef3456ab12cdef3456ab12cdef",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "IBAN_CODE") == []
