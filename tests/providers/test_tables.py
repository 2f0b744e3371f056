import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.json_text import Document
from providers.tables import read_table

CELLS = st.text(st.sampled_from('aB1 ,;"\n\r\té€|'), max_size=8)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=5)


def _lines(rows: list[list[str]], delimiter: str) -> str:
    written: list[str] = []

    class File:
        def write(self, text: str) -> None:
            written.append(text)

    csv.writer(File(), delimiter=delimiter).writerows(rows)
    return "".join(written)


@given(ROWS, st.sampled_from(",;\t|"))
def test_cells_stand_where_they_are_said_to(rows: list[list[str]], delimiter: str) -> None:
    source = _lines(rows, delimiter)
    table = read_table(source, delimiter)
    assert table is not None
    assert [(cell.row, cell.column, cell.text) for cell in table.cells] == [
        (number, column, text) for number, row in enumerate(rows) for column, text in enumerate(row)
    ]
    kept = [(cell.start, cell.end, source[cell.start : cell.end]) for cell in table.cells]
    assert Document(source, None, []).edited(kept) == source


@given(ROWS, st.data())
def test_a_cell_can_become_any_text(rows: list[list[str]], data: st.DataObject) -> None:
    source = _lines(rows, ",")
    table = read_table(source, ",")
    assert table is not None
    new = {cell.start: data.draw(CELLS.filter(len)) for cell in table.cells if cell.text}
    edits = [(c.start, c.end, table.write(new[c.start])) for c in table.cells if c.text]
    again = read_table(Document(source, None, []).edited(edits), ",")
    assert again is not None
    assert [c.text for c in again.cells] == [new.get(c.start, "") for c in table.cells]


@pytest.mark.parametrize(
    ("source", "delimiter"),
    [("name,e-mail\nA;B,c", ","), ("name;e-mail\nA,B;c", ";"), ("name\te-mail\nA\tb", "\t")],
)
def test_the_delimiter_is_seen(source: str, delimiter: str) -> None:
    table = read_table(source)
    assert table is not None
    assert table.delimiter == delimiter
    assert table.headings == ("name", "e-mail")
    assert [table.hint(cell) for cell in table.cells] == ["", "", "name", "e-mail"]


@pytest.mark.parametrize("source", ["17,Nadia\n", "a@b.example,x\n", "+1 202 555 0142\n"])
def test_a_first_row_of_values_calls_nothing(source: str) -> None:
    table = read_table(source + "1,2\n", ",")
    assert table is not None
    assert table.headings == ()


@pytest.mark.parametrize(
    "source", ['"a,b\n', 'a,"b"c\n', '"a"b,c\n', "a\n" + ",".join("x" * 200_001)]
)
def test_what_two_readers_may_read_differently_is_no_table(source: str) -> None:
    assert read_table(source, ",") is None


def test_nothing_is_a_table_without_cells() -> None:
    table = read_table("", ",")
    assert table is not None
    assert table.cells == ()
