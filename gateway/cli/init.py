"""Make what the gateway needs: directories, the root key, the databases.

Asks nothing, and changes nothing that is there: it can be run again at any time.

Examples:
  privacy-gateway init
  privacy-gateway init --json
"""

import argparse
import asyncio
import sys

from gateway.cli.configuration import configuration
from gateway.cli.output import print_json

NAME = "init"
HELP = "make directories, keys and databases"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare arguments."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Initialise."""
    from gateway.initialise import (  # noqa: PLC0415  (heavy; not for --help)
        InitialisationFailed,
        Report,
        create_books,
        initialise,
    )

    config = configuration(arguments)
    try:
        files = initialise(config)
        books = asyncio.run(create_books(config))
    except InitialisationFailed as error:
        print(error, file=sys.stderr)
        return 1
    report = Report((*files.made, *books.made))
    if arguments.json:
        rows = [
            {"path": str(made.path), "created": made.created, "meaning": made.meaning}
            for made in report.made
        ]
        print_json({"made": rows})
        return 0
    for made in report.made:
        print(f"{'made ' if made.created else 'there'}  {made.path}\n       {made.meaning}")
    if not report.created:
        print("Everything was there already; nothing was changed.")
    return 0
