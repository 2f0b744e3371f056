"""The disclosure log, as the demonstration reads it: by id, and as a whole."""

from collections.abc import Sequence

from disclosure.checkpoint import Verifier
from disclosure.leaves import Leaf
from disclosure.verify import Verdict as Found
from disclosure.verify import verify
from gateway.cli.output import counted
from gateway.demo.stage import Verdict
from storage.ports import Books


class Log:
    """See `gateway.demo.stage.DisclosureLog`.

    Args:
        books: the log's reading side.
        verifier: the public key of its checkpoints.
    """

    def __init__(self, books: Books, verifier: Verifier) -> None:
        self._books = books
        self._verifier = verifier

    def find(self, ident: str) -> Sequence[Leaf]:
        """The leaves of a disclosure."""
        return self._books.find(ident)

    def verify(self) -> Verdict:
        """Verify the whole log: every leaf, every side row, every checkpoint."""
        with self._books.snapshot() as log:
            report = verify(
                log.leaves, log.notes, self._verifier, sides=log.sides, ranges=log.ranges
            )
        if report.first is not None:
            return Verdict(
                good=False, text=f"The disclosure log does not verify: {report.first.what}."
            )
        held = (
            f"{counted(report.leaves, 'leaf', 'leaves')}, "
            f"{counted(report.checkpoints, 'signed checkpoint')}"
        )
        return Verdict(
            good=report.verdict is Found.OK, text=f"The disclosure log verifies: {held}."
        )
