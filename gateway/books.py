"""Opening the books: root key, key store, ledger; and closing them in the other order."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from disclosure.checkpoint import Signer
from gateway.config.config import Config
from gateway.keys import Keys
from storage.keystore import SqliteKeyStore
from storage.ports import BooksDamaged
from storage.sqlite import SqliteLedger
from storage.writer import LedgerOptions
from vault.keys import Purpose, purpose_key
from vault.secret import Key

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Books:
    """The ledger and what belongs to it.

    Attributes:
        ledger: the side that writes; keeps sessions, too.
        keystore: keys of records and persons.
        signer: signs checkpoints; holds the public key that verifies them.
        keys: what exchanges use.
    """

    ledger: SqliteLedger
    keystore: SqliteKeyStore
    signer: Signer
    keys: Keys


@asynccontextmanager
async def open_books(config: Config) -> AsyncIterator[Books]:
    """Open ledger and key store until the context is left.

    Raises:
        BooksDamaged: they cannot be trusted.
        LedgerUnavailable: they cannot be opened.
    """
    keystore = open_keystore(config)
    try:
        signer = signer_of(config, keystore)
        ledger = SqliteLedger(
            config.storage.path,
            keys=keystore,
            signer=signer,
            deployment=config.deployment.code,
            checkpoints=config.storage.checkpoints,
            options=LedgerOptions(
                min_free=config.storage.free_space_mib * _MIB,
                checkpoint_seconds=config.storage.checkpoint_seconds,
                checkpoint_records=config.storage.checkpoint_records,
            ),
        )
        await ledger.start()
        try:
            yield Books(ledger, keystore, signer, _keys(keystore))
        finally:
            await ledger.stop()
    finally:
        keystore.close()


def open_keystore(config: Config) -> SqliteKeyStore:
    """Open the key store under the root key.

    Raises:
        BooksDamaged: the root key is missing or another one.
    """
    try:
        root = Key(config.keys.root.read_bytes())
    except (OSError, ValueError):
        raise BooksDamaged(
            "the root key ([keys] root) is missing or unreadable; run `privacy-gateway init` on a "
            "new installation, or bring the key back from where you keep it"
        ) from None
    return SqliteKeyStore(config.keys.store, root, config.deployment.code)


def signer_of(config: Config, keystore: SqliteKeyStore) -> Signer:
    """What signs checkpoints, named after the deployment."""
    return Signer(config.deployment.code, keystore.master("sign").material)


def _keys(keystore: SqliteKeyStore) -> Keys:
    return Keys(
        pseudonym=_derived(keystore, Purpose.PSEUDONYM),
        cache=_derived(keystore, Purpose.CACHE),
    )


def _derived(keystore: SqliteKeyStore, purpose: Purpose) -> bytes:
    return purpose_key(keystore.master(purpose), purpose, keystore.tenant).material
