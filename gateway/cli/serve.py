"""Serve until SIGTERM or SIGINT; SIGHUP reads the configuration anew.

On SIGTERM new requests are refused and those under way may finish ([server.limits] drain_seconds).
A reload that finds problems keeps the old configuration and says so.
Exit code 0 after a clean end, 74 if the log's disk failed, 75 if the log's file was replaced.

Examples:
  privacy-gateway serve
  privacy-gateway --config /etc/privacy-gateway/config.toml serve
  kill -HUP $(pidof -s privacy-gateway)
"""

import argparse
import sys
from typing import TYPE_CHECKING

from gateway.cli.output import DOCTOR

if TYPE_CHECKING:
    from gateway.config.config import Config

NAME = "serve"
HELP = "serve until SIGTERM"
_START_FAILED = 1
_SWITCH_SECONDS = 0.0002
"""The event loop lets go of the interpreter at each system call, and the thread that writes the
log holds it for this long before it gives it back: the default of 5 ms would be each request's."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare arguments."""
    parser.add_argument("--quiet", action="store_true", help="print no addresses at start")


def run(arguments: argparse.Namespace) -> int:
    """Serve."""
    import uvloop  # noqa: PLC0415  (heavy; not for --help)

    from gateway.app import CannotListen  # noqa: PLC0415  (likewise)
    from gateway.cli.configuration import configuration  # noqa: PLC0415  (likewise)
    from gateway.hardening import harden  # noqa: PLC0415  (likewise)
    from gateway.isolation import DetectorGone  # noqa: PLC0415  (likewise)
    from gateway.logs import configure  # noqa: PLC0415  (likewise)
    from storage.ports import BooksDamaged, LedgerUnavailable  # noqa: PLC0415  (likewise)

    config = configuration(arguments)
    configure(config.log_level)
    harden()
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        return uvloop.run(_serve(config, arguments))
    except CannotListen as taken:
        print(taken, file=sys.stderr)
    except DetectorGone as gone:
        print(f"detection cannot start: {gone}; {DOCTOR}", file=sys.stderr)
    except OSError as failed:
        where = f"{failed.filename}: " if failed.filename else ""
        print(f"cannot start: {where}{failed.strerror or failed}; {DOCTOR}", file=sys.stderr)
    except (BooksDamaged, LedgerUnavailable) as books:
        print(f"the disclosure log cannot be used: {books}; {DOCTOR}", file=sys.stderr)
    return _START_FAILED


async def _serve(config: "Config", arguments: argparse.Namespace) -> int:
    from gateway.app import serving  # noqa: PLC0415  (heavy; not for --help)
    from gateway.process import until_stopped  # noqa: PLC0415  (likewise)

    async with serving(config) as gateway:
        if not arguments.quiet:
            print(f"OpenAI base URL  {gateway.data_url}/openai/v1", file=sys.stderr)
            print(f"Google base URL  {gateway.data_url}/google", file=sys.stderr)
            if gateway.grpc_target:
                print(f"gRPC endpoint    {gateway.grpc_target}", file=sys.stderr)
            print(f"health, metrics  {gateway.admin_url}", file=sys.stderr)
        return await until_stopped(gateway, arguments.config)
