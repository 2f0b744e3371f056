import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('{"first_name": "Ann", "city": "Pune"}', ["Ann", "Pune"]),
        ("dob=1987-04-12&x=1", ["1987-04-12"]),
        ("customerName: Ann Lee", ["Ann Lee"]),
        ("Nachname: Müller", ["Müller"]),
        ("patient_id = 'A-49302'", ["A-49302"]),
        ("last_name='Nair'", ["Nair"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "name = get_name()",
        "file_name: report.txt",
        "address = sock.accept()",
        "email: string",
        "first_name: <your name>",
        "city: null",
        "for name in names:",
        "phone_count: 3",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text) == []
