"""Guests beside the built-in recognizers: both read every text, and every find counts."""

from collections.abc import Mapping

from gateway.guests.guest import Guest
from gateway.guests.sharing import give_back, take
from gateway.isolation import DetectorProcess
from privacy.text import Span
from redaction.inspect import Detecting
from redaction.resolve import resolve


class Beside:
    """Two detectors as one; there is no answer unless both answer.

    Args:
        own: the structured stage.
        guests: which; they share a process with whoever names the same ones.

    Raises:
        DetectorGone: their process does not start.
    """

    def __init__(self, own: Detecting, guests: tuple[Guest, ...]) -> None:
        self._own = own
        self._named = guests
        self._guests = take(guests)

    @property
    def version(self) -> str:
        """Changes with either."""
        return f"{self._own.version}+{self._guests.version}"

    @property
    def ready(self) -> bool:
        """Whether both answer, as far as is known."""
        own = not isinstance(self._own, DetectorProcess) or self._own.ready
        return own and self._guests.ready

    @property
    def failures(self) -> Mapping[tuple[str, str], int]:
        """How often which guest failed, and how."""
        return self._guests.failures

    def detect(self, text: str, hint: str = "") -> tuple[Span, ...]:
        """Sorted, disjoint spans of a text; where both found something, the surer one names it.

        Raises:
            DetectorGone: a process gives no answer.
        """
        found = self._own.detect(text, hint)
        others = self._guests.detect(text, hint) if text.strip() else ()
        return resolve((*found, *others)) if others else found

    def close(self) -> None:
        """End the processes that nobody else has."""
        if isinstance(self._own, DetectorProcess):
            self._own.close()
        give_back(self._named)
