"""A detector that hangs, dies or fails when it is told to, for a process of its own."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from privacy.text import Span


@dataclass(frozen=True)
class Odd:
    """Obeys the text; what it finds tells in which process."""

    version: str = "odd"

    def detect(self, text: str, hint: str = "") -> tuple[Span, ...]:
        """One span over all."""
        if text.startswith("hang"):
            time.sleep(60)
        if text == "die":
            os._exit(3)
        if text == "fail":
            raise RuntimeError(text)
        return (Span(0, len(text), "TEST", 1.0, str(os.getpid())),)


@dataclass(frozen=True)
class MakeOdd:
    """Builds it; each start leaves a mark, and may be told to fail or to say another version."""

    starts: Path

    def __call__(self) -> tuple[Odd, None]:
        """Build it."""
        with self.starts.open("a") as file:
            file.write("x")
        command = self.starts.with_suffix(".say")
        said = command.read_text() if command.exists() else "odd"
        if said == "broken":
            os._exit(1)
        return Odd(said), None
