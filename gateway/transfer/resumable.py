"""Resumable uploads to Google: two requests of the caller, of which the first leaves nothing.

A caller begins an upload by saying what will come, and gets an address for the content
(https://ai.google.dev/api/files, google.genai `_api_client._upload_fd`). That address is here: it
holds, sealed, what was said, and who said it, since SDKs show no key when they send the content.
Only when the content is there is the file inspected, recorded and sent, by the same protocol and
with the length that it has now.
"""

import secrets
import time
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson
from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy

from disclosure.kinds import Outcome
from gateway import headers as names
from gateway.delivering import outcome_of
from gateway.errors import BadRequest, ExchangeError, UpstreamFailed
from gateway.exchange import Exchange, Read
from gateway.keeping import Keeping
from gateway.outlet import read_body
from gateway.upstream import Reply, Streamed
from privacy.policy import Policy
from providers.codec import Operation
from providers.google_query import TICKET
from vault.sealing import NONCE_LENGTH, SealBroken, derive, seal, unseal
from vault.secret import Key

_STATUS = "X-Goog-Upload-Status"
_COMMAND = "X-Goog-Upload-Command"
_PROTOCOL = "X-Goog-Upload-Protocol"
_LENGTH = "X-Goog-Upload-Header-Content-Length"
_MEDIA = "X-Goog-Upload-Header-Content-Type"
_OFFSET = "X-Goog-Upload-Offset"
_KEPT = (
    "authorization", "x-goog-api-key", "x-goog-user-project", "dnt", "sec-gpc", names.KEY,
    names.PURPOSE, names.SUBJECT, names.CONSENT, names.SESSION, names.RECIPIENT,
)  # fmt: skip
"""Headers of the first request that hold for the second."""
_SECONDS = 3600
_SAID_MAX = 16_384
_ADDRESS_MAX = 7_000
"""Characters of an address; servers take lines of 8 KiB."""
_LINES = "application/jsonl"
"""What Google's examples call `jsonl`."""
_SIZES = ("sizeBytes", "size_bytes")


class ResumableUpload(Exchange):
    """One request of an upload: its beginning, or its content."""

    _said: dict[str, Any]
    _media: str

    async def run(self) -> None:
        """Answer a beginning; send a file whose content is here.

        Raises:
            ExchangeError: with a status of the upload, on which no SDK tries again.
        """
        try:
            await (self._content() if self._ticket else self._begin())
        except ExchangeError as error:
            error.headers = {_STATUS: "cancelled", **error.headers}
            raise

    @property
    def _ticket(self) -> str:
        return self._request.rel_url.query.get(TICKET, "")

    async def _begin(self) -> None:
        self._authenticate()
        self._route()
        command = self._headers.get(_COMMAND, "").strip().lower()
        if self._headers.get(_PROTOCOL, "").lower() != "resumable" or command != "start":
            raise BadRequest(
                "upload_protocol",
                "Files are uploaded by the resumable protocol (X-Goog-Upload-Protocol: resumable, "
                "X-Goog-Upload-Command: start), as google-genai does.",
            )
        self._check_size(self._headers.get(_LENGTH, "0"))
        limits = self._config.server.limits
        said = await read_body(self._request, _SAID_MAX, limits.body_seconds)
        headers = {name: self._headers[name] for name in _KEPT if name in self._headers}
        told = {
            "until": int(time.time()) + _SECONDS, "headers": headers,
            "said": _object(said), "media": self._headers.get(_MEDIA, ""),
        }  # fmt: skip
        answer = {
            "X-Goog-Upload-URL": self._address(told), _STATUS: "active",
            "Content-Type": "application/json; charset=utf-8",
        }  # fmt: skip
        self.course.outcome = Outcome.OK
        await self.outlet.whole(200, answer, b"{}")

    def _check_size(self, said: str) -> None:
        limit = self._config.server.limits.max_body_bytes
        if not said.isdigit() or int(said) > limit:
            raise BadRequest(
                "body_too_large",
                f"Files of up to {limit} bytes are inspected here ([server.limits] "
                "max_body_bytes); X-Goog-Upload-Header-Content-Length must say so.",
                status=413,
            )

    def _address(self, told: Mapping[str, Any]) -> str:
        sealed = seal(self._key, secrets.token_bytes(NONCE_LENGTH), orjson.dumps(told), self._bound)
        ticket = urlsafe_b64encode(sealed).decode().rstrip("=")
        here = self._request.rel_url.raw_path
        address = f"{self._request.url.scheme}://{self._request.host}{here}?{TICKET}={ticket}"
        if len(address) > _ADDRESS_MAX:
            raise BadRequest("upload_too_described", "What is said of the file is too long.")
        return address

    @property
    def _key(self) -> Key:
        return derive(self._roof.keys.pseudonym, "upload")

    @property
    def _bound(self) -> bytes:
        return self._request.rel_url.raw_path.encode()

    async def _content(self) -> None:
        """The second request: as if it were one with the first."""
        told = self._told()
        merged = CIMultiDict(self._request.headers)
        for name in _KEPT:
            merged.popall(name, None)
        merged.update(told["headers"])
        self._headers = CIMultiDictProxy(merged)
        command = {part.strip() for part in self._request.headers.get(_COMMAND, "").split(",")}
        if command != {"upload", "finalize"} or self._request.headers.get(_OFFSET, "0") != "0":
            raise BadRequest(
                "upload_in_pieces",
                "A file is inspected as a whole, so it must come in one piece: up to 8 MiB by "
                "google-genai. Send larger ones in parts of their own.",
                status=413,
            )
        self._said, self._media = told["said"], told["media"]
        await super().run()

    def _told(self) -> dict[str, Any]:
        try:
            sealed = urlsafe_b64decode(self._ticket + "=" * (-len(self._ticket) % 4))
            told: dict[str, Any] = orjson.loads(unseal(self._key, sealed, self._bound))
        except (Error, ValueError, SealBroken):
            told = {"until": 0}
        if told["until"] < time.time():
            raise BadRequest(
                "upload_unknown", "No such upload was begun here, or it is over; begin anew.",
                status=404,
            )  # fmt: skip
        return told

    async def _body(self, operation: Operation) -> bytes:
        """What was said and what came, as codecs see an upload."""
        content = await super()._body(operation)
        file = self._said.get("file") or {}
        named: object = ""
        if isinstance(file, dict):
            file = {key: value for key, value in file.items() if key not in _SIZES}
            named = file.get("displayName", file.get("display_name"))
        return orjson.dumps(
            {
                **self._said,
                "file": file,
                "content": {
                    "filename": named if isinstance(named, str) else "",
                    "type": _LINES if self._media == "jsonl" else self._media,
                    "data": b64encode(content).decode(),
                },
            }
        )

    async def _send(
        self, operation: Operation, read: Read, policy: Policy, keeping: Keeping,
        headers: Mapping[str, str], body: bytes | Streamed, target: str,
    ) -> None:  # fmt: skip
        """Begin at the recipient, then send the content to the place that it names."""
        if not isinstance(body, bytes):
            raise TypeError("an upload is written whole")
        tree: dict[str, Any] = orjson.loads(body)
        part = tree.pop("content")
        content, media = b64decode(part["data"]), part["type"]
        sent = {**headers, _PROTOCOL: "resumable"}
        begun = sent | {_COMMAND: "start", _LENGTH: str(len(content)), _MEDIA: media}
        place = await self._begun(target.partition("?")[0], begun, orjson.dumps(tree))
        sent |= {
            _COMMAND: "upload, finalize", _OFFSET: "0",
            "Content-Type": media or "application/octet-stream",
        }  # fmt: skip
        await super()._send(operation, read, policy, keeping, sent, content, place)

    async def _begun(self, target: str, headers: Mapping[str, str], said: bytes) -> str:
        """The place for the content: a path and query at the recipient, wherever it says it is."""
        if self.recipient is None:
            raise RuntimeError("a request is sent to somebody")
        self._sent_at = time.perf_counter()
        self.course.outcome = Outcome.CLIENT_GONE
        try:
            upstream = self._now.upstreams[self.recipient.id]
            async with upstream.send("POST", target, headers, said) as reply:
                self.course.status = reply.status
                return _place(reply)
        except UpstreamFailed as failure:
            self.course.outcome, self.course.reason = outcome_of(failure), failure.code
            raise


def _place(reply: Reply) -> str:
    place = urlsplit(reply.headers.get("X-Goog-Upload-URL", ""))
    failed = reply.status >= web.HTTPBadRequest.status_code
    if failed or not place.path.startswith("/"):
        raise UpstreamFailed(
            "upload_not_begun",
            f"The recipient answered {reply.status} to the beginning of the upload.",
            status=reply.status if failed else None,
        )
    return f"{place.path}?{place.query}" if place.query else place.path


def _object(said: bytes) -> dict[str, Any]:
    try:
        tree = orjson.loads(said or b"{}")
    except orjson.JSONDecodeError:
        tree = None
    if not isinstance(tree, dict):
        raise BadRequest("invalid_json", "The description of the file is not a JSON object.")
    return tree
