"""The keys that exchanges use, taken out of the key store once at start."""

import hmac
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """Keys of this process; none of them is ever shown.

    Attributes:
        pseudonym: K_pseudonym: scopes of sessions and ids of pseudonyms; outlives key epochs.
        cache: digests of texts in the span cache; a new one for each process would do.
    """

    pseudonym: bytes
    cache: bytes

    def digest(self, text: str) -> str:
        """A keyed digest of something that a caller chose, e.g. an idempotency key."""
        return hmac.new(
            self.cache, b"digest\0" + text.encode(errors="replace"), "sha256"
        ).hexdigest()
