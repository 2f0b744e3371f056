"""Files rewritten as a policy says, in this process."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gateway.offline.detection import Detection
from gateway.offline.pieces import Piece
from gateway.offline.progress import Progress
from gateway.preparing import prepare
from privacy.application import Application
from privacy.policy import Enquiry
from privacy.purpose import Purpose
from privacy.recipient import Recipient
from privacy.refusal import Refusal
from redaction.operators import Operators
from vault.session import Session

_TOGETHER, _TOGETHER_CHARS = 64, 64 * 1024
"""Pieces, and characters, that are inspected at once."""
NOBODY = Recipient(id="file", legal_name="", wire="openai")
"""Whom a file goes to where nobody is named: only rules for all recipients speak of it."""


class Refused(Exception):
    """The policy lets no file leave that holds this; its message tells what."""


@dataclass(frozen=True, slots=True)
class Minting:
    """One session for all pieces: a value has one pseudonym in all of the file."""

    session: Session

    @property
    def joint(self) -> Session:
        """The same."""
        return self.session


def enquiry_of(purpose: Purpose | None, recipient: Recipient | None) -> Enquiry:
    """What a policy is asked for a file, which no application sends."""
    application = Application(id="file", controller="", purposes=(), recipients=())
    return Enquiry(application=application, purpose=purpose, recipient=recipient or NOBODY)


def redact(
    pieces: Iterable[Piece],
    detection: Detection,
    enquiry: Enquiry,
    session: Session,
    operators: Operators,
    progress: Progress,
    counts: Counter[tuple[str, str]],
) -> Iterator[str]:
    """The pieces as the policy has them, in order.

    Args:
        pieces: the file.
        detection: finds personal data, and holds the policy.
        enquiry: what for and to whom, as far as the policy asks.
        session: mints pseudonyms.
        operators: what can be done with a value.
        progress: is told what was done.
        counts: is told what was found: entity type and operator.

    Raises:
        Refused: the policy refuses what a piece holds.
    """
    minting = Minting(session)
    for batch in _batches(pieces):
        for piece, spans in zip(batch, detection.spans([p.segments for p in batch]), strict=True):
            prepared = prepare(piece.segments, spans, detection.policy, enquiry, minting, operators)
            if isinstance(prepared, Refusal):
                raise Refused(prepared.message)
            counts.update(prepared.counts)
            yield piece.written(prepared.texts)
        progress.add(len(batch), sum(map(_size, batch)))


def _size(piece: Piece) -> int:
    return sum(len(segment.text) for segment in piece.segments)


def _batches(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    batch: list[Piece] = []
    size = 0
    for piece in pieces:
        batch.append(piece)
        size += _size(piece)
        if len(batch) >= _TOGETHER or size >= _TOGETHER_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
