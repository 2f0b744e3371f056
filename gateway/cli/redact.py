"""Write a file anew without its personal data: text, JSON, lines of JSON, or a table (CSV, TSV).

Nothing is sent and nothing is logged. The policy says what is done with what is found; without
--policy everything is pseudonymised. In JSON all strings, keys and numbers are looked at, in a
table all cells, each under the name of its key or column; all else stays as it was written (a
personal number in JSON becomes a string). A value has the same pseudonym in all of the file.
Without --map nobody can tell what pseudonyms stand for. With --map FILE --key FILE that is sealed
into a map, from which the command restore-file puts the originals back; the key is made if
there is none. Keep the two apart: both together are the originals.
The output is never an existing file, unless --force says so, and appears whole or not at all.
Exit code 0 if it is written, 1 if it could not be, 3 if the policy refuses what the file holds.

Examples:
  privacy-gateway redact letter.txt letter.redacted.txt
  privacy-gateway redact customers.csv out.csv --policy default --purpose support
  privacy-gateway redact events.jsonl out.jsonl --no-names --map events.map --key files.key
"""

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.cli.output import table
from gateway.cli.policy import NoSuchPolicy, add_policy, chosen_policy

if TYPE_CHECKING:
    from gateway.config.config import Config
    from privacy.policy import Enquiry
    from vault.secret import Key
    from vault.session import Session

NAME = "redact"
HELP = "write a file anew without its personal data"
FORMATS = ("text", "json", "jsonl", "csv", "tsv")
_FAILED, _REFUSED = 1, 3


class _Wrong(Exception):
    """Arguments that do not fit together; the message says what to do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare arguments."""
    parser.add_argument("input", type=Path, metavar="INPUT", help="the file, UTF-8")
    parser.add_argument("output", type=Path, metavar="OUTPUT", help="the new file")
    parser.add_argument("--format", choices=FORMATS, help="of the file (default: by its name)")
    parser.add_argument("--force", action="store_true", help="replace the output if it is there")
    parser.add_argument(
        "--no-header", action="store_true", help="the first row of the table names no columns"
    )
    parser.add_argument("--map", type=Path, metavar="FILE", help="where originals are sealed")
    parser.add_argument("--key", type=Path, metavar="FILE", help="the key of the map")
    parser.add_argument(
        "--purpose", default="", metavar="NAME", help="what for, if the policy asks"
    )
    parser.add_argument(
        "--recipient", default="", metavar="NAME", help="to whom, if the policy asks"
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing about progress")
    add_policy(parser)


def run(arguments: argparse.Namespace) -> int:
    """Redact it."""
    from gateway.model_files import ModelFilesMissing  # noqa: PLC0415  (heavy; not for --help)
    from gateway.offline.output import FileExists  # noqa: PLC0415  (likewise)
    from gateway.offline.pieces import Unreadable  # noqa: PLC0415  (likewise)
    from gateway.offline.redacting import Refused  # noqa: PLC0415  (likewise)
    from gateway.offline.sealed_map import MapUnusable  # noqa: PLC0415  (likewise)

    try:
        counts = _redact(arguments)
    except Refused as refused:
        print(f"{refused} Nothing was written.", file=sys.stderr)
        return _REFUSED
    except (Unreadable, FileExists, MapUnusable, NoSuchPolicy, _Wrong) as failed:
        print(f"{failed} Nothing was written.", file=sys.stderr)
        return _FAILED
    except ModelFilesMissing as missing:
        print(f"{missing}; --no-names does without it.", file=sys.stderr)
        return _FAILED
    except OSError as failed:
        if failed.filename is None:
            raise
        print(f"{failed.filename}: {failed.strerror}. Nothing was written.", file=sys.stderr)
        return _FAILED
    _tell(arguments, counts)
    return 0


def _redact(arguments: argparse.Namespace) -> Counter[tuple[str, str]]:
    from gateway.offline.detection import build  # noqa: PLC0415  (heavy; not for --help)
    from gateway.offline.output import check_new, new_file  # noqa: PLC0415  (likewise)
    from gateway.offline.pieces import format_of, pieces  # noqa: PLC0415  (likewise)
    from gateway.offline.progress import Progress  # noqa: PLC0415  (likewise)
    from gateway.offline.redacting import redact  # noqa: PLC0415  (likewise)
    from gateway.offline.sealed_map import save  # noqa: PLC0415  (likewise)
    from redaction.operators import DEFAULT  # noqa: PLC0415  (likewise)

    check_new(arguments.output, force=arguments.force)
    config, policy = chosen_policy(arguments)
    enquiry = _enquiry(arguments, config)
    key, session = _session(arguments)
    counts: Counter[tuple[str, str]] = Counter()
    progress = Progress("pieces", quiet=arguments.quiet)
    with arguments.input.open("rb") as file:
        written = redact(
            pieces(
                file,
                arguments.format or format_of(arguments.input),
                header=not arguments.no_header,
            ),
            build(config, policy, names=not arguments.no_names),
            enquiry,
            session,
            config.operators if config is not None else DEFAULT,
            progress,
            counts,
        )
        with new_file(arguments.output, force=arguments.force, newline="") as output:
            output.writelines(written)
            if key is not None:
                save(arguments.map, key, session.rows())
    progress.end()
    return counts


def _session(arguments: argparse.Namespace) -> tuple["Key | None", "Session"]:
    """What mints, and the key of the map if there is one."""
    from gateway.offline.sealed_map import (  # noqa: PLC0415  (heavy; not for --help)
        key_of,
        load,
        one_way,
        session_of,
    )

    if (arguments.map is None) != (arguments.key is None):
        raise _Wrong("--map and --key go together.")
    if arguments.map is None:
        return None, one_way()
    known = arguments.map.exists()
    key = key_of(arguments.key, make=not known)
    return key, session_of(key, load(arguments.map, key) if known else ())


def _enquiry(arguments: argparse.Namespace, config: "Config | None") -> "Enquiry":
    from gateway.config.problems import nearest  # noqa: PLC0415  (heavy; not for --help)
    from gateway.offline.redacting import enquiry_of  # noqa: PLC0415  (likewise)

    purposes = config.purposes if config is not None else {}
    recipients = config.recipients if config is not None else {}
    for what, name, known in (
        ("purpose", arguments.purpose, purposes),
        ("recipient", arguments.recipient, recipients),
    ):
        if name and config is None:
            raise _Wrong(f"--{what} goes with --policy.")
        if name and name not in known:
            raise _Wrong(f"No {what} is called {name!r}; {nearest(name, known)}")
    return enquiry_of(purposes.get(arguments.purpose), recipients.get(arguments.recipient))


def _tell(arguments: argparse.Namespace, counts: Counter[tuple[str, str]]) -> None:
    rows = [(kind, action, str(count)) for (kind, action), count in sorted(counts.items())]
    if rows:
        print("\n".join(table(("FOUND", "ACTION", "COUNT"), rows)))
    else:
        print("No personal data was found.")
    print(f"Written: {arguments.output}")
    if arguments.map is not None:
        print(f"Originals are sealed in {arguments.map}; keep it apart from {arguments.key}.")
