"""Keys and what wraps them (SECURITY 5.5).

```
root                      wraps the KEKs (one per epoch) and the master keys
KEK of an epoch           wraps the DEKs of subjects and persons
DEK subject, DEK person   give the value keys (vault.sealing)
master keys               K_index, K_pseudonym, cache: random, stored wrapped; they outlive epochs
```
Rolling an epoch means: make a new KEK, re-wrap the living DEKs, destroy the old KEK. What was
destroyed before stays dead in every older backup. Random bytes and nonces are arguments.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vault.fields import joined
from vault.sealing import NONCE_LENGTH, SealBroken, derive, seal, unseal
from vault.secret import Key


class Purpose(StrEnum):
    """What a master key is for. One key has one purpose."""

    INDEX = "index"
    """K_index: blind indexes of subjects and persons."""
    PSEUDONYM = "pseudonym"
    """K_pseudonym: scopes and ids of pseudonyms. Losing it changes every pseudonym."""
    CACHE = "cache"
    """Keyed digests of texts in caches."""
    COMMITMENT = "commitment"
    """Keyed digests in the log."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """One period of key encryption.

    Attributes:
        number: counts from 0.
        kek: the key that wraps the DEKs of this period.
    """

    number: int
    kek: Key


def purpose_key(master: Key, purpose: Purpose, tenant: str = "") -> Key:
    """A key for one purpose and tenant, derived from a stored master key by HKDF-SHA256."""
    return derive(master.material, "purpose", purpose, tenant)


def wrap_master(root: Key, name: str, master: Key, nonce: bytes) -> bytes:
    """A master key, to be stored beside the KEKs; bound to its name."""
    return seal(root, nonce, master.material, joined("master", name))


def unwrap_master(root: Key, name: str, wrapped: bytes) -> Key:
    """The master key of that name.

    Raises:
        SealBroken: wrong root key, another name, or changed bytes.
    """
    return _key(unseal(root, wrapped, joined("master", name)))


def wrap_kek(root: Key, epoch: Epoch, nonce: bytes) -> bytes:
    """The KEK of an epoch, to be stored; bound to the epoch's number."""
    return seal(root, nonce, epoch.kek.material, joined("kek", str(epoch.number)))


def unwrap_kek(root: Key, number: int, wrapped: bytes) -> Epoch:
    """The epoch of that number.

    Raises:
        SealBroken: wrong root key, another epoch, or changed bytes.
    """
    return Epoch(number, _key(unseal(root, wrapped, joined("kek", str(number)))))


def wrap_dek(epoch: Epoch, tenant: str, ref: str, dek: Key, nonce: bytes) -> bytes:
    """A data key, to be stored; bound to tenant, reference and epoch.

    Args:
        epoch: whose KEK wraps it.
        tenant: whose books.
        ref: random reference of the subject or person, never their id.
        dek: the data key.
        nonce: 12 fresh random bytes.
    """
    return seal(epoch.kek, nonce, dek.material, _dek_aad(epoch, tenant, ref))


def wrap_deks(
    epoch: Epoch, tenant: str, deks: Mapping[str, Key], nonces: bytes
) -> list[tuple[str, bytes]]:
    """Several data keys, each with its reference, as `wrap_dek` wraps one.

    Args:
        epoch: whose KEK wraps them.
        tenant: whose books.
        deks: by reference.
        nonces: 12 fresh random bytes for each.
    """
    encrypt, start = AESGCM(epoch.kek.material).encrypt, _dek_start(epoch, tenant)
    places = range(0, len(nonces), NONCE_LENGTH)
    wrapped = []
    for (ref, dek), place in zip(deks.items(), places, strict=True):
        nonce = nonces[place : place + NONCE_LENGTH]
        wrapped.append((ref, nonce + encrypt(nonce, dek.material, start + ref.encode())))
    return wrapped


def unwrap_dek(epoch: Epoch, tenant: str, ref: str, wrapped: bytes) -> Key:
    """The data key.

    Raises:
        SealBroken: it was wrapped for another tenant, reference or epoch, or changed since.
    """
    return _key(unseal(epoch.kek, wrapped, _dek_aad(epoch, tenant, ref)))


def rewrap_dek(
    old: Epoch, new: Epoch, tenant: str, ref: str, wrapped: bytes, nonce: bytes
) -> bytes:
    """A wrapped data key, moved into the next epoch.

    Raises:
        SealBroken: as `unwrap_dek`.
    """
    return wrap_dek(new, tenant, ref, unwrap_dek(old, tenant, ref, wrapped), nonce)


def _dek_aad(epoch: Epoch, tenant: str, ref: str) -> bytes:
    return _dek_start(epoch, tenant) + ref.encode()


def _dek_start(epoch: Epoch, tenant: str) -> bytes:
    return joined("dek", tenant, str(epoch.number))


def _key(material: bytes) -> Key:
    try:
        return Key(material)
    except ValueError:
        raise SealBroken("a wrapped key has the wrong length") from None
