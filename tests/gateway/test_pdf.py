"""Reading PDFs in a process of its own: what hangs, grows or crashes there harms nobody."""

import time
import zlib

import pytest

from gateway import pdf as reading
from gateway.pdf import NotRead, read_one, read_pdfs
from redaction.pdf_text import PdfText
from tests.support.pdfs import pdf, shown, stream

NAME = "Nadia Okonkwo"
GOOD = pdf([f"Dear {NAME}"])
BOMB = pdf(
    ["x"],
    more=[stream(zlib.compress(b" " * 200_000_000), b"/Filter /FlateDecode")],
)
NESTED = pdf(["x"], more=[b"[" * 100_000 + b"]" * 100_000])
ENDLESS = pdf(b" ".join([shown("la " * 50)] * 60_000))


def test_each_gets_its_answer() -> None:
    found = read_pdfs([GOOD, b"no PDF", GOOD], 20)
    assert [bool(NAME in "".join(one.texts)) for one in found] == [True, False, True]
    assert [one.unreadable for one in found] == ["", "broken", ""]


@pytest.mark.parametrize("content", [BOMB, NESTED], ids=["bomb", "nested"])
def test_what_grows_is_unreadable(content: bytes) -> None:
    began = time.monotonic()
    (found,) = read_pdfs([content], 10)
    assert found.unreadable in ("broken", "slow")
    assert time.monotonic() - began < 10


def test_what_takes_too_long_is_unreadable_and_so_is_what_comes_after_it() -> None:
    began = time.monotonic()
    found = read_pdfs([GOOD, ENDLESS, GOOD], 1.5)
    assert [one.unreadable for one in found] == ["", "slow", "slow"]
    assert time.monotonic() - began < 8


def test_a_guess_of_the_library_makes_it_unreadable(capfd: pytest.CaptureFixture[str]) -> None:
    """What it has to guess may be read otherwise by others; and its words may quote the text."""
    odd = pdf(["x"], more=[b"<< /A (1) /A (Nadia Okonkwo) >>"])
    assert read_one(odd) == PdfText(unreadable="broken")
    assert "Nadia" not in "".join(capfd.readouterr())


def test_nothing_is_read_where_the_process_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_START_SECONDS", 0.0)
    with pytest.raises(NotRead):
        read_pdfs([GOOD], 1)
