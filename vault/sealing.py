"""Sealing values: AES-256-GCM under a key of the value's own (SECURITY 5.5).

A value key comes from two data keys, of the data subject who wrote and of the person written about:
destroying either makes the value unreadable for good. The associated data names the place of the
value, so that a sealed value moved to another row does not open.
Nonces are arguments: each must be 12 fresh random bytes.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vault.fields import joined
from vault.secret import KEY_LENGTH, Key

NONCE_LENGTH = 12
"""Bytes (NIST SP 800-38D, 96-bit nonces)."""
OVERHEAD = NONCE_LENGTH + 16
"""Bytes by which a sealed value is longer than its plaintext: nonce and tag."""
_COUNTER = b"\x00\x00\x00\x01"
"""NIST SP 800-56C, 4.1: one block of output is all that is needed."""


class SealBroken(Exception):
    """A sealed value did not open: wrong key, wrong place, or changed bytes."""


@dataclass(frozen=True, slots=True)
class SealedPlace:
    """Where a sealed value stands.

    Attributes:
        tenant: whose books.
        shard: which log.
        seq: number of the record in it.
        field: name of the field, with an index where there are several.
    """

    tenant: str
    shard: str
    seq: int
    field: str

    @property
    def aad(self) -> bytes:
        """The associated data that binds a value to this place."""
        return place_aad(self.tenant, self.shard, self.seq, self.field)


def place_aad(tenant: str, shard: str, seq: int, field: str) -> bytes:
    """The associated data of a place, see `SealedPlace`."""
    return _place_start(tenant, shard) + f"{seq}\n{field}".encode()


@lru_cache(maxsize=64)
def _place_start(tenant: str, shard: str) -> bytes:
    return joined("value", tenant, shard)


def derive(material: bytes, *info: str) -> Key:
    """HKDF-SHA256 (RFC 5869) without salt: the material is uniformly random already."""
    kdf = HKDF(algorithm=hashes.SHA256(), length=KEY_LENGTH, salt=None, info=joined(*info))
    return Key(kdf.derive(material))


def value_key(subject: Key, person: Key, record: str, field: str) -> Key:
    """The key of one value: the one-step KDF of NIST SP 800-56C with SHA-256 over both data keys.

    Both are uniformly random, so HKDF's extracting first step would add nothing but its time;
    without either of them the result is unpredictable.

    Args:
        subject: DEK of the data subject on whose behalf the request was made.
        person: DEK of the person whom the value is about; of the record itself if unknown.
        record: id of the record.
        field: name of the field.
    """
    info = f"value\n{len(record)}\n{record}{field}".encode()
    return Key(sha256(_COUNTER + subject.material + person.material + info).digest())


def value_salt(key: Key, seq: int, name: str) -> bytes:
    """The salt of the commitment to one value, derived as the key of its row was.

    Args:
        key: of the row that holds the value.
        seq: number of the record.
        name: of the value.
    """
    return sha256(_COUNTER + key.material + f"salt\n{seq}\n{name}".encode()).digest()


def seal(key: Key, nonce: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """Nonce, ciphertext and tag as one byte string.

    Raises:
        ValueError: the nonce is not 12 bytes long.
    """
    if len(nonce) != NONCE_LENGTH:
        raise ValueError("a nonce has 12 bytes")
    return nonce + AESGCM(key.material).encrypt(nonce, plaintext, aad)


def unseal(key: Key, sealed: bytes, aad: bytes) -> bytes:
    """What was sealed.

    Raises:
        SealBroken: wrong key, other associated data, or not what `seal` wrote.
    """
    if len(sealed) < OVERHEAD:
        raise SealBroken("a sealed value is cut short")
    try:
        return AESGCM(key.material).decrypt(sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], aad)
    except InvalidTag:
        raise SealBroken("a sealed value does not open") from None
