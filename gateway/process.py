"""What belongs to the process as a whole: signals, the reason to end."""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

from gateway.app import Gateway
from gateway.config.load import load
from gateway.config.problems import Problems
from gateway.logs import log

_WATCH_SECONDS = 0.5


async def until_stopped(gateway: Gateway, file: Path) -> int:
    """Wait for the end of the process; reload on SIGHUP.

    Returns:
        The exit code.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGHUP, reload, gateway, file)
    while not stop.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _WATCH_SECONDS)
        fatal = gateway.roof.ledger.fatal
        if fatal is not None:
            log("ledger_fatal", count=fatal)
            return fatal
    return 0


def reload(gateway: Gateway, file: Path) -> None:
    """Read the configuration anew; a broken file keeps the old one and says so."""
    loaded = load(file, os.environ)
    if isinstance(loaded, Problems):
        gateway.roof.metrics.config_reload_failed.inc()
        log("config_reload_failed", detail=loaded.summary, config_hash=_running(gateway))
        return
    try:
        gateway.reload(loaded)
    except Exception:  # noqa: BLE001 - whatever it is, the old configuration goes on
        gateway.roof.metrics.config_reload_failed.inc()
        log("config_reload_failed", failed=True, config_hash=_running(gateway))


def _running(gateway: Gateway) -> str:
    return gateway.roof.snapshot.config.version
