import pytest

from tests.support.detection import found

TYPES = ("PASSPORT",)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("passport no. K1234567", ["K1234567"]),
        ("Reisepass C01X00T47", ["C01X00T47"]),
        ("her passport was issued late, it is K1234567", ["K1234567"]),
        ("Passport Number\nK1234567", ["K1234567"]),
        ("Passport: 123456789 (UK)", ["123456789"]),
        ("US passport 543216789", ["543216789"]),
        ("travel on passport C12345678 next week", ["C12345678"]),
        ("pasaporte AAA123456", ["AAA123456"]),
        ("passeport n° 09AB12345", ["09AB12345"]),
        ("passaporto YA1234567", ["YA1234567"]),
        ("paspoortnummer NX1234567", ["NX1234567"]),
        ("पासपोर्ट नंबर K1234567", ["K1234567"]),
        ("passport numbers K1234567, L7654321 and M1112223", ["K1234567", "L7654321", "M1112223"]),
        (
            "P<INDRAO<<ANITA<KUMARI<<<<<<<<<<<<<<<<<<<<<<\nK1234567<4IND8001019F3001012<<<<<<<<<<<<<<04",
            [
                "P<INDRAO<<ANITA<KUMARI<<<<<<<<<<<<<<<<<<<<<<",
                "K1234567<4IND8001019F3001012<<<<<<<<<<<<<<04",
            ],
        ),
        (
            "IDD<<LZ6311T475<<<<<<<<<<<<<<<\n8308126<1108011D<<<<<<<<<<<<<4\nMUSTERMANN<<ERIKA<<<<<<<<<<<<<",
            [
                "IDD<<LZ6311T475<<<<<<<<<<<<<<<",
                "8308126<1108011D<<<<<<<<<<<<<4",
                "MUSTERMANN<<ERIKA<<<<<<<<<<<<<",
            ],
        ),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, *TYPES) == values


@pytest.mark.parametrize(
    "text",
    [
        "passport control is open",
        "K1234567 is the part",
        "the passport office took 12 days",
        "passport.js 0.6.0 is a middleware",
        "std::cout << A << B << C",
        "<<<<<<< HEAD",
        "passport photos cost 12.50",
        "PASSPORT_STRATEGY<<EOF",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, *TYPES) == []
