"""What tests ask of the files of the ledger."""

import asyncio

from disclosure.verify import Report
from rights.enquiries import Enquiries
from storage.books import SqlBooks
from storage.ports import Filters
from storage.sqlite import SqliteLedger
from tests.storage.conftest import Files, signer


async def verified(files: Files) -> Report:
    keys = files.key_store()
    books = SqlBooks(files.ledger, keys=keys, checkpoints=files.checkpoints)
    try:
        return await Enquiries(books, signer(keys).verifier).verify()
    finally:
        books.close()


async def died(ledger: SqliteLedger) -> None:
    """End a ledger as a killed process would: no last leaf, no checkpoint, the lock let go."""
    writer = ledger._writer
    assert writer is not None
    await asyncio.to_thread(writer.finish)
    ledger._writer = None
    ledger._held.close()


async def outcomes(files: Files) -> dict[str, str]:
    keys = files.key_store()
    books = SqlBooks(files.ledger, keys=keys, checkpoints=files.checkpoints)
    lines = await Enquiries(books, signer(keys).verifier).list_disclosures(Filters(), 1000)
    books.close()
    return {line.id: line.outcome for line in lines}
