"""Opening the books for questions: beside a gateway that serves, or while none does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from disclosure.checkpoint import Verifier
from disclosure.leaves import Leaf
from gateway.books import open_keystore, signer_of
from gateway.config.config import Config
from rights.enquiries import Enquiries
from storage.books import SqlBooks
from storage.ports import Books, BooksDamaged, KeyStore, Snapshot

Told = Callable[[int, int], None]
"""Called with the number of leaves read, and of leaves that there should be."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The books, open for questions.

    Attributes:
        enquiries: the questions.
        books: what they are asked of.
        verifier: the public key of this log.
    """

    enquiries: Enquiries
    books: Books
    verifier: Verifier


class WatchedBooks(SqlBooks):
    """Books that tell how far a reading of the whole log has come."""

    def __init__(self, path: Path, *, keys: KeyStore, checkpoints: Path, told: Told) -> None:
        super().__init__(path, keys=keys, checkpoints=checkpoints)
        self._told = told

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """See `storage.ports.Books.snapshot`."""
        with super().snapshot() as log:
            total = sum(tree.size for tree in log.ranges.values())
            yield replace(log, leaves=self._counted(log.leaves, total))

    def _counted(self, leaves: Iterator[Leaf], total: int) -> Iterator[Leaf]:
        for count, leaf in enumerate(leaves, 1):
            self._told(count, total)
            yield leaf


@contextmanager
def enquiring(
    config: Config, *, trusted: Verifier | None = None, told: Told | None = None
) -> Iterator[Reading]:
    """Open the books for questions; nothing in them is changed.

    Args:
        config: says where they are.
        trusted: the public key from a source of one's own; None takes the key store's word.
        told: told of the progress of long readings.

    Raises:
        BooksDamaged: they are not there or cannot be trusted.
        LedgerUnavailable: they cannot be opened now.
    """
    _require(config.storage.path, "the disclosure log", "[storage] url")
    _require(config.keys.store, "the key store", "[keys] store")
    keystore = open_keystore(config)
    try:
        verifier = signer_of(config, keystore).verifier
        books = WatchedBooks(
            config.storage.path,
            keys=keystore,
            checkpoints=config.storage.checkpoints,
            told=told or _silent,
        )
        try:
            yield Reading(Enquiries(books, trusted or verifier), books, verifier)
        finally:
            books.close()
    finally:
        keystore.close()


def _require(path: Path, what: str, setting: str) -> None:
    """Opening for reading must not begin new books where old ones are looked for."""
    if not path.is_file():
        raise BooksDamaged(
            f"{what} ({setting}) is not at {path}; run `privacy-gateway init` on a new "
            "installation, or correct the configuration"
        )


def _silent(_count: int, _total: int) -> None:
    """Nobody wants to know."""
