"""Check an installation, running or stopped, and say what to do about each thing that is wrong.

Looks at the configuration, the root key, directories and databases, the log's newest checkpoints,
free space, detection (a test sentence), ports, clock and limits; with --network also at the way to
each recipient. Changes nothing and sends nothing. --live only asks a running gateway whether it is
alive, for health checks of containers.
Exit code 0 if nothing is broken (warnings may be left), 1 if something is.

Examples:
  privacy-gateway doctor
  privacy-gateway doctor --network --json
  privacy-gateway doctor --live
"""

import argparse
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gateway.cli.output import print_json, visible

if TYPE_CHECKING:
    from gateway.checkup.finding import Finding

NAME = "doctor"
HELP = "check an installation and say what to do"
_BROKEN = 1
_SIGNS = {"ok": "ok     ", "info": "info   ", "warning": "WARNING", "error": "ERROR  "}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare arguments."""
    parser.add_argument("--live", action="store_true", help="only ask whether a gateway is alive")
    parser.add_argument("--network", action="store_true", help="also connect to each recipient")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Check."""
    if arguments.live:
        return _live(arguments)
    from gateway.checkup.everything import check_everything  # noqa: PLC0415  (heavy; not for --live)

    findings = []
    checks = check_everything(arguments.config, os.environ, network=arguments.network)
    for finding in checks:
        findings.append(finding)
        if not arguments.json:
            print(_told(finding), flush=True)
    broken = any(finding.level == "error" for finding in findings)
    if arguments.json:
        print_json({"good": not broken, "findings": [_row(finding) for finding in findings]})
    else:
        print(_summary(findings))
    return _BROKEN if broken else 0


def _live(arguments: argparse.Namespace) -> int:
    from gateway.checkup.live import admin_address, why_not_alive  # noqa: PLC0415  (not for --help)

    host, port = admin_address(arguments.config)
    reason = why_not_alive(host, port)
    if arguments.json:
        print_json({"live": not reason, "host": host, "port": port, "reason": reason})
    else:
        print(f"{host}:{port}: {f'not alive: {reason}' if reason else 'alive'}")
    return _BROKEN if reason else 0


def _told(finding: "Finding") -> str:
    line = f"{_SIGNS[finding.level]}  {finding.check}: {finding.what}"
    return visible(f"{line}\n         -> {finding.remedy}" if finding.remedy else line)


def _summary(findings: Sequence["Finding"]) -> str:
    levels = [finding.level.value for finding in findings]
    errors, warnings = levels.count("error"), levels.count("warning")
    if not errors and not warnings:
        return f"\nAll {len(levels)} checks passed."
    return f"\n{len(levels)} checks: {errors} to repair, {warnings} to think about."


def _row(finding: "Finding") -> dict[str, str]:
    return {
        "check": finding.check,
        "level": finding.level.value,
        "what": finding.what,
        "remedy": finding.remedy,
    }
