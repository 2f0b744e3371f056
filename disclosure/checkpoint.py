"""Signed checkpoints: what the log had come to at a moment, in a form that strangers can check.

The text is a C2SP tlog-checkpoint (origin, size, root hash), the envelope a C2SP signed note
(c2sp.org/signed-note) with Ed25519. One extension line holds the time. A checkpoint that is kept
where the database's owner cannot rewrite it makes every later change of what it covers show.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from disclosure.merkle import HASH

_ED25519 = b"\x01"
_DASH = "\u2014"  # the em dash that begins a signature line
_TIME = "t_utc "
_LINES = 4
_NOTE = re.compile(
    rf"^[^\n]+\n[0-9]+\n[A-Za-z0-9+/=]+\n{_TIME}[0-9]+\n\n(?:{_DASH} [^\n]+\n)+(?=\n)", re.MULTILINE
)


class BadNote(ValueError):
    """A note that is malformed or not signed by the key expected."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of one shard at a moment.

    Attributes:
        origin: `<deployment>/<shard>`.
        size: number of leaves.
        root: root hash over them.
        t_utc: microseconds since 1970-01-01 UTC when it was signed.
    """

    origin: str
    size: int
    root: bytes
    t_utc: int

    @property
    def shard(self) -> str:
        """The shard that it speaks of."""
        return self.origin.rpartition("/")[2]

    def text(self) -> str:
        """What is signed."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\n{_TIME}{self.t_utc}\n"


@dataclass(frozen=True, slots=True)
class Verifier:
    """Whose signature is accepted.

    Attributes:
        name: the key's name.
        public: its 32 bytes.
    """

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature line names its key."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        """The key as C2SP signed-note writes it: `name+hash+base64`."""
        return f"{self.name}+{self.key_id.hex()}+{_b64(_ED25519 + self.public)}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """Read a key.

        Raises:
            BadNote: if it is not a signed-note Ed25519 key.
        """
        name, ident, rest = _three(text.strip())
        raw = _unb64(rest)
        key = cls(name, raw[1:])
        if raw[:1] != _ED25519 or len(key.public) != HASH or key.key_id.hex() != ident:
            raise BadNote("this is not an Ed25519 key of a signed note")
        return key

    def open(self, note: str) -> Checkpoint:
        """Check the signature of a note and read it.

        Raises:
            BadNote: if it is malformed, or not signed by this key.
        """
        text, _, signatures = note.partition("\n\n")
        text += "\n"
        for signature in self._signatures(signatures):
            try:
                Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
            except (InvalidSignature, UnicodeEncodeError):
                raise BadNote("the signature is wrong") from None
            return read_checkpoint(text)
        raise BadNote("the note is not signed by this key")

    def _signatures(self, lines: str) -> Iterator[bytes]:
        for line in lines.splitlines():
            dash, _, rest = line.partition(" ")
            name, _, encoded = rest.rpartition(" ")
            if dash == _DASH and name == self.name:
                raw = _unb64(encoded)
                if raw[:4] == self.key_id:
                    yield raw[4:]


class Signer:
    """Signs checkpoints.

    Args:
        name: the key's name, e.g. the deployment's.
        seed: 32 bytes, the Ed25519 private key (RFC 8032).
    """

    __slots__ = ("_key", "verifier")

    def __init__(self, name: str, seed: bytes) -> None:
        if not name or any(c.isspace() or c == "+" for c in name):
            raise ValueError("a key's name has neither blanks nor +")
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(name, self._key.public_key().public_bytes_raw())

    def sign(self, checkpoint: Checkpoint) -> str:
        """The signed note."""
        text = checkpoint.text()
        signature = self.verifier.key_id + self._key.sign(text.encode())
        return f"{text}\n{_DASH} {self.verifier.name} {_b64(signature)}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """Read the signed text of a checkpoint.

    Raises:
        BadNote: if it is malformed.
    """
    lines = text.split("\n")
    if len(lines) != _LINES + 1 or lines[_LINES] or not lines[3].startswith(_TIME):
        raise BadNote("the checkpoint is malformed")
    root, moment = _unb64(lines[2]), lines[3].removeprefix(_TIME)
    if len(root) != HASH or not (lines[1].isdecimal() and moment.isdecimal()):
        raise BadNote("the checkpoint is malformed")
    return Checkpoint(lines[0], int(lines[1]), root, int(moment))


def split_notes(text: str) -> list[str]:
    """The notes of a file in which each is followed by an empty line.

    What a power failure left half written is no note and is passed over.
    """
    return [match.group(0) for match in _NOTE.finditer(text)]


def _three(text: str) -> tuple[str, str, str]:
    parts = text.split("+", 2)
    if len(parts) != 3:  # noqa: PLR2004 - name, hash, key
        raise BadNote("a key is written name+hash+base64")
    return parts[0], parts[1], parts[2]


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _unb64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadNote("not base64") from None
