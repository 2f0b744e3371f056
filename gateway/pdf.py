"""PDFs are read in a process of their own, one for each request that holds any.

They are input of strangers, and their library is large: what hangs, grows or crashes there is
killed with its process, which has limits of memory, time and size, and the PDF counts as one that
cannot be read. Starting the process takes about a third of a second.
"""

import logging
import multiprocessing
import resource
import time
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from multiprocessing.connection import Connection

from redaction.pdf_text import PdfText, UnreadablePdf

_MEMORY = 1 << 30
"""Bytes of address space; the process itself needs a quarter of it."""
_DECODED = 32_000_000
"""Bytes that a stream may decompress to."""
_START_SECONDS = 30.0
_SLOW = PdfText(unreadable="slow")
_BROKEN = PdfText(unreadable="broken")


class NotRead(RuntimeError):
    """The process that reads does not start: nothing may be sent."""


def read_pdfs(contents: Sequence[bytes], seconds: float) -> list[PdfText]:
    """Read PDFs; blocks for at most `seconds` and the time that a process takes to start.

    Args:
        contents: their bytes.
        seconds: for all of them together.

    Returns:
        What each of them says, in order.

    Raises:
        NotRead: the process does not start.
    """
    context = multiprocessing.get_context("spawn")  # a fork would copy locks that threads hold
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, seconds), daemon=True, name="pdf")
    process.start()
    there.close()
    try:
        _wait(here)
        end = time.monotonic() + seconds
        answers: list[PdfText] = []
        while len(answers) < len(contents) and _SLOW not in answers:
            answers.append(_ask(here, contents[len(answers)], end))
        return answers + [_SLOW] * (len(contents) - len(answers))
    finally:
        process.kill()
        process.join()
        here.close()


def _wait(line: Connection) -> None:
    try:
        if line.poll(_START_SECONDS) and line.recv():
            return
    except (OSError, EOFError):
        pass
    raise NotRead("the process that reads PDFs does not start")


def _ask(line: Connection, content: bytes, end: float) -> PdfText:
    """What a PDF says; one that is too slow is not waited for."""
    try:
        line.send(content)
        if not line.poll(max(0.0, end - time.monotonic())):
            return _SLOW
        answer: PdfText = line.recv()
    except (OSError, EOFError):
        return _BROKEN
    return answer


# The other process.


def _serve(line: Connection, seconds: float) -> None:
    from gateway.hardening import harden  # noqa: PLC0415 - here the parent has done it

    harden()
    _limit(seconds)
    line.send(True)  # noqa: FBT003 - it is there
    with suppress(OSError, EOFError):
        while True:
            line.send(read_one(line.recv()))


def _limit(seconds: float) -> None:
    """No more memory and processor time than a PDF may need."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    whole = int(spent.ru_utime + spent.ru_stime + seconds) + 2
    for kind, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, whole)):
        resource.setrlimit(kind, (most, most))


def read_one(content: bytes) -> PdfText:
    """Read one PDF, in this process: only for the process that may be killed."""
    from pypdf import Configuration, apply_configuration  # noqa: PLC0415 - loaded over there

    from redaction.pdf import read_pdf  # noqa: PLC0415 - likewise

    doubts = _Doubts()
    logger = logging.getLogger("pypdf")
    logger.handlers, logger.propagate = [doubts], False  # its words may quote the document
    limits = Configuration(
        maximum_declared_stream_length=_DECODED,
        array_based_stream_maximum_output_length=_DECODED,
        lzw_maximum_output_length=_DECODED,
        run_length_maximum_output_length=_DECODED,
        zlib_maximum_output_length=_DECODED,
        jbig2dec_binary=None,
    )
    try:
        with apply_configuration(limits):
            found = read_pdf(BytesIO(content))
    except UnreadablePdf as unreadable:
        return PdfText(unreadable=unreadable.reason)
    except MemoryError:
        return _BROKEN
    return _BROKEN if doubts.any else found


class _Doubts(logging.Handler):
    """Whether the library had to guess: then something may have been overlooked."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.any = False

    def emit(self, record: logging.LogRecord) -> None:
        del record  # its words may quote the document
        self.any = True
