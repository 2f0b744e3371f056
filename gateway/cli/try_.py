"""Try a text: what would be sent of it, or what comes back through a running gateway.

Without --base-url nothing is sent and nothing is logged: the text goes through the same inspection,
policy and pseudonymisation as a request of the application, in this process, and is shown.
With --base-url and a key it is a real request with the official OpenAI SDK, which the gateway
sends on to the recipient and records. `-` reads the text from standard input.
Exit code 0 if it is or would be sent, 1 if it is refused or fails.

Examples:
  privacy-gateway try "I am Ann Lee, ann.lee@example.org" --application support-bot
  privacy-gateway try --application analytics --purpose product-analytics - < letter.txt
  privacy-gateway try "I am Ann Lee" --application support-bot --recipient google --json
  privacy-gateway try "I am Ann Lee" --base-url http://127.0.0.1:8080 --key gw_... --stream
"""

import argparse
import json
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from gateway.cli.configuration import configuration
from gateway.cli.output import fields, print_json, table, visible

if TYPE_CHECKING:
    from gateway.config.config import Config
    from gateway.rehearsal import Rehearsal, Wish

NAME = "try"
HELP = "show what would be sent of a text, or send it through a running gateway"
KEY_VARIABLE = "PRIVACY_GATEWAY_KEY"
_FAILED = 1
_NOTHING_SENT = "Dry run: nothing was sent, nothing was logged; pseudonyms are made up."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare arguments."""
    parser.add_argument("text", help="what somebody writes to a language model; - reads stdin")
    parser.add_argument(
        "--application", default="", metavar="NAME", help="whose rules hold (dry run)"
    )
    parser.add_argument("--purpose", default="", metavar="NAME", help="what for")
    parser.add_argument("--recipient", default="", metavar="NAME", help="to whom")
    parser.add_argument("--model", default="", help="the language model")
    parser.add_argument("--stream", action="store_true", help="have the answer streamed")
    parser.add_argument("--base-url", default="", metavar="URL", help="of a running gateway")
    parser.add_argument(
        "--key",
        default="",
        help=f"an application's key; better in ${KEY_VARIABLE}, where no process list shows it",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="send nothing, whatever else is said"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Try it."""
    text = _text(arguments)
    if text is None:
        print("The text is not UTF-8.", file=sys.stderr)
        return _FAILED
    if not text.strip():
        print("There is no text to try.", file=sys.stderr)
        return _FAILED
    if arguments.base_url and not arguments.dry_run:
        from gateway.cli.calling import Call, call  # noqa: PLC0415  (heavy; not for --help)

        return call(
            Call(
                base_url=arguments.base_url,
                key=arguments.key or os.environ.get(KEY_VARIABLE, ""),
                text=text,
                purpose=arguments.purpose,
                recipient=arguments.recipient,
                model=arguments.model,
                stream=arguments.stream,
                as_json=arguments.json,
            )
        )
    return _dry_run(arguments, text)


def _dry_run(arguments: argparse.Namespace, text: str) -> int:
    import asyncio  # noqa: PLC0415  (heavy; not for --help)

    from gateway.errors import ExchangeError  # noqa: PLC0415  (likewise)
    from gateway.isolation import DetectorGone  # noqa: PLC0415  (likewise)
    from gateway.model_files import ModelFilesMissing  # noqa: PLC0415  (likewise)
    from gateway.rehearsal import rehearse  # noqa: PLC0415  (likewise)

    config = configuration(arguments)
    wish = _wish(config, arguments, text)
    if isinstance(wish, str):
        print(wish, file=sys.stderr)
        return _FAILED
    try:
        rehearsal = asyncio.run(rehearse(config, wish))
    except ExchangeError as failed:
        print(failed.message, file=sys.stderr)
        return _FAILED
    except DetectorGone as gone:
        print(
            f"detection cannot start: {gone}; `privacy-gateway doctor` says more.", file=sys.stderr
        )
        return _FAILED
    except ModelFilesMissing as missing:
        print(f"{missing}; `privacy-gateway doctor` says more.", file=sys.stderr)
        return _FAILED
    if arguments.json:
        print_json(_row(rehearsal, wish))
    else:
        print("\n".join(_lines(rehearsal, wish)))
    return _FAILED if rehearsal.refusal else 0


def _text(arguments: argparse.Namespace) -> str | None:
    """What is to be tried; None for bytes that are no text."""
    try:
        text: str = sys.stdin.read() if arguments.text == "-" else arguments.text
        text.encode()
    except UnicodeError:
        return None
    return text


def _wish(config: "Config", arguments: argparse.Namespace, text: str) -> "Wish | str":
    """What is to be rehearsed; a sentence if the application is not clear."""
    from gateway.config.problems import nearest  # noqa: PLC0415  (heavy; not for --help)
    from gateway.rehearsal import Wish  # noqa: PLC0415  (likewise)

    name, known = arguments.application, config.applications
    if not name and len(known) == 1:
        name = next(iter(known))
    if not name:
        return f"Say whose rules hold: --application {' | '.join(known)}"
    if name not in known:
        return f"No application is called {name!r} in {config.file}; {nearest(name, known)}"
    return Wish(
        text=text,
        application=known[name],
        purpose=arguments.purpose,
        recipient=arguments.recipient,
        model=arguments.model,
        stream=arguments.stream,
    )


def _lines(rehearsal: "Rehearsal", wish: "Wish") -> list[str]:
    recipient, purpose = rehearsal.recipient, rehearsal.purpose
    lines = fields(
        [
            ("application", f"{wish.application.id}, policy {rehearsal.policy}"),
            ("purpose", f"{purpose.id}, legal basis {purpose.legal_basis}" if purpose else ""),
            ("recipient", f"{recipient.id}: {recipient.legal_name}" if recipient else ""),
        ]
    )
    rows = [
        (
            one.entity_type,
            one.action,
            one.text.replace("\n", " "),
            one.recognizer,
            f"{one.score:.2f}",
        )
        for one in rehearsal.found
    ]
    head = ("FOUND", "ACTION", "TEXT", "RECOGNIZER", "SCORE")
    lines += ["", *(table(head, rows) if rows else ["No personal data was found."]), ""]
    if rehearsal.refusal is not None:
        told = rehearsal.refusal
        lines += [f"It would be refused ({told.code}): {told.message}"]
    else:
        lines += [f"This would be sent: {rehearsal.target}", visible(_pretty(rehearsal.body))]
    return [*lines, "", _NOTHING_SENT]


def _pretty(body: bytes) -> str:
    return json.dumps(json.loads(body), indent=2, ensure_ascii=False)


def _row(rehearsal: "Rehearsal", wish: "Wish") -> dict[str, object]:
    refusal = rehearsal.refusal
    return {
        "dry_run": True,
        "application": wish.application.id,
        "policy": rehearsal.policy,
        "purpose": rehearsal.purpose.id if rehearsal.purpose else None,
        "recipient": rehearsal.recipient.id if rehearsal.recipient else None,
        "found": [asdict(one) for one in rehearsal.found],
        "refusal": {"code": refusal.code, "message": refusal.message} if refusal else None,
        "target": rehearsal.target or None,
        "body": json.loads(rehearsal.body) if rehearsal.body else None,
    }
