"""A name for everything that decides what is found: caches of spans are keyed by it."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from redaction.patterns import Recognizer
from redaction.views import VIEWS


def version_of(recognizers: Sequence[Recognizer]) -> str:
    """A digest of everything that decides what is found."""
    digest = hashlib.blake2b(digest_size=8)
    for recognizer in recognizers:
        digest.update(f"{recognizer.name} {recognizer.threshold}\n".encode())
        digest.update(repr((recognizer.gate, _code(recognizer.reads))).encode())
        for item in recognizer.patterns:
            code = [_code(item.valid), _code(item.narrow), _code(item.typed)]
            digest.update(repr(replace(item, valid=None, narrow=None, typed=None)).encode())
            digest.update(repr(code).encode())
    for view in VIEWS:
        digest.update(
            view.expression.source + repr((_code(view.read), sorted(view.types or ()))).encode()
        )
    return digest.hexdigest()


def _code(function: object) -> tuple[str, str, str]:
    """A function's name, code and constants, the same in every process."""
    code = getattr(function, "__code__", None)
    cells = getattr(function, "__closure__", None) or ()
    held = ",".join(str(getattr(cell.cell_contents, "pattern", "")) for cell in cells)
    return (getattr(function, "__qualname__", ""), code.co_code.hex() if code else "", held)
