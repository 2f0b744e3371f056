"""Small PDFs, written by hand, so that tests say exactly what stands in them."""

from collections.abc import Mapping, Sequence

HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def stream(body: bytes, entries: bytes = b"") -> bytes:
    """A stream object, uncompressed."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(body), entries, body)


def literal(text: str) -> bytes:
    """A literal string."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"(" + escaped.encode("cp1252") + b")"


def shown(*lines: str) -> bytes:
    """A page's content that shows lines of text."""
    moves = b" ".join(b"%s Tj 0 -14 Td" % literal(line) for line in lines)
    return b"BT /F1 12 Tf 72 720 Td %s ET" % moves


def assembled(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A file of objects; number 1 is its catalog."""
    body, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, source in sorted(objects.items()):
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, source)
    size, table = max(objects) + 1, len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        at = places.get(number)
        body += b"0000000000 00000 f \n" if at is None else b"%010d 00000 n \n" % at
    body += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        size, trailer, table,
    )  # fmt: skip
    return bytes(body)


def pdf(
    *pages: Sequence[str] | bytes,
    font: bytes = HELVETICA,
    catalog: bytes = b"",
    page: bytes = b"",
    resources: bytes = b"",
    contents: bytes = b"",
    info: str = "",
    more: Sequence[bytes] = (),
) -> bytes:
    """A PDF.

    Args:
        pages: lines of text of each page, or the source of its content.
        font: of all text.
        catalog: more entries of the catalog.
        page: more entries of each page.
        resources: more entries of each page's resources.
        contents: the entry that names each page's content, if it is not that of `pages`.
        info: the author of the document information.
        more: further objects; the first one is number 10.
    """
    kids = b" ".join(b"%d 0 R" % (100 + 2 * number) for number in range(len(pages)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        3: font,
        4: b"<< /Author %s >>" % literal(info),
    }
    for number, content in enumerate(pages):
        source = content if isinstance(content, bytes) else shown(*content)
        named = contents or b"/Contents %d 0 R" % (101 + 2 * number)
        objects[100 + 2 * number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] %s "
            b"/Resources << /Font << /F1 3 0 R >> %s >> %s >>" % (named, resources, page)
        )
        if not contents:
            objects[101 + 2 * number] = stream(source)
    objects |= {10 + number: source for number, source in enumerate(more)}
    return assembled(objects, b"/Info 4 0 R" if info else b"")
