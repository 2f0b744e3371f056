import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("my account number is 000123456789", ["000123456789"]),
        ("A/c no. 50100234567890", ["50100234567890"]),
        ("account no: HDFC012345678901", ["HDFC012345678901"]),
        ("sort code 20-00-00", ["20-00-00"]),
        ("routing number 021000021", ["021000021"]),
        ("BIC: DEUTDEFF500", ["DEUTDEFF500"]),
        ("Kontonummer 1234567890", ["1234567890"]),
        ("account ending in 7854", ["7854"]),
        ("account number 12435678X was visible", ["12435678X"]),
        ("a/c XXXXXX1234", ["XXXXXX1234"]),
        ("खाता संख्या 50100234567890", ["50100234567890"]),
        ("khata number 50100234567890", ["50100234567890"]),
        ("cuenta bancaria 2100 0418 45 0200051332", ["2100 0418 45 0200051332"]),
        ("numéro de compte 00012345678", ["00012345678"]),
        ("conto corrente 000000123456", ["000000123456"]),
        ("rekeningnummer 123456789", ["123456789"]),
        ("20-00-00 55779911", ["20-00-00 55779911"]),
        ("sort code 20-00-00, account 55779911", ["20-00-00", "55779911"]),
        ("12-3140-0171323-50", ["12-3140-0171323-50"]),
        ("CLABE 032180000118359719", ["032180000118359719"]),
        ("ABA: 123456789", ["123456789"]),
        ("MICR code 400002133", ["400002133"]),
        ("BSB 062-000", ["062-000"]),
        ("BLZ 370 400 44", ["370 400 44"]),
        ("swift code: SBININBB104", ["SBININBB104"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "BANK_ACCOUNT", "BANK_ROUTING") == values


@pytest.mark.parametrize(
    "text",
    [
        "there are 123456789 rows",
        "AWS account 123456789012",
        "routing number 021000022x",
        "SWIFTLET",
        "on 20-00-00 nothing happened",
        "swift response from the team",
        "Swift 5.9.2 was released",
        "transit of 2024-05-06",
        "the bank has 12 branches",
        "UTR 123456789012 was credited",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "BANK_ACCOUNT", "BANK_ROUTING") == []
