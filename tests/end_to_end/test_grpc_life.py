"""The gRPC front as part of the process: start, reload, drain, end; alone and from the command."""

import asyncio
import os
import re
import shutil
import signal
import socket
import ssl
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.api_core import exceptions
from google.cloud import aiplatform_v1
from google.cloud.aiplatform_v1.services.prediction_service import (
    PredictionServiceAsyncClient as Client,
)
from google.cloud.aiplatform_v1.services.prediction_service.transports import (
    PredictionServiceGrpcAsyncIOTransport as Transport,
)

from gateway.app import CannotListen, serving
from gateway.initialise import initialise
from tests.end_to_end.conftest import KEY, PROMPT, config_text, house, read_config
from tests.support.answers import Echo
from tests.support.certificates import front, make_pair
from tests.support.recipient import FakeRecipient

MODEL = "projects/demo-project/locations/us-central1/publishers/google/models/gemini-test"
WITHOUT_NAMES = 'names = "off"'


def client(target: str, certificate: Path) -> Any:
    """The SDK's client with a channel that trusts this certificate alone."""
    trusted = grpc.ssl_channel_credentials(certificate.read_bytes())
    channel = grpc.aio.secure_channel(target.replace("127.0.0.1", "localhost"), trusted)
    return Client(transport=Transport(channel=channel))


def asked(text: str = PROMPT) -> dict[str, Any]:
    content = aiplatform_v1.Content(role="user", parts=[aiplatform_v1.Part(text=text)])
    request = aiplatform_v1.GenerateContentRequest(model=MODEL, contents=[content])
    return {"request": request, "metadata": [("authorization", f"Bearer {KEY}")]}


def said(answers: list[Any]) -> str:
    return "".join(p.text for a in answers for p in a.candidates[0].content.parts)


def shown(target: str) -> str:
    host, _, port = target.rpartition(":")
    return ssl.get_server_certificate((host, int(port)))


async def test_streams_under_way_end_properly_and_new_calls_are_turned_away(tmp_path: Path) -> None:
    certificate, _ = make_pair(tmp_path)
    async with house(tmp_path, front(certificate), WITHOUT_NAMES) as running:
        running.recipient.answer = Echo(delta=6, gap_s=0.02)
        caller = client(running.gateway.grpc_target, certificate)
        stream = aiter(await caller.stream_generate_content(**asked()))
        begun = [await anext(stream)]
        running.gateway.roof.draining = True
        with pytest.raises(exceptions.ServiceUnavailable, match="shutting down") as raised:
            await caller.generate_content(**asked())
        assert dict(raised.value.errors[0].trailing_metadata())["retry-after"] == "1"

        async def rest() -> list[Any]:
            return [message async for message in stream]

        reading = asyncio.ensure_future(rest())
        await asyncio.sleep(0)
    assert "nadia.okonkwo@posteo.example" in said(begun + await reading)


async def test_nothing_listens_when_it_has_ended(tmp_path: Path) -> None:
    certificate, _ = make_pair(tmp_path)
    async with house(tmp_path, front(certificate), WITHOUT_NAMES) as running:
        target = running.gateway.grpc_target
        await client(target, certificate).generate_content(**asked())
    host, _, port = target.rpartition(":")
    with pytest.raises(ConnectionRefusedError), socket.create_connection((host, int(port)), 1):
        pass


async def test_a_reload_shows_the_certificate_as_it_is_now(tmp_path: Path) -> None:
    certificate, key = make_pair(tmp_path)
    newer, newer_key = make_pair(tmp_path, "newer")
    async with house(tmp_path, front(certificate), WITHOUT_NAMES) as running:
        target, config = running.gateway.grpc_target, running.gateway.roof.snapshot.config
        old = client(target, certificate)
        await old.generate_content(**asked())
        assert await asyncio.to_thread(shown, target) == certificate.read_text()
        shutil.copy(newer, certificate)
        shutil.copy(newer_key, key)
        assert await asyncio.to_thread(shown, target) != newer.read_text()
        running.gateway.reload(config)
        assert await asyncio.to_thread(shown, target) == newer.read_text()
        await old.generate_content(**asked())
        await client(target, newer).generate_content(**asked())
        certificate.unlink()
        with pytest.raises(OSError, match="No such file"):
            running.gateway.reload(config)
        assert running.gateway.roof.snapshot.config is config
        assert await asyncio.to_thread(shown, target) == newer.read_text()


async def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    certificate, _ = make_pair(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        text = config_text("http://127.0.0.1:9", front(certificate, port), WITHOUT_NAMES)
        config = read_config(tmp_path, text)
        initialise(config)
        with pytest.raises(CannotListen, match=rf"port {port} \(\[grpc\] host, port\)"):
            async with serving(config):
                pass


async def test_two_gateways_do_not_share_a_port(tmp_path: Path) -> None:
    certificate, _ = make_pair(tmp_path)
    async with house(tmp_path, front(certificate), WITHOUT_NAMES) as running:
        port = int(running.gateway.grpc_target.rpartition(":")[2])
        second = tmp_path / "second"
        second.mkdir()
        text = config_text("http://127.0.0.1:9", front(certificate, port), WITHOUT_NAMES)
        config = read_config(second, text)
        initialise(config)
        with pytest.raises(CannotListen):
            async with serving(config):
                pass


async def test_plain_text_gets_no_answer(tmp_path: Path) -> None:
    certificate, _ = make_pair(tmp_path)
    async with house(tmp_path, front(certificate), WITHOUT_NAMES) as running:
        target = running.gateway.grpc_target
        channel = grpc.aio.insecure_channel(target)
        caller = Client(transport=Transport(channel=channel))
        with pytest.raises((exceptions.ServiceUnavailable, exceptions.DeadlineExceeded)):
            await caller.generate_content(**asked(), timeout=0.5)
        assert not running.recipient.heard


@pytest.fixture
async def recipient() -> AsyncIterator[FakeRecipient]:
    async with FakeRecipient() as running:
        yield running


async def test_the_command_serves_grpc_and_ends_on_sigterm(
    tmp_path: Path, recipient: FakeRecipient
) -> None:
    """The real process with its own event loop."""
    certificate, _ = make_pair(tmp_path)
    text = config_text(recipient.url, front(certificate), WITHOUT_NAMES)
    initialise(read_config(tmp_path, text))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway.cli", "--config", tmp_path / "config.toml", "serve"),
        stderr=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stderr is not None
    try:
        target = await _announced(process.stderr)
        caller = client(target, certificate)
        answer = await caller.generate_content(**asked(), timeout=20)
        assert "nadia.okonkwo@posteo.example" in said([answer])
        recipient.answer = Echo(delta=6, gap_s=0.05)
        stream = aiter(await caller.stream_generate_content(**asked(), timeout=20))
        begun = [await anext(stream)]
        os.kill(process.pid, signal.SIGHUP)
        os.kill(process.pid, signal.SIGTERM)
        begun += [message async for message in stream]
        assert "nadia.okonkwo@posteo.example" in said(begun)
        async with asyncio.timeout(20):
            log = await process.stderr.read()
            assert await process.wait() == 0
        assert b"internal_error" not in log
        assert b'"config_reloaded"' in log
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _announced(stream: asyncio.StreamReader) -> str:
    async for line in stream:
        found = re.match(r"gRPC endpoint +(\S+)", line.decode())
        if found:
            return found[1]
    raise AssertionError("it announced no gRPC endpoint")
