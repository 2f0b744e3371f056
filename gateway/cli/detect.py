"""Show which personal data is found in a text, and why. Nothing is sent and nothing is logged.

The text is an argument, a file (--file), or comes from standard input; on a terminal it is shown
with its spans in colours (not where NO_COLOR is set). --explain tells for each span which
recognizer found it, how sure it was, which word near it raised that, and what it won against.
With --input, lines of JSON are read, {"id": ..., "text": ...}, and lines of JSON are written,
{"id": ..., "spans": [{"start", "end", "type"}]}: offsets are characters. Files of any length take
the same memory.
No configuration is needed; --policy takes thresholds and lists of one of its policies.
Exit code 0 if it was looked for, whether or not something was found, 1 if it could not be.

Examples:
  privacy-gateway detect "I am Ann Lee, ann.lee@example.org"
  privacy-gateway detect --explain "IMEI 490154203237518 of my phone"
  privacy-gateway detect --file letter.txt --json
  privacy-gateway detect --no-names - < server.log
  privacy-gateway detect --input texts.jsonl --output spans.jsonl
  privacy-gateway detect --input texts.jsonl --output spans.jsonl --short-types --policy default
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

from gateway.cli.output import visible
from gateway.cli.policy import NoSuchPolicy, add_policy, chosen_policy

if TYPE_CHECKING:
    from gateway.offline.detection import Detection

NAME = "detect"
HELP = "show which personal data is found in a text, and why"
_FAILED = 1


class _NoText(Exception):
    """There is nothing to look at; its message says what to do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare arguments."""
    source = parser.add_mutually_exclusive_group()
    source.add_argument("text", nargs="?", help="the text; - reads standard input")
    source.add_argument("--file", type=Path, metavar="FILE", help="a file with one text, UTF-8")
    source.add_argument("--input", metavar="FILE", help="lines of JSON; - reads standard input")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="where lines of JSON go (default: shown)"
    )
    parser.add_argument("--force", action="store_true", help="replace the output if it is there")
    parser.add_argument("--explain", action="store_true", help="say why each span is there")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--hint", default="", metavar="FIELD", help="the field the text stands in")
    parser.add_argument(
        "--field", default="text", metavar="KEY", help="key of the text in lines of JSON"
    )
    parser.add_argument(
        "--short-types",
        action="store_true",
        help="types by the words that data sets use: EMAIL, PHONE, ADDRESS",
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing about progress")
    add_policy(parser)


def run(arguments: argparse.Namespace) -> int:
    """Look for it."""
    from gateway.model_files import ModelFilesMissing  # noqa: PLC0415  (heavy; not for --help)
    from gateway.offline.output import FileExists  # noqa: PLC0415  (likewise)
    from gateway.offline.predictions import BadLine  # noqa: PLC0415  (likewise)

    try:
        return _run(arguments)
    except (_NoText, NoSuchPolicy, FileExists) as failed:
        print(failed, file=sys.stderr)
    except BadLine as failed:
        rest = " Nothing was written." if arguments.output is not None else ""
        print(f"{arguments.input}, {failed}{rest}", file=sys.stderr)
    except ModelFilesMissing as missing:
        print(f"{missing}; --no-names does without it.", file=sys.stderr)
    except UnicodeError:
        print("The text is not UTF-8; convert it, `iconv -t UTF-8` does.", file=sys.stderr)
    except OSError as failed:
        if failed.filename is None:
            raise
        print(f"{failed.filename}: {failed.strerror}.", file=sys.stderr)
    return _FAILED


def _run(arguments: argparse.Namespace) -> int:
    from gateway.offline.detection import build  # noqa: PLC0415  (heavy; not for --help)
    from gateway.offline.output import check_new  # noqa: PLC0415  (likewise)

    lines = arguments.input is not None
    if arguments.output is not None:
        if not lines:
            raise _NoText("--output goes with --input; `privacy-gateway redact` rewrites files.")
        check_new(arguments.output, force=arguments.force)
    text = "" if lines else _text(arguments)
    config, policy = chosen_policy(arguments)
    detection = build(config, policy, names=not arguments.no_names)
    if lines:
        _lines(arguments, detection)
    else:
        _show(arguments, detection, text)
    return 0


def _text(arguments: argparse.Namespace) -> str:
    if arguments.file is not None:
        text: str = arguments.file.read_bytes().decode("utf-8-sig")
    elif arguments.text in (None, "-"):
        if arguments.text is None and sys.stdin.isatty():
            raise _NoText("There is no text: give one, or --file, or --input; --help has examples.")
        text = _standard_input().read().decode()
    else:
        text = arguments.text
        text.encode()
    if not text.strip():
        raise _NoText("The text is empty.")
    return text


def _standard_input() -> BinaryIO:
    return sys.stdin.buffer


def _lines(arguments: argparse.Namespace, detection: "Detection") -> None:
    from gateway.offline.output import new_file  # noqa: PLC0415  (heavy; not for --help)
    from gateway.offline.predictions import predict, read, write  # noqa: PLC0415  (likewise)
    from gateway.offline.progress import Progress  # noqa: PLC0415  (likewise)
    from gateway.offline.type_words import SHORT  # noqa: PLC0415  (likewise)

    progress = Progress("texts", quiet=arguments.quiet)
    with _opened(arguments.input) as file:
        found = predict(
            read(file, arguments.field),
            detection,
            SHORT if arguments.short_types else {},
            progress,
            explained=arguments.explain,
        )
        if arguments.output is None:
            write(found, sys.stdout)
        else:
            with new_file(arguments.output, force=arguments.force) as output:
                write(found, output)
    progress.end()


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield _standard_input()
        return
    with Path(name).open("rb") as file:
        yield file


def _show(arguments: argparse.Namespace, detection: "Detection", text: str) -> None:
    from gateway.offline.marked import coloured, listed, reasons  # noqa: PLC0415  (heavy)
    from gateway.offline.predictions import rows  # noqa: PLC0415  (likewise)
    from gateway.offline.type_words import SHORT  # noqa: PLC0415  (likewise)
    from privacy.text import Segment  # noqa: PLC0415  (likewise)

    ((spans,),) = detection.spans([[Segment(text, "/text", hint=arguments.hint)]])
    told = detection.explained(text, arguments.hint, spans) if arguments.explain else ()
    if arguments.json:
        found = rows(spans, SHORT if arguments.short_types else {}, told)
        print(visible(json.dumps({"spans": found}, indent=2, ensure_ascii=False)))
        return
    colour = shows_colours(sys.stdout)
    if colour:
        print(coloured(text, spans), end="\n\n")
    print("\n".join(listed(text, spans)) if spans else "No personal data was found.")
    if told:
        print("\n".join(reasons(text, told, colour=colour)))


def shows_colours(stream: IO[str]) -> bool:
    """Whether a stream is a terminal that may show colours (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
