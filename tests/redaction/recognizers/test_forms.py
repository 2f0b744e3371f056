import pytest

from tests.support.detection import found

OBJECT = '{"id": 7, "name": "ann lee", "email": "a@example.org", "address": {"state": "goa"}}'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Name       : ann lee\nMobile No. : 98765 43210", ["ann lee", "98765 43210"]),
        ("Name: ann lee      Phone: 98765 43210", ["ann lee", "98765 43210"]),
        ("customer:\n  name: ann lee\n  email: a@example.org", ["ann lee", "a@example.org"]),
        ("- **Name:** ann lee\n- **City:** pune\n- **Salary:** 10", ["ann lee", "pune"]),
        ("NAME=ann lee\nEMAIL=a@example.org\nAPP_NAME=shop", ["ann lee", "a@example.org"]),
        ("Nombre: ana\nTeléfono: 612 345 678", ["ana", "612 345 678"]),
        ("Nom : dupont\nPrénom : marie", ["dupont", "marie"]),
        ("पूरा नाम: राम कुमार\nपता: 12 एमजी रोड, पुणे", ["राम कुमार", "12 एमजी रोड, पुणे"]),
        (f"See {OBJECT} here", ["ann lee", "a@example.org", "goa"]),
        (f"{OBJECT}\n{OBJECT}", ["ann lee", "a@example.org", "goa"] * 2),
        ('{"customer": {"name": "ann lee"}, "items": [{"name": "blue tea"}]}', ["ann lee"]),
        ('{"name": "ann lee", "email": "a@example.org", "x', ["ann lee", "a@example.org"]),
    ],
)
def test_keys_are_read_beside_each_other(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "name: build\non: push\njobs:\n  test:\n    name: run tests\n",
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\n",
        "version: 1\nname: shop\nauthor: bob\nlicense: MIT\nemail: ${MAIL}",
        "name = models.CharField(max_length=3)\nemail = models.EmailField()\nphone = self.phone",
        "fullname = entry\nphone = number\n",
        "name: str\nemail: str\nphone: str | None\n",
        "name: string;\nemail: string;\ncity: City;",
        "fullname: the file to compile\nemail: where to send it\n",
        '{"location": "uri", "locationName": "instanceId", "member": "x"}',
        '{"name": "blue tea", "price": 3, "city": "", "email": null}',
        "{" * 500 + '"name": "x"',
    ],
)
def test_settings_and_code_stay(text: str) -> None:
    assert found(text) == []
