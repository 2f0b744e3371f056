"""Show a real exchange: the gateway, two demo recipients, the official SDKs, and the record of it.

Makes what is missing (directories, keys, databases, a key for the application `demo`), drives a
short conversation with OpenAI's SDK and one with Google's through the gateway, shows what each side
saw and what the disclosure log says, verifies the log, and keeps serving until SIGINT or SIGTERM.
Everything stays on this machine; all personal data in it is invented.
Exit code 0 if all went as it must, 1 if not.

Examples:
  privacy-gateway demo
  privacy-gateway demo --once
  privacy-gateway demo --once --json
  PRIVACY_GATEWAY__SERVER__PORT=9090 privacy-gateway demo
"""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.cli.output import DOCTOR

if TYPE_CHECKING:
    from gateway.config.config import Config

NAME = "demo"
HELP = "show a real exchange with demo recipients, then keep serving"
_FAILED = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare arguments."""
    parser.add_argument("--once", action="store_true", help="end after the show")
    parser.add_argument("--json", action="store_true", help="print one JSON object, no show")
    parser.add_argument(
        "--language-model",
        type=Path,
        metavar="DIR",
        help="environment with a real small language model (`make demo-llm` installs it)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Show it."""
    import uvloop  # noqa: PLC0415  (heavy; not for --help)

    from gateway.demo.llm import LanguageModelMissing  # noqa: PLC0415  (likewise)
    from gateway.demo.loopback import PortTaken  # noqa: PLC0415  (likewise)
    from gateway.demo.ports import DemoImpossible  # noqa: PLC0415  (likewise)
    from gateway.demo.production import Wish, produce  # noqa: PLC0415  (likewise)
    from gateway.hardening import harden  # noqa: PLC0415  (likewise)
    from gateway.initialise import InitialisationFailed  # noqa: PLC0415  (likewise)
    from storage.ports import BooksDamaged, LedgerUnavailable  # noqa: PLC0415  (likewise)

    expected = (DemoImpossible, PortTaken, InitialisationFailed, LanguageModelMissing)
    try:
        config, key = _prepared(arguments)
        harden()
        wish = Wish(
            file=arguments.config,
            once=arguments.once,
            as_json=arguments.json,
            language_model=arguments.language_model,
        )
        return uvloop.run(produce(config, key, wish))
    except expected as impossible:
        print(impossible, file=sys.stderr)
    except (BooksDamaged, LedgerUnavailable) as books:
        print(f"the disclosure log cannot be used: {books}; {DOCTOR}", file=sys.stderr)
    except asyncio.CancelledError:
        return 0  # asked to stop in the middle of the show
    return _FAILED


def _prepared(arguments: argparse.Namespace) -> "tuple[Config, str]":
    """The configuration, with all that it needs made, and a key of the demo application."""
    from gateway.cli.configuration import configuration  # noqa: PLC0415  (heavy; not for --help)
    from gateway.demo.key import ensure_key  # noqa: PLC0415  (likewise)
    from gateway.demo.ports import APPLICATION, DemoImpossible  # noqa: PLC0415  (likewise)
    from gateway.initialise import initialise  # noqa: PLC0415  (likewise)

    config = configuration(arguments)
    if APPLICATION not in config.keys_files:
        raise DemoImpossible(
            f"[applications.{APPLICATION}] with a keys_file is missing in {config.file}: "
            "the config.toml that ships has it."
        )
    initialise(config)
    try:
        key, added = ensure_key(config, APPLICATION)
    except OSError as error:
        raise DemoImpossible(f"{error.filename}: {error.strerror}; {DOCTOR}") from None
    return (configuration(arguments) if added else config), key
