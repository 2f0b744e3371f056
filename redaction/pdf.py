"""The text of a PDF, all of it or nothing: bytes to texts (ISO 32000-2).

Whatever of a PDF can hold words is read: pages, forms, annotations, bookmarks, metadata, scripts,
attachments. A PDF of which something cannot be read is unreadable as a whole: encrypted, broken,
pages that only show pictures, fonts that do not say which letters they draw, objects that no table
lists (earlier versions), streams of an unknown kind. Pictures beside text are told, not read.

What letters drawn as paths say, and whether a font's table lies, cannot be known here. Work is not
bounded by this file but by who calls it: in a process of its own, with limits.
"""

import re
from collections.abc import Iterator
from typing import IO, Any

from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from redaction.pdf_fonts import is_readable, said
from redaction.pdf_text import PdfText, UnreadablePdf

PAGES = 500
CHARS = 2_000_000
_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,10})[ \t\r\n\f\0]+([0-9]{1,5})[ \t\r\n\f\0]+obj\b")
_GAP = re.compile(rb"endobj(.*?)(?=[0-9]{1,10}\s+[0-9]{1,5}\s+obj\b|xref|startxref|\Z)", re.DOTALL)
_DATE = re.compile(r"D:[0-9]{4,14}(?:[Z+-][0-9']*)?")
_PROGRAM = re.compile(
    r"Mozilla/5\.0 \([^()<>]{1,80}\) AppleWebKit/[\d.]+ \(KHTML, like Gecko\) "
    r"(?:Headless)?Chrome/[\d.]+(?: Safari/[\d.]+)?(?: Edg/[\d.]+)?"
    r"|Adobe (?:InDesign|Illustrator|Photoshop|Acrobat)[\w .]{0,30}\((?:Macintosh|Windows)\)"
    r"|3-Heights[\w ()™]{1,60} [\d.]+|\bCanva\b"
)
"""Programs that made the file, as they call themselves: browsers by all that they send, others by
what looks like a person or an address."""
_PRINTABLE = re.compile(r"[^\x20-\x7e\xa1-\xff]+")
_PAINTING = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh"})
_MARKS = frozenset({b"BDC", b"DP"})
"""Operators whose operands may carry text: what stands for the glyphs, alternative texts."""
_BINARY = frozenset({
    "/FontFile", "/FontFile2", "/FontFile3", "/ToUnicode", "/CIDToGIDMap", "/CIDSet", "/ICCBased",
    "/DestOutputProfile", "/UseCMap",
})  # fmt: skip
"""Streams of numbers, by the key that leads to them."""
_GLYPHS = "/CharProcs"
"""The key of a font's own drawings of letters (9.6.4)."""
_SHOWING = re.compile(rb"\b(?:Tj|TJ|BI|Do|'|\")(?=\s|$)")
"""Operators of a drawing that show something other than lines."""
_NUMERIC_KEYS = ("/FunctionType", "/ShadingType", "/HalftoneType", "/CMapName")
_OWN_BYTES = frozenset({"/ID", "/Panose"})
_Roles = dict[int, set[str]]


def read_pdf(file: IO[bytes]) -> PdfText:
    """Read a PDF.

    Raises:
        UnreadablePdf: something of it cannot be read.
    """
    try:
        return _Reading(PdfReader(file, strict=True), file).read()
    except UnreadablePdf:
        raise
    except Exception:  # noqa: BLE001 - whatever fails, the file is not one that can be read
        raise UnreadablePdf("broken") from None


class _Reading:
    """One pass through a PDF."""

    def __init__(self, reader: PdfReader, file: IO[bytes]) -> None:
        self._reader = reader
        self._file = file
        self._texts: dict[str, None] = {}
        self._chars = 0
        self._pictures = False
        self._painted = False
        self._roles: _Roles = {}
        self._shown: set[int] = set()

    def read(self) -> PdfText:
        if self._reader.is_encrypted:
            raise UnreadablePdf("encrypted")
        self._nothing_hidden()
        objects = dict(self._objects())
        for found in (*objects.values(), self._reader.trailer):
            self._references(found, "")
        for number, found in objects.items():
            if _GLYPHS in self._roles.get(number, ()):
                self._references(found, _GLYPHS)
        pages = self._reader.pages
        if not 0 < len(pages) <= PAGES:
            raise UnreadablePdf("pages")
        for page in pages:
            self._page(page)
            self._shown.update(_contents(page))
        for number, found in objects.items():
            if isinstance(found, StreamObject) and said(found, "/Type") == "/ObjStm":
                self._nothing_superseded(number, found)
            if number not in self._shown:
                self._object(found, self._roles.get(number, set()), pages[0])
        self._strings(self._reader.trailer, "")
        return PdfText(tuple(self._texts), self._pictures)

    def _nothing_hidden(self) -> None:
        """Whether each object in the file stands in its table: no earlier versions of it."""
        self._file.seek(0)
        listed = {at for table in self._reader.xref.values() for at in table.values()}
        source = self._file.read()
        if any(found.start() not in listed for found in _OBJECT.finditer(source)):
            raise UnreadablePdf("versions")
        around = (source.partition(b"%PDF-")[0], source.rpartition(b"%%EOF")[2])
        for gap in (*around, *(found[1] for found in _GAP.finditer(source))):
            self._add(_PRINTABLE.sub("\n", gap.decode("latin-1")))

    def _nothing_superseded(self, number: int, found: StreamObject) -> None:
        """Whether each object in an object stream is the one that counts (7.5.7)."""
        count, first = said(found, "/N"), said(found, "/First")
        numbers = found.get_data()[:first].split()[: 2 * count : 2]
        owners = (self._reader.xref_objStm.get(int(each), (None, None))[0] for each in numbers)
        if len(numbers) != count or any(owner != number for owner in owners):
            raise UnreadablePdf("versions")

    def _objects(self) -> Iterator[tuple[int, PdfObject]]:
        numbers = {
            (number, generation)
            for generation, table in self._reader.xref.items()
            for number, at in table.items()
            if at  # macOS lists free numbers at offset 0
        } | {(number, 0) for number in self._reader.xref_objStm}
        for number, generation in sorted(numbers):
            found = IndirectObject(number, generation, self._reader).get_object()
            if found is not None:
                yield number, found

    def _references(self, value: object, role: str) -> None:
        """Note by which key each object is referred to."""
        if isinstance(value, IndirectObject):
            self._roles.setdefault(value.idnum, set()).add(role)
        elif isinstance(value, DictionaryObject):
            for key, inner in value.items():
                self._references(inner, role if role == _GLYPHS else str(key))
        elif isinstance(value, ArrayObject):
            own = "/ICCBased" if value and value[0] == "/ICCBased" else role
            for inner in value:
                self._references(inner, own)

    # Pages and what is drawn on them.

    def _page(self, page: PageObject) -> None:
        self._painted = False
        text = page.extract_text(visitor_operand_before=self._operation)
        if not text.strip() and (self._painted or _draws(page)):
            raise UnreadablePdf("no_text")
        self._add(text)
        self._add(" ".join(text.split()))

    def _operation(self, operator: bytes, operands: Any, *_places: object) -> None:  # noqa: ANN401 - pypdf's own
        if operator in _PAINTING:
            self._painted = True
        elif operator == b"INLINE IMAGE":
            self._pictures = True
        elif operator in _MARKS:
            self._strings(ArrayObject(operands), "")

    # Everything else.

    def _object(self, found: PdfObject, roles: set[str], page: PageObject) -> None:
        self._strings(found, "")
        self._font(found, known=said(found, "/Type") == "/Font")
        if isinstance(found, StreamObject):
            self._stream(found, roles, page)

    def _stream(self, found: StreamObject, roles: set[str], page: PageObject) -> None:
        kind, subtype = said(found, "/Type"), said(found, "/Subtype")
        if kind in ("/XRef", "/ObjStm"):
            return  # read with the objects in it
        if "/Contents" in roles:
            raise UnreadablePdf("versions")  # of a page that is no page of the document
        if subtype == "/Image" or "/Thumb" in roles:
            self._pictures = True
        elif subtype == "/Form" or said(found, "/PatternType") == 1:
            self._form(found, page)
        elif _GLYPHS in roles:
            if _SHOWING.search(found.get_data()):
                raise UnreadablePdf("fonts")
        elif not (roles & _BINARY or any(key in found for key in _NUMERIC_KEYS)):
            self._add(_plain(found.get_data()))

    def _font(self, found: object, *, known: bool) -> None:
        if known and not (isinstance(found, DictionaryObject) and is_readable(found)):
            raise UnreadablePdf("fonts")

    def _fonts(self, found: PdfObject | None) -> None:
        """Fonts as resources name them, or as a graphics state does: `[font size]`."""
        if isinstance(found, DictionaryObject):
            for font in found.values():
                self._font(font.get_object(), known=True)
        elif isinstance(found, ArrayObject) and found:
            self._font(found[0].get_object(), known=True)

    def _form(self, found: StreamObject, page: PageObject) -> None:
        text = page.extract_xform_text(found, visitor_operand_before=self._operation)  # type: ignore[arg-type]  # takes any stream
        self._add(text)
        self._add(" ".join(text.split()))

    def _strings(self, value: object, key: str) -> None:
        if isinstance(value, TextStringObject | ByteStringObject):
            if key not in _OWN_BYTES:
                self._add(_words(value))
        elif isinstance(value, DictionaryObject):
            for name, inner in value.items():
                if name == "/Font":
                    self._fonts(inner.get_object())
                self._strings(inner, str(name))
        elif isinstance(value, ArrayObject):
            for inner in value:
                self._strings(inner, key)

    def _add(self, text: str) -> None:
        if not text.strip() or text in self._texts:
            return
        self._chars += len(text)
        if self._chars > CHARS:
            raise UnreadablePdf("too_long")
        self._texts[text] = None


def _words(value: TextStringObject | ByteStringObject) -> str:
    """What a string says; bytes in no known encoding may still hold words."""
    if isinstance(value, ByteStringObject):
        return _PRINTABLE.sub("\n", bytes(value).decode("latin-1"))
    return "" if _DATE.fullmatch(value) else _PROGRAM.sub("", value)


def _contents(page: PageObject) -> Iterator[int]:
    """The numbers of the streams that a page shows."""
    found = page.raw_get("/Contents") if "/Contents" in page else None
    if isinstance(found, IndirectObject):
        yield found.idnum
        found = found.get_object()
    for each in found if isinstance(found, ArrayObject) else ():
        if isinstance(each, IndirectObject):
            yield each.idnum


def _draws(page: PageObject) -> bool:
    """Whether a page has anything to show."""
    contents = page.get_contents()
    return contents is not None and bool(contents.get_data().strip())


def _plain(data: bytes) -> str:
    """A stream of text: metadata, scripts, forms, attachments.

    Raises:
        UnreadablePdf: it is none.
    """
    for encoding in ("utf-16", "utf-8") if data[:2] in (b"\xfe\xff", b"\xff\xfe") else ("utf-8",):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return _PROGRAM.sub("", text)
    raise UnreadablePdf("streams")
