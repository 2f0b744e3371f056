import pytest

from redaction.hints import hinted


@pytest.mark.parametrize(
    ("key", "value", "entity_type"),
    [
        ("prescriber_npi", "1234567893", "US_NPI"),
        ("NPI #", "0564468532", "US_NPI"),
        ("deaNumber", "BD1234563", "MEDICAL_LICENSE"),
        ("Medicare No.", "1EG4-TE5-MK73", "US_MBI"),
        ("ein", "12-3456789", "TAX_ID"),
        ("USt-IdNr", "DE136695976", "TAX_ID"),
        ("partita_iva", "00743110157", "TAX_ID"),
        ("abha_number", "91-1234-5678-9012", "HEALTH_ID"),
        ("visaNumber", "D12345678", "IMMIGRATION_ID"),
        ("titre de séjour", "9912345678", "IMMIGRATION_ID"),
        ("vin", "1HGCM82633A004352", "VEHICLE_ID"),
        ("Fahrgestellnummer", "WVWZZZ1JZXW000001", "VEHICLE_ID"),
        ("plate_no", "AB12 CDE", "VEHICLE_PLATE"),
        ("ration_card_no", "273900123456", "NATIONAL_ID"),
        ("PESEL", "44051401359", "NATIONAL_ID"),
        ("fodselsnummer", "15108695088", "NATIONAL_ID"),
        ("insurance_policy_no", "PX-883920-1", "RECORD_ID"),
        ("loan_account_number", "000123456789", "BANK_ACCOUNT"),
        ("micr_code", "400002133", "BANK_ROUTING"),
        ("bic_code", "DEUTDEFF500", "BANK_ROUTING"),
        ("card_expiry", "12/27", "CARD_EXPIRY"),
        ("card_cvc", "123", "CVV"),
    ],
)
def test_a_field_of_a_number_says_whose_it_is(key: str, value: str, entity_type: str) -> None:
    assert [(value[s.start : s.end], s.entity_type) for s in hinted(value, key)] == [
        (value, entity_type)
    ]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("vin", "12.0 V"),
        ("sin", "0.70710678"),
        ("tan", "1.00000000"),
        ("din", "912"),
        ("npi", "string"),
        ("visa_number", "required"),
        ("card_expiry", "30 days"),
        ("cvv_no", "12345"),
        ("bic_code", "n/a"),
        ("expiry", "2026-12-01"),
        ("plate_no", "two"),
    ],
)
def test_what_is_no_such_number_stays(key: str, value: str) -> None:
    assert list(hinted(value, key)) == []
