"""Detection in a process of its own, which can be killed: `[detection] isolation = "process"`.

What hangs or crashes there cannot take the gateway with it: the process is killed at its time
limit and started anew, and requests are refused until it is back. Built-in recognizers are
linear-time and do not need this; recognizers of others may hold the interpreter lock for ever.
The price is one round trip (about 0.1 ms) for each text that is not in the span cache.
"""

import multiprocessing
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from privacy.text import Span
from redaction.inspect import Naming


class DetectorGone(RuntimeError):
    """The detector's process is dead or was too slow: nothing may be sent."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the process is asked: structured spans of one text, or names in several."""

    texts: tuple[str, ...]
    hint: str
    names: bool


class DetectorProcess:
    """Speaks for a detector and a name model that live in another process; thread-safe."""

    def __init__(self, *, names: bool, directory: Path | None, seconds: float) -> None:
        self._with_names = names
        self._directory = directory
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._versions: tuple[str, str] = ("", "")
        self._start()

    @property
    def version(self) -> str:
        """Version of the structured stage."""
        return self._versions[0]

    @property
    def pid(self) -> int | None:
        """The process, for those who watch it."""
        return self._process.pid if self._process else None

    def detect(self, text: str, hint: str = "") -> tuple[Span, ...]:
        """Spans of the structured stage.

        Raises:
            DetectorGone: no answer; the process has been replaced.
        """
        return self._ask(Question((text,), hint, names=False))[0]

    def names(self) -> Naming | None:
        """The name model's side, None if there is none."""
        return _Names(self, self._versions[1]) if self._with_names else None

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._stop()

    def _ask(self, question: Question) -> list[tuple[Span, ...]]:
        with self._lock:
            try:
                answer = self._exchange(question)
            except (OSError, EOFError):
                answer = None
            if answer is not None:
                return answer
            self._stop()
            self._start()
        raise DetectorGone("the detector gave no answer")

    def _exchange(self, question: Question) -> list[tuple[Span, ...]] | None:
        connection = self._connection
        if connection is None:
            return None
        connection.send(question)
        if not connection.poll(self._seconds):
            return None
        answer: list[tuple[Span, ...]] | None = connection.recv()
        return answer

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(there, self._with_names, self._directory), daemon=True,
            name="detector",
        )  # fmt: skip
        self._process.start()
        there.close()
        self._connection = here
        try:
            self._versions = here.recv()
        except (OSError, EOFError):
            self._connection = None

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join(5)
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None


@dataclass(frozen=True, slots=True)
class _Names:
    """The name model in the other process."""

    process: DetectorProcess
    version: str

    def detect_batch(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """Spans of each text."""
        return self.process._ask(Question(tuple(texts), "", names=True))  # noqa: SLF001 - one thing in two halves


def _serve(connection: Connection, names: bool, directory: Path | None) -> None:  # noqa: FBT001 - crosses a process
    """The other process: builds its detectors, then answers until the line is cut."""
    from gateway.model_files import load_name_model  # noqa: PLC0415 - loaded over there
    from redaction.detect import Detector  # noqa: PLC0415 - likewise
    from redaction.registry import RECOGNIZERS  # noqa: PLC0415 - likewise

    detector = Detector(RECOGNIZERS)
    model = load_name_model(directory) if names else None
    connection.send((detector.version, model.version if model else ""))
    while True:
        try:
            question: Question = connection.recv()
        except (EOFError, OSError):
            return
        try:
            if question.names and model is not None:
                connection.send(model.detect_batch(question.texts))
            else:
                connection.send([detector.detect(text, question.hint) for text in question.texts])
        except Exception:  # noqa: BLE001 - whatever it was, its text must not leave this process
            connection.send(None)
