"""Stop 6 off the event loop: detection in threads, with a time limit, failing closed.

The built-in recognizers are linear-time and release the interpreter lock in their C parts;
a request whose inspection takes too long is refused, never sent as it is.
"""

import asyncio
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from gateway.errors import BadRequest, Unavailable
from gateway.logs import log
from gateway.pdf import NotRead, read_pdfs
from privacy.phrases import PhraseList
from privacy.policy import Policy
from privacy.text import Segment
from redaction.cache import SpanCache
from redaction.inspect import (
    Detecting,
    Inspection,
    NamesMissing,
    Naming,
    inspect_each,
    recall,
)
from redaction.pdf_text import PdfText

_INLINE_CHARS = 8192
"""Structured detection of less than this is faster than handing it to a thread (1 KB: 30 µs)."""


@runtime_checkable
class Apart(Protocol):
    """What detects in a process of its own, or has parts there: it may be dead, and must end."""

    @property
    def ready(self) -> bool:
        """Whether it answers, as far as is known."""
        ...

    @property
    def failures(self) -> Mapping[tuple[str, str], int]:
        """How often which recognizer failed, and how."""
        ...

    def close(self) -> None:
        """End its processes."""
        ...


class Inspector:
    """Inspects requests for one configuration.

    Args:
        detector: the structured stage.
        names: the name model, None where there is none.
        cache: spans of texts seen before.
        threads: threads that inspect.
        seconds: for one request.
        max_chars: most characters of one request.
        lists: phrase lists of each application, beside those of its policy.
    """

    def __init__(
        self,
        detector: Detecting,
        names: Naming | None,
        cache: SpanCache,
        *,
        threads: int,
        seconds: float,
        max_chars: int = 4_000_000,
        lists: Mapping[str, tuple[PhraseList, ...]] = MappingProxyType({}),
    ) -> None:
        self._detector = detector
        self._names = names
        self._cache = cache
        self._seconds = seconds
        self._max_chars = max_chars
        self._lists = lists
        self._process = detector if isinstance(detector, Apart) else None
        self._executor: Executor = ThreadPoolExecutor(threads, thread_name_prefix="inspection")
        self._readers: Executor = ThreadPoolExecutor(threads, thread_name_prefix="pdf")

    @property
    def version(self) -> str:
        """The version of everything that detects."""
        names = self._names.version if self._names is not None else "none"
        return f"{self._detector.version}+{names}"

    @property
    def cache(self) -> SpanCache:
        """The span cache, for its figures."""
        return self._cache

    @property
    def failures(self) -> Mapping[tuple[str, str], int]:
        """How often which recognizer of others failed, and how."""
        return self._process.failures if self._process is not None else {}

    @property
    def ready(self) -> bool:
        """Whether there is something that detects: a process of its own may be dead."""
        return self._process is None or self._process.ready

    def close(self) -> None:
        """Stop the threads once they are idle, and the process."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._readers.shutdown(wait=False, cancel_futures=True)
        if self._process is not None:
            self._process.close()

    async def inspect(
        self,
        segments: Sequence[Segment],
        policy: Policy,
        application: str,
        known: Sequence[tuple[str, str]] = (),
    ) -> tuple[Inspection, float]:
        """Find the entities of a request.

        Args:
            segments: its texts.
            policy: thresholds and lists.
            application: whose request it is.
            known: entity type and value of what earlier calls said of the same conversation,
                where the recipient keeps it.

        Returns:
            What was found, and the seconds that it took.

        Raises:
            Unavailable: detection failed, is missing, or took too long. Nothing may be sent.
        """
        (found,), seconds = await self.inspect_each([segments], policy, application)
        if known:
            found = await asyncio.to_thread(recall, found, segments, known)
        return found, seconds

    async def inspect_each(
        self, requests: Sequence[Sequence[Segment]], policy: Policy, application: str
    ) -> tuple[list[Inspection], float]:
        """Find the entities of several requests; together they have the time of all of them.

        Returns:
            What was found in each, and the seconds that all took.

        Raises:
            Unavailable: as `inspect`.
        """
        began = time.perf_counter()
        if any(sum(len(segment.text) for segment in r) > self._max_chars for r in requests):
            raise BadRequest(
                "text_too_long",
                f"The request holds more than {self._max_chars} characters of text "
                "([detection] max_chars).",
                status=413,
            )
        names = self._names if policy.names != "off" else None
        policy = self._with_lists(policy, application)
        over = threading.Event()  # a thread cannot be stopped: it is told that nobody waits
        arguments = (
            requests, self._detector, names, self._cache, policy, application, over.is_set,
        )  # fmt: skip
        try:
            if names is None and self._is_quick(requests):
                found = inspect_each(*arguments)
            else:
                loop = asyncio.get_running_loop()
                async with asyncio.timeout(self._seconds * len(requests)):
                    found = await loop.run_in_executor(self._executor, inspect_each, *arguments)
            _check(found, requests)
        except TimeoutError:
            raise _unavailable("Detection took longer than allowed.") from None
        except NamesMissing:
            raise _unavailable(
                "The name model is not loaded, and the policy requires it."
            ) from None
        except Exception:  # noqa: BLE001 - whatever fails, its text must not go on, and nothing is sent
            log("detector_failed", failed=True, code="detector_unavailable")
            raise _unavailable("Detection failed.") from None
        finally:
            over.set()
        return found, time.perf_counter() - began

    async def read_pdfs(self, contents: Sequence[bytes]) -> Sequence[PdfText]:
        """The text of PDFs, to be inspected with the rest of the request.

        Raises:
            Unavailable: nothing reads them. Nothing may be sent.
        """
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._readers, read_pdfs, contents, self._seconds)
        except (NotRead, OSError):
            raise _unavailable("PDFs cannot be read.") from None

    def _with_lists(self, policy: Policy, application: str) -> Policy:
        """The policy with the lists of the application beside its own."""
        own = self._lists.get(application, ())
        return replace(policy, lists=(*policy.lists, *own)) if own else policy

    def _is_quick(self, requests: Sequence[Sequence[Segment]]) -> bool:
        """Whether the event loop can do it itself; it never waits for another process."""
        length = sum(len(segment.text) for segments in requests for segment in segments)
        return self._process is None and length < _INLINE_CHARS


def _check(found: Sequence[Inspection], requests: Sequence[Sequence[Segment]]) -> None:
    """A text without an answer must not pass for a text without entities."""
    for one, segments in zip(found, requests, strict=True):
        if len(one.spans) != len(segments):
            raise RuntimeError("an inspection answers for every text")


def _unavailable(what: str) -> Unavailable:
    return Unavailable(
        "detector_unavailable",
        f"{what} Nothing was sent; try again, or ask the operators.",
        headers={"Retry-After": "2"},
    )
