"""One process for the guests of all configurations that name the same ones.

Loading takes seconds, with large models minutes, and a reload must not stop the gateway for so
long because an address or a policy has changed. Only the event loop's thread comes here.
"""

from dataclasses import dataclass

from gateway.guests.detector import Guests
from gateway.guests.guest import Guest
from gateway.isolation import DetectorProcess

_BETWEEN_SECONDS = 5.0
"""For what happens in the process while no guest is asked: a text comes and goes."""
_LOADING_SECONDS = 300.0
"""Large models take minutes to load from a slow disk."""


@dataclass(slots=True)
class _Running:
    process: DetectorProcess
    users: int = 0


_RUNNING: dict[tuple[Guest, ...], _Running] = {}


def take(guests: tuple[Guest, ...]) -> DetectorProcess:
    """The process of these guests, started if there is none; to be given back.

    Raises:
        DetectorGone: it does not start; says which recognizer, and why.
    """
    running = _RUNNING.get(guests)
    if running is None:
        running = _RUNNING[guests] = _Running(_start(guests))
    running.users += 1
    return running.process


def give_back(guests: tuple[Guest, ...]) -> None:
    """End the process if nobody else has it."""
    running = _RUNNING[guests]
    running.users -= 1
    if not running.users:
        del _RUNNING[guests]
        running.process.close()


def _start(guests: tuple[Guest, ...]) -> DetectorProcess:
    return DetectorProcess(
        Guests(guests),
        seconds=_BETWEEN_SECONDS,
        limits={guest.name: guest.seconds for guest in guests},
        start_seconds=_LOADING_SECONDS,
    )
