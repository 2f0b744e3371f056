from base64 import b64decode, b64encode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.codec import MalformedBodyError
from providers.inline import (
    Packed,
    is_pdf,
    media_of,
    read_text,
    seen_or_heard,
    unpack_base64,
    unpack_url,
)


def _url(url: str) -> Packed:
    packed = unpack_url(url)
    assert packed is not None
    return packed


def _text(packed: Packed, name: str = "") -> str | None:
    data = packed.decode()
    found = read_text(packed, media_of(packed, name), data) if data is not None else None
    return found.text if found else None


FORMS = st.sampled_from(
    [
        lambda data: b64encode(data).decode(),
        lambda data: b64encode(data).decode().rstrip("="),
        lambda data: urlsafe_b64encode(data).decode(),
        lambda data: urlsafe_b64encode(data).decode().rstrip("="),
    ]
)


@given(st.binary(max_size=200), FORMS)
def test_bytes_are_read_and_written_back(data: bytes, form: object) -> None:
    written = form(data)  # type: ignore[operator]
    for packed in (unpack_base64(written), _url(f"data:text/plain;base64,{written}")):
        assert packed.decode() == data
        again = packed.write(data)
        assert (unpack_url(again) or unpack_base64(again)).decode() == data


@given(st.binary(min_size=3, max_size=200))
def test_the_form_stays(data: bytes) -> None:
    for encode in (b64encode, urlsafe_b64encode):
        for strip in ("", "="):
            written = encode(data).decode()
            written = written.rstrip(strip) if strip else written
            assert unpack_base64(written).write(data) == written


@given(st.binary(max_size=100))
def test_percent_escapes_are_read_and_written_back(data: bytes) -> None:
    url = "data:text/plain;charset=utf-8," + "".join(f"%{byte:02x}" for byte in data)
    packed = _url(url)
    assert packed.decode() == data
    assert _url(packed.write(data)).decode() == data


@pytest.mark.parametrize(
    ("url", "media", "charset", "data"),
    [
        ("data:,A%20brief%20note", "text/plain", "", b"A brief note"),
        ("data:text/csv;charset=UTF-8;base64,YSxi", "text/csv", "utf-8", b"a,b"),
        ("DATA:Text/CSV;header=present;BASE64,YSxi", "text/csv", "", b"a,b"),
        ("data:application/json;base64,e30=", "application/json", "", b"{}"),
        ("data:;base64,e30=", "", "", b"{}"),
        ("data:text/plain;base64,e3\n0=", "text/plain", "", b"{}"),
        ("data:text/plain;base64;charset=utf-8,YQ==", "text/plain", "utf-8", b"a"),
        ("data:text/plain;base64,-_+/", "text/plain", "", None),
        ("data:text/plain;base64,????", "text/plain", "", None),
        ("data:text/plain;base64,e", "text/plain", "", None),
    ],
)
def test_data_urls(url: str, media: str, charset: str, data: bytes | None) -> None:
    packed = _url(url)
    assert (packed.media, packed.charset, packed.decode()) == (media, charset, data)


@pytest.mark.parametrize("text", ["", "data:text/plain", "https://example.com/,a", "AAAA"])
def test_what_is_no_data_url(text: str) -> None:
    assert unpack_url(text) is None


def _base64(text: str | bytes) -> str:
    return b64encode(text.encode() if isinstance(text, str) else text).decode()


@pytest.mark.parametrize(
    ("media", "name", "content", "text"),
    [
        ("text/csv", "", "a,b", "a,b"),
        ("text/anything", "", "a", "a"),
        ("application/vnd.api+json", "", "{}", "{}"),
        ("image/svg+xml", "", "<svg/>", None),
        ("application/zip", "notes.txt", "a", None),
        ("application/octet-stream", "notes.txt", "a", "a"),
        ("application/octet-stream", "notes", "a", None),
        ("", "People.CSV", "a,b", "a,b"),
        ("", "people.docx", "a,b", None),
        ("", "", "a", None),
        ("text/plain", "", b"\xff\xfe", None),
        ("text/plain", "", b"a\0b", None),
        ("text/plain", "", b"\x1b[31mred", "\x1b[31mred"),
        ("text/rtf", "", "{\\rtf1}", None),
        ("text/plain", "", "%PDF-1.7", None),
        ("text/plain; charset=utf-16", "", "a", None),
        ("text/plain; charset=iso-8859-1", "", "é".encode("latin-1"), "é"),
        ("text/plain; charset=us-ascii", "", "é", None),
        ("text/plain; charset=klingon", "", "a", None),
        ("text/plain", "", "\ufeffa", "a"),
    ],
)
def test_what_is_surely_text(media: str, name: str, content: str | bytes, text: str | None) -> None:
    assert _text(unpack_base64(_base64(content), media), name) == text


def test_a_mark_at_the_beginning_and_the_charset_stay() -> None:
    for content, media in (("\ufeffé".encode(), "text/plain"), (b"\xe9", "text/x;charset=latin1")):
        packed = unpack_base64(_base64(content), media)
        found = read_text(packed, media_of(packed, ""), content)
        assert found is not None
        assert b64decode(found.write(found.text)) == content


def test_what_the_charset_lacks_is_refused_not_mangled() -> None:
    packed = unpack_base64(_base64("a"), "text/plain; charset=us-ascii")
    found = read_text(packed, "text/plain", b"a")
    assert found is not None
    with pytest.raises(MalformedBodyError, match="charset_unfit"):
        found.write("é")


def test_kinds() -> None:
    assert is_pdf("application/pdf", b"")
    assert is_pdf("text/plain", b"\n%PDF-1.4")
    assert not is_pdf("text/plain", b"x" * 2000 + b"%PDF-")
    assert [seen_or_heard(m) for m in ("image/png", "audio/*", "video/mp4", "text/x", "")] == [
        "image", "audio", "video", None, None,
    ]  # fmt: skip
