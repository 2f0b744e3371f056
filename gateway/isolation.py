"""Detection in a process of its own, which can be killed: `[detection] isolation = "process"`.

What hangs or crashes there cannot take the gateway with it. A process that gives no answer within
the time limit is killed; one that is dead is replaced, by a thread in the background, and until
the new one is there every request is refused at once. Built-in recognizers are linear-time and do
not need this; recognizers of others may hold the interpreter lock for ever.
The price is one round trip (about 0.1 ms) for each text that is not in the span cache.

Recognizers of others (`gateway/guests/`) always live in such a process: `re` holds the interpreter
lock, and nobody knows what else they do. Each says its name before it is asked, has a time limit
of its own, and is counted and named where it fails; the process is then replaced, too: by one that
is ready already where the old one still answers.

One question stands in the line at a time, and a line on which an
answer is missing is never used again, so that no answer can be taken for another question's.
"""

import logging
import multiprocessing
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import MappingProxyType
from typing import cast

from gateway.guests.failing import Announcing, Failed, Failure
from gateway.logs import log
from privacy.text import Span
from redaction.custom import CustomPattern
from redaction.inspect import Detecting, Naming
from redaction.names import GivenUp, never

Spans = tuple[Span, ...]
Build = Callable[[], tuple[Detecting, Naming | None]]
"""Makes what detects, over there; it must be importable by its name."""

_START_SECONDS = 60.0
"""Compiling patterns and loading the name model takes about two."""
_SLICE = 0.1
_LONGEST_PAUSE = 30.0
_RELIEF_SECONDS = 30.0
"""Between two replacements of a process that answers: a text that a recognizer fails on may come
again and again, and starting costs seconds of a processor."""


class DetectorGone(RuntimeError):
    """There is no answer of the detector: nothing may be sent."""


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """Makes the built-in recognizers and the name model.

    Attributes:
        names: whether the name model is wanted.
        directory: where the name model's files are; None for the model that ships.
        compiled: where compiled patterns are kept; None for nowhere.
        patterns: patterns of this deployment.
    """

    names: bool
    directory: Path | None
    compiled: Path | None = None
    patterns: tuple[CustomPattern, ...] = ()

    def __call__(self) -> tuple[Detecting, Naming | None]:
        """Make them."""
        from gateway.compiled import built_in_detector  # noqa: PLC0415 - loaded over there
        from gateway.model_files import load_name_model  # noqa: PLC0415 - likewise

        detector = built_in_detector(self.compiled, self.patterns)
        return detector, load_name_model(self.directory) if self.names else None


@dataclass(frozen=True, slots=True)
class _Question:
    """Structured spans of one text, or names in several."""

    texts: tuple[str, ...]
    hint: str
    names: bool


@dataclass(frozen=True, slots=True)
class _Child:
    """A process that detects, and the line to it."""

    process: BaseProcess
    line: Connection
    versions: tuple[str, str]

    def ask(
        self, question: _Question, announced: Callable[[str], None]
    ) -> list[Spans] | Failure | None:
        """The answer; a failure or None if detection failed over there.

        Raises:
            OSError, EOFError: the process is dead.
        """
        self.line.send(question)
        while isinstance(answer := self.line.recv(), str):
            announced(answer)
        return cast("list[Spans] | Failure | None", answer)


class DetectorProcess:
    """Speaks for a detector and a name model that live in another process; thread-safe.

    A thread keeps the process: it kills one that is too slow, which ends the wait for its answer,
    and starts another one in the place of one that is dead.

    Args:
        build: makes what detects, over there.
        seconds: time limit of one answer.
        limits: time limit of each recognizer that is announced, in seconds.
        start_seconds: time limit of its start.

    Attributes:
        failures: how often which recognizer failed, and how.

    Raises:
        DetectorGone: the process does not come up.
    """

    def __init__(
        self,
        build: Build,
        *,
        seconds: float,
        limits: Mapping[str, float] = MappingProxyType({}),
        start_seconds: float = _START_SECONDS,
    ) -> None:
        self.failures: Counter[tuple[str, str]] = Counter()
        self._build = build
        self._seconds = seconds
        self._limits = limits
        self._start_seconds = start_seconds
        self._tick = min(_SLICE, min((seconds, *limits.values())) / 10)
        self._asked = ""
        self._worn: _Child | None = None
        self._relieved_at = -_RELIEF_SECONDS
        self._slow: _Child | None = None
        self._why = ""
        self._asking = threading.Lock()
        self._asked_at: float | None = None
        self._closed = threading.Event()
        self._versions: tuple[str, str] | None = None
        self._child: _Child | None = self._start()
        if self._child is None:
            raise DetectorGone(self._why or "the detector's process does not start")
        self._versions = self._child.versions
        self._keeper = threading.Thread(target=self._keep, args=(self._child,), daemon=True)
        self._keeper.start()

    @property
    def version(self) -> str:
        """Version of the structured stage."""
        return self._versions[0] if self._versions else ""

    @property
    def ready(self) -> bool:
        """Whether the process answers, as far as is known."""
        return self._child is not None

    @property
    def pid(self) -> int | None:
        """The process, for those who watch it; None while there is none."""
        child = self._child
        return child.process.pid if child else None

    def detect(self, text: str, hint: str = "") -> Spans:
        """Spans of the structured stage.

        Raises:
            DetectorGone: no answer.
        """
        return self._ask(_Question((text,), hint, names=False))[0]

    def names(self) -> Naming | None:
        """The name model's side, None if there is none."""
        version = self._versions[1] if self._versions else ""
        return _Names(version, self._ask) if version else None

    def close(self) -> None:
        """End the process; whoever waits for an answer gets none."""
        self._closed.set()
        self._keeper.join()

    def _ask(self, question: _Question) -> list[Spans]:
        with self._asking:
            child = self._child
            if child is None:
                raise DetectorGone("the detector is not there")
            self._announced("")
            try:
                answer = child.ask(question, self._announced)
            except (OSError, EOFError):
                self._child = None
                self._note(self._asked, "slow" if self._slow is child else "died")
                raise DetectorGone("the detector gave no answer") from None
            finally:
                self._asked_at = None
        if isinstance(answer, Failure):
            self._worn = child
            self._note(answer.recognizer, answer.reason)
        if not isinstance(answer, list):
            raise DetectorGone("detection failed")
        return answer

    def _announced(self, recognizer: str) -> None:
        """A recognizer is asked: its time begins."""
        self._asked = recognizer
        self._asked_at = time.monotonic()

    def _note(self, recognizer: str, reason: str) -> None:
        """Count and log a failure of a recognizer that has a name."""
        if recognizer:
            self.failures[recognizer, reason] += 1
            log("recognizer_failed", logging.WARNING, recognizer=recognizer, detail=reason)

    # The keeper's thread.

    def _keep(self, child: _Child | None) -> None:
        pause = _SLICE
        while not self._closed.wait(self._tick if child else pause):
            if child is not None and self._child is child and self._is_well(child):
                if self._is_worn(child):
                    child = self._relieve(child)
                continue
            if child is not None:
                self._end(child)
                pause = _SLICE
            child = self._child = self._start()
            pause = min(2 * pause, _LONGEST_PAUSE)
        if child is not None:
            self._end(child)

    def _relieve(self, old: _Child) -> _Child | None:
        """Start another process, and only then end this one, between two questions."""
        self._relieved_at = time.monotonic()
        fresh = self._start(old)
        if fresh is None:
            return old if self._child is old else None
        while self._child is old and self._is_well(old):
            if self._asking.acquire(timeout=self._tick):
                self._child = fresh
                old.line.close()
                self._asking.release()
                old.process.kill()
                old.process.join()
                return fresh
        self._end(old)
        self._child = fresh
        return fresh

    def _is_worn(self, child: _Child) -> bool:
        """Whether it should be replaced: a recognizer failed in it, and not all the time."""
        recent = time.monotonic() - self._relieved_at < _RELIEF_SECONDS
        return self._worn is child and not recent

    def _is_well(self, child: _Child) -> bool:
        asked_at, limit = self._asked_at, self._limits.get(self._asked, self._seconds)
        late = asked_at is not None and time.monotonic() - asked_at > limit
        if late:
            self._slow = child
        return not late and child.process.is_alive()

    def _end(self, child: _Child) -> None:
        """Kill a process; what waits for its answer hears the line being cut."""
        if self._child is child:
            self._child = None
        child.process.kill()
        child.process.join()
        with self._asking:
            child.line.close()

    def _start(self, other: _Child | None = None) -> _Child | None:
        """A new process that has said its versions; None if it does not come up.

        Meanwhile another one, if there is one, is watched as ever.

        One that detects otherwise than the first would make records of disclosures untrue: it is
        not taken, and the gateway has to be started anew.
        """
        context = multiprocessing.get_context("spawn")  # a fork would copy locks that threads hold
        here, there = context.Pipe()
        process = context.Process(
            target=_serve, args=(there, self._build), daemon=True, name="detector"
        )
        process.start()
        there.close()
        versions: tuple[str, str] | None = None
        with suppress(OSError, EOFError):
            versions = self._first_word(here) if self._speaks(here, other) else None
        if versions is not None and self._versions in {None, versions}:
            return _Child(process, here, versions)
        process.kill()
        process.join()
        here.close()
        return None

    def _speaks(self, line: Connection, other: _Child | None) -> bool:
        """Wait for the first word, or the end."""
        end = time.monotonic() + self._start_seconds
        while time.monotonic() < end and not self._closed.is_set():
            if line.poll(self._tick):
                return True
            if other is not None and not self._is_well(other):
                other.process.kill()
        return False

    def _first_word(self, line: Connection) -> tuple[str, str] | None:
        """The versions; None if it could not be built over there, which is noted."""
        word: tuple[str, str] | Failure = line.recv()
        if isinstance(word, Failure):
            self._why = f"recognizer {word.recognizer!r} {word.reason}"
            self._note(word.recognizer, "start")
            return None
        return word


@dataclass(frozen=True, slots=True)
class _Names:
    """The name model in the other process."""

    version: str
    ask: Callable[[_Question], list[Spans]]

    def detect_batch(self, texts: Sequence[str], _given_up: GivenUp = never, /) -> list[Spans]:
        """Spans of each text; a process that is too slow is killed, so nobody needs to be asked."""
        return self.ask(_Question(tuple(texts), "", names=True))


def _serve(line: Connection, build: Build) -> None:
    """The other process: builds what detects, then answers until the line is cut."""
    from gateway.hardening import harden  # noqa: PLC0415 - here the parent has done it

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # at a terminal it is meant for the gateway
    harden()
    try:
        detector, names = build()
    except Failed as failed:
        line.send(failed.failure)
        return
    if isinstance(detector, Announcing):
        detector.announce = line.send
    line.send((detector.version, names.version if names else ""))
    with suppress(OSError, EOFError):
        while True:
            line.send(_answer(line.recv(), detector, names))


def _answer(
    question: _Question, detector: Detecting, names: Naming | None
) -> list[Spans] | Failure | None:
    try:
        if question.names:
            return names.detect_batch(question.texts) if names is not None else None
        return [detector.detect(text, question.hint) for text in question.texts]
    except Failed as failed:
        return failed.failure
    except Exception:  # noqa: BLE001 - whatever it was, its text must not leave this process
        return None
