import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.detection import detector, found

PEOPLE = "id,customer_name,city\n1,ann lee,pune\n2,bob ray,agra\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PEOPLE, ["ann lee", "pune", "bob ray", "agra"]),
        (PEOPLE.replace("\n", "\r\n"), ["ann lee", "pune", "bob ray", "agra"]),
        (PEOPLE.replace(",", ";"), ["ann lee", "pune", "bob ray", "agra"]),
        (PEOPLE.replace(",", "\t"), ["ann lee", "pune", "bob ray", "agra"]),
        (PEOPLE.replace(",", " | "), ["ann lee", "pune", "bob ray", "agra"]),
        (
            "| Name | Mobile |\n|:---|---:|\n| ann lee | 98765 43210 |\n|**bob** | 98765 43211 |\n",
            ["ann lee", "98765 43210", "bob", "98765 43211"],
        ),
        (
            " name    |   dob\n---------+-----------\n ann lee | 12/03/90\n(1 row)\n",
            ["ann lee", "12/03/90"],
        ),
        (
            "+------+--------+\n| name | salary |\n+------+--------+\n| ann  |     10 |\n",
            ["ann"],
        ),
        (
            'customer name,address\n"Lee, ann","12 hill view, Pune\nNear X"\nbob,"3 ""Rose"" Rd"\n',
            ["Lee, ann", "12 hill view, Pune\nNear X", "bob", '3 ""Rose"" Rd'],
        ),
        (
            "first_name,address,phone\nann,3 low road, agra,98765 43211\n",
            ["ann", "3 low road", "agra", "98765 43211"],
        ),
        ("first_name,last_name\nann,lee\n", ["ann", "lee"]),
        ("account_no,name\n001234,ann lee\n001234,\n", ["001234", "ann lee", "001234"]),
        (
            "vorname;nachname;plz;ort\nanna;groß;80331;münchen\n",
            ["anna", "groß", "80331", "münchen"],
        ),
    ],
)
def test_cells_are_what_their_header_says(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "sku,name,price\nA1,blue widget,12\n",
        "def f(name, email, phone):\n    return name, email, phone\n",
        "from x import (\n    name, email,\n    city, phone,\n)\n",
        "name, email, phone = row\nname, email, phone = other\n",
        "Please give your name, email, phone\nwhen you call, write, visit\n",
        "NAME   READY   STATUS\nweb-1  1/1     Running\n",
        "| Field | Type | Description |\n|---|---|---|\n| name | string | the user's name |\n",
        "file_name,size\nann.txt,12\n",
        "function_name,calls\nparse row,12\n",
        "hostname,status\nweb one,up\n",
        "city_id,temp\nlondon,12\n",
        "username,city\nnull,n/a\n",
        "SELECT name, email, city\nFROM users, orders, things\n",
        "name,email\n",
        "city,state\n",
    ],
)
def test_tables_of_things_and_code_stay(text: str) -> None:
    assert found(text) == []


def test_no_cell_is_joined_with_the_next() -> None:
    text = "address,city,email\n12 high road,London,a@example.org\n3 low road,Leeds,b@example.org\n"
    assert found(text) == [
        "12 high road", "London", "a@example.org", "3 low road", "Leeds", "b@example.org",
    ]  # fmt: skip


CELLS = st.one_of(
    st.text(alphabet="ab \",;\t|\n'é", max_size=8),
    st.sampled_from(
        ["Ann Lee", "12 High Street, London NW1 6XE", "ann@example.org", "+44 20 7946 0958", "pune"]
    ),
)


@given(
    st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=5),
    st.sampled_from(",;\t"),
)
def test_a_redacted_table_has_the_shape_it_had(rows: list[list[str]], mark: str) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=mark, lineterminator="\n")
    writer.writerows([["customer_name", "address", "email", "city"], *rows])
    text = file.getvalue()
    redacted = text
    for span in reversed(detector().detect(text)):
        redacted = redacted[: span.start] + "X_a7k2" + redacted[span.end :]
    before = [*csv.reader(io.StringIO(text), delimiter=mark)]
    after = [*csv.reader(io.StringIO(redacted), delimiter=mark)]
    assert [len(row) for row in after] == [len(row) for row in before]


def test_an_address_ends_with_its_row() -> None:
    street = "12 High Street, London NW1 6XE"
    text = f"customer_name;address;email;city\n;;;\n;;;{street}\n{street};;;\n"
    assert found(text) == [street, street]


def test_pairs_of_a_program_are_no_table() -> None:
    assert found("x = (\n('pas','pwd'),\n('wa','wall'),\n('redo','redo'),\n)\n") == []
