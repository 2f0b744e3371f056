"""The admin port: is it alive, is it ready, what does it count. No payload is ever seen here."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from gateway.roof import Roof

Handler = Callable[[web.Request], Awaitable[web.Response]]
_NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def admin_application(roof: Roof) -> web.Application:
    """The application on the admin port."""
    application = web.Application()
    application.router.add_get("/livez", _livez)
    application.router.add_get("/readyz", _readyz(roof))
    application.router.add_get("/metrics", _metrics(roof))
    return application


async def _livez(_request: web.Request) -> web.Response:
    return web.Response(text="ok\n", headers=_NO_STORE)


def _readyz(roof: Roof) -> Handler:
    async def handler(_request: web.Request) -> web.Response:
        problem = roof.problem()
        if problem:
            return web.Response(status=503, text=f"not ready: {problem}\n", headers=_NO_STORE)
        return web.Response(text="ready\n", headers=_NO_STORE)

    return handler


def _metrics(roof: Roof) -> Handler:
    async def handler(_request: web.Request) -> web.Response:
        roof.gauge()
        return web.Response(
            body=roof.metrics.text(),
            headers=_NO_STORE | {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
        )

    return handler
