"""Which credential goes up: the operator's, the caller's own, or none. Never an application key.

A caller's idempotency key goes up as a digest of its own for each application and data subject:
under one credential of the operator, nobody may be answered with another's answer (T27).
"""

import re
from collections.abc import Mapping

from gateway import headers as names
from gateway.authentication import Caller
from gateway.config.config import Endpoint
from gateway.errors import BadRequest
from gateway.keys import Keys
from privacy.recipient import Recipient
from providers.codec import Operation

_ACCEPTED = {"openai": ("authorization",), "google": ("authorization", "x-goog-api-key")}
"""Headers in which each wire takes a credential."""
_BEARER = re.compile(r"/v1(?:beta)?/openai/")
"""Where Gemini takes its key as OpenAI does (https://ai.google.dev/gemini-api/docs/openai)."""
_RAW = frozenset({"rawPredict", "streamRawPredict"})
"""Calls whose body is a container's own, in whatever form it takes."""
_MEDIA = frozenset(
    {
        "application/octet-stream", "application/x-npy", "application/x-protobuf", "image/jpeg",
        "image/png", "text/csv", "text/plain",
    }
)  # fmt: skip
_PLAIN = re.compile(r"[\x20-\x7e]{1,8192}")
"""What can stand in a header (RFC 9110 section 5.5)."""


def upward_headers(
    headers: Mapping[str, str],
    endpoint: Endpoint,
    recipient: Recipient,
    caller: Caller,
    operation: Operation,
    keys: Keys,
) -> dict[str, str]:
    """All headers for the recipient.

    Raises:
        BadRequest: the recipient wants the caller's own credential, and the caller showed none.
    """
    chosen = names.upward(headers)
    if operation.inspected:
        chosen["Content-Type"] = _media(headers.get("content-type", ""), operation)
    if endpoint.credential is not None:
        chosen |= _own(endpoint.credential.reveal(), recipient, operation)
    elif endpoint.passes_client:
        chosen |= _passed(caller, recipient)
    repeated = headers.get("idempotency-key")
    if repeated:
        subject = headers.get(names.SUBJECT, "")
        chosen["idempotency-key"] = keys.digest(f"{caller.application.id}\0{subject}\0{repeated}")
    return chosen


def _media(said: str, operation: Operation) -> str:
    """The body's media type: JSON, but for a raw call whose caller says something else."""
    media = said.partition(";")[0].strip().lower()
    return media if operation.name in _RAW and media in _MEDIA else "application/json"


def _own(secret: str, recipient: Recipient, operation: Operation) -> dict[str, str]:
    if recipient.wire == "google" and not _BEARER.match(operation.upstream_path):
        return {"x-goog-api-key": secret}
    return {"authorization": f"Bearer {secret}"}


def _passed(caller: Caller, recipient: Recipient) -> dict[str, str]:
    shown = caller.credential
    if shown is not None and shown[0] in _ACCEPTED[recipient.wire] and _PLAIN.fullmatch(shown[1]):
        return {shown[0]: shown[1]}
    raise BadRequest(
        "credential_missing",
        f"Recipient {recipient.id!r} is called with the client's own credential: send it as the "
        "SDK's API key, and the gateway's key in x-privacy-key.",
        status=401,
    )
