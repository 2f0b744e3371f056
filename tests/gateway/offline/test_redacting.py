import io
from collections import Counter
from dataclasses import replace

from gateway.offline.detection import USUAL, Detection
from gateway.offline.pieces import pieces
from gateway.offline.progress import Progress
from gateway.offline.redacting import enquiry_of, redact
from gateway.offline.restoring import restore, told
from gateway.offline.sealed_map import one_way
from redaction.operators import DEFAULT
from tests.support.detection import detector

LINE = '{"n": %d, "mail": "ann.lee@posteo.de", "other": "u%d@posteo.de"}\n'


def test_many_pieces_keep_their_order_and_pseudonyms() -> None:
    source = "".join(LINE % (number, number % 7) for number in range(500))
    session, counts, returned = one_way(), Counter[tuple[str, str]](), Counter[str]()
    written = redact(
        pieces(io.BytesIO(source.encode()), "jsonl"),
        Detection(detector(), None, replace(USUAL, names="off")),
        enquiry_of(None, None),
        session,
        DEFAULT,
        Progress("pieces", quiet=True),
        counts,
    )
    redacted = "".join(written)
    assert "posteo" not in redacted
    assert counts == {("EMAIL_ADDRESS", "pseudonymise"): 1_000}
    assert len(session.originals) == 8
    restored = restore(io.BytesIO(redacted.encode()), "jsonl", session, returned)
    assert "".join(restored) == source
    assert told(returned) == "Restored: 1000 EMAIL_ADDRESS."
    assert told({}) == "Restored: nothing."
