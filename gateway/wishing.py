"""Opening the books to record what data subjects wish, also beside a gateway that serves."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from gateway.books import open_books
from gateway.config.config import Config
from rights.wishes import Wishes
from storage.clock import SystemClock

T = TypeVar("T")
BY_COMMAND = "cli"
"""Who recorded it, where the command line did."""


async def written(config: Config, write: Callable[[Wishes], Awaitable[T]]) -> T:
    """Open the books, let something be recorded, close them.

    Args:
        config: says where the books are.
        write: records.

    Raises:
        BooksDamaged: the books cannot be trusted.
        LedgerUnavailable: they cannot take records now.
    """
    async with open_books(config) as books:
        return await write(Wishes(books.ledger, SystemClock.of_this_boot(), BY_COMMAND))
