import pytest

from tests.support.detection import found

TYPES = ("NATIONAL_ID",)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("PESEL 44051401359", ["44051401359"]),
        ("BSN: 111222333", ["111222333"]),
        ("burgerservicenummer 111.222.333", ["111.222.333"]),
        ("personnummer 811228-9874", ["811228-9874"]),
        ("personnummer 198112289874", ["198112289874"]),
        ("CNP 1630615123457", ["1630615123457"]),
        ("fødselsnummer 151086 95088", ["151086 95088"]),
        ("OIB 33392005961", ["33392005961"]),
        ("NIF 123456789", ["123456789"]),
        ("contribuinte n.º 123 456 789", ["123 456 789"]),
        ("Sozialversicherungsnummer 1237 010180", ["1237 010180"]),
        ("NIN 12345678901", ["12345678901"]),
        ("BVN 22123456789", ["22123456789"]),
        ("CPR-nr. 211062-5629", ["211062-5629"]),
        ("SIN 046 454 286", ["046 454 286"]),
        ("TFN 123 456 782", ["123 456 782"]),
        ("ABN 83 914 571 673", ["83 914 571 673"]),
        ("Medicare 2123 45670 1", ["2123 45670 1"]),
        ("EGN 7523169263", ["7523169263"]),
        ("isikukood 36805280109", ["36805280109"]),
        ("asmens kodas 33309240064", ["33309240064"]),
        ("personas kods 161175-19997", ["161175-19997"]),
        ("rodné číslo 710319/2745", ["710319/2745"]),
        ("TAJ szám 111 111 110", ["111 111 110"]),
        ("ΑΦΜ: 094259216", ["094259216"]),
        ("T.C. Kimlik No 17291716060", ["17291716060"]),
        ("SA ID 7503305044089", ["7503305044089"]),
        ("マイナンバー 123456789018", ["123456789018"]),
        ("kennitala 450401-3150", ["450401-3150"]),
        ("number of her identity card: 211062-5629", ["211062-5629"]),
        ("numéro national 85073003328", ["85073003328"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, *TYPES) == values


@pytest.mark.parametrize(
    "text",
    [
        "44051401359",
        "111222333 bytes",
        "order 811228-9874",
        "version 1630615123457",
        "1630615123457",
        "+4533392005961",
        "33.392.005.961 rows",
        "tax 123,456,789 EUR",
        "id 123456",
        "sin 1500 euros",
        "isbn 978 0 306 40615 7",
        "the tax was 123456780 dollars",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, *TYPES) == []
