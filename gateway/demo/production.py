"""Everything that the demonstration needs, started in order and ended in the other order.

Recipients and gateway are real servers on loopback in this process; nothing is left when it ends.
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from gateway import logs
from gateway.app import Gateway, serving
from gateway.cli.output import print_json
from gateway.config.config import Config
from gateway.demo import google_recipient, llm, openai_recipient, people, stage
from gateway.demo.conversation import Connection, with_google, with_language_model, with_openai
from gateway.demo.key import key_file
from gateway.demo.log import Log
from gateway.demo.memory import Memory
from gateway.demo.ports import APPLICATION, GOOGLE, OPENAI, demo_port, require_free
from gateway.demo.relay import relaying
from gateway.demo.show import Screen
from gateway.process import until_stopped
from storage.books import SqlBooks

_SDKS = ("openai", "google.genai")
_FAILED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the command line asks for.

    Attributes:
        file: of the configuration, for reloads.
        once: end after the show.
        as_json: print one JSON object in place of the show.
        language_model: environment of a real language model; None for the demo recipients.
    """

    file: Path
    once: bool = False
    as_json: bool = False
    language_model: Path | None = None


async def produce(config: Config, key: str, wish: Wish) -> int:
    """Run the demonstration.

    Returns:
        The exit code.

    Raises:
        DemoImpossible: a port is taken or the configuration does not fit.
        PortTaken: a port was taken in the last moment.
        LanguageModelMissing: it was asked for and is not there.
        asyncio.CancelledError: it was asked to stop in the middle.
    """
    _stop_on_signals()
    require_free(config)
    logs.configure("warning")
    screen = None if wish.as_json else Screen(sys.stdout, people.PLANTED)
    if screen is not None:
        others = "a language model" if wish.language_model else "two demo recipients"
        screen.line(f"Starting the gateway, {others} and the official SDKs ...")
    for sdk in _SDKS:
        await asyncio.to_thread(import_module, sdk)
    async with AsyncExitStack() as stack:
        memories = await stack.enter_async_context(_recipients(config, wish))
        gateway = await stack.enter_async_context(serving(config))
        shown = await stage.play(
            _talks(gateway, key, memories, wish),
            stack.enter_context(_log(gateway, config)),
            screen,
            faithful=wish.language_model is None,
        )
        _end_show(shown, screen, gateway, config, key)
        failed = 0 if shown.good else _FAILED
        if wish.once:
            return failed
        if screen is not None:
            screen.note("Serving. Ctrl-C stops it.")
        logs.configure(config.log_level)
        return await until_stopped(gateway, wish.file)


@contextmanager
def _log(gateway: Gateway, config: Config) -> Iterator[Log]:
    """The reading side of the log, beside the gateway that writes it."""
    books = SqlBooks(
        config.storage.path,
        keys=gateway.books.keystore,
        checkpoints=config.storage.checkpoints,
    )
    try:
        yield Log(books, gateway.books.signer.verifier)
    finally:
        books.close()


def _stop_on_signals() -> None:
    """Until the gateway takes over: a signal cancels the show, so that everything is closed."""
    task = asyncio.current_task()
    for number in (signal.SIGINT, signal.SIGTERM):
        if task is not None:
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)


@asynccontextmanager
async def _recipients(config: Config, wish: Wish) -> AsyncIterator[tuple[Memory, Memory]]:
    first, second = Memory(), Memory()
    port = demo_port(config, OPENAI)
    async with AsyncExitStack() as stack:
        if wish.language_model is None:
            await stack.enter_async_context(openai_recipient.serving(first, port))
        else:
            url = await stack.enter_async_context(llm.language_model(wish.language_model))
            await stack.enter_async_context(relaying(url, first, port))
        google = google_recipient.serving(second, demo_port(config, GOOGLE))
        await stack.enter_async_context(google)
        yield first, second


def _talks(
    gateway: Gateway, key: str, memories: tuple[Memory, Memory], wish: Wish
) -> list[tuple[stage.Talk, Connection]]:
    first, second = memories
    url = f"{gateway.data_url}/openai/v1"
    if wish.language_model is not None:
        connection = Connection(
            url=url, key=key, memory=first, model=llm.MODEL, options=llm.OPTIONS
        )
        return [(with_language_model, connection)]
    google = Connection(url=f"{gateway.data_url}/google", key=key, memory=second)
    return [
        (with_openai, Connection(url=url, key=key, memory=first)),
        (with_google, google),
    ]


def _end_show(
    shown: stage.Play, screen: Screen | None, gateway: Gateway, config: Config, key: str
) -> None:
    if screen is not None:
        stage.invitation(screen, gateway.data_url, gateway.admin_url, key, str(config.storage.path))
        return
    where = {
        "openai_base_url": f"{gateway.data_url}/openai/v1",
        "google_base_url": f"{gateway.data_url}/google",
        "admin_url": gateway.admin_url,
        "key_file": str(key_file(config, APPLICATION)),
    }
    print_json({**shown.report(), "try": where})
