"""Who calls: credential to application (stop 2).

A gateway key has the form `gw_<8 id>_<43 base62>` and at least 256 bits, so a plain SHA-256 with a
constant-time comparison suffices (OWASP ASVS 5, 6.5.2). An application may also register the
hash of the recipient's own API key; then its clients change nothing but the base URL.
Answers do not say which part of a credential was wrong.
"""

import hashlib
import hmac
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from gateway import headers as names
from gateway.config.config import ApplicationKey
from gateway.errors import BadRequest
from privacy.application import Application

_FAILURES_PER_MINUTE = 20
_MINUTE = 60.0
_PREFIX = "gw_"
_OURS = re.compile(r"gw_[0-9a-z]{8}_", re.IGNORECASE)
"""A key of a gateway anywhere in a credential: such a credential is not passed on."""
_SOURCES = 4096


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated caller.

    Attributes:
        application: who it is.
        key_id: which of its keys it showed.
        credential: a header with a credential that is not ours, to pass on where the recipient's
            configuration says `credential = "client"`; None if the caller showed none.
    """

    application: Application
    key_id: str
    credential: tuple[str, str] | None


class Authentication:
    """Finds the application that holds a key."""

    def __init__(
        self,
        applications: Mapping[str, Application],
        own: Mapping[str, ApplicationKey],
        foreign: Mapping[bytes, str],
    ) -> None:
        self._applications = applications
        self._own = own
        self._foreign = foreign
        self._failures: OrderedDict[str, list[float]] = OrderedDict()

    def identify(self, headers: Mapping[str, str], source: str, now: float) -> Caller:
        """Identify the caller.

        Args:
            headers: of the request.
            source: address of the caller, to slow down guessing.
            now: monotonic seconds.

        Raises:
            BadRequest: 401, or 429 after too many failures from this source.
        """
        shown = _shown(headers)
        for name, token in _candidates(headers, shown):
            found = self._find(token)
            if found is not None:
                foreign = [c for c in shown if not _OURS.search(c[1])]
                return Caller(self._applications[found[0]], found[1], _as_header(foreign, name))
        self._slow_down(source, now)
        raise BadRequest(
            "invalid_api_key",
            "No application is known by the credential shown. Send the application's gateway key "
            "as the SDK's API key, or in x-privacy-key; make one with "
            "`privacy-gateway applications new-key NAME`.",
            status=401,
        )

    def knows(self, headers: Mapping[str, str]) -> bool:
        """Whether `identify` would find the caller; nothing is counted against anybody."""
        shown = _candidates(headers, _shown(headers))
        return any(self._find(token) is not None for _, token in shown)

    def _find(self, token: str) -> tuple[str, str] | None:
        """The application's id and what records call the key."""
        digest = hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
        if token.startswith(_PREFIX):
            key = self._own.get(token.removeprefix(_PREFIX).partition("_")[0])
            if key is not None and hmac.compare_digest(key.digest, digest):
                return key.application, key.id
            return None
        application = self._foreign.get(digest)
        return None if application is None else (application, digest.hex()[:8])

    def _slow_down(self, source: str, now: float) -> None:
        """Answer a guesser less and less; who shows a valid key is never slowed down."""
        recent = [t for t in self._failures.pop(source, ()) if now - t < _MINUTE]
        self._failures[source] = [*recent[-_FAILURES_PER_MINUTE:], now]
        if len(self._failures) > _SOURCES:
            self._failures.popitem(last=False)
        if len(recent) >= _FAILURES_PER_MINUTE:
            raise BadRequest(
                "too_many_failures",
                "Too many failed authentications from this address; wait a minute.",
                status=429,
                headers={"Retry-After": "60"},
            )


def _shown(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    """The SDK's own credentials, as (header name, token)."""
    shown = []
    bearer = headers.get("authorization", "")
    scheme, _, token = bearer.partition(" ")
    if scheme.lower() == "bearer" and token:
        shown.append(("authorization", token.strip()))
    api_key = headers.get("x-goog-api-key")
    if api_key:
        shown.append(("x-goog-api-key", api_key))
    return shown


def _candidates(headers: Mapping[str, str], shown: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Credentials by which the caller may be known: the gateway's own header is for that alone."""
    own = headers.get(names.KEY)
    return [("x-privacy-key", own)] if own else shown


def _as_header(foreign: list[tuple[str, str]], shown_in: str) -> tuple[str, str] | None:
    """The credential to pass on: the one that identified the caller, or another beside our key."""
    for name, token in sorted(foreign, key=lambda c: c[0] != shown_in):
        return (name, f"Bearer {token}" if name == "authorization" else token)
    return None
