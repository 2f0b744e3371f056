"""The HTTP side of the data plane: each request becomes an exchange, each failure an answer.

Failures are rendered in the caller's dialect, with the disclosure's id where there is one, and
never with text of a payload. Refusals tell SDKs not to repeat them.
"""

import asyncio
import logging
import time

from aiohttp import web

from disclosure.kinds import Outcome
from gateway import headers as names
from gateway.errors import BadRequest, ExchangeError, Refused, Unavailable, internal_error
from gateway.exchange import Exchange
from gateway.logs import log
from gateway.roof import Roof
from gateway.routing import Door, check_preflight, check_upgrade, door
from gateway.transfer.resumable import ResumableUpload
from gateway.transfer.upload import FileUpload
from providers.openai_files import CREATE
from providers.registry import CODECS

_GONE = 499
"""What nginx calls a client that closed the request; for our log only."""


class DataPlane:
    """Serves the data plane."""

    def __init__(self, roof: Roof) -> None:
        self._roof = roof

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Serve one request."""
        if request.rel_url.raw_path == "/livez":
            return web.Response(text="ok\n")  # load balancers ask the port that they balance
        try:
            knocked = door(request.rel_url.raw_path)
            exchange = _exchange(request, knocked)(request, self._roof, knocked, knocked.codec)
        except Exception:  # noqa: BLE001 - before there is a dialect to answer in
            log("internal_error", logging.ERROR, failed=True)
            return _unforeseen()
        snapshot = self._roof.enter()
        status, code = 200, "ok"
        try:
            self._admit_connection(request, knocked)
            await exchange.run()
            status = exchange.outlet.status
            code = exchange.course.outcome.value
        except ExchangeError as failure:
            status, code = failure.status, failure.code
            await self._answer(exchange, failure)
        except asyncio.CancelledError:
            status, code = _GONE, "client_gone"
            raise
        except Exception:  # noqa: BLE001 - the last resort: nothing unforeseen reaches the caller
            unforeseen = internal_error()
            status, code = unforeseen.status, unforeseen.code
            log("internal_error", logging.ERROR, failed=True, request_id=exchange.request_id)
            await self._answer(exchange, unforeseen)
        finally:
            self._roof.leave(snapshot)
            self._note(exchange, status, code)
        return exchange.outlet.response or web.Response(status=500)

    def _admit_connection(self, request: web.BaseRequest, knocked: Door) -> None:
        if self._roof.draining:
            raise Unavailable(
                "draining", "The gateway is shutting down; try again.",
                headers={"Retry-After": "1", "Connection": "close"},
            )  # fmt: skip
        if twice := names.said_twice(request.headers):
            raise BadRequest(
                "header_twice", f"Send {twice} once: nobody can tell which one counts."
            )
        check_upgrade(knocked, request.headers)
        check_preflight(request.method)
        limit = self._roof.snapshot.config.server.limits.concurrency
        if self._roof.in_flight > limit:
            raise Unavailable(
                "overloaded", "Too many requests are being served; try again.",
                headers={"Retry-After": "1"},
            )  # fmt: skip

    async def _answer(self, exchange: Exchange, failure: ExchangeError) -> None:
        """Answer with an error, or break off if the answer has begun."""
        if exchange.outlet.begun:
            exchange.outlet.abort()
            return
        body = exchange.codec.render_error(
            failure.status, failure.code, failure.message, exchange.disclosure_id
        )
        headers = {"Content-Type": "application/json; charset=utf-8", **failure.headers}
        if exchange.disclosure_id:
            headers[names.DISCLOSURE] = exchange.disclosure_id
        if isinstance(failure, Refused | BadRequest):
            headers["x-should-retry"] = "false"
        headers["x-request-id"] = exchange.request_id
        try:
            await exchange.outlet.whole(failure.status, headers, body)
        except (ConnectionError, TimeoutError):
            exchange.outlet.abort()

    def _note(self, exchange: Exchange, status: int, code: str) -> None:
        """Stop 12: counters, histograms, one log line."""
        metrics, course, took = (
            self._roof.metrics,
            exchange.course,
            time.perf_counter() - exchange.began,
        )
        wire = exchange.codec.wire
        operation = exchange.operation.name if exchange.operation else "unknown"
        recipient = exchange.recipient.id if exchange.recipient else "none"
        metrics.requests.labels(wire, operation, recipient, code).inc()
        metrics.duration.labels(wire, operation).observe(took)
        if exchange.added is not None:
            metrics.added.labels(wire).observe(exchange.added)
            metrics.upstream.labels(recipient, _upstream(course.status, course.reason)).inc()
        elif code != Outcome.OK:
            metrics.refusals.labels(code).inc()
        for (entity_type, operator), count in exchange.prepared.counts.items():
            metrics.entities.labels(entity_type, operator).inc(count)
        for entity_type, count in course.restored.items():
            metrics.restored.labels(entity_type).inc(count)
        for reason, count in (*course.denied.items(), ("unknown", course.unknown)):
            if count:
                metrics.restore_failures.labels(reason).inc(count)
        self._log(exchange, status, code, took)

    def _log(self, exchange: Exchange, status: int, code: str, took: float) -> None:
        course, added = exchange.course, exchange.added
        log(
            "exchange",
            wire=exchange.codec.wire,
            operation=exchange.operation.name if exchange.operation else "unknown",
            application=exchange.caller.application.id if exchange.caller else "",
            recipient=exchange.recipient.id if exchange.recipient else "",
            purpose=exchange.purpose.id if exchange.purpose else "",
            status=status,
            code=code,
            disclosure_id=exchange.disclosure_id,
            request_id=exchange.request_id,
            duration_ms=round(took * 1000, 2),
            added_ms=None if added is None else round(added * 1000, 2),
            entities=sum(exchange.prepared.counts.values()),
            restored=sum(course.restored.values()),
            bytes_up=course.bytes_up,
            bytes_down=course.bytes_down,
        )


def _exchange(request: web.BaseRequest, knocked: Door) -> type[Exchange]:
    """How a request is walked: uploads may be larger than a body is."""
    if knocked.wire == "google" and (knocked.path or "").startswith("/upload/"):
        return ResumableUpload
    is_upload = knocked.wire == "openai" and knocked.path == CREATE.upstream_path
    return FileUpload if is_upload and request.method == CREATE.method else Exchange


def _unforeseen() -> web.Response:
    failure = internal_error()
    body = CODECS["openai"].render_error(failure.status, failure.code, failure.message, "")
    return web.Response(status=failure.status, body=body, content_type="application/json")


def _upstream(status: int, reason: str) -> str:
    return f"{status // 100}xx" if status else reason or "client_gone"
