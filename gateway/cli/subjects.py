"""Data subjects: what was sent about a person, and what she wishes.

`show` tells to whom, when, why, on what basis, and until when it may be held.

A person is looked up by values that identify her, in any writing: her id in an application, an
e-mail address, a telephone number, an account, a number of a document. Names are not indexed.
Values on a command line stay in the shell's history: `--ids-from -` reads them, one to a line.

Examples:
  privacy-gateway subjects show --id email=ann@example.org --id phone=+442071838750
  privacy-gateway subjects show --id subject=crm-4711 --since 90d --json
  privacy-gateway subjects show --ids-from - < identifiers.txt
  privacy-gateway subjects object crm-4711 --purpose product-analytics
  privacy-gateway subjects restrict crm-4711 --reason 'accuracy contested'
  privacy-gateway subjects lift crm-4711
  privacy-gateway subjects child crm-4711

Whom wishes are about is named as applications name her in x-privacy-subject; they hold for every
process at once, and stand in the log.

Exit codes: 0 done, 1 an argument is of no use, 4 the log cannot be read or written.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gateway.cli.configuration import configuration
from gateway.cli.moments import both, microseconds, moment, shown
from gateway.cli.output import DOCTOR, counted, print_json, table
from gateway.config.problems import nearest

if TYPE_CHECKING:
    from rights.persons import Account, Identifier, Told
    from rights.wishes import Wishes

NAME = "subjects"
HELP = "what was sent about a person, and what she wishes"
_WISHES = {
    "object": "she objects to a purpose, or to all",
    "restrict": "processing is restricted from now on",
    "lift": "processing is restricted no longer",
    "child": "she is a child",
}
_FAILED = 1
_UNREADABLE = 4
_HEAD = ("TIME", "RECIPIENT", "COUNTRY", "PURPOSE", "LEGAL BASIS", "HELD UNTIL", "AS", "WHAT", "ID")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare arguments."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    show = actions.add_parser(
        "show",
        help="all disclosures about a person",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    show.add_argument(
        "--id", action="append", default=[], metavar="KIND=VALUE", help="identifies the person"
    )
    show.add_argument("--ids-from", metavar="FILE", help="KIND=VALUE lines; - for standard input")
    show.add_argument("--since", type=moment, metavar="TIME", help="not before, e.g. 90d")
    show.add_argument("--until", type=moment, metavar="TIME", help="before")
    show.add_argument("--limit", type=int, default=1000, help="at most so many (1000)")
    show.add_argument("--json", action="store_true", help="print one JSON object")
    show.set_defaults(action=_show)
    for name, says in _WISHES.items():
        one = actions.add_parser(name, help=says)
        one.description, one.formatter_class = __doc__, argparse.RawDescriptionHelpFormatter
        one.add_argument("subject", help="as x-privacy-subject names her")
        if name == "object":
            one.add_argument("--purpose", default="*", help="to this purpose; without it to all")
        if name == "child":
            one.add_argument("--no-longer", action="store_true", help="she has come of age")
        else:
            one.add_argument("--reason", default="", help="what she said; kept sealed")
        one.set_defaults(action=_wish, wish=name)


def run(arguments: argparse.Namespace) -> int:
    """Answer, or record."""
    from rights.persons import UnknownIdentifier  # noqa: PLC0415  (heavy; not for --help)
    from storage.ports import BooksDamaged, LedgerUnavailable  # noqa: PLC0415  (likewise)

    try:
        code: int = arguments.action(arguments)
    except (UnknownIdentifier, OSError) as wrong:
        print(wrong, file=sys.stderr)
        return _FAILED
    except (BooksDamaged, LedgerUnavailable) as damaged:
        print(f"The disclosure log cannot be used: {damaged}; {DOCTOR}", file=sys.stderr)
        return _UNREADABLE
    return code


def _show(arguments: argparse.Namespace) -> int:
    account = _asked(arguments)
    if arguments.json:
        print_json(row(account))
    else:
        print("\n".join(_lines(account)))
    return 0


def _wish(arguments: argparse.Namespace) -> int:
    from gateway.wishing import written  # noqa: PLC0415  (heavy; not for --help)

    config = configuration(arguments)
    purpose = getattr(arguments, "purpose", "*")
    if purpose != "*" and purpose not in config.purposes:
        advice = nearest(purpose, config.purposes)
        print(f"No purpose is called {purpose!r}; {advice}", file=sys.stderr)
        return _FAILED
    if not arguments.subject.strip():
        print("Name the data subject.", file=sys.stderr)
        return _FAILED
    asyncio.run(written(config, lambda wishes: _record(wishes, arguments)))
    print("Recorded: it holds from now on.")
    return 0


async def _record(wishes: "Wishes", arguments: argparse.Namespace) -> None:
    subject = arguments.subject
    if arguments.wish == "object":
        await wishes.object_to(subject, arguments.purpose, arguments.reason)
    elif arguments.wish == "child":
        await wishes.mark_child(subject, child=not arguments.no_longer)
    else:
        restricted = arguments.wish == "restrict"
        await wishes.restrict(subject, restricted=restricted, reason=arguments.reason)


def _asked(arguments: argparse.Namespace) -> "Account":
    from gateway.enquiring import enquiring  # noqa: PLC0415  (heavy; not for --help)
    from rights.persons import Persons, UnknownIdentifier  # noqa: PLC0415  (likewise)

    identifiers = _identifiers(arguments)
    if not identifiers:
        raise UnknownIdentifier("say who is meant: --id email=ann@example.org, or --ids-from FILE")
    with enquiring(configuration(arguments)) as reading:
        return asyncio.run(
            Persons(reading.books).account(
                identifiers,
                since=microseconds(arguments.since),
                until=microseconds(arguments.until),
                limit=max(1, arguments.limit),
            )
        )


def _identifiers(arguments: argparse.Namespace) -> Sequence["Identifier"]:
    from rights.persons import identifier  # noqa: PLC0415  (heavy; not for --help)

    texts = list(arguments.id)
    if arguments.ids_from == "-":
        texts += sys.stdin
    elif arguments.ids_from:
        with Path(arguments.ids_from).open(encoding="utf-8") as lines:
            texts += lines
    return [identifier(text.strip()) for text in texts if text.strip()]


def _lines(account: "Account") -> list[str]:
    if not account.told:
        return ["Nothing was disclosed about this person, as far as these identifiers tell."]
    more = "" if account.complete else ", and more: raise --limit"
    return [
        *table(_HEAD, (_cells(told) for told in account.told)),
        "",
        counted(len(account.told), "disclosure") + more,
    ]


def _cells(told: "Told") -> tuple[str, ...]:
    line = told.line
    what = ", ".join(f"{count} {kind}" for kind, count in told.categories)
    return (
        shown(line.moment),
        told.company or line.recipient,
        told.country or "-",
        line.purpose,
        line.legal_basis,
        shown(told.held_until) if told.held_until else "-",
        "data subject" if told.wrote else "mentioned",
        what or ("erased" if told.erased else "-"),
        line.id,
    )


def row(account: "Account") -> dict[str, Any]:
    """The account, for programs."""
    return {
        "complete": account.complete,
        "disclosures": [_told_row(told) for told in account.told],
    }


def _told_row(told: "Told") -> dict[str, Any]:
    facts = asdict(told)
    line = facts.pop("line")
    facts["held_until"] = both(told.held_until) if told.held_until else None
    facts["categories"] = dict(told.categories)
    kept = ("id", "application", "purpose", "legal_basis", "recipient", "model", "outcome")
    return {name: line[name] for name in kept} | {"moment": both(told.line.moment)} | facts
