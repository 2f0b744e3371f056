import pytest

from tests.support.detection import found

INSERT = """INSERT INTO `users` (`id`, `name`, `city`, `seen`) VALUES
(1, 'ann o''lee', 'pune', NOW()), (2, 'bob o\\'hara', NULL, now(1, 2)), (3, '', 'agra', 1);"""
CREATE = """CREATE TABLE customers (id INT, PRIMARY KEY (id), name VARCHAR(9), sum DECIMAL(3,2));
INSERT INTO customers VALUES (1,'ann lee',1.5);
INSERT INTO customers VALUES (2,'bob',2);"""
COPY = "COPY a.people (id, full_name, dob) FROM stdin;\n1\tann lee\t1990-01-02\n2\tbob\t\\N\n\\.\n"
TABLE = """<table class='x'><thead><tr><th>Name</th><th>Mobile</th></tr></thead>
<tbody><tr><td><a href='#'>ann lee</a></td><td>98765 43210</td></tr></tbody></table>"""
PAIRS = """<table><tr><th>Name</th><td>ann lee</td></tr><tr><th>City</th><td>pune</td></tr>
<tr><th>Salary</th><td>10</td></tr></table>"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            INSERT,
            ["ann o''lee", "pune", "bob o\\'hara", "agra"],
        ),
        (
            CREATE,
            ["ann lee", "bob"],
        ),
        (
            COPY,
            ["ann lee", "1990-01-02", "bob"],
        ),
        ("insert into t (email, nm) values ('x', 'ann", []),
        ("INSERT INTO products (name, price) VALUES ('blue tea', 3);", []),
        ("CREATE TABLE customers (name TEXT); insert coin to play, copy that", []),
    ],
)
def test_rows_of_sql(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<customer id='1'><name>ann lee</name><city>pune</city></customer>", ["ann lee", "pune"]),
        ("<u:firstName>ann</u:firstName>", ["ann"]),
        (
            "<row><name>ann lee</name><email>a@example.org</email></row>",
            ["ann lee", "a@example.org"],
        ),
        ("<project><name>shop</name><version>1</version></project>", []),
        ("<p>name</p><b>Phone</b><name></name><city>London<br></city>", []),
        ("<name>" * 50 + "x", []),
    ],
)
def test_elements_of_xml(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            TABLE,
            ["ann lee", "98765 43210"],
        ),
        (
            PAIRS,
            ["ann lee", "pune"],
        ),
        ("<dl><dt>Name</dt><dd>ann lee</dd><dt>Salary</dt><dd>10</dd></dl>", ["ann lee"]),
        ("<TABLE><TR><TD>Name<TD>Salary<TR><TD>ann<TD>10</TABLE>", ["ann"]),
        ("<table><tr><th>Name</th><th>Price</th></tr><tr><td>Blue Tea</td><td>3</td></tr>", []),
        ("<table><table><dl></table></table></dl><td><tr>", []),
    ],
)
def test_tables_of_html(text: str, expected: list[str]) -> None:
    assert found(text) == expected
