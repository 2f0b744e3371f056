"""A relay that adds the application key, which canarywire does not send; and a pass-through."""

import asyncio
import sys

import aiohttp
from aiohttp import web

_HOP = {"host", "connection", "transfer-encoding", "content-length", "keep-alive"}


def relay(target: str, key: str) -> web.Application:
    """An application that passes everything to the target, byte for byte; "" adds no key."""
    sessions: list[aiohttp.ClientSession] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        headers = {k: v for k, v in request.headers.items() if k.lower() not in _HOP}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        body = await request.read()
        async with sessions[0].request(
            request.method, target + request.path_qs, data=body, headers=headers
        ) as reply:
            kept = {k: v for k, v in reply.headers.items() if k.lower() not in _HOP}
            response = web.StreamResponse(status=reply.status, headers=kept)
            await response.prepare(request)
            async for data in reply.content.iter_any():
                await response.write(data)
            await response.write_eof()
            return response

    async def session(_: web.Application) -> None:
        sessions.append(aiohttp.ClientSession(auto_decompress=False))

    async def close(_: web.Application) -> None:
        await sessions[0].close()

    application = web.Application(client_max_size=1 << 26)
    application.router.add_route("*", "/{path:.*}", handle)
    application.on_startup.append(session)
    application.on_cleanup.append(close)
    return application


if __name__ == "__main__":
    asyncio.set_event_loop(asyncio.new_event_loop())
    _, port, target, *key = sys.argv
    web.run_app(relay(target, "".join(key)), host="127.0.0.1", port=int(port), print=None)
