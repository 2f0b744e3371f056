"""Whether a PDF's font says which letters it draws (ISO 32000-2, 9.6 to 9.10)."""

import re
from typing import Any

from pypdf._codecs.adobe_glyphs import adobe_glyphs
from pypdf.generic import DictionaryObject

_ENCODINGS = frozenset({"/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding"})
_GLYPH = re.compile(r"/(?:uni[0-9A-F]{4}|u[0-9A-F]{4,6})")
_NUMBERED = re.compile(r"/[A-Za-z_.-]{0,8}[0-9]+")
"""A glyph that is called by its number in the font: which letter it draws is anybody's guess."""
_NO_LETTERS = frozenset({"/Symbol", "/ZapfDingbats"})
_NONSYMBOLIC = 1 << 5
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_DESCENDANTS = frozenset({"/CIDFontType0", "/CIDFontType2"})


def said(found: object, key: str) -> Any:  # noqa: ANN401 - any object of a PDF
    """What a dictionary says under a key, wherever the value stands."""
    value = found.get(key) if isinstance(found, DictionaryObject) else None
    return None if value is None else value.get_object()


def is_readable(font: DictionaryObject) -> bool:
    """Whether the letters of a text in this font are known."""
    subtype, encoding = said(font, "/Subtype"), said(font, "/Encoding")
    if "/ToUnicode" in font or subtype in _DESCENDANTS:
        return True  # what descends is read by the table of its parent
    if subtype in ("/Type0", "/Type3"):
        return False
    if isinstance(encoding, DictionaryObject):
        return _differs_readably(encoding)
    return encoding in _ENCODINGS or (encoding is None and _is_standard(font))


def _differs_readably(encoding: DictionaryObject) -> bool:
    """Whether no glyph is called by a number."""
    names = said(encoding, "/Differences") or ()
    return not any(_is_numbered(name) for name in names if isinstance(name, str))


def _is_numbered(name: str) -> bool:
    if _NUMBERED.fullmatch(name) is None or _GLYPH.fullmatch(name):
        return False
    return name not in adobe_glyphs or name.startswith("/a")  # pypdf guesses those


def _is_standard(font: DictionaryObject) -> bool:
    """Whether the font's own encoding is that of Latin letters."""
    descriptor = said(font, "/FontDescriptor")
    if not isinstance(descriptor, DictionaryObject):
        return said(font, "/BaseFont") not in _NO_LETTERS
    embedded = any(file in descriptor for file in _FILES)
    flags = said(descriptor, "/Flags")
    return not embedded or (isinstance(flags, int) and bool(flags & _NONSYMBOLIC))
