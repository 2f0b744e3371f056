"""What was disclosed: list it, show it, verify it, hand it out.

Reads only, and may run beside a gateway that serves. Times given are local unless they name a zone;
2h, 7d and 4w mean so long ago. An id may be cut as long as it is no other's beginning.

Examples:
  privacy-gateway disclosures list --since 1d --application support-bot
  privacy-gateway disclosures list --refusals --limit 200 --json
  privacy-gateway disclosures show dsc_06b4l2m8k9 --proofs
  privacy-gateway disclosures verify
  privacy-gateway disclosures export log.jsonl
  privacy-gateway disclosures verify --offline log.jsonl --public-key 'gateway+1f2e3d4c+AQ...'

Exit codes: 0 good, 1 not found or not written; of `verify`: 0 the log is what it was,
2 it was tampered with, 3 it is incomplete, 4 it cannot be read.
"""

import argparse
import asyncio
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.cli.configuration import configuration
from gateway.cli.moments import microseconds, moment
from gateway.cli.output import DOCTOR, print_json

if TYPE_CHECKING:
    from gateway.enquiring import Reading
    from storage.ports import Filters

NAME = "disclosures"
HELP = "list, show, verify and export the disclosure log"
_FAILED = 1
_UNREADABLE = 4
_ABOUT = {
    "list": """\
Disclosures, newest first: when, by which application, why, on what legal basis, to whom, how it
ended, and what was done with which kinds of personal data.

Times given are local unless they name a zone; 2h, 7d and 4w mean so long ago.

Examples:
  privacy-gateway disclosures list --since 1d --application support-bot
  privacy-gateway disclosures list --refusals --limit 200 --json
""",
    "show": """\
All that is known of one disclosure or refusal, with the sealed parts that can still be opened.

An id may be cut as long as it is no other's beginning. --proofs adds what proves to an outsider
that the entry is in the log of a signed checkpoint.

Examples:
  privacy-gateway disclosures show dsc_06b4l2m8k9
  privacy-gateway disclosures show dsc_06b4l2m8k9 --proofs --json
""",
    "verify": """\
Check that the log is what it was: every leaf, what is sealed beside it, every signed checkpoint.

--offline verifies an export on a machine without the log; --public-key says whose signature
counts, and comes by another way than the export.
Exit codes: 0 the log is what it was, 2 it was tampered with (or wrong arguments), 3 it is
incomplete, 4 it cannot be read.

Examples:
  privacy-gateway disclosures verify
  privacy-gateway disclosures verify --offline log.jsonl --public-key 'gateway+1f2e3d4c+AQ...'
""",
    "export": """\
Write the whole log, with its checkpoints, as JSON lines that can be verified offline.

Exit code 1 if nothing was written.

Examples:
  privacy-gateway disclosures export log.jsonl
""",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare arguments."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    _add_list(actions.add_parser("list", help="disclosures, newest first"))
    _add_show(actions.add_parser("show", help="all that is known of one"))
    _add_verify(actions.add_parser("verify", help="check that the log is what it was"))
    _add_export(actions.add_parser("export", help="write the log as JSON lines"))
    for name, one in actions.choices.items():
        one.description = _ABOUT[name]
        one.formatter_class = argparse.RawDescriptionHelpFormatter
        one.add_argument("--json", action="store_true", help="print one JSON object")


def _add_list(parser: argparse.ArgumentParser) -> None:
    for name, whose in (
        ("application", "of this application"),
        ("purpose", "for this purpose"),
        ("recipient", "to this recipient"),
    ):
        parser.add_argument(f"--{name}", default="", metavar="NAME", help=f"only {whose}")
    parser.add_argument("--since", type=moment, metavar="TIME", help="not before, e.g. 1d")
    parser.add_argument("--until", type=moment, metavar="TIME", help="before")
    parser.add_argument("--refusals", action="store_true", help="also what was not sent")
    parser.add_argument("--limit", type=_positive, default=50, help="at most so many (50)")
    parser.add_argument("--after", default="", metavar="ID", help="go on below this one")
    parser.set_defaults(action=_list)


def _add_show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="its id, as in x-privacy-disclosure, or the beginning of it")
    parser.add_argument("--proofs", action="store_true", help="proofs that it is in the log")
    parser.set_defaults(action=_show)


def _add_verify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--offline", type=Path, metavar="EXPORT", help="verify this export")
    parser.add_argument(
        "--public-key", metavar="KEY", help="whose signature counts, from a source of your own"
    )
    parser.set_defaults(action=_verify)


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that does not exist yet")
    parser.set_defaults(action=_export)


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Answer."""
    from storage.ports import BooksDamaged, LedgerUnavailable  # noqa: PLC0415  (not for --help)

    try:
        code: int = arguments.action(arguments)
    except BooksDamaged as damaged:
        reason = str(damaged)
    except LedgerUnavailable as unavailable:
        reason = unavailable.reason
    else:
        return code
    print(f"The disclosure log cannot be read: {reason}; {DOCTOR}", file=sys.stderr)
    return _UNREADABLE


@contextmanager
def _as_written() -> Iterator[None]:
    """Whoever tampered may have written anything: what trips over it is no error of ours.

    Raises:
        BooksDamaged: a leaf holds what no writer writes.
    """
    from storage.ports import BooksDamaged  # noqa: PLC0415  (not for --help)

    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BooksDamaged(
            "a leaf holds what no writer writes; `privacy-gateway disclosures verify` says where"
        ) from None


def _list(arguments: argparse.Namespace) -> int:
    from gateway.cli import disclosure_text as text  # noqa: PLC0415  (heavy; not for --help)
    from gateway.enquiring import enquiring  # noqa: PLC0415  (likewise)

    with enquiring(configuration(arguments)) as reading:
        after = _whole_id(reading, arguments.after)
        if after is None:
            return _not_found(arguments.after)
        asked = reading.enquiries.list_disclosures(_filters(arguments), arguments.limit, after)
        with _as_written():
            lines = asyncio.run(asked)
    more = lines[-1].id if len(lines) == arguments.limit else None
    if arguments.json:
        print_json({"disclosures": [text.line_row(line) for line in lines], "after": more})
        return 0
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    with _as_written():
        listing = text.listing(lines, width)
    print("\n".join(listing))
    if more:
        print(f"\nThere may be more: --after {more}")
    return 0


def _filters(arguments: argparse.Namespace) -> "Filters":
    from storage.ports import Filters  # noqa: PLC0415  (heavy; not for --help)

    return Filters(
        application=arguments.application,
        purpose=arguments.purpose,
        recipient=arguments.recipient,
        since=microseconds(arguments.since),
        until=microseconds(arguments.until),
        refusals=arguments.refusals,
    )


def _whole_id(reading: "Reading", beginning: str) -> str | None:
    """The id that begins so; "" for none wanted, None for none found."""
    if not beginning:
        return ""
    found = reading.books.find(beginning)
    return found[0].id if found else None


def _not_found(ident: str) -> int:
    print(f"No disclosure, or more than one, has an id that begins with {ident!r}: see "
          "`privacy-gateway disclosures list --refusals`.", file=sys.stderr)  # fmt: skip
    return _FAILED


def _show(arguments: argparse.Namespace) -> int:
    from gateway.cli import disclosure_text as text  # noqa: PLC0415  (heavy; not for --help)
    from gateway.enquiring import enquiring  # noqa: PLC0415  (likewise)

    with enquiring(configuration(arguments)) as reading, _as_written():
        found = asyncio.run(reading.enquiries.show(arguments.id)) if arguments.id else None
    if found is None:
        return _not_found(arguments.id)
    if arguments.json:
        print_json(text.whole_row(found, proofs=arguments.proofs))
    else:
        with _as_written():
            told = text.whole(found, proofs=arguments.proofs)
        print("\n".join(told))
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    from gateway.cli import verification  # noqa: PLC0415  (heavy; not for --help)

    return verification.run(arguments)


def _export(arguments: argparse.Namespace) -> int:
    from gateway.cli.verification import Progress  # noqa: PLC0415  (heavy; not for --help)
    from gateway.enquiring import enquiring  # noqa: PLC0415  (likewise)

    try:
        with enquiring(configuration(arguments), told=Progress("exporting")) as reading:
            exported = asyncio.run(reading.enquiries.export(arguments.file))
            key = str(reading.verifier)
    except OSError as error:
        print(f"{arguments.file}: {error.strerror}; nothing was exported.", file=sys.stderr)
        return _FAILED
    counts = {"leaves": exported.leaves, "checkpoints": exported.checkpoints}
    if arguments.json:
        print_json({"file": str(exported.path), **counts, "public_key": key})
        return 0
    print(f"{exported.path}: {exported.leaves} leaves, {exported.checkpoints} checkpoints.")
    print(f"public key  {key}\n\nHand the key out by another way than the file. Who has both runs\n"
          f"  privacy-gateway disclosures verify --offline FILE --public-key '{key}'")  # fmt: skip
    return 0
