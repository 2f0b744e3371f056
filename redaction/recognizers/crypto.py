"""Crypto-currency addresses: Bitcoin and kin (Base58Check, Bech32), Ethereum; others by context."""

import hashlib

from redaction.checksums import bech32
from redaction.patterns import Pattern, Recognizer

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_TO_BITCOIN = str.maketrans(_RIPPLE, _ALPHABET)
CONTEXT = (
    "bitcoin",
    "btc",
    "wallets?",
    "crypto(?:currency)?",
    "eth(?:ereum)?",
    "address",
    "send",
    "solana",
    "sol",
    "tron",
    "trx",
    "ltc",
    "litecoin",
    "doge(?:coin)?",
    "ripple",
    "xrp",
    "monero",
    "xmr",
    "usdt",
    "usdc",
    "cardano",
    "polkadot",
    "coinbase",
    "binance",
    "metamask",
    "phantom",
    "ledger",
    "cold storage",
    "clave",
    "cartera",
    "portefeuille",
)
_BYTES = 25
"""Of an address: version, hash, checksum."""


def _base58check(text: str) -> bool:
    """The last four of 25 bytes are a double SHA-256 of the others."""
    number = 0
    for char in text:
        value = _ALPHABET.find(char)
        if value < 0:
            return False
        number = number * 58 + value
    if number.bit_length() > 8 * _BYTES:
        return False
    data = number.to_bytes(_BYTES, "big")
    return hashlib.sha256(hashlib.sha256(data[:-4]).digest()).digest()[:4] == data[-4:]


def _mixed(text: str) -> bool:
    """Digits, capitals and small letters, as hashes in Base58 have them."""
    return (
        any(c.isdigit() for c in text)
        and any(c.isupper() for c in text)
        and any(c.islower() for c in text)
    )


RECOGNIZER = Recognizer(
    name="crypto",
    patterns=(
        Pattern(
            scan=r"\b[139ADLMTtmn2X][1-9A-HJ-NP-Za-km-z]{25,34}\b",
            entity_type="CRYPTO",
            score=0.95,
            cased=True,
            valid=_base58check,
        ),
        Pattern(
            scan=r"\br[1-9A-HJ-NP-Za-km-z]{24,34}\b",
            entity_type="CRYPTO",
            score=0.95,
            cased=True,
            valid=lambda text: _base58check(text.translate(_TO_BITCOIN)),
        ),
        # Bitcoin, Litecoin, Cardano, Cosmos and others: their names, then 1
        Pattern(
            scan=(
                r"\b(?:bc|tb|bcrt|ltc|addr|stake|cosmos|osmo|celestia|inj|terra|bnb|erd|zil|kava|one)"
                r"1[02-9ac-hj-np-z]{20,110}\b"
            ),
            entity_type="CRYPTO",
            score=0.95,
            valid=bech32,
        ),
        # mistyped, but nothing else begins so
        Pattern(
            scan=r"\b(?:bc1|ltc1|addr1)[02-9ac-hj-np-z]{20,100}\b",
            entity_type="CRYPTO",
            score=0.85,
            valid=lambda text: any(char.isdigit() for char in text[4:]),
        ),
        Pattern(
            scan=r"\b(?:bitcoincash:)?[qp][02-9ac-hj-np-z]{41}\b",
            entity_type="CRYPTO",
            score=0.3,
            context=("bch", "bitcoin cash", "bitcoincash", *CONTEXT),
            contextual=0.85,
            valid=lambda text: sum(char.isdigit() for char in text) > 3,  # noqa: PLR2004 - words have none
        ),
        # keys that show every address of a wallet (BIP 32)
        Pattern(
            scan=r"\b[xyzt]pub[1-9A-HJ-NP-Za-km-z]{100,112}\b",
            entity_type="CRYPTO",
            score=0.95,
            cased=True,
        ),
        Pattern(
            scan=r"\b0x[0-9a-f]{40}\b",
            entity_type="CRYPTO",
            score=0.85,
            valid=lambda text: any(char.isdigit() for char in text[2:]) and len(set(text[2:])) > 2,  # noqa: PLR2004 - not 0x000... or 0xaaa...
        ),
        Pattern(
            scan=r"\b[a-z0-9][a-z0-9-]{2,40}\.(?:eth|sol|btc|crypto)\b",
            entity_type="CRYPTO",
            score=0.3,
            context=CONTEXT,
            contextual=0.8,
            valid=lambda text: text[1:].islower(),  # `OpenSSL.crypto` is a module
            before=".@/",
            after="-@.",
        ),
        Pattern(
            scan=(
                r"\b[1-9A-HJ-NP-Za-km-z]{32,44}\b|\b[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93}\b|"
                r"\br[1-9A-HJ-NP-Za-km-z]{24,34}\b"
            ),
            entity_type="CRYPTO",
            score=0.1,
            cased=True,
            context=CONTEXT,
            contextual=0.8,
            against=("commit", "sha\\d*", "hash", "token", "key", "digest", "signature", "etag"),
            valid=_mixed,
        ),
    ),
    examples=(
        "send to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh",
    ),
)
