"""Four classes of failure, by whose fault it is. None of them carries text from a payload.

A message says what to do next; a code is one of a closed set that clients, metrics and logs share.
"""

from collections.abc import Mapping
from types import MappingProxyType

_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class ExchangeError(Exception):
    """An exchange that ends with an error answer.

    Attributes:
        status: the HTTP status of the answer.
        code: the reason code.
        message: what the caller reads.
        headers: additional headers of the answer.
    """

    status = 500
    code = "internal_error"

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int | None = None,
        headers: Mapping[str, str] = _NO_HEADERS,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = self.status if status is None else status
        self.headers = headers


class BadRequest(ExchangeError):
    """The caller's fault: 4xx."""

    status = 400


class Refused(ExchangeError):
    """The policy's decision: 403, which official SDKs raise and do not repeat."""

    status = 403


class UpstreamFailed(ExchangeError):
    """The recipient's fault: 502 or 504."""

    status = 502


class Unavailable(ExchangeError):
    """Our fault: 503. Nothing was sent."""

    status = 503


def internal_error() -> ExchangeError:
    """The last resort: nothing but an id reaches the caller."""
    return ExchangeError(
        "internal_error",
        "The gateway failed; nothing more can be said here. See its log.",
        status=500,
    )


def ledger_down() -> Unavailable:
    """The disclosure log cannot take records."""
    return Unavailable(
        "ledger_unavailable",
        "The disclosure log cannot take records, so nothing was sent; try again, or ask the "
        "operators.",
        headers={"Retry-After": "2"},
    )
