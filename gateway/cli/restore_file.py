"""Put the originals back into a file that the command redact wrote, with a map.

The file may have been changed meanwhile, by people or language models: pseudonyms are recognised
as in answers. What was masked, hashed or generalised does not return, and a number of JSON that
was replaced returns as a string. The output is never an existing file, unless --force says so.
Exit code 0 if it is written, 1 if it could not be.

Examples:
  privacy-gateway restore-file out.jsonl events.jsonl --map events.map --key files.key
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from gateway.cli.redact import FORMATS

NAME = "restore-file"
HELP = "put originals back into a file that was redacted with a map"
_FAILED = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare arguments."""
    parser.add_argument("input", type=Path, metavar="INPUT", help="the redacted file")
    parser.add_argument("output", type=Path, metavar="OUTPUT", help="the new file")
    parser.add_argument("--map", type=Path, metavar="FILE", required=True, help="of `redact`")
    parser.add_argument("--key", type=Path, metavar="FILE", required=True, help="of the map")
    parser.add_argument("--format", choices=FORMATS, help="of the file (default: by its name)")
    parser.add_argument("--force", action="store_true", help="replace the output if it is there")


def run(arguments: argparse.Namespace) -> int:
    """Restore it."""
    from gateway.offline.output import FileExists  # noqa: PLC0415  (heavy; not for --help)
    from gateway.offline.pieces import Unreadable  # noqa: PLC0415  (likewise)
    from gateway.offline.restoring import told  # noqa: PLC0415  (likewise)
    from gateway.offline.sealed_map import MapUnusable  # noqa: PLC0415  (likewise)

    try:
        counts = _restore(arguments)
    except (Unreadable, FileExists, MapUnusable) as failed:
        print(f"{failed} Nothing was written.", file=sys.stderr)
        return _FAILED
    except OSError as failed:
        if failed.filename is None:
            raise
        print(f"{failed.filename}: {failed.strerror}. Nothing was written.", file=sys.stderr)
        return _FAILED
    print(told(counts))
    print(f"Written: {arguments.output}")
    return 0


def _restore(arguments: argparse.Namespace) -> Counter[str]:
    from gateway.offline.output import check_new, new_file  # noqa: PLC0415  (not for --help)
    from gateway.offline.pieces import format_of  # noqa: PLC0415  (likewise)
    from gateway.offline.restoring import restore  # noqa: PLC0415  (likewise)
    from gateway.offline.sealed_map import key_of, load, session_of  # noqa: PLC0415  (likewise)

    check_new(arguments.output, force=arguments.force)
    key = key_of(arguments.key, make=False)
    session = session_of(key, load(arguments.map, key))
    counts: Counter[str] = Counter()
    with arguments.input.open("rb") as file:
        kind = arguments.format or format_of(arguments.input)
        restored = restore(file, kind, session, counts)
        with new_file(arguments.output, force=arguments.force, newline="") as output:
            output.writelines(restored)
    return counts
