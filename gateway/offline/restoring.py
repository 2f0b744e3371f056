"""Originals put back into a file that was redacted with a map."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from gateway.offline.pieces import pieces
from providers.json_text import quote
from redaction.restore import Restorer
from redaction.urls import urls_in
from vault.session import Session


def restore(file: BinaryIO, format_: str, session: Session, counts: Counter[str]) -> Iterator[str]:
    """The file with originals in place of pseudonyms, piece by piece.

    Args:
        file: its bytes.
        format_: one of `gateway.offline.pieces.FORMATS`.
        session: knows what the pseudonyms stand for.
        counts: is told what returned, by entity type.

    Raises:
        Unreadable: it is no file of this format.
    """
    for piece in pieces(file, format_, header=False):
        if format_ in ("json", "jsonl"):
            yield _restored(piece.written({}), session, counts, json=True)
            continue
        texts = {
            index: _restored(segment.text, session, counts)
            for index, segment in enumerate(piece.segments)
        }
        yield piece.written(texts)


def _restored(text: str, session: Session, counts: Counter[str], *, json: bool = False) -> str:
    """One text; its own URLs may hold originals, since that is where they stood."""
    restorer = Restorer(
        session.originals,
        may=lambda _: True,
        escape=_escaped if json else None,
        known_urls=urls_in(text, json=json),
        surrogates=session.surrogates,
    )
    restored = restorer.feed(text) + restorer.flush()
    counts.update(restorer.counts.restored)
    return restored


def _escaped(value: str) -> str:
    return quote(value)[1:-1]


def told(counts: Mapping[str, int]) -> str:
    """What returned, in a line."""
    parts = [f"{count} {kind}" for kind, count in sorted(counts.items())]
    return "Restored: " + (", ".join(parts) if parts else "nothing") + "."
