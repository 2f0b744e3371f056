"""Keys of applications.

A key is shown once; the gateway keeps only its hash. A running gateway takes new keys in when it
reloads its configuration (SIGHUP).

Examples:
  privacy-gateway applications new-key support-bot
  privacy-gateway applications new-key support-bot --write
  privacy-gateway applications new-key support-bot --write --json
"""

import argparse
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.cli.configuration import configuration
from gateway.cli.output import print_json
from gateway.config.problems import nearest

if TYPE_CHECKING:
    from gateway.config.config import Config

NAME = "applications"
HELP = "make keys for applications"
_RELOAD = "A gateway that runs takes it in when it reloads: kill -HUP and its process id."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare arguments."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    new_key = actions.add_parser(
        "new-key",
        help="make a key and show it once",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    new_key.add_argument("application", help="its name in the configuration")
    new_key.add_argument(
        "--write", action="store_true", help="add the key's hash to the application's keys file"
    )
    new_key.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Make a key."""
    config = configuration(arguments)
    name = arguments.application
    wrong = _wrong(config, name, write=arguments.write)
    if wrong:
        print(wrong, file=sys.stderr)
        return 1
    return _new_key(config, arguments)


def _wrong(config: "Config", name: str, *, write: bool) -> str:
    if name not in config.applications:
        advice = nearest(name, config.applications)
        return f"No application is called {name!r} in {config.file}; {advice}"
    if write and name not in config.keys_files:
        return (
            f"applications.{name} names no keys_file to write to: add one to {config.file}, or "
            "leave --write out and add the line that is printed."
        )
    return ""


def _new_key(config: "Config", arguments: argparse.Namespace) -> int:
    from gateway.config import application_keys as keys  # noqa: PLC0415  (not for --help)
    from gateway.config.credentials import append  # noqa: PLC0415  (heavy; not for --help)

    name = arguments.application
    key = keys.new_key(secrets.token_bytes(keys.RANDOM_BYTES))
    entry = str(keys.entry_of(key))
    file = config.keys_files[name] if arguments.write else None
    if file is not None:
        try:
            append(file, entry)
        except OSError as error:
            print(f"{file}: {error.strerror}; no key was made.", file=sys.stderr)
            return 1
    if arguments.json:
        written = None if file is None else str(file)
        print_json({"application": name, "key": key, "entry": entry, "written": written})
    else:
        print(f"{key}\n\nThis is the only time that it is shown.")
        print(_added(file) if file else _advice(name, entry))
    return 0


def _added(file: Path) -> str:
    return f"Its hash was added to {file}.\n{_RELOAD}"


def _advice(name: str, entry: str) -> str:
    told = f"{_RELOAD}\nAdd its hash to the configuration:"
    return f'{told}\n\n[applications.{name}]\nkeys = ["{entry}"]'
