"""The record of processing activities that GDPR Art. 30 asks for, from configuration and log.

Each activity is a purpose carried out by way of a recipient: legal basis, categories of data
subjects and of data, recipients with country, agreement and transfer tool, retention, measures,
and how often it happened. Reads only, and may run beside a gateway that serves.

Examples:
  privacy-gateway processing record
  privacy-gateway processing record --format html > record.html
  privacy-gateway processing record --format csv --role processor

Exit codes: 0 printed, 4 the log cannot be read.
"""

import argparse
import asyncio
import csv
import html
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from gateway.cli.configuration import configuration
from gateway.cli.output import DOCTOR, fields, print_json

if TYPE_CHECKING:
    from gateway.config.config import Config
    from rights.processing import Activity

NAME = "processing"
HELP = "the record of processing activities (GDPR Art. 30)"
_UNREADABLE = 4
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;"
    "color:#1b1b1f;background:#fff}h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}"
    "dl{display:grid;grid-template-columns:14rem 1fr;gap:.25rem 1rem}dt{color:#55575f}dd{margin:0}"
    "@media(prefers-color-scheme:dark){body{color:#e6e6ea;background:#17181c}dt{color:#a4a7b2}}"
    "@media(max-width:40rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare arguments."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    record = actions.add_parser(
        "record",
        help="print the record",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    record.add_argument(
        "--format",
        choices=("text", "json", "csv", "html"),
        default="text",
        help="how it is printed",
    )
    record.add_argument(
        "--role",
        choices=("controller", "processor"),
        help="only activities of this role: Art. 30(1) or 30(2)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the record."""
    from storage.ports import BooksDamaged, LedgerUnavailable  # noqa: PLC0415  (not for --help)

    config = configuration(arguments)
    try:
        activities = asyncio.run(_asked(config))
    except (BooksDamaged, LedgerUnavailable) as damaged:
        print(f"The disclosure log cannot be read: {damaged}; {DOCTOR}", file=sys.stderr)
        return _UNREADABLE
    chosen = [one for one in activities if arguments.role in (None, one.controller_role)]
    _PRINTED[arguments.format](config, chosen)
    return 0


async def _asked(config: "Config") -> "Sequence[Activity]":
    from gateway.enquiring import enquiring  # noqa: PLC0415  (heavy; not for --help)
    from rights.processing import Processing, Register  # noqa: PLC0415  (likewise)

    register = Register(
        config.deployment.controller, config.purposes, config.recipients, config.applications
    )
    with enquiring(config) as reading:
        return await Processing(reading.books, register).record()


def _row(activity: "Activity") -> dict[str, Any]:
    first = {
        "controller": activity.controller,
        "controller_role": activity.controller_role,
        "purpose": activity.purpose,
        "recipient": activity.recipient,
        "permitted": activity.permitted,
    }
    return first | dict(activity.facts)


def _head(config: "Config") -> dict[str, Any]:
    from rights.processing import MEASURES  # noqa: PLC0415  (heavy; not for --help)

    return {
        "controller": config.deployment.controller,
        "deployment": config.deployment.name,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "configuration": config.hash,
        "measures": list(MEASURES),
    }


def _json(config: "Config", activities: "Sequence[Activity]") -> None:
    print_json(_head(config) | {"activities": [_row(one) for one in activities]})


def _csv(_config: "Config", activities: "Sequence[Activity]") -> None:
    rows = [{name: _plain(value) for name, value in _row(one).items()} for one in activities]
    names = dict.fromkeys(name for row in rows for name in row)
    writer = csv.DictWriter(sys.stdout, list(names), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _text(_config: "Config", activities: "Sequence[Activity]") -> None:
    if not activities:
        print("Configuration permits nothing, and nothing has happened.")
    for one in activities:
        print(f"{one.purpose} by way of {one.recipient}")
        told = ((name.replace("_", " "), _plain(value)) for name, value in _row(one).items())
        print("\n".join(fields(told, 26)), end="\n\n")


def _html(config: "Config", activities: "Sequence[Activity]") -> None:
    head = _head(config)
    title = f"Record of processing activities: {head['controller']}"
    measures = "".join(f"<li>{html.escape(each)}</li>" for each in head["measures"])
    print(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_STYLE}</style><h1>{html.escape(title)}</h1>"
        f"<p>GDPR Art. 30. Made {head['made']} from configuration {head['configuration'][:12]} "
        "and the disclosure log.</p>"
    )
    for one in activities:
        print(f"<h2>{html.escape(one.purpose)} by way of {html.escape(one.recipient)}</h2><dl>")
        for name, value in _row(one).items():
            if text := _plain(value):
                print(f"<dt>{name.replace('_', ' ')}</dt><dd>{html.escape(text)}</dd>")
        print("</dl>")
    print(f"<h2>Technical measures</h2><ul>{measures}</ul></html>")


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{count} {name}" for name, count in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    text = str(value)
    # a cell that begins so is a formula to spreadsheets (OWASP, CSV injection)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


_PRINTED = {"json": _json, "csv": _csv, "text": _text, "html": _html}
