"""What gRPC costs beside REST: the SDK's own client through the gateway, both ways, in one run.

A gateway process of its own (its command line, its event loop), a recipient in this process, one
call at a time; the transports take turns, so that both meet the same machine.

Run: .venv/bin/python -m bench.transports [CALLS]
"""

import asyncio
import re
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import grpc
from google.cloud import aiplatform_v1 as api
from google.cloud.aiplatform_v1.services.prediction_service import transports
from google.oauth2.credentials import Credentials

from gateway.initialise import initialise
from tests.end_to_end.conftest import KEY, PROMPT, config_text, read_config
from tests.support.answers import Echo
from tests.support.certificates import front, make_pair
from tests.support.recipient import FakeRecipient

MODEL = "projects/p/locations/us-central1/publishers/google/models/gemini-test"
ROUNDS = 5


@asynccontextmanager
async def serving(recipient: str) -> AsyncIterator[tuple[str, str, Path]]:
    """A gateway: REST address, gRPC address, certificate."""
    directory = Path(tempfile.mkdtemp())
    certificate, _ = make_pair(directory)
    text = config_text(recipient, front(certificate), 'names = "off"')
    initialise(read_config(directory, text))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway.cli", "--config", directory / "config.toml", "serve"),
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    found: dict[str, str] = {}
    async for line in process.stderr:
        said = re.match(r"(Google base URL|gRPC endpoint) +(\S+)", line.decode())
        found |= {said[1]: said[2]} if said else {}
        if len(found) == 2:
            break
    log = asyncio.ensure_future(process.stderr.read())
    try:
        yield found["Google base URL"], found["gRPC endpoint"], certificate
    finally:
        process.terminate()
        await process.wait()
        await log


def clients(rest: str, target: str, certificate: Path) -> dict[str, Any]:
    """The synchronous client of the SDK in its two transports."""
    credentials = Credentials(token=KEY)  # type: ignore[no-untyped-call]
    trusted = grpc.composite_channel_credentials(
        grpc.ssl_channel_credentials(certificate.read_bytes()),
        grpc.access_token_call_credentials(KEY),
    )
    channel = grpc.secure_channel(target.replace("127.0.0.1", "localhost"), trusted)
    over_grpc = transports.PredictionServiceGrpcTransport(channel=channel)
    return {
        "REST": api.PredictionServiceClient(
            transport="rest", credentials=credentials, client_options={"api_endpoint": rest}
        ),
        "gRPC": api.PredictionServiceClient(transport=over_grpc),
    }


def deeds(client: api.PredictionServiceClient, text: str) -> dict[str, Callable[[], object]]:
    """A whole answer, and a streamed one to its end."""
    content = api.Content(role="user", parts=[api.Part(text=text)])
    request = api.GenerateContentRequest(model=MODEL, contents=[content])
    return {
        "generate": lambda: client.generate_content(request=request),
        "stream": lambda: list(client.stream_generate_content(request=request)),
    }


def measure(made: dict[str, Any], text: str, calls: int) -> dict[tuple[str, str], list[float]]:
    """Milliseconds of each call, by deed and transport."""
    took: dict[tuple[str, str], list[float]] = {}
    for _ in range(ROUNDS):
        for transport, client in made.items():
            for name, deed in deeds(client, text).items():
                deed()
                for _ in range(calls // ROUNDS):
                    start = perf_counter()
                    deed()
                    took.setdefault((name, transport), []).append((perf_counter() - start) * 1e3)
    return took


async def main(calls: int) -> None:
    async with (
        FakeRecipient(answer=Echo(delta=40)) as recipient,
        serving(recipient.url) as (rest, target, certificate),
    ):
        made = clients(rest, target, certificate)
        for size, text in (("small", PROMPT), ("10 KB", PROMPT * 55)):
            took = await asyncio.to_thread(measure, made, text, calls)
            for (name, transport), times in took.items():
                p50 = statistics.median(times)
                p95 = statistics.quantiles(times, n=20)[-1]
                print(f"{size:6} {name:9} {transport}  p50 {p50:6.2f} ms  p95 {p95:6.2f} ms")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
