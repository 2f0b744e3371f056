import zlib
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from redaction.pdf import PAGES, read_pdf
from redaction.pdf_fonts import is_readable
from redaction.pdf_text import REASONS, PdfText, UnreadablePdf
from tests.support.pdfs import HELVETICA, literal, pdf, shown, stream

NAME = "Nadia Okonkwo"
IMAGE = stream(b"\0", b"/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8")
TYPE0 = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [] >>"


def _read(content: bytes) -> PdfText:
    return read_pdf(BytesIO(content))


def _texts(content: bytes) -> str:
    return "\n".join(_read(content).texts)


def _reason(content: bytes) -> str:
    with pytest.raises(UnreadablePdf) as unreadable:
        _read(content)
    assert unreadable.value.reason in REASONS
    return unreadable.value.reason


def test_text_of_every_page_is_read() -> None:
    found = _read(pdf(["Dear Nadia Okonkwo,", "thank you."], ["Page two"]))
    assert "Dear Nadia Okonkwo, thank you." in found.texts
    assert "Page two" in found.texts
    assert not found.pictures


def test_a_value_that_a_line_ends_in_stands_in_one_line_too() -> None:
    assert NAME in _texts(pdf(["I am Nadia", "Okonkwo."]))


WORDS = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=12)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=3))
def test_what_is_shown_is_read(pages: Sequence[Sequence[str]]) -> None:
    found = _read(pdf(*pages))
    for lines in pages:
        assert " ".join(lines) in found.texts


@pytest.mark.parametrize(
    "parts",
    [
        {"info": NAME},
        {"page": b"/Annots [<< /Type /Annot /Subtype /Text /Contents %s >>]" % literal(NAME)},
        {"catalog": b"/AcroForm << /Fields [<< /FT /Tx /T (f) /V %s >>] >>" % literal(NAME)},
        {"catalog": b"/OpenAction << /S /JavaScript /JS %s >>" % literal(NAME)},
        {"catalog": b"/Outlines << /First << /Title %s >> >>" % literal(NAME)},
        {"catalog": b"/Lang <FEFF%s>" % NAME.encode("utf-16-be").hex().encode()},
        {"catalog": b"/Metadata 10 0 R", "more": [
            stream(f"<x>{NAME}</x>".encode(), b"/Type /Metadata /Subtype /XML")]},
        {"catalog": b"/AcroForm << /XFA [(a) 10 0 R] >>", "more": [
            stream(f"<xdp>{NAME}</xdp>".encode())]},
        {"catalog": b"/Names << /EmbeddedFiles << /Names [(a) << /EF << /F 10 0 R >> >>] >> >>",
         "more": [stream(f"a,b\n{NAME},1".encode(), b"/Type /EmbeddedFile")]},
        {"more": [stream(shown(NAME), b"/Subtype /Form /Resources << /Font << /F1 3 0 R >> >>")]},
        {"more": [b"[" + literal(NAME) + b"]"]},
        {"more": [stream(zlib.compress(NAME.encode()), b"/Filter /FlateDecode")]},
    ],
    ids=[
        "author", "annotation", "field", "script", "bookmark", "utf16", "xmp", "xfa", "attachment",
        "form", "unused", "compressed",
    ],
)  # fmt: skip
def test_words_beside_the_pages_are_read(parts: dict[str, Any]) -> None:
    assert NAME not in _texts(pdf(["Nothing here."]))
    assert NAME in _texts(pdf(["Nothing here."], **parts))


def test_words_that_stand_for_glyphs_are_read() -> None:
    marked = b"/Span << /ActualText %s >> BDC %s EMC" % (literal(NAME), shown("..."))
    assert NAME in _texts(pdf(marked))


def test_bytes_in_no_encoding_may_hold_words() -> None:
    signature = b"<3082" + NAME.encode().hex().encode() + b"00ff8d9d>"
    assert NAME in _texts(
        pdf(["x"], catalog=b"/Perms << /DocMDP << /Contents %s >> >>" % signature)
    )


def test_dates_and_identifiers_are_no_words() -> None:
    content = pdf(["x"]).replace(b"/Root 1 0 R", b"/Root 1 0 R /ID [(abcdefgh) (abcdefgh)]")
    assert "abcdefgh" not in _texts(content)
    assert "D:2024" not in _texts(pdf(["x"], info="D:20240131120000+01'00'"))


CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0 Safari/537.36"
)


@pytest.mark.parametrize(
    "program",
    [CHROME, "Adobe InDesign 16.4 (Macintosh)", "Canva"],
    ids=["browser", "adobe", "canva"],
)
def test_programs_are_no_words_but_on_a_page(program: str) -> None:
    named = pdf(
        ["x"],
        info=program,
        catalog=b"/Metadata 10 0 R",
        more=[stream(f"<a>{program}</a>".encode())],
    )
    assert set(_read(named).texts) == {"x\n", "x", "<a></a>"}
    assert program in _texts(pdf([program]))


@pytest.mark.parametrize(
    "parts",
    [
        {"resources": b"/XObject << /I 10 0 R >>", "more": [IMAGE]},
        {"page": b"/Thumb 10 0 R", "more": [stream(b"\0", b"/Width 1 /Height 1")]},
    ],
    ids=["image", "thumbnail"],
)
def test_pictures_are_told(parts: dict[str, Any]) -> None:
    assert _read(pdf(["Look:"], **parts)).pictures


def test_pictures_inside_of_a_page_are_told() -> None:
    inline = b"%s BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI" % shown("Look:")
    assert _read(pdf(inline)).pictures


def test_an_encrypted_file_is_unreadable() -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(["secret"]))))
    for password in ("", "x"):
        writer.encrypt(password, "owner", algorithm="AES-256")
        file = BytesIO()
        writer.write(file)
        assert _reason(file.getvalue()) == "encrypted"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"hello", pdf(["x"])[:-60]])
def test_what_is_no_pdf_is_unreadable(content: bytes) -> None:
    assert _reason(content) == "broken"


@given(st.binary(max_size=300), st.integers(0, 900))
def test_damage_never_raises_anything_else(noise: bytes, at: int) -> None:
    whole = pdf(["Dear Nadia Okonkwo"], info="Somebody")
    damaged = whole[:at] + noise + whole[at + len(noise) :]
    with suppress(UnreadablePdf):
        assert _read(damaged).texts


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf(b"0 0 100 100 re f"), "no_text"),
        (pdf(["x"], b"/I Do", resources=b"/XObject << /I 10 0 R >>", more=[IMAGE]), "no_text"),
        (pdf(["x"], font=TYPE0), "fonts"),
        (pdf(["x"], font=HELVETICA.replace(b"/Type1", b"/Type3")), "fonts"),
        (pdf(["x"], font=HELVETICA.replace(
            b"/WinAnsiEncoding", b"<< /Differences [65 /g1 /g2] >>")), "fonts"),
        (pdf(["x"], more=[stream(b"\x89PNG\r\n\xff\x00", b"/Type /EmbeddedFile")]), "streams"),
        (pdf(["x"], more=[stream(b"a\0b")]), "streams"),
        (pdf(*(["x"] for _ in range(PAGES + 1))), "pages"),
        (pdf(["x" * 60_000], info="y" * 1_950_000), "too_long"),
    ],
    ids=["paths", "picture", "type0", "type3", "glyphs", "attachment", "binary", "pages", "long"],
)  # fmt: skip
def test_what_cannot_be_read_as_a_whole_is_unreadable(content: bytes, reason: str) -> None:
    assert _reason(content) == reason


TYPE3 = (
    b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /Encoding "
    b"<< /Differences [120 /x] >> /FirstChar 120 /LastChar 120 /Widths [9] /ToUnicode 11 0 R "
    b"/CharProcs << /x 10 0 R >> >>"
)
TABLE = stream(
    b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> "
    b"endcodespacerange 1 beginbfchar <78> <0078> endbfchar endcmap"
)


@pytest.mark.parametrize(
    "font", [TYPE3, TYPE3.replace(b"<< /x 10 0 R >>", b"12 0 R")], ids=["direct", "referred"]
)
def test_drawings_of_letters_are_no_words(font: bytes) -> None:
    drawing = stream(b"231 729 m 554 119 l f")
    content = pdf(["x"], font=font, more=[drawing, TABLE, b"<< /x 10 0 R >>"])
    assert set(_read(content).texts) <= {"x", "x\n"}


def test_a_letter_that_is_a_picture_is_unreadable() -> None:
    drawing = stream(b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI")
    assert _reason(pdf(["x"], font=TYPE3, more=[drawing, TABLE])) == "fonts"


def test_an_empty_page_is_no_secret() -> None:
    assert "x" in _read(pdf(["x"], b"")).texts


def test_earlier_versions_are_unreadable() -> None:
    """What was changed by an update still stands in the file."""
    first = pdf([f"Dear {NAME}"])
    at = len(first)
    changed = b"101 0 obj\n%s\nendobj\n" % stream(shown("Dear customer"))
    table = first.rindex(b"startxref\n")
    before = first[table:].split(b"\n")[1]
    update = changed + (
        b"xref\n101 1\n%010d 00000 n \ntrailer\n<< /Size 102 /Root 1 0 R /Prev %s >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (at, before, at + len(changed))
    )
    assert "Dear customer" in PdfReader(BytesIO(first + update)).pages[0].extract_text()
    assert _reason(first + update) == "versions"


def _object_stream(numbers: Sequence[int], author: str) -> bytes:
    """A PDF whose author stands in an object stream that says to hold these objects."""
    inner = [b"<< /Author %s >>" % literal(author) for _ in numbers]
    places = [sum(len(each) + 1 for each in inner[:at]) for at in range(len(inner))]
    head = b" ".join(b"%d %d" % pair for pair in zip(numbers, places, strict=True)) + b" "
    held = stream(
        head + b"\n".join(inner),
        b"/Type /ObjStm /N %d /First %d" % (len(numbers), len(head)),
    )
    whole = pdf(["x"], more=[held]).replace(b"4 0 obj\n<< /Author () >>\nendobj\n", b"")
    body = whole[: whole.rindex(b"\nxref") + 1]
    rows = {n: (1, body.index(b"\n%d 0 obj" % n) + 1, 0) for n in (1, 2, 3, 10, 100, 101)}
    rows |= {4: (2, 10, 0), 102: (1, len(body), 0)}
    index = b" ".join(b"%d 1" % number for number in sorted(rows))
    table = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + more.to_bytes(1, "big")
        for _, (kind, place, more) in sorted(rows.items())
    )
    entries = b"/Type /XRef /Size 103 /Root 1 0 R /Info 4 0 R /W [1 4 1] /Index [%s]" % index
    tail = b"startxref\n%d\n%%%%EOF\n" % len(body)
    return body + b"102 0 obj\n%s\nendobj\n" % stream(table, entries) + tail


def test_objects_in_object_streams_are_read() -> None:
    assert NAME in _texts(_object_stream([4], NAME))


def test_objects_that_a_later_one_took_the_place_of_are_unreadable() -> None:
    assert _reason(_object_stream([4, 5], NAME)) == "versions"


@pytest.mark.parametrize("at", ["before", "between", "behind"])
def test_words_around_objects_are_read(at: str) -> None:
    whole, words = pdf(["x"]), f"% {NAME}\n".encode()
    if at == "before":
        assert _reason(words + whole) == "broken", "offsets count from the file's first byte"
    elif at == "between":
        place = whole.index(b"xref\n")
        moved = b"startxref\n%d\n" % (place + len(words))
        tail = whole[place:].split(b"startxref")[0] + moved + b"%%EOF\n"
        assert NAME in _texts(whole[:place] + words + tail)
    else:
        assert NAME in _texts(whole + words)


def test_pages_that_were_taken_out_are_unreadable() -> None:
    orphan = b"<< /Type /Page /MediaBox [0 0 9 9] /Contents 11 0 R >>"
    assert _reason(pdf(["x"], more=[orphan, stream(shown(NAME))])) == "versions"


@pytest.mark.parametrize("contents", [b"[10 0 R 11 0 R]", b"12 0 R"], ids=["list", "referred"])
def test_a_page_of_several_streams_is_read(contents: bytes) -> None:
    parts = [stream(shown("one")), stream(shown("two")), b"[10 0 R 11 0 R]"]
    found = _read(pdf(b"", contents=b"/Contents " + contents, more=parts))
    assert "one two" in found.texts
    assert not [text for text in found.texts if "Tj" in text]


@pytest.mark.parametrize(
    ("font", "readable"),
    [
        (HELVETICA, True),
        (HELVETICA.replace(b"/Encoding /WinAnsiEncoding", b""), True),
        (b"<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>", False),
        (TYPE0.replace(b"/Encoding", b"/ToUnicode 3 0 R /Encoding"), True),
        (TYPE0, False),
        (HELVETICA.replace(b"/WinAnsiEncoding", b"<< /Differences [1 /A /uni0041] >>"), True),
        (HELVETICA.replace(b"/WinAnsiEncoding", b"<< /Differences [1 /visiblespace] >>"), True),
        (HELVETICA.replace(b"/WinAnsiEncoding", b"<< /Differences [1 /a65] >>"), False),
        (HELVETICA.replace(b"/WinAnsiEncoding", b"/Custom"), False),
        (b"<< /Subtype /TrueType /FontDescriptor << /Flags 4 /FontFile2 3 0 R >> >>", False),
        (b"<< /Subtype /TrueType /FontDescriptor << /Flags 32 /FontFile2 3 0 R >> >>", True),
    ],
)
def test_fonts_that_say_which_letters_they_draw(font: bytes, *, readable: bool) -> None:
    reader = PdfReader(BytesIO(pdf([], font=font)))
    assert is_readable(reader.pages[0]["/Resources"]["/Font"]["/F1"].get_object()) is readable
