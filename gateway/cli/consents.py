"""Consents of data subjects: give, withdraw, list, bring in from elsewhere.

May run beside a gateway that serves: from the moment a withdrawal is written, no request is sent on
that consent, by any process. A subject is named as applications name her in x-privacy-subject.
A file to import has one JSON object to a line: {"subject", "purpose", "recipient", "kind",
"notice", "evidence", "locale"}, or {"subject", "purpose", "withdraw": true}.

Examples:
  privacy-gateway consents give crm-4711 marketing-content --kind explicit --notice 2024-10-19
  privacy-gateway consents withdraw crm-4711 marketing-content --reason 'letter of 3 May'
  privacy-gateway consents import consents.jsonl

Exit codes: 0 written, 1 not written (of an import: nothing, if any line is of no use),
4 the log cannot take it now.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gateway.cli.configuration import configuration
from gateway.cli.output import DOCTOR, counted, print_json
from gateway.config.problems import nearest

if TYPE_CHECKING:
    from gateway.config.config import Config
    from rights.wishes import Wishes

NAME = "consents"
HELP = "give, withdraw and import consents of data subjects"
_FAILED = 1
_UNAVAILABLE = 4
_KINDS = ("explicit", "implied", "guardian", "consent_manager")
_FIELDS = frozenset(
    {
        "subject",
        "purpose",
        "recipient",
        "kind",
        "notice",
        "evidence",
        "locale",
        "withdraw",
        "reason",
    }
)


@dataclass(frozen=True, slots=True)
class _Wish:
    """A line of an import, or what was typed."""

    subject: str
    purpose: str
    recipient: str = "*"
    kind: str = "explicit"
    notice: str = ""
    evidence: str = ""
    locale: str = ""
    withdraw: bool = False
    reason: str = ""


class _OfNoUse(ValueError):
    """What was typed or imported cannot be a consent; the message says why."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare arguments."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    give = actions.add_parser("give", help="register a consent")
    withdraw = actions.add_parser("withdraw", help="register a withdrawal")
    for one in (give, withdraw):
        one.add_argument("subject", help="the data subject, as x-privacy-subject names her")
        one.add_argument("purpose", help="its name in the configuration")
        one.add_argument("--recipient", default="*", metavar="NAME", help="only to this recipient")
    give.add_argument("--kind", choices=_KINDS, default="explicit", help="how it was given")
    give.add_argument("--notice", default="", metavar="VERSION", help="of the text agreed to")
    give.add_argument("--evidence", default="", metavar="REFERENCE", help="where it can be seen")
    give.add_argument(
        "--locale", default="", metavar="TAG", help="language of the text, e.g. en-IN"
    )
    give.set_defaults(action=_typed, withdraw=False, reason="")
    withdraw.add_argument("--reason", default="", help="what the subject said; kept sealed")
    withdraw.set_defaults(action=_typed, withdraw=True)
    several = actions.add_parser("import", help="bring in a file of JSON lines")
    several.add_argument("file", type=Path, help="one consent or withdrawal to a line")
    several.set_defaults(action=_imported)
    for one in actions.choices.values():
        one.description, one.formatter_class = __doc__, argparse.RawDescriptionHelpFormatter
        one.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Write what is wished."""
    from gateway.wishing import written  # noqa: PLC0415  (heavy; not for --help)
    from storage.ports import BooksDamaged, LedgerUnavailable  # noqa: PLC0415  (likewise)

    config = configuration(arguments)
    try:
        wishes = arguments.action(arguments, config)
    except (_OfNoUse, OSError) as wrong:
        print(wrong, file=sys.stderr)
        return _FAILED
    try:
        references = asyncio.run(written(config, _all(wishes)))
    except (BooksDamaged, LedgerUnavailable) as damaged:
        print(f"Nothing was written: {damaged}; {DOCTOR}", file=sys.stderr)
        return _UNAVAILABLE
    if arguments.json:
        print_json({"references": references})
    else:
        print(counted(len(references), "event"), "written", *references[:1])
    return 0


def _typed(arguments: argparse.Namespace, config: "Config") -> list[_Wish]:
    told = {name: value for name, value in vars(arguments).items() if name in _FIELDS}
    return [_checked(_Wish(**told), config)]


def _imported(arguments: argparse.Namespace, config: "Config") -> list[_Wish]:
    """All lines, or none: half an import is nobody's wish."""
    return list(_lines(arguments.file, config))


def _lines(file: Path, config: "Config") -> Iterator[_Wish]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield _checked(_wish(line), config)
                except _OfNoUse as wrong:
                    raise _OfNoUse(
                        f"{file}, line {number}: {wrong}; nothing was imported"
                    ) from None


def _wish(line: str) -> _Wish:
    told: Any = None
    with suppress(ValueError):
        told = json.loads(line)
    if not isinstance(told, dict):
        raise _OfNoUse("is no JSON object")
    if unknown := sorted(set(told) - _FIELDS):
        raise _OfNoUse(f"has fields that are not known: {', '.join(unknown)}")
    try:
        return _Wish(**told)
    except TypeError:
        raise _OfNoUse('needs "subject" and "purpose"') from None


def _checked(wish: _Wish, config: "Config") -> _Wish:
    texts = [getattr(wish, name) for name in _FIELDS - {"withdraw"}]
    if not all(isinstance(text, str) for text in texts) or not isinstance(wish.withdraw, bool):
        raise _OfNoUse('all fields are texts but "withdraw", which is true or false')
    if not wish.subject.strip():
        raise _OfNoUse("names no data subject")
    if wish.purpose not in config.purposes:
        advice = nearest(wish.purpose, config.purposes)
        raise _OfNoUse(f"no purpose is called {wish.purpose!r}; {advice}")
    if wish.recipient != "*" and wish.recipient not in config.recipients:
        advice = nearest(wish.recipient, config.recipients)
        raise _OfNoUse(f"no recipient is called {wish.recipient!r}; {advice}")
    if wish.kind not in _KINDS:
        raise _OfNoUse(f"kind is one of {', '.join(_KINDS)}")
    return wish


def _all(wishes: list[_Wish]) -> Callable[["Wishes"], Awaitable[list[str]]]:
    async def write(books: "Wishes") -> list[str]:
        return [await _write(books, wish) for wish in wishes]

    return write


async def _write(books: "Wishes", wish: _Wish) -> str:
    from privacy.consent import ConsentKind  # noqa: PLC0415  (heavy; not for --help)
    from rights.wishes import Consented  # noqa: PLC0415  (likewise)

    if wish.withdraw:
        return await books.withdraw(wish.subject, wish.purpose, wish.recipient, wish.reason)
    consent = Consented(
        purpose=wish.purpose,
        recipient=wish.recipient,
        kind=ConsentKind(wish.kind),
        notice=wish.notice,
        evidence=wish.evidence,
        locale=wish.locale,
    )
    return await books.give(wish.subject, consent)
