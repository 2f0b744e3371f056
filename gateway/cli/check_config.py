"""Check the configuration and its overrides, and report everything that is wrong at once.

Each problem says where it stands, what is wrong, and what to do. Secrets are never shown.
Exit code 0 if the gateway would start with this configuration, 78 if not.

Examples:
  privacy-gateway check-config
  privacy-gateway --config staging.toml check-config
  PRIVACY_GATEWAY__SERVER__PORT=9090 privacy-gateway check-config
  privacy-gateway check-config --json
"""

import argparse
import os
from typing import TYPE_CHECKING, Any

from gateway.cli.output import print_json

if TYPE_CHECKING:
    from gateway.config.config import Config
    from gateway.config.problems import Problems

NAME = "check-config"
HELP = "report everything that is wrong with the configuration"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare arguments."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Check."""
    from gateway.config.load import EXIT_CODE, load  # noqa: PLC0415  (heavy; not for --help)
    from gateway.config.problems import Problems  # noqa: PLC0415  (likewise)

    loaded = load(arguments.config, os.environ)
    wrong = isinstance(loaded, Problems)
    if arguments.json:
        print_json(_report(loaded))
    elif isinstance(loaded, Problems):
        print(loaded)
        print(loaded.summary + ".")
    else:
        print(f"{arguments.config} is good (configuration {loaded.version}).")
        print("\n".join(_summary(loaded)))
    return EXIT_CODE if wrong else 0


def _report(loaded: "Config | Problems") -> dict[str, Any]:
    from gateway.config.problems import Problems  # noqa: PLC0415  (heavy; not for --help)

    if isinstance(loaded, Problems):
        return {"valid": False, "problems": loaded.rows()}
    return {
        "valid": True,
        "hash": loaded.hash,
        "recipients": sorted(loaded.recipients),
        "purposes": sorted(loaded.purposes),
        "applications": sorted(loaded.applications),
        "policies": dict(loaded.policy_hashes),
        "problems": [],
    }


def _summary(config: "Config") -> list[str]:
    """Who may disclose what for, to whom: one line for each application."""
    keys = [key.application for key in config.application_keys.values()]
    keys += config.foreign_keys.values()
    lines = []
    for name, application in config.applications.items():
        count = keys.count(name)
        lines.append(
            f"  {name}: for {', '.join(application.purposes)}; to "
            f"{', '.join(application.recipients)}; policy {application.policy}; "
            + (f"{count} key{'s' * (count != 1)}" if count else "no key yet")
        )
    return lines
