import pytest

from redaction.headers import holds, kinds


def types(*headers: str) -> list[str]:
    """The first type of each column; "" for a column that nothing speaks for."""
    return [kind[0][0] if kind else "" for kind in kinds(headers)]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (("id", "name", "email"), ["", "PERSON", "EMAIL_ADDRESS"]),
        (("cust_nm", "acct_no", "state"), ["PERSON", "BANK_ACCOUNT", "LOCATION"]),
        (("Name", "PLZ", "Ort", "Geb. Datum"),
         ["PERSON", "STREET_ADDRESS", "LOCATION", "DATE_OF_BIRTH"]),
        (("Prénom", "Nom", "Téléphone"), ["PERSON", "PERSON", "PHONE_NUMBER"]),
        (("Nombre", "Dirección", "Móvil"), ["PERSON", "STREET_ADDRESS", "PHONE_NUMBER"]),
        (("Cognome", "Nome", "Città", "CAP"), ["PERSON", "PERSON", "LOCATION", "STREET_ADDRESS"]),
        (("Nome", "Sobrenome", "CPF"), ["PERSON", "PERSON", "NATIONAL_ID"]),
        (("Voornaam", "Achternaam", "Woonplaats"), ["PERSON", "PERSON", "LOCATION"]),
        (("naam", "pita ka naam", "janm tithi"), ["PERSON", "PERSON", "DATE_OF_BIRTH"]),
        (("नाम", "पता", "मोबाइल"), ["PERSON", "STREET_ADDRESS", "PHONE_NUMBER"]),
        (("Pin", "City", "Mobile No.", "Name (as per PAN)"),
         ["STREET_ADDRESS", "LOCATION", "PHONE_NUMBER", "PERSON"]),
        (("Nominee Name", "phone_2"), ["PERSON", "PHONE_NUMBER"]),
        (("name", "salary"), ["PERSON", ""]),
        (("first_name", "last_name"), ["PERSON", "PERSON"]),
        (("order_id", "city", "amount"), ["", "LOCATION", ""]),
    ],
)  # fmt: skip
def test_headers_say_what_columns_hold(headers: tuple[str, ...], expected: list[str]) -> None:
    assert types(*headers) == expected


@pytest.mark.parametrize(
    "headers",
    [
        ("sku", "name", "price", "qty"),
        ("name", "ready", "status", "restarts", "age"),
        ("parameter", "name", "type", "default"),
        ("file_name", "size", "phone_type"),
        ("id", "name", "value"),
        ("city_id", "hostname", "status", "ip_count"),
        ("city", "population", "elevation"),
        ("name", "state", "version"),
        ("email_count", "city_code", "product_name"),
        ("", "x" * 60),
    ],
)
def test_headers_of_things_say_nothing(headers: tuple[str, ...]) -> None:
    assert not any(types(*headers))


def test_a_value_is_the_first_type_that_it_can_be() -> None:
    (_, contact) = kinds(("email", "contact"))
    assert holds(contact, "ann lee") == "PERSON"
    assert holds(contact, "98765 43210") == "PHONE_NUMBER"
    assert holds(contact, "42") == ""
