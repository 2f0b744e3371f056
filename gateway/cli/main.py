"""One command, one module: `NAME`, `HELP`, `add_arguments(parser)`, `run(arguments) -> exit code`.

Modules of commands import what is heavy inside `run`, so that `--help` answers at once.
"""

import argparse
import errno
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from gateway.cli import (
    applications,
    check_config,
    consents,
    demo,
    detect,
    disclosures,
    doctor,
    init,
    processing,
    redact,
    restore_file,
    serve,
    subjects,
    try_,
)


class Command(Protocol):
    """What the module of a command holds.

    Attributes:
        NAME: what is typed.
        HELP: one line of help; the module's docstring is the long one, with examples.
    """

    NAME: str
    HELP: str
    __doc__: str | None

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare arguments."""
        ...

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it; the process's exit code."""
        ...


COMMANDS: tuple[Command, ...] = (
    init,
    check_config,
    applications,
    serve,
    try_,
    detect,
    redact,
    restore_file,
    doctor,
    disclosures,
    subjects,
    consents,
    processing,
    demo,
)
"""All commands, in the order of help."""

_DESCRIPTION = """\
A gateway between applications and AI services: personal data leaves pseudonymised, and every
disclosure is on record."""

_EPILOGUE = """\
examples:
  privacy-gateway demo
  privacy-gateway init
  privacy-gateway applications new-key support-bot --write
  privacy-gateway check-config --json
  privacy-gateway try "I am Ann Lee, ann.lee@example.org" --application support-bot
  privacy-gateway detect --explain "I am Ann Lee, ann.lee@example.org"
  privacy-gateway disclosures list --since 1d
  privacy-gateway serve --config /etc/privacy-gateway/config.toml

`privacy-gateway COMMAND --help` says more about a command."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: arguments without the program's name; None takes the process's own.

    Returns:
        The exit code: 0 good, 1 failed, 2 wrong arguments, 78 invalid configuration; a command
        may add its own.
    """
    _open_streams()
    arguments = parser().parse_args(argv)
    command: Command = arguments.command
    try:
        code = command.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _end_output()  # the reader (`| head`) has seen enough
        return 1
    except OSError as full:
        if full.errno != errno.ENOSPC or full.filename is not None:
            raise
        print(f"The output cannot be written: {full.strerror}.", file=sys.stderr)
        _end_output()
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def _open_streams() -> None:
    """Streams that are closed are empty ones; what an encoding lacks is shown by its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            empty = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - until the end
            setattr(sys, name, empty)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _end_output() -> None:
    """Nothing more can be written; the flush at exit must not complain of it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="privacy-gateway",
        description=_DESCRIPTION,
        epilog=_EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument(
        "--config",
        type=Path,
        default=Path(os.environ.get("PRIVACY_GATEWAY_CONFIG", "config.toml")),
        metavar="FILE",
        help="configuration file (default: $PRIVACY_GATEWAY_CONFIG, else config.toml)",
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        one = commands.add_parser(
            command.NAME,
            help=command.HELP,
            description=command.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        # Also behind the command, where people look for it; what stands there wins.
        one.add_argument(
            "--config", type=Path, default=argparse.SUPPRESS, metavar="FILE", help=argparse.SUPPRESS
        )
        command.add_arguments(one)
        one.set_defaults(command=command)
    return top
