"""Forms: whatever is cut comes back whole, however it arrives, and leaves the same each time."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multipart import MultipartSegment, PushMultipartParser

from gateway.errors import BadRequest
from gateway.transfer.form import (
    Head,
    Part,
    as_sent,
    encoded,
    events,
    from_json,
    read_parts,
    to_json,
)

NAMES = st.text(min_size=1, max_size=12).filter(lambda name: "%" not in name and "\\" not in name)
FIELDS = st.builds(
    Part, st.builds(Head, NAMES, st.none(), st.just("")), st.text(max_size=40).map(str.encode)
)
FILES = st.builds(
    Part, st.builds(Head, NAMES, NAMES, st.just("application/pdf")), st.binary(max_size=60)
)
FORMS = st.lists(FIELDS | FILES, min_size=1, max_size=6)


async def _pieces(body: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


def _read(body: bytes, boundary: str, size: int = 1 << 16, limit: int = 1 << 20) -> list[Part]:
    return asyncio.run(read_parts(events(_pieces(body, size), boundary), limit))


def _boundary(body: bytes) -> str:
    return body[2 : body.index(b"\r\n")].decode()


@given(FORMS, st.integers(1, 64))
def test_a_form_comes_back_as_it_was(parts: list[Part], size: int) -> None:
    body = encoded(parts)
    assert _read(body, _boundary(body), size) == parts


@given(FORMS)
def test_another_parser_reads_the_same(parts: list[Part]) -> None:
    body = encoded(parts)
    found: list[tuple[str | None, str | None, bytes]] = []
    with PushMultipartParser(_boundary(body), strict=True) as parser:
        for event in parser.parse(body):
            if isinstance(event, MultipartSegment):
                found.append((event.name, event.filename, b""))
            elif event is not None:
                found[-1] = (*found[-1][:2], found[-1][2] + bytes(event))
    assert found == [(part.head.name, part.head.filename, part.content) for part in parts]


@given(FORMS)
def test_codecs_see_all_of_it(parts: list[Part]) -> None:
    again = from_json(to_json(parts))
    assert sorted(map(repr, again)) == sorted(map(repr, parts))
    assert encoded(again) == encoded(from_json(to_json(parts)))


def test_what_is_sent_is_told() -> None:
    parts = [Part(Head("purpose", None, ""), b"x"), Part(Head("file", "a.csv", ""), b"y")]
    body, media, file = as_sent(to_json(parts))
    assert body == encoded(from_json(to_json(parts)))
    assert media == f"multipart/form-data; boundary={_boundary(body)}"
    assert file == "text/csv"


def _form(head: str, content: bytes = b"x") -> bytes:
    return f"--b\r\n{head}\r\n\r\n".encode() + content + b"\r\n--b--\r\n"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('Content-Disposition: form-data; name="file"; filename="a.txt"', "a.txt"),
        ("Content-Disposition: form-data; name=file; filename*=UTF-8''Ren%C3%A9", "Ren\xe9"),
        ("Content-Disposition: form-data; name=\"file\"; filename=\"x\"; filename*=utf-8''y", "y"),
        ('content-disposition: form-data; name="file"; filename=""', ""),
    ],
)  # fmt: skip
def test_names_of_files_however_they_are_written(head: str, name: str) -> None:
    (part,) = _read(_form(head), "b")
    assert (part.head.name, part.head.filename) == ("file", name)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "invalid_form"),
        (b"--b\r\n", "invalid_form"),
        (b"--c\r\n\r\nx\r\n--c--\r\n", "invalid_form"),
        (_form("Content-Type: text/plain"), "invalid_form"),
        (_form('Content-Disposition: form-data; name="a"\r\nX-Of: Nadia'), "form_header"),
        (_form("Content-Disposition: form-data; name=a; filename*=nope''x"), "invalid_form"),
        (
            _form('Content-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64'),
            "form_header",
        ),
    ],
    ids=["nothing", "cut", "boundary", "nameless", "header", "charset", "encoding"],
)
def test_what_is_no_form_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        _read(body, "b")
    assert caught.value.code == code


def test_a_form_may_be_too_large() -> None:
    body = encoded([Part(Head("a", None, ""), b"x" * 100)])
    with pytest.raises(BadRequest) as caught:
        _read(body, _boundary(body), limit=99)
    assert caught.value.status == 413
