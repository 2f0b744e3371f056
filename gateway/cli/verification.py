"""`disclosures verify`: is the log what it was, and if not, where does it begin to differ?"""

import argparse
import asyncio
import sys
import time
from typing import Any

from disclosure.checkpoint import BadNote, Verifier
from disclosure.verify import Finding, Report, Verdict
from gateway.cli.configuration import configuration
from gateway.cli.output import counted, fields, print_json, visible
from gateway.enquiring import enquiring
from storage.export import verify_export
from storage.ports import BooksDamaged, LedgerUnavailable

_WRONG_ARGUMENTS = 2
_SILENT_SECONDS = 2.0
_SHOWN = 20
_SAID = {
    Verdict.OK: "The disclosure log verifies",
    Verdict.TAMPERED: "The disclosure log WAS TAMPERED WITH",
    Verdict.INCOMPLETE: "The disclosure log is INCOMPLETE",
    Verdict.UNREADABLE: "The disclosure log CANNOT BE READ",
}


class Progress:
    """Says on stderr how far a long reading has come, every two seconds."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._due = time.monotonic() + _SILENT_SECONDS

    def __call__(self, count: int, total: int) -> None:
        """So many leaves are read, of so many."""
        now = time.monotonic()
        if now >= self._due:
            self._due = now + _SILENT_SECONDS
            share = f" of {total}" if total >= count else ""
            print(f"{self._doing}: {count}{share} leaves ...", file=sys.stderr, flush=True)


def run(arguments: argparse.Namespace) -> int:
    """Verify the log, or an export of it.

    Returns:
        The verdict: 0 ok, 2 tampered, 3 incomplete, 4 unreadable.
    """
    try:
        trusted = Verifier.parse(arguments.public_key) if arguments.public_key else None
    except BadNote as bad:
        print(f"--public-key: {bad}", file=sys.stderr)
        return _WRONG_ARGUMENTS
    report, key = _offline(arguments, trusted) if arguments.offline else _here(arguments, trusted)
    if arguments.json:
        print_json(report_row(report, key))
    else:
        print("\n".join(report_lines(report, key)))
        if arguments.offline and not arguments.public_key:
            print("The export's own key was used: this shows errors, but no forgery. Give "
                  "--public-key.", file=sys.stderr)  # fmt: skip
    return int(report.verdict)


def _here(arguments: argparse.Namespace, trusted: Verifier | None) -> tuple[Report, str]:
    config = configuration(arguments)
    try:
        with enquiring(config, trusted=trusted, told=Progress("verifying")) as reading:
            report = asyncio.run(reading.enquiries.verify())
            return report, str(trusted or reading.verifier)
    except (BooksDamaged, LedgerUnavailable) as error:
        return _unreadable(str(error)), ""


def _offline(arguments: argparse.Namespace, trusted: Verifier | None) -> tuple[Report, str]:
    try:
        return verify_export(arguments.offline, trusted), str(trusted or "")
    except BooksDamaged as damaged:
        return _unreadable(str(damaged)), str(trusted or "")


def _unreadable(what: str) -> Report:
    finding = Finding(Verdict.UNREADABLE, "", -1, what)
    return Report(Verdict.UNREADABLE, (finding,), 0, {}, 0, (), ())


def report_lines(report: Report, key: str = "") -> list[str]:
    """The report for people."""
    shards = len(report.trees)
    held = (
        f"{counted(report.leaves, 'leaf', 'leaves')} in {counted(shards, 'shard')}; "
        f"checked against {counted(report.checkpoints, 'signed checkpoint')}"
    )
    lines = [f"{_SAID[report.verdict]}{f': {held}' if report.leaves else ''}."]
    worst = next((f for f in report.findings if f.verdict is report.verdict), None)
    if worst is not None:
        lines.append(f"First: {_finding(worst)}.")
    lines += [f"  {_finding(one)}" for one in report.findings[:_SHOWN] if one is not worst]
    if len(report.findings) > _SHOWN:
        lines.append(f"  and {len(report.findings) - _SHOWN} more: --json lists all.")
    lines += fields([("note", visible(note)) for note in report.notes[:_SHOWN]])
    open_ = len(report.open)
    return lines + fields([("open", f"{open_} not closed yet" if open_ else ""), ("key", key)])


def _finding(finding: Finding) -> str:
    place = f"shard {finding.shard}" if finding.shard else ""
    place += f" position {finding.seq}" if finding.shard and finding.seq >= 0 else ""
    return visible(f"{place}: {finding.what}" if place else finding.what)


def report_row(report: Report, key: str) -> dict[str, Any]:
    """The report for programs."""
    worst = next((f for f in report.findings if f.verdict is report.verdict), None)
    return {
        "verdict": report.verdict.name.lower(),
        "first": _row(worst) if worst else None,
        "findings": [_row(finding) for finding in report.findings],
        "leaves": report.leaves,
        "checkpoints": report.checkpoints,
        "trees": {
            name: {"size": size, "root": root.hex()} for name, (size, root) in report.trees.items()
        },
        "open": list(report.open),
        "notes": list(report.notes),
        "public_key": key,
    }


def _row(finding: Finding) -> dict[str, str | int]:
    return {
        "verdict": finding.verdict.name.lower(),
        "shard": finding.shard,
        "position": finding.seq,
        "what": finding.what,
    }
