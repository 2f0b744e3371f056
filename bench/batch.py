"""A file of requests through the gateway: time, peak memory, and whether all of it came back.

    python bench/batch.py [--megabytes 200] [--names] [--directory /var/tmp]

Recipient and client are processes of their own, so that the memory measured is the gateway's. The
recipient keeps the file on disk and gives back a result for each line, in reverse order of its
blocks; the client checks each line of what it gets.
"""

import argparse
import asyncio
import hashlib
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
from aiohttp import web

from gateway.app import serving
from gateway.config.load import load
from gateway.config.problems import Problems
from gateway.initialise import initialise
from gateway.logs import configure

KEY = "gw_benchbat_" + "A1b2C3d4E5" * 4 + "xyz"
GIVEN = ("Nadia", "Ines", "Tomas", "Priya", "Jonas", "Amara", "Felix", "Lucia", "Omar", "Greta")
FAMILY = ("Okonkwo", "Moreau", "Lindqvist", "Sharma", "Weber", "Silva", "Haddad", "Novak", "Rossi")
FILLER = (
    "The parcel was sent to the depot in the morning and has not been seen since; the driver says "
    "that the door was closed. Please write a short, friendly answer that explains what happens "
    "next and how long it takes, and offer a call back in the afternoon if that is wanted. "
)
CONFIG = """
[deployment]
controller = "Bench"
[server]
port = 0
[admin]
port = 0
[storage]
free_space_mib = 1
[detection]
compiled = "{compiled}"
[recipients.openai]
legal_name = "Recipient"
wire = "openai"
base_url = "{url}"
credential = "none"
[purposes.support]
description = "Answering customers"
legal_basis = "contract"
[applications.bot]
purposes = ["support"]
recipients = ["openai"]
keys = ["{key}"]
[policies.default]
names = "{names}"
payload = "digest"
"""


def line(number: int) -> bytes:
    """One request of about a kilobyte, about somebody of its own."""
    given, family = GIVEN[number % len(GIVEN)], FAMILY[number // 7 % len(FAMILY)]
    text = (
        f"I am {given} {family}, e-mail {given}.{family}{number}@posteo.example, phone "
        f"+1 202 555 {number % 10_000:04d}, order {number}. {FILLER * 3}"
    )
    body = {"model": "gpt-test", "messages": [{"role": "user", "content": text}]}
    row = {"custom_id": f"case-{number}", "method": "POST", "url": "/v1/chat/completions"}
    return json.dumps(row | {"body": body}).encode() + b"\n"


def write_requests(path: Path, size: int) -> int:
    """Write a file of requests; returns the number of its lines."""
    number = 0
    with path.open("wb") as file:
        while file.tell() < size:
            file.write(line(number))
            number += 1
    return number


def recipient(port: "multiprocessing.Queue[int]", directory: Path) -> None:
    """A recipient that keeps files on disk and answers each line with what it said."""
    asyncio.run(_receive(port, directory))


async def _receive(port: "multiprocessing.Queue[int]", directory: Path) -> None:
    kept = directory / "kept.jsonl"

    async def create(request: web.Request) -> web.Response:
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            with (kept if part.name == "file" else directory / "field").open("wb") as file:
                while piece := await part.read_chunk(1 << 18):
                    file.write(piece)
        told = {"id": "file-in", "object": "file", "filename": "r.jsonl", "purpose": "batch"}
        return web.json_response(told)

    async def batch(_: web.Request) -> web.Response:
        told = {
            "id": "batch_1", "object": "batch", "status": "completed", "input_file_id": "file-in",
            "output_file_id": "file-out", "endpoint": "/v1/chat/completions",
        }  # fmt: skip
        return web.json_response(told)

    async def content(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/octet-stream"})
        await response.prepare(request)
        with kept.open("rb") as file:
            while lines := file.readlines(1 << 18):
                await response.write(b"".join(_result(one) for one in reversed(lines)))
        await response.write_eof()
        return response

    app = web.Application(client_max_size=1 << 40)
    app.router.add_post("/v1/files", create)
    app.router.add_post("/v1/batches", batch)
    app.router.add_get("/v1/files/{id}/content", content)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port.put(runner.addresses[0][1])
    await asyncio.Event().wait()


def _result(sent: bytes) -> bytes:
    request = json.loads(sent)
    said = request["body"]["messages"][0]["content"]
    message = {"role": "assistant", "content": said}
    body = {
        "id": "chatcmpl-1", "object": "chat.completion", "model": "gpt-test",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
    }  # fmt: skip
    response = {"status_code": 200, "request_id": "r", "body": body}
    row = {"id": "b", "custom_id": request["custom_id"], "response": response, "error": None}
    return json.dumps(row).encode() + b"\n"


def client(told: "multiprocessing.Queue[dict[str, float]]", url: str, path: Path) -> None:
    """Send the file up, have it run, check each line of the results."""
    told.put(asyncio.run(_call(url, path)))


async def _call(url: str, path: Path) -> dict[str, float]:
    headers = {"Authorization": f"Bearer {KEY}"}
    endless = aiohttp.ClientTimeout(total=None)
    async with aiohttp.ClientSession(headers=headers, timeout=endless) as session:
        began = time.perf_counter()
        form = aiohttp.FormData({"purpose": "batch"})
        form.add_field("file", _pieces(path), filename="requests.jsonl")
        async with session.post(f"{url}/openai/v1/files", data=form) as response:
            made = await response.json()
            assert response.status == 200, made
        up = time.perf_counter() - began
        asked = {"input_file_id": made["id"], "endpoint": "/v1/chat/completions"}
        async with session.post(f"{url}/openai/v1/batches", json=asked) as response:
            batch = await response.json()
            assert response.status == 200, batch
        began, lines, restored = time.perf_counter(), 0, 0
        async with session.get(f"{url}/openai/v1/files/{batch['output_file_id']}/content") as got:
            assert got.status == 200
            async for raw in _lines(got):
                row, lines = json.loads(raw), lines + 1
                number = int(row["custom_id"].removeprefix("case-"))
                wanted = json.loads(line(number))["body"]["messages"][0]["content"]
                restored += row["response"]["body"]["choices"][0]["message"]["content"] == wanted
        down = time.perf_counter() - began
    return {"up": up, "down": down, "lines": lines, "restored": restored}


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1 << 18):
            yield piece


async def _lines(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    rest = b""
    async for piece in response.content.iter_any():
        *whole, rest = (rest + piece).split(b"\n")
        for one in whole:
            yield one


async def serve(directory: Path, url: str, path: Path, *, names: bool) -> dict[str, float]:
    """Serve one upload and one download; returns what was measured."""
    compiled = Path(__file__).parents[1] / "build" / "compiled"
    digest = f"sha256:{KEY.split('_')[1]}:{hashlib.sha256(KEY.encode()).hexdigest()}"
    told = "require" if names else "off"
    text = CONFIG.format(url=url, compiled=compiled, key=digest, names=told)
    (directory / "config.toml").write_text(text)
    config = load(directory / "config.toml", {})
    assert not isinstance(config, Problems), str(config)
    configure("info")
    initialise(config)
    queue: multiprocessing.Queue[dict[str, float]] = multiprocessing.Queue()
    async with serving(config) as gateway:
        started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        arguments = (queue, gateway.data_url, path)
        process = multiprocessing.Process(target=client, args=arguments, daemon=True)
        process.start()
        found = await asyncio.to_thread(queue.get)
        process.join()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found | {"started": started, "peak": peak}


def main() -> None:
    """Measure once and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--megabytes", type=float, default=200)
    parser.add_argument("--names", action="store_true", help="with the name model")
    parser.add_argument("--directory", type=Path, default=Path("/var/tmp"))
    asked = parser.parse_args()
    multiprocessing.set_start_method("spawn")
    with tempfile.TemporaryDirectory(dir=asked.directory) as folder:
        directory = Path(folder)
        path = directory / "requests.jsonl"
        lines = write_requests(path, int(asked.megabytes * 1_000_000))
        port: multiprocessing.Queue[int] = multiprocessing.Queue()
        process = multiprocessing.Process(target=recipient, args=(port, directory), daemon=True)
        process.start()
        url = f"http://127.0.0.1:{port.get()}"
        found = asyncio.run(serve(directory, url, path, names=asked.names))
        process.terminate()
        kept = (directory / "kept.jsonl").read_bytes()
        size, leaked = path.stat().st_size / 1e6, kept.count(b"@posteo.example")
        log = sum(each.stat().st_size for each in directory.glob("data/gateway.db*")) / 1e6
    print(f"file: {size:.0f} MB, {lines} lines; names {'on' if asked.names else 'off'}")
    print(f"up: {found['up']:.1f} s, {size / found['up']:.2f} MB/s")
    print(f"down: {found['down']:.1f} s, {size / found['down']:.2f} MB/s")
    print(f"memory: {found['started']:.0f} MiB before, {found['peak']:.0f} MiB at most")
    print(f"lines back {found['lines']:.0f}, restored {found['restored']:.0f}, leaked {leaked}")
    print(f"log and kept pseudonyms on disk: {log:.0f} MB")


if __name__ == "__main__":
    main()
