"""The log as JSON lines: what a stranger needs to verify it, and to read it without this software.

Lines by `type`: `header` (format, public key), `leaf` (all columns; the hash in hex), `checkpoint`
(a signed note), `end` (counts: a cut file shows). Sealed parts are not exported: a copy of them
would outlive their erasure.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from disclosure.checkpoint import BadNote, Verifier
from disclosure.leaves import Leaf
from disclosure.verify import Report, verify
from storage.ports import Books, BooksDamaged

FORMAT = "ai-privacy-gateway disclosure log, version 1"


def write_export(books: Books, verifier: Verifier, path: Path) -> tuple[int, int]:
    """Write an export.

    Returns:
        Numbers of leaves and of checkpoints.

    Raises:
        FileExistsError: if the file is there already.
        BooksDamaged: if a leaf is not what a writer writes.
    """
    with path.open("x", encoding="utf-8") as file, books.snapshot() as log:
        path.chmod(0o600)
        _put(file.write, {"type": "header", "format": FORMAT, "public_key": str(verifier)})
        leaves = 0
        for leaf in log.leaves:
            try:
                _put(file.write, _leaf_line(leaf))
            except (AttributeError, TypeError, ValueError):
                raise BooksDamaged("a leaf holds what no writer writes; run `verify`") from None
            leaves += 1
        notes = dict.fromkeys(log.notes)
        for note in notes:
            _put(file.write, {"type": "checkpoint", "note": note})
        _put(file.write, {"type": "end", "leaves": leaves, "checkpoints": len(notes)})
    return leaves, len(notes)


def _put(write: Any, line: dict[str, object]) -> None:  # noqa: ANN401 - any file's write
    write(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")


def _leaf_line(leaf: Leaf) -> dict[str, object]:
    return {
        "type": "leaf",
        "shard": leaf.shard,
        "seq": leaf.seq,
        "kind": leaf.kind,
        "id": leaf.id,
        "t_utc": leaf.t_utc,
        "mono_ns": leaf.mono_ns,
        "boot_id": leaf.boot_id,
        "version": leaf.version,
        "body": leaf.body,
        "leaf_hash": leaf.hash.hex(),
    }


def verify_export(path: Path, verifier: Verifier | None = None) -> Report:
    """Verify an export, offline.

    Args:
        path: of the export.
        verifier: the public key, from a source of one's own; None takes the export's word for it,
            which shows errors but no forgery.

    Raises:
        BooksDamaged: if it is no export, or was cut.
    """
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
        head, end = lines[0], lines[-1]
        if head["format"] != FORMAT or end["type"] != "end":
            raise BooksDamaged("this is not a whole export of the log")
        trusted = verifier or Verifier.parse(head["public_key"])
        notes = [line["note"] for line in lines if line["type"] == "checkpoint"]
        if (end["leaves"], end["checkpoints"]) != (len(lines) - len(notes) - 2, len(notes)):
            raise BooksDamaged("this is not a whole export of the log")
        leaves = list(_read_leaves(lines))
    except (OSError, ValueError, KeyError, IndexError, TypeError, BadNote):
        raise BooksDamaged("this is not a whole export of the log") from None
    return verify(leaves, notes, trusted)


def _read_leaves(lines: list[dict[str, Any]]) -> Iterator[Leaf]:
    for line in lines:
        if line["type"] == "leaf":
            yield Leaf(
                line["shard"],
                line["seq"],
                line["kind"],
                line["id"],
                line["t_utc"],
                line["mono_ns"],
                line["boot_id"],
                line["version"],
                line["body"],
                bytes.fromhex(line["leaf_hash"]),
            )
