import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.offline.pieces import Unreadable, format_of, pieces


def rewritten(source: str, format_: str) -> str:
    file = io.BytesIO(source.encode())
    return "".join(piece.written({}) for piece in pieces(file, format_))


@pytest.mark.parametrize(
    ("name", "format_"),
    [("a.JSON", "json"), ("a.ndjson", "jsonl"), ("a.tsv", "tsv"), ("a.log", "text"), ("a", "text")],
)
def test_names_tell_formats(name: str, format_: str) -> None:
    assert format_of(Path(name)) == format_


@pytest.mark.parametrize(
    ("format_", "source"),
    [
        ("text", "\ufeffa\r\n\x00b"),
        ("json", '\ufeff{ "a" : [1.50, 1e3, "\\u00e9"] }\n'),
        ("jsonl", '{"a":1}\r\n\n[2]\n"x"'),
        ("csv", 'a,b\r\n"x, y",\r\n'),
        ("csv", 'a;b\n"x; y";1,5\n'),
        ("csv", 'a|b\n"x\n\n""y""|"|1\n'),
        ("tsv", "a\tb, c\nx\ty\n"),
    ],
)
def test_what_is_not_changed_is_written_as_it_was_read(format_: str, source: str) -> None:
    assert rewritten(source, format_) == source


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_stays_itself(text: str) -> None:
    assert rewritten(text, "text") == text


def test_cells_stand_under_the_names_of_their_columns() -> None:
    rows = list(pieces(io.BytesIO("\ufeffname,mail\nAnn,a@b.de,more\n".encode()), "csv"))
    assert [segment.hint for segment in rows[0].segments] == ["", ""]
    assert [segment.hint for segment in rows[1].segments] == ["name", "mail", ""]
    assert rows[1].written({1: 'x"y'}) == 'Ann,"x""y",more\n'


def test_a_document_with_two_equal_keys_is_not_written() -> None:
    (piece,) = pieces(io.BytesIO(b'{"a": 1, "b": 2}'), "json")
    keys = [i for i, segment in enumerate(piece.segments) if segment.pointer.endswith("~key")]
    with pytest.raises(Unreadable, match="would become the same"):
        piece.written(dict.fromkeys(keys, "c"))
