"""Where a request goes: path to dialect, codec operation and recipient (stop 3).

`/openai/v1/...` and its alias `/v1/...` speak OpenAI, `/google/...` speaks Vertex and Gemini.
The two share paths such as `/v1/models`, so Google paths at the root are refused with advice.
Names of OpenAI's fine-tuned models hold colons, too: `ft:gpt-5-mini:acme::a1b2`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from gateway.errors import BadRequest
from privacy.application import Application
from privacy.recipient import Recipient
from privacy.refusal import Refusal, RefusalCode
from providers.closed_doors import ClosedDoor
from providers.codec import Codec
from providers.google_compatible import COMPATIBLE
from providers.registry import CODECS

_GOOGLE_AT_ROOT = re.compile(
    r"/(v1|v1beta|v1beta1)/(models/(?!ft(:|%3A))[^/]+:|projects/|publishers/|tunedModels/)|/v1beta1?/"
)


_COMPATIBLE = re.compile(
    r"/(?:v1|v1beta)/openai(?:/|$)"
    r"|/(?:v1|v1beta1)/projects/[^/]+/locations/[^/]+/(?:publishers/openai/v1/"
    r"|endpoints/[^/:]+/(?:chat/completions|completions|embeddings|responses)(?:/|$))"
)


@dataclass(frozen=True, slots=True)
class Door:
    """Which dialect a path belongs to.

    Attributes:
        wire: "openai" or "google": whose recipients are called.
        path: the path behind the mount; None if nothing is mounted there.
        advice: what to do instead, where nothing is.
    """

    wire: str
    path: str | None
    advice: str = ""

    @property
    def codec(self) -> Codec:
        """Who reads and writes here: Google has endpoints that speak OpenAI's dialect."""
        compatible = self.wire == "google" and self.path and _COMPATIBLE.match(self.path)
        return COMPATIBLE if compatible else CODECS[self.wire]


_MOUNTS = "OpenAI clients: base URL .../openai/v1; Google clients: base URL .../google."


def door(path: str) -> Door:
    """Find the door that a path knocks at."""
    if path.startswith("/openai/"):
        return Door("openai", path.removeprefix("/openai"))
    if path == "/google" or path.startswith("/google/"):
        return Door("google", path.removeprefix("/google") or "/")
    if _GOOGLE_AT_ROOT.match(path):
        return Door("google", None, "Google paths are served below /google. " + _MOUNTS)
    if path.startswith("/v1/"):
        return Door("openai", path)
    return Door("openai", None, "Nothing is served here. " + _MOUNTS)


_CREDENTIALS = frozenset(
    {"key", "$key", "api_key", "api-key", "apikey", "access_token", "oauth_token"}
)


def holds_credential(query: str) -> bool:
    """Whether a query string has a parameter for a credential, however its name is written."""
    return any(unquote(part.partition("=")[0]) in _CREDENTIALS for part in query.split("&"))


def advice_for(codec: Codec, method: str, path: str | None) -> str:
    """What a caller of an unknown endpoint can do instead."""
    own = getattr(codec, "advice", None)
    told = own(method, path) if own is not None and path is not None else None
    return told or (
        "The gateway does not know this endpoint, and what it does not know it does not pass. "
        "docs/endpoints.md lists what is served."
    )


def refused_endpoint(door: Door, method: str) -> BadRequest:
    """What a caller of an endpoint that is not served is told: 403 where it never will be."""
    advice = door.advice or advice_for(door.codec, method, door.path)
    if (found := _closed(door)) is not None and found.settled:
        return BadRequest(RefusalCode.ENDPOINT_REFUSED, advice, status=403)
    return BadRequest(RefusalCode.ENDPOINT_UNKNOWN, advice, status=404)


def check_upgrade(door: Door, headers: Mapping[str, str]) -> None:
    """Refuse websockets; other upgrades (h2c) are offers, which a server may ignore.

    Raises:
        BadRequest: with advice for what was asked for.
    """
    if "websocket" not in headers.get("Upgrade", "").lower():
        return
    found = _closed(door)
    over_http = "Call the same endpoint over HTTP, streamed if need be."
    instead = found.advice if found and found.settled else over_http
    raise BadRequest(
        "websocket_refused",
        "Websockets (Realtime, Live, Responses) cannot be inspected here and are refused. "
        + instead,
        status=403,
    )


def check_preflight(method: str) -> None:
    """Refuse browsers' questions whether they may call (CORS): a page shows its keys to everybody.

    Raises:
        BadRequest: nothing here is called from pages of another origin.
    """
    if method == "OPTIONS":
        raise BadRequest(
            "cors_refused",
            "Browsers may not call the gateway: a page cannot keep a key. Call it from your "
            "server, and have the page call that.",
            status=403,
        )


def _closed(door: Door) -> ClosedDoor | None:
    of_codec = getattr(door.codec, "closed", None)
    found: ClosedDoor | None = of_codec(door.path) if of_codec and door.path is not None else None
    return found


def choose_recipient(
    application: Application, wire: str, named: str | None, recipients: Mapping[str, Recipient]
) -> Recipient | Refusal:
    """Choose who receives: the application's only one for this wire, or the one named."""
    granted = [recipients[id_] for id_ in application.recipients if recipients[id_].wire == wire]
    ids = ", ".join(recipient.id for recipient in granted) or "none"
    if named is not None:
        for recipient in granted:
            if recipient.id == named:
                return recipient
        return Refusal(
            RefusalCode.RECIPIENT_NOT_PERMITTED,
            f"The recipient named in x-privacy-recipient is not granted to {application.id!r} "
            f"for this kind of call; granted: {ids}.",
        )
    if len(granted) == 1:
        return granted[0]
    code = RefusalCode.RECIPIENT_AMBIGUOUS if granted else RefusalCode.RECIPIENT_NOT_PERMITTED
    return Refusal(
        code,
        f"Application {application.id!r} has {len(granted)} recipients for this kind of call; "
        f"name one in x-privacy-recipient: {ids}.",
    )
