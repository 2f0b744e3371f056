"""Crypto-currency addresses: Bitcoin (Base58Check, Bech32), Ethereum; others by context."""

import hashlib

from redaction.patterns import Pattern, Recognizer

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
CONTEXT = (
    "bitcoin",
    "btc",
    "wallet",
    "crypto",
    "eth(?:ereum)?",
    "address",
    "send",
    "solana",
    "sol",
    "tron",
    "ltc",
    "litecoin",
    "doge",
    "ripple",
    "xrp",
    "monero",
    "xmr",
    "usdt",
)


def _base58check(text: str) -> bool:
    """The last four of 25 bytes are a double SHA-256 of the others."""
    number = 0
    for char in text:
        value = _ALPHABET.find(char)
        if value < 0:
            return False
        number = number * 58 + value
    if number.bit_length() > 200:  # noqa: PLR2004 - 25 bytes
        return False
    data = number.to_bytes(25, "big")
    return hashlib.sha256(hashlib.sha256(data[:-4]).digest()).digest()[:4] == data[-4:]


RECOGNIZER = Recognizer(
    name="crypto",
    patterns=(
        Pattern(
            scan=r"\b[13DLMT][1-9A-HJ-NP-Za-km-z]{25,34}\b",
            entity_type="CRYPTO",
            score=0.95,
            cased=True,
            valid=_base58check,
        ),
        Pattern(
            scan=r"\b(?:bc1|tb1|ltc1)[02-9ac-hj-np-z]{20,80}\b", entity_type="CRYPTO", score=0.9
        ),
        Pattern(
            scan=r"\b0x[0-9a-f]{40}\b",
            entity_type="CRYPTO",
            score=0.85,
            valid=lambda text: any(char.isdigit() for char in text[2:]) and len(set(text[2:])) > 2,  # noqa: PLR2004 - not 0x000... or 0xaaa...
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
            valid=lambda text: (
                any(c.isdigit() for c in text)
                and any(c.isupper() for c in text)
                and any(c.islower() for c in text)
            ),
        ),
    ),
    examples=(
        "send to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
    ),
)
