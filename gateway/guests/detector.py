"""All guests of a deployment as one detector, in the process that may be killed."""

import hashlib
import importlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from gateway.guests.answers import Find, Nonsense, checked
from gateway.guests.failing import Failed, Unfit
from gateway.guests.guest import Guest
from privacy.text import Span
from redaction.inspect import Naming
from redaction.resolve import resolve

Finding = Callable[[str], Iterable[Find]]
_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Nothing is fetched, nothing is told to anybody: models are on this machine, or not there."""
_GREETING = "Please write to ann.lee@example.org, or call the office in London."


@dataclass(frozen=True, slots=True)
class Guests:
    """Makes the guests, over there.

    Attributes:
        guests: which.
    """

    guests: tuple[Guest, ...]

    def __call__(self) -> tuple["GuestDetector", Naming | None]:
        """Make them.

        Raises:
            Failed: one of them cannot be made.
        """
        os.environ.update(_OFFLINE)
        _be_silent()
        made = GuestDetector([(guest, _load(guest)) for guest in self.guests])
        _greet(made)
        return made, None


class GuestDetector:
    """Asks one guest after the other; whoever fails, the text has no answer.

    Attributes:
        version: changes with the guests' configuration.
        announce: told the name of each guest right before it is asked, so that who hangs or dies
            is known.
    """

    def __init__(self, guests: Sequence[tuple[Guest, Finding]]) -> None:
        self._guests = [(guest, dict(guest.labels), find) for guest, find in guests]
        self.version = _version([guest for guest, _ in guests])
        self.announce: Callable[[str], object] = len

    def detect(self, text: str, hint: str = "") -> tuple[Span, ...]:
        """Sorted, disjoint spans of a text.

        Raises:
            Failed: a guest raised, or answered nonsense.
        """
        del hint
        text = text.encode("utf-8", "replace").decode()  # half a surrogate pair is one "?"
        spans: list[Span] = []
        for guest, labels, find in self._guests:
            self.announce(guest.name)
            try:
                found = checked(find(text), len(text), labels, guest.types, guest.name)
            except Nonsense:
                raise Failed(guest.name, "nonsense") from None
            except Exception:  # noqa: BLE001 - others' code may raise anything, with the text in it
                raise Failed(guest.name, "raised") from None
            spans += (span for span in found if span.score >= guest.threshold)
        return resolve(spans)


def _greet(detector: GuestDetector) -> None:
    """Ask once: what is loaded with the first question is loaded now, and who always fails told.

    Raises:
        Failed: a guest fails on a plain sentence.
    """
    try:
        detector.detect(_GREETING)
    except Failed as failed:
        who, how = failed.failure.recognizer, failed.failure.reason
        raise Failed(who, f"cannot be used: it fails on a plain sentence ({how})") from None


def _be_silent() -> None:
    """What others print, log or warn of may be payload: none of it leaves this process."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _load(guest: Guest) -> Finding:
    try:
        loader = importlib.import_module(f"gateway.guests.{guest.kind}")
        find: Finding = loader.load(guest)
    except (ImportError, AttributeError, Unfit) as error:  # they name modules, classes, labels
        raise Failed(guest.name, f"cannot be loaded: {error}") from None
    except Exception as error:  # noqa: BLE001 - likewise; the class of it is all that is told
        raise Failed(guest.name, f"cannot be loaded ({type(error).__name__})") from None
    return find


def _version(guests: Sequence[Guest]) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for guest in guests:
        shown = {name: getattr(guest, name) for name in Guest.__slots__ if name != "types"}
        digest.update(repr((shown, sorted(guest.types))).encode())
    return digest.hexdigest()
